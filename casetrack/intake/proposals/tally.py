"""Counts what a chart holds and is not proposed, and says it in sentences."""

from collections import Counter

from casetrack.rules.text import counted


class Tally:
    """What was left aside, by its noun in the singular, and sentences about single things."""

    def __init__(self) -> None:
        self._left: Counter[str] = Counter()
        self._held = 0
        self._said: dict[str, None] = {}  # in order, each once

    def leave(self, noun: str, count: int = 1) -> None:
        self._left[noun] += count

    def hold(self) -> None:
        """A proposal that would only repeat what the case holds."""
        self._held += 1

    def say(self, sentence: str) -> None:
        self._said[sentence] = None

    def sentences(self) -> tuple[str, ...]:
        return (*self._counts(), *self._said)

    def _counts(self) -> list[str]:
        found = []
        left = [(count, noun) for noun, count in self._left.items() if count]
        if left:
            listed = _listed([counted(count, noun) for count, noun in left])
            were = _were(sum(count for count, _ in left))
            found.append(f"{listed} {were} not proposed.")
        if self._held:
            facts = counted(self._held, "fact")
            found.append(f"{facts} the case holds already {_were(self._held)} not proposed again.")
        return found


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _listed(names: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
