"""The latest value of a fact that has only one. Values that disagree are never chosen between."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from casetrack.intake.dates import before
from casetrack.intake.proposals.days import shown
from casetrack.intake.proposals.phrases import distinct, several
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.tally import Tally
from casetrack.rules.text import counted

Thing = TypeVar("Thing")
Key = TypeVar("Key", bound=Hashable)


def newest(drafts: Iterable[Draft], tally: Tally, *, timeless: bool = False) -> list[Draft]:
    """One draft for each different value of the latest date; what has no date may be the latest.

    Older ones are told in the note. A `timeless` fact, like the diagnosis, has no older values.
    """
    found = list(drafts)
    top = "" if timeless else max((one.day for one in found), default="")
    by_age = grouped(found, lambda one: before(one.day, top))
    now, older = by_age.get(False, []), by_age.get(True, [])
    tally.leave("older value", len(older))
    values = grouped(now, lambda one: one.says.casefold()).values()
    return [_told(same, older, conflict=several(len(values))) for same in values]


def grouped(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, list[Thing]]:
    """The things by their key, in the order in which the keys appear."""
    groups: dict[Key, list[Thing]] = {}
    for one in things:
        groups.setdefault(key(one), []).append(one)
    return groups


_MENTIONED = 3


def _told(same: Sequence[Draft], older: Sequence[Draft], *, conflict: str) -> Draft:
    """The best dated of equal values, with what the others add."""
    best = max(same, key=lambda one: one.day)
    notes = distinct(note for one in (best, *same) for note in one.notes)
    again = (f"Recorded {len(same)} times.",) if len(same) > 1 else ()
    return replace(best, notes=(*notes, *again, *_before(best, older)), conflict=conflict)


def _before(best: Draft, older: Sequence[Draft]) -> tuple[str, ...]:
    others = [one for one in older if one.says.casefold() != best.says.casefold()]
    others.sort(key=lambda one: one.day, reverse=True)
    told = [f"{one.says} ({shown(one.day)})" for one in others[:_MENTIONED]]
    if more := len(others) - len(told):
        told.append(f"and {counted(more, 'more value')}")
    return (f"Older: {'; '.join(told)}.",) if told else ()
