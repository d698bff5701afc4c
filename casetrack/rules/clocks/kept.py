"""A rule as this clinic keeps it: another length, its source, and the day it was compared with it.

Kept among the clinic's own answers, so that every case counts by it at once; without them a rule
counts as shipped. What the other side has promised in a case still wins.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from casetrack.rules.clocks.shape import Clock, Sure, Unit
from casetrack.rules.clocks.table import CLOCKS
from casetrack.rules.dates import is_exact, show_date
from casetrack.rules.questions.shape import Answers, Choice, Kind, Question

FIXED = {
    "ind_in_effect": "Other rules and papers rest on these 30 days, so that they change only with "
    "a new version of casetrack",
    "chase": "The day is chosen each time",
}
"""Rules that no clinic changes here, and why."""
MOST_DAYS, MOST_MONTHS = 1_000, 240
UNITS = (
    Choice(Unit.WORKING, "Working days: no weekends, no federal holidays"),
    Choice(Unit.CALENDAR, "Calendar days: every day"),
)


def fixed(clock: Clock) -> str:
    """Why its length is not changed here; empty where it may be."""
    named = "No rule gives a length: only a day that somebody names counts"
    return named if clock.named_only else FIXED.get(clock.key, "")


def asked_of(clock: Clock) -> tuple[Question, ...]:
    """What the clinic may say about a rule. A blank length is the one that is shipped."""
    return () if fixed(clock) else tuple(_asked(clock))


def as_kept(clock: Clock, clinic: Answers) -> Clock:
    """The rule by which this clinic counts."""
    said = [clinic.get(key, "") for key in _keys(clock.key)]
    if not any(said) or fixed(clock):
        return clock
    months, days, unit, source, checked = said
    return replace(
        clock,
        months=int(months or clock.months),
        days=int(days or clock.days),
        unit=Unit(unit or clock.unit),
        cites=f"{clock.cites}; {source}" if source else clock.cites,
        checked_on=checked or clock.checked_on,
        sure=Sure.COMPARED if checked else clock.sure,
    )


def rule_errors(clock: Clock, said: Answers, *, today: date) -> dict[str, str]:
    """Another length needs its source, and the day on which somebody read it there."""
    source, checked = (f"rule_{clock.key}_{part}" for part in ("source", "checked"))
    counted = as_kept(clock, said)
    found: dict[str, str] = {}
    if counted.length != clock.length:
        needed = {source: "Enter where this length stands", checked: "Enter when you read it there"}
        found = {key: words for key, words in needed.items() if not said.get(key)}
    day = said.get(checked, "")
    if is_exact(day) and date.fromisoformat(day) > today:
        found[checked] = f"{show_date(day)} has not come yet"
    return found


@cache
def _keys(rule: str) -> tuple[str, ...]:
    return tuple(f"rule_{rule}_{part}" for part in ("months", "days", "unit", "source", "checked"))


def _asked(clock: Clock) -> Iterator[Question]:
    months, days, unit, source, checked = _keys(clock.key)
    if clock.months:
        yield _number(months, clock, "Months", shipped=clock.months, high=MOST_MONTHS)
    if clock.days or not clock.months:
        yield _number(days, clock, "Days", shipped=clock.days, high=MOST_DAYS)
        yield Question(
            key=unit,
            label="Counted in",
            kind=Kind.CHOICE,
            choices=UNITS,
            hint=f"Shipped: {clock.unit} days",
        )
    yield Question(
        key=source,
        label="Where it stands",
        hint="The paragraph or page that was read, with its date",
    )
    yield Question(
        key=checked,
        label="Compared with its source on",
        kind=Kind.DATE,
        hint="A qualified person reads the rule there, whether the length changes or not",
    )


def _number(key: str, clock: Clock, label: str, *, shipped: int, high: int) -> Question:
    low = 0 if clock.months and label == "Days" else 1
    hint = f"Blank: {shipped}, as shipped"
    return Question(key=key, label=label, kind=Kind.WHOLE, low=low, high=high, hint=hint)


RULE_OF = {question.key: clock for clock in CLOCKS for question in asked_of(clock)}
"""Each answer about a rule, and the rule."""
ASKED = {question.key: question for clock in CLOCKS for question in asked_of(clock)}
