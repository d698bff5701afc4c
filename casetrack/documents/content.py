"""What every paper says about itself; each kind of paper adds its own parts.

How the patient is named is the paper's own (rules/documents.py); what it must not say does not get
this far.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, tzinfo
from typing import Any

from pydantic import TypeAdapter, ValidationError

from casetrack.documents.values import Reader, Value, known_as
from casetrack.rules.dates import show_date
from casetrack.rules.documents import BY_KEY, RECORD, Naming, Paper
from casetrack.rules.organizations import Organization
from casetrack.rules.papers import paper_gaps
from casetrack.rules.questions import Of
from casetrack.rules.tasks import Gap
from casetrack.store.queries.casefile import CaseFile

Cells = tuple[tuple[Value, ...], ...]  # a table's rows


@dataclass(frozen=True)
class Exhibit:
    """An attachment behind its slip sheet."""

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
class Content:
    """A paper's data: strings, dates and numbers. `paper` is its key in rules/documents.py."""

    paper: str
    code: str
    version: int
    printed_on: str
    synthetic: bool
    prepared_by: str
    clinic: dict[str, Value]
    missing: tuple[str, ...]
    approved: str = ""  # by whom and when; empty where nobody approves this kind of paper
    changes: tuple[str, ...] = ()  # since the version before
    exhibits: tuple[Exhibit, ...] = ()
    subject: int = 0  # the row that it is about, of a paper that is about one
    known_as: str | None = None  # initials and code, or blank for the code, where a clinic chooses

    @property
    def kind(self) -> Paper:
        return BY_KEY[self.paper]

    @property
    def named(self) -> str:
        """Whom it speaks of."""
        return self.known_as or self.code

    @property
    def naming(self) -> str:
        """How it names the patient, in words."""
        if self.known_as is None:
            return self.kind.naming.value
        return (Naming.INITIALS if self.known_as else Naming.CODE).value

    def made_of(self) -> dict[str, Any]:
        """Plain data, the same for the same content."""
        return asdict(self)


@dataclass(frozen=True)
class Draft:
    """What a new version starts from: the case as it stands, and who prints which paper when."""

    file: CaseFile
    paper: Paper
    version: int
    prepared_by: str
    today: date
    zone: tzinfo = UTC  # the clinic's
    offices: tuple[Organization, ...] = ()  # where a submission to FDA goes

    def heading(self, *clinic: str) -> dict[str, Any]:
        """What every paper says about itself, with these facts of the clinic."""
        read = Reader(self.file)
        return {
            "paper": self.paper.key,
            "code": self.file.code,
            "version": self.version,
            "printed_on": show_date(self.today, long=True),
            "synthetic": self.file.synthetic,
            "prepared_by": self.prepared_by,
            "clinic": {key: read.own(key, of=Of.CLINIC) for key in clinic},
            "known_as": known_as(self.file, self.paper) if self.paper.named_by else None,
            "missing": tuple(map(self._missing, paper_gaps(self.paper, self.file.facts))),
        }

    def _missing(self, gap: Gap) -> str:
        """Where in the paper it is missing, unless that is its only part."""
        part = self.paper.part(gap.part)
        if part.letter:
            return f"Tab {part.letter}: {gap.words}"
        alone = len([one for one in self.paper.parts if one is not RECORD]) == 1
        return gap.words if alone else f"{part.title}: {gap.words}"


def numbered(found: Mapping[str, object]) -> dict[str, int]:
    """The number of each table or figure that is printed: who misses one looks for a page."""
    printed = (name for name, held in found.items() if held)
    return {name: number for number, name in enumerate(printed, start=1)}


def restored(kind: type[Content], made_of: dict[str, Any]) -> Content | None:
    """What a frozen version was made of; None where an earlier release made it otherwise."""
    try:
        return TypeAdapter(kind).validate_python(made_of)
    except ValidationError:
        return None


def printed_text(content: Content) -> dict[str, str]:
    """Everything the paper says, part by part, for the search for identifiers."""
    return {name: " ".join(_texts(part)) for name, part in _parts(content.made_of())}


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
