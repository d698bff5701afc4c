"""The press beside bare WeasyPrint on the very same HTML, in turn.

Bare is a warm interpreter that renders the whole paper anew with default settings: no tags, no
running text, no numbers in its contents, no sandbox. Times are CPU seconds of the process at work,
for other people use this machine.
"""

import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from make import TODAY, Clinic

from bench import ROOT, table
from bench.rich import rich_case
from casetrack.documents import pages
from casetrack.documents.content import Draft
from casetrack.documents.packet import Packet
from casetrack.documents.press import Job, Press, Section, Upload
from casetrack.documents.press.frames import receive, send
from casetrack.documents.request import build
from casetrack.documents.values import Value
from casetrack.rules.documents import REQUEST
from casetrack.store.prepare import prepare
from casetrack.store.session import Store

PAIRS = 7
SHARES = {12: 0.0, 45: 0.6, 60: 1.0}  # of the rows of a rich case, for that many pages or more
MERGED = 30
MOST_MEMORY = 300  # MB

FONTS = ROOT / "casetrack" / "documents" / "fonts"
FRAME = """
@page { size: letter; margin: 1in 0.75in 0.85in 1in }
body { font-family: "Noto Sans"; margin: 0 }
"""  # as the press adds it

Change = Callable[[Packet, int], Job]
Row = TypeVar("Row")


def main() -> None:
    table.head("Papers: the request packet, beside bare WeasyPrint; CPU time")
    packet = _rich_packet()
    with closing(Press(seconds=120)) as press, closing(Bare()) as bare:
        _race(press, bare, _cut(packet, 12), "warm", _anew, most=0.80)
        long = _cut(packet, 45)
        _race(press, bare, long, "sections cold", _anew, most=0.75)
        _race(press, bare, long, "one answer changed", _change_one, most=0.50)
        _race(press, bare, long, "nothing changed", lambda same, _: _job(same))
        _merge(press, bare, long)
        _preview(bare, long)
    _weigh(_cut(packet, 60))


class Bare:
    """The other racer: this file again, as a process of its own."""

    printed: bytes  # the paper rendered last

    def __init__(self) -> None:
        command = [sys.executable, "-m", "bench.papers"]
        self._process = subprocess.Popen(  # noqa: S603  this very file
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )

    def render(self, job: Job) -> float:
        send(cast(BinaryIO, self._process.stdin), {}, _whole(job).encode())
        answer, (self.printed,) = receive(cast(BinaryIO, self._process.stdout))
        return float(answer["seconds"])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def _be_bare() -> None:
    from weasyprint import HTML  # noqa: PLC0415  only in the process that races

    logging.disable()
    HTML(string="<p>warm").write_pdf()
    while True:
        _, (html,) = receive(sys.stdin.buffer)
        start = time.process_time()
        pdf = HTML(string=html.decode()).write_pdf()
        send(sys.stdout.buffer, {"seconds": time.process_time() - start}, pdf)


def _race(
    press: Press,
    bare: Bare,
    packet: Packet,
    what: str,
    change: Change,
    *,
    most: float | None = None,
) -> None:
    ours, theirs = [], []
    printed = press.print(_job(packet)).pages
    for turn in range(PAIRS + 1):
        job = change(packet, turn)
        theirs.append(bare.render(job))
        ours.append(_print(press, job))
    table.compare(f"{printed} pages, {what}", ours[1:], theirs[1:], most=most)  # the first warms up


def _merge(press: Press, bare: Bare, packet: Packet) -> None:
    """What uploaded pages add to a paper that is otherwise laid out already: the bare paper's own,
    which has no tags, as most reports have none.
    """
    plain = _job(packet)
    bare.render(plain)
    upload = Upload("report", "Report", bare.printed, "application/pdf")
    merged = replace(plain, parts=(*plain.parts, upload))
    uploaded = press.print(merged).pages - press.print(plain).pages
    added, theirs = [], []
    for _ in range(PAIRS):
        theirs.append(bare.render(plain))
        without = _print(press, plain)
        more = max(_print(press, merged) - without, 0.0)
        added.append(more * MERGED / uploaded)
    table.compare(f"{MERGED} uploaded pages merged, on top", added, theirs, most=0.10)


