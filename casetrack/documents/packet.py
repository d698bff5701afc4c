"""The manufacturer request packet as data: strings, dates and numbers, one class per tab.

The patient is named by the case's code; names, birth date and record number do not get this far.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from casetrack.documents.figures import Swimmer, TumorLine
from casetrack.documents.values import Fact, Value
from casetrack.rules.documents import REQUEST

Cells = tuple[tuple[Value, ...], ...]  # a table's rows


@dataclass(frozen=True)
class Line:
    """One line of therapy as Table 1 prints it."""

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
    """One measurement as Table 2 prints it, with its arithmetic."""

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


@dataclass(frozen=True, kw_only=True)
class Alternatives:
    """Tab D."""

    options: tuple[Option, ...]
    searched: Value
    searched_on: Value
    none_found: Value
    trials: Cells


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


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Tab F."""

    answer: Value
    searched: Value
    searched_on: Value
    studies: tuple[Study, ...]


@dataclass(frozen=True)
class Exhibit:
    """An attachment of tab H behind its slip sheet."""

    label: str
    entry: int
    title: Value
    what: Value
    made_on: Value
    source: Value
    identifiers: Value
    pages: int
    media_type: str
    sha256: str

    @property
    def name(self) -> str:
        return self.title.text or "Untitled report"


@dataclass(frozen=True, kw_only=True)
class Packet:
    code: str
    version: int
    printed_on: str
    synthetic: bool
    emergency: bool
    prepared_by: str
    drug: Value
    age: str
    clinic: dict[str, Value]
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
    exhibits: tuple[Exhibit, ...]
    missing: tuple[str, ...]
    changes: tuple[str, ...] = ()  # since the version before
    paper: str = REQUEST.key

    def made_of(self) -> dict[str, Any]:
        """Plain data, the same for the same packet."""
        return asdict(self)


def restored(made_of: dict[str, Any]) -> Packet | None:
    """The packet a frozen version was made of; None where an earlier release made it otherwise."""
    try:
        return TypeAdapter(Packet).validate_python(made_of)
    except ValidationError:
        return None


def printed_text(packet: Packet) -> dict[str, str]:
    """Everything the packet says, part by part, for the search for identifiers."""
    return {name: " ".join(_texts(part)) for name, part in _parts(packet.made_of())}


def _parts(made_of: dict[str, Any], within: str = "") -> Iterable[tuple[str, Any]]:
    """'letter, why_now' and 'history, lines': near enough to find a name again."""
    for key, part in made_of.items():
        name = f"{within}, {key}" if within else key
        if not within and isinstance(part, dict) and "text" not in part:
            yield from _parts(part, name)
        else:
            yield name, part


def _texts(part: Any) -> Iterable[str]:  # noqa: ANN401 - plain data of any shape
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _texts(inner)
