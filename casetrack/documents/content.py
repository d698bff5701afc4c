"""What every paper says about itself; each kind of paper adds its own parts.

How the patient is named is the paper's own (rules/documents.py); what it must not say does not get
this far.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from casetrack.documents.values import Value
from casetrack.rules.documents import BY_KEY, Naming, Paper

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
