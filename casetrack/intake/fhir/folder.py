"""The records of one FHIR file: every shape of file opened, references followed inside it only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from casetrack.intake.chart import Source
from casetrack.intake.fhir.access import Thing, many, reference, thing, things, word

T = TypeVar("T")
DELETED = "Deletion"  # what a history says of a record that is gone


@dataclass(frozen=True, slots=True)
class Record:
    """One resource and its place in the file."""

    kind: str
    body: Thing
    path: str
    url: str | None = None

    @property
    def name(self) -> str:
        own = word(self.body.get("id"))
        return f"{self.kind}/{own}" if own else self.kind

    def at(self, element: str | None = None) -> Source:
        """The place of one element of this record."""
        return Source(self.name, f"{self.path}.{element}" if element else self.path)


class Folder:
    """All records of the file, found again by full URL or by Type/id."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self._index: dict[str, Record] = {}
        for record in records:
            self._index.setdefault(record.name, record)
            if record.url:
                self._index.setdefault(record.url, record)

    def follow(self, value: object, *, within: Record) -> Record | None:
        """The record a Reference points to, if it is in this file or contained in `within`."""
        target = reference(value)
        if not target:
            return None
        if target.startswith("#"):
            return _contained(within, target[1:])
        return self._index.get(target) or self._index.get(tail(target))


def opened(root: object, *, path: str = "") -> Iterator[Record]:
    """The records in a Bundle, a list, or a single resource; Bundles inside are opened too."""
    waiting: list[tuple[object, str, str | None]] = [(root, path, None)]
    while waiting:
        value, place, url = waiting.pop()
        if isinstance(value, list):
            waiting += [(one, f"{place}[{n}]", None) for n, one in _backwards(value)]
        elif isinstance(value, dict) and value.get("resourceType") == "Bundle":
            waiting += list(_entries(value, place or "Bundle"))
        elif isinstance(value, dict):
            kind = word(value.get("resourceType")) or "Unnamed record"
            yield Record(kind, value, place or kind, url)
            waiting += [] if kind != "DiagnosticReport" else list(_reported(value, place or kind))
        else:
            yield Record("Unnamed record", {}, place, url)


def tail(target: str) -> str:
    """`Patient/p1` out of `https://hospital.example/fhir/Patient/p1`."""
    parts = target.rstrip("/").rsplit("/", 2)
    return "/".join(parts[-2:])


def _entries(bundle: Thing, place: str) -> Iterator[tuple[object, str, str | None]]:
    for number, entry in _backwards(many(bundle.get("entry"))):
        inner = thing(entry)
        spot = f"{place}.entry[{number}].resource"
        if "resource" in inner:
            yield inner["resource"], spot, word(inner.get("fullUrl"))
        elif word(thing(inner.get("request")).get("method")) == "DELETE":
            target = word(thing(inner["request"]).get("url")) or ""
            yield {"resourceType": DELETED, "id": tail(target)}, spot, None
        elif "response" not in inner:  # a server's receipt for an entry is no entry
            yield None, spot, None


def _reported(report: Thing, place: str) -> Iterator[tuple[object, str, str | None]]:
    """Results that travel inside their report instead of beside it."""
    if word(report.get("status")) in {"entered-in-error", "cancelled"}:
        return
    subject = report.get("subject")
    for number, one in _backwards(things(report.get("contained"))):
        if one.get("resourceType") == "Observation":
            whose = {"subject": subject} if subject is not None else {}
            own = f"{word(report.get('id')) or place}#{word(one.get('id')) or number}"
            yield {**whose, **one, "id": own}, f"{place}.contained[{number}]", None


def _contained(record: Record, name: str) -> Record | None:
    for number, one in enumerate(things(record.body.get("contained"))):
        if word(one.get("id")) == name:
            kind = word(one.get("resourceType")) or "Unnamed record"
            return Record(kind, one, f"{record.path}.contained[{number}]")
    return None


def _backwards(values: list[T]) -> Iterator[tuple[int, T]]:
    """Last first, for a stack."""
    return zip(range(len(values) - 1, -1, -1), reversed(values), strict=True)
