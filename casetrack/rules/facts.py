"""What the rules may know about a case: a frozen copy of its facts, made by the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from casetrack.rules.questions.shape import Answers, Of, Section


class Stage(IntEnum):
    TEAM = 1
    EVIDENCE = 2
    ADVOCACY = 3
    MANUFACTURER = 4
    FDA_IRB = 5
    TREATMENT = 6
    FOLLOW_UP = 7


STAGE_NAMES = {
    Stage.TEAM: "Oncology team",
    Stage.EVIDENCE: "Evidence",
    Stage.ADVOCACY: "Advocacy groups",
    Stage.MANUFACTURER: "Manufacturer",
    Stage.FDA_IRB: "FDA and IRB",
    Stage.TREATMENT: "Treatment",
    Stage.FOLLOW_UP: "Follow-up",
}
AFTERWARDS = frozenset({Stage.TEAM, Stage.EVIDENCE, Stage.ADVOCACY})
"""Stages whose work waits in an emergency, until the drug was given."""


class Life(StrEnum):
    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"


LIFE_WORDS: Mapping[str, str] = {Life.OPEN: "Open", Life.HELD: "On hold", Life.CLOSED: "Closed"}


class Mark(StrEnum):
    """How a stage stands."""

    NOT_YET = "not_yet"
    NOW = "now"
    DONE = "done"
    SKIPPED = "skipped"


MARK_WORDS: Mapping[str, str] = {
    Mark.NOT_YET: "not yet",
    Mark.NOW: "current",
    Mark.DONE: "done",
    Mark.SKIPPED: "skipped",
}


class Track(StrEnum):
    CASE = "case"
    REQUEST = "request"
    LETTER = "letter"
    FDA = "fda"
    IRB = "irb"
    TREATMENT = "treatment"
    EXPANDED = "expanded"
    TRIAL = "trial"
    ASSISTANCE = "assistance"
    INSURANCE = "insurance"


ROUTES = (Track.EXPANDED, Track.TRIAL, Track.ASSISTANCE, Track.INSURANCE)
"""The four ways to a drug, which stand side by side."""
NOT_LOOKED, ROUTE_CLOSED = "not_looked", "closed"


@dataclass(frozen=True)
class Row:
    id: int
    answers: Answers


@dataclass(frozen=True, kw_only=True)
class Facts:
    life: Life = Life.OPEN
    stage: Stage = Stage.TEAM
    marks: Mapping[Stage, Mark] = field(default_factory=dict)
    owner: int = 0
    next_what: str = ""
    next_who: int | None = None
    next_on: date | None = None
    waiting_on: str = ""
    waiting_since: date | None = None
    register: int | None = None
    granted: frozenset[int] = frozenset()
    emergency: bool = False
    tracks: Mapping[Track, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    physician: Answers = field(default_factory=dict)
    company: Answers = field(default_factory=dict)
    clinic: Answers = field(default_factory=dict)
    frozen: Mapping[str, Mapping[int, datetime]] = field(default_factory=dict)  # by paper

    def after_the_fact(self, stage: Stage) -> bool:
        return self.emergency and stage in AFTERWARDS

    def run_of(self, stage: Stage) -> tuple[str, str]:
        """The days on which its work began and ended, wherever the case stands; empty until then.

        In an emergency the drug is given while the case is still in an earlier stage.
        """
        if stage is not Stage.TREATMENT:
            return "", ""
        return self.answers.get("first_dose_on", ""), self.answers.get("last_dose_on", "")

    def said(self, section: Section) -> Answers:
        """The answers that hold this section's own facts: the case's or a register entry's."""
        held = {
            Of.CASE: self.answers,
            Of.PHYSICIAN: self.physician,
            Of.COMPANY: self.company,
            Of.CLINIC: self.clinic,
        }
        return held.get(section.of, {})

    def rows_of(self, section: Section) -> tuple[Row, ...]:
        return self.rows.get(section.rows.key, ()) if section.rows else ()
