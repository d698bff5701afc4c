"""What a clock is: how long, from which event, who owes what to whom, and by what law."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from casetrack.rules.facts import Facts
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers
from casetrack.rules.text import counted

SHIPPED_ON = "2026-11-22"
"""The day on which the rules as shipped were compared with what was read of their sources."""
COPIES_READ_ON = "2026-11-26"  # docs/decisions, 34


class Set(StrEnum):
    """Who set a date: always worded beside it. Lists stand in this order."""

    BY_LAW = "Set by law"
    PROMISED = "Promised"
    OUR_TARGET = "Our target"


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


class Party(StrEnum):
    """Who owes an act, and to whom it is owed."""

    PHYSICIAN = "the physician"
    CLINIC = "the clinic"
    COMPANY = "the company"
    FDA = "FDA"
    IRB = "the ethics board (IRB)"
    INSURER = "the insurer"
    REVIEWER = "the independent reviewer"
    HHS = "the Department of Health and Human Services"


class Sure(StrEnum):
    """How well a rule is known. What was not read in its source is checked before it is used."""

    READ = "Read in a source"
    LENGTH = "Length read in a source; the paragraph is from memory"
    MEMORY = "From memory: a qualified person must check it"
    OURS = "Chosen by the clinic"
    COMPARED = "Compared with its source by this clinic"


@dataclass(frozen=True)
class Event:
    """What starts a clock. Its day is the answer `key`, unless it is worked out from others."""

    key: str
    words: str
    reads: tuple[str, ...] = ()
    work_out: Callable[[Answers], str] | None = None

    def day(self, said: Answers) -> str:
        """Its day in stored form; empty while it is not on record."""
        return self.work_out(said) if self.work_out else said.get(self.key, "")

    @property
    def answers(self) -> tuple[str, ...]:
        return self.reads or (self.key,)


Applies = Callable[[Facts, Answers], bool]
"""Whether a clock concerns this case; `Answers` are its row's, or the case's own."""


def always(_facts: Facts, _said: Answers) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One deadline: `months`, then `days` of `unit`, after the day of `event`, not counted itself.

    `met` names the answers whose day meets it, `given` an answer with a day that somebody named,
    which wins over the rule. `ends` names one whose day ends it, and what was due before stays
    owed. With `rows` it is counted once for each row of that table. `again`
    names the day it was last done: it then runs to the next anniversary. What `keeps` is a time
    to keep something, and is never late.
    """

    key: str
    title: str
    event: Event
    set: Set
    owner: Party
    to: Party
    cites: str
    sure: Sure
    days: int = 0
    unit: Unit = Unit.CALENDAR
    months: int = 0
    role: Role | None = None  # who here sees to it; None while another party has the ball
    met: tuple[str, ...] = ()
    given: str = ""
    ends: str = ""
    rows: str = ""
    again: str = ""
    keeps: bool = False
    applies: Applies = always
    todo: str = ""  # what somebody here does by then, verb first
    cure: str = ""  # where that is recorded; empty: the day it was done is asked by itself
    note: str = ""
    checked_on: str = SHIPPED_ON  # when the rule was last compared with its source

    @property
    def anchor(self) -> str:
        return self.event.key

    @property
    def told(self) -> str:
        """The name under which events tell its due date."""
        return f"clock.{self.key}"

    @property
    def moved_by(self) -> frozenset[str]:
        """The answers whose change moves its due date."""
        return frozenset({*self.event.answers, self.given} - {""})

    @property
    def named_only(self) -> bool:
        """Whether no rule gives a length, so that only a day somebody names counts."""
        return bool(self.given) and not self.days and not self.months

    @property
    def length(self) -> str:
        """'15 working days', '12 months, then 60 calendar days'."""
        if self.named_only:
            return "the day that is named"
        months = counted(self.months, "month") if self.months else ""
        days = counted(self.days, f"{self.unit} day") if self.days or not months else ""
        return ", then ".join(part for part in (months, days) if part)
