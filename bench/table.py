"""One table per bench: what, ours, the raw cost, their ratio, the target, and whether it holds."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence

Work = Callable[[], object]


def head(title: str) -> None:
    _write(f"\n{title}")
    _write(f"{'':42}{'ours':>10}{'raw':>10}{'ratio':>8}  target")


def compare(
    what: str, ours: Sequence[float], raw: Sequence[float], *, most: float | None = None
) -> None:
    """A line of times in seconds."""
    ratio = usual(ours) / usual(raw)
    target = "" if most is None else f"{most:.2f}   {_verdict(holds=ratio <= most)}"
    line(what, _ms(usual(ours)), _ms(usual(raw)), f"{ratio:.2f}", target)


def usual(taken: Sequence[float]) -> float:
    """The mean of the fastest quarter: what else the machine does only ever adds."""
    return statistics.mean(sorted(taken)[: max(1, len(taken) // 4)])


def bound(what: str, ours: str, raw: str, target: str, *, holds: bool, ratio: str = "") -> None:
    """A line whose target is not a ratio."""
    line(what, ours, raw, ratio, f"{target}   {_verdict(holds=holds)}")


def line(what: str, ours: str, raw: str = "", ratio: str = "", target: str = "") -> None:
    _write(f"{what:42}{ours:>10}{raw:>10}{ratio:>8}  {target}".rstrip())


def say(words: str) -> None:
    _write(f"  {words}")


def in_turn(ours: Work, raw: Work, *, pairs: int, warm: int = 3) -> tuple[list[float], list[float]]:
    """Both timed one after the other, so that a busy machine slows both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(warm):
        ours()
        raw()
    for _ in range(pairs):
        taken[0].append(seconds(ours))
        taken[1].append(seconds(raw))
    return taken


def seconds(work: Work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def p95(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _ms(taken: float) -> str:
    return f"{taken * 1000:.1f} ms"


def _verdict(*, holds: bool) -> str:
    return "holds" if holds else "FALLS SHORT"


def _write(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
