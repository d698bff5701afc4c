"""The manufacturer request packet as data: strings, dates and numbers, one class per tab.

The patient is named by the case's code; names, birth date and record number do not get this far.
"""

from dataclasses import dataclass

from casetrack.documents.content import Cells, Content, numbered
from casetrack.documents.figures import Swimmer, TumorLine
from casetrack.documents.values import BLANK, Fact, Value


@dataclass(frozen=True)
class Line:
    """One line of therapy as tab C prints it."""

    number: int
    treatment: Value
    dose: Value
    start: Value
    stop: Value
    response: Value
    why: Value
    toxicity: Value
    grade: Value
    note: Value
    exhibit: Value


@dataclass(frozen=True)
class Measured:
    """One measurement as tab C prints it, with its arithmetic."""

    on: Value
    method: Value
    sum: Value
    new_lesion: Value
    change: str
    arithmetic: str
    judged: Value


@dataclass(frozen=True, kw_only=True)
class History:
    """Tab C."""

    course: Value
    disease: tuple[Fact, ...]
    lines: tuple[Line, ...]
    swimmer: Swimmer | None
    measured: tuple[Measured, ...]
    tumor: TumorLine | None
    symptoms: Cells
    conditions: Cells
    medicines: Cells
    labs: Cells


@dataclass(frozen=True)
class Option:
    """One alternative, why it does not serve this patient, and the proof."""

    option: Value
    standing: Value
    why: Value
    exhibit: Value


@dataclass(frozen=True)
class ClosedRoute:
    """A way to a drug that is closed: why, what was found, where, by whom, since when."""

    name: str
    why: Value
    found: Value
    source: Value
    by: Value
    on: Value


@dataclass(frozen=True, kw_only=True)
class Alternatives:
    """Tab D."""

    options: tuple[Option, ...]
    searched: Value
    searched_on: Value
    none_found: Value
    trials: Cells
    program: tuple[Fact, ...] = ()
    routes: tuple[ClosedRoute, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Tab E: how much and how often, then what is explained at length."""

    dose: tuple[Fact, ...]
    words: tuple[Fact, ...]
    visits: Cells
    approved_by: Value
    approved_on: Value


@dataclass(frozen=True)
class Study:
    """One study. Of the library, its figures are `results`; typed, those before them."""

    citation: Value
    ids: tuple[Value, ...]
    design: Value
    published: Value
    patients: Value
    n: Value
    drug: Value
    response: Value
    control: Value
    ratio: Value
    other: Value
    safety: Value
    data_cut: Value
    differs: Value
    checked_on: Value
    results: tuple[Value, ...] = ()
    harms: tuple[Value, ...] = ()
    certainty: Value = BLANK


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Tab F."""

    answer: Value
    searched: Value
    searched_on: Value
    studies: tuple[Study, ...]


@dataclass(frozen=True, kw_only=True)
class Packet(Content):
    emergency: bool
    drug: Value
    age: str
    company: dict[str, Value]
    physician: dict[str, Value]
    letter: dict[str, Value]
    glance: tuple[Fact, ...]
    history: History
    alternatives: Alternatives
    plan: Plan
    evidence: Evidence
    statement: tuple[Fact, ...]
    site: tuple[Fact, ...]

    @property
    def tables(self) -> dict[str, int]:
        history, other = self.history, self.alternatives
        found = {
            "therapy": history.lines,
            "measured": history.measured,
            "symptoms": history.symptoms,
            "conditions": history.conditions,
            "medicines": history.medicines,
            "labs": history.labs,
            "options": other.options,
            "trials": other.trials,
            "program": other.program,
            "routes": other.routes,
            "visits": self.plan.visits,
            "studies": self.evidence.studies,
        }
        return numbered(found)

    @property
    def figures(self) -> dict[str, int]:
        return numbered({"swimmer": self.history.swimmer, "tumor": self.history.tumor})