def _preview(bare: Bare, packet: Packet) -> None:
    job = _job(packet)
    theirs = [bare.render(job) for _ in range(PAIRS)]
    ours = [table.seconds(lambda: pages.as_page(packet, trace=_nowhere)) for _ in range(PAIRS)]
    table.compare("the same as a page on screen", ours, theirs, most=0.02)


def _weigh(packet: Packet) -> None:
    with closing(Press(seconds=120)) as press:
        printed = press.print(_job(packet)).pages
        status = Path(f"/proc/{_pid(press)}/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
    what = f"peak memory, {printed} pages"
    table.bound(what, f"{peak} MB", "", f"{MOST_MEMORY} MB", holds=peak <= MOST_MEMORY)


def _print(press: Press, job: Job) -> float:
    """CPU seconds of the child until it has answered; then a pause for it to tidy up."""
    pid = _pid(press)
    before = _cpu(pid)
    press.print(job)
    taken = _cpu(pid) - before
    time.sleep(0.5)
    return taken


def _pid(press: Press) -> int:
    while not press._idle:  # noqa: SLF001  a bench reaches inside
        press.layers()
    return press._idle[0].pid  # noqa: SLF001  a bench reaches inside


def _cpu(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _rich_packet() -> Packet:
    with tempfile.TemporaryDirectory() as folder, closing(Store(f"sqlite:///{folder}/s")) as store:
        prepare(store, clinic="Bench clinic")
        clinic = Clinic(store)
        file = clinic.file(rich_case(clinic, 1))
        return build(Draft(file, REQUEST, 1, "Rosa Ortiz", TODAY))


def _cut(packet: Packet, size: int) -> Packet:
    """With fewer rows in its tables, so that it has so many pages or a few more."""
    keep = partial(_first, share=SHARES[size])
    history, others, evidence = packet.history, packet.alternatives, packet.evidence
    return replace(
        packet,
        history=replace(
            history,
            lines=keep(history.lines),
            measured=keep(history.measured),
            labs=keep(history.labs),
            medicines=keep(history.medicines),
        ),
        alternatives=replace(others, options=keep(others.options), trials=keep(others.trials)),
        evidence=replace(evidence, studies=keep(evidence.studies)),
    )


def _first(rows: tuple[Row, ...], *, share: float) -> tuple[Row, ...]:
    return rows[: max(1, round(len(rows) * share))]  # a figure names the table of its rows


def _job(packet: Packet) -> Job:
    return pages.job(packet, files={})


def _anew(packet: Packet, turn: int) -> Job:
    job = _job(packet)
    return replace(job, css=f"{job.css} /* turn {turn} of {len(job.parts)} parts */")


def _change_one(packet: Packet, turn: int) -> Job:
    said = Value(f"{packet.history.course.text} {turn}")
    return _job(replace(packet, history=replace(packet.history, course=said)))


def _nowhere(value: Value) -> str:
    return f"/{value.entry}/{value.key}"


def _whole(job: Job) -> str:
    faces = "".join(
        f'@font-face {{ font-family: "Noto Sans"; font-weight: {weight}; '
        f"src: url({(FONTS / f'NotoSans-{cut}.ttf').as_uri()}) }}"
        for cut, weight in (("Regular", 400), ("SemiBold", 600))
    )
    sections = [part.html for part in job.parts if isinstance(part, Section)]
    body = "".join(f'<div style="break-before: page">{html}</div>' for html in sections)
    return f'<html lang="en"><style>{FRAME}{faces}{job.css}</style><body>{body}'


if __name__ == "__main__":
    _be_bare()
