"""The records of one FHIR file: every shape of file opened, references followed inside it only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from casetrack.intake.chart import Source
from casetrack.intake.fhir.access import Thing, line_of, many, reference, thing, things, word

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
        place = f"{self.path}.{element}" if element else self.path
        return Source(self.name, place, line_of(self.body, element or ""))


class Folder:
    """All records of the file, found again by full URL or by Type/id."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self._index: dict[str, Record] = {}
        for record in records:
            own = word(record.body.get("id"))
            for key in (record.name, record.url, f"urn:uuid:{own}" if own else None):
                if key:
                    self._index.setdefault(key, record)

    def follow(self, value: object, *, within: Record) -> Record | None:
        """The record a Reference points to, if it is in this file or contained in `within`.

        A relative one means the server that `within` came from; two servers may use one number.
        """
        target = reference(value)
        if not target:
            return None
        if target.startswith("#"):
            return _contained(within, target[1:])
        whole = _on_the_server_of(within, target)
        found = self._index.get(whole) or self._index.get(target) or self._index.get(tail(target))
        return None if found and elsewhere(whole, found.url) else found


def opened(root: object, *, path: str = "") -> Iterator[Record]:
    """The records in a Bundle, Parameters, a list, or one resource; those inside are opened too."""
    waiting: list[tuple[object, str, str | None]] = [(root, path, None)]
    while waiting:
        value, place, url = waiting.pop()
        if isinstance(value, list):
            waiting += [(one, f"{place}[{n}]", None) for n, one in _backwards(value)]
        elif isinstance(value, dict) and value.get("resourceType") == "Bundle":
            waiting += list(_entries(value, place or "Bundle"))
        elif isinstance(value, dict) and value.get("resourceType") == "Parameters":
            waiting += list(_parameters(value, place or "Parameters"))
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


def elsewhere(one: str, other: str | None) -> bool:
    """Both addresses are absolute and are not the same."""
    return one.startswith("http") and (other or "").startswith("http") and one != other


def _on_the_server_of(record: Record, target: str) -> str:
    """`Patient/p1` as `https://hospital.example/fhir/Patient/p1`, if the record has an address."""
    if ":" in target or not (record.url or "").startswith("http"):
        return target
    return f"{str(record.url).removesuffix(tail(str(record.url)))}{target}"


def _parameters(wrapper: Thing, place: str) -> Iterator[tuple[object, str, str | None]]:
    """What an operation such as $everything answered, however deep its parts lie."""
    inside = [
        (one, f"{place}.parameter[{n}]") for n, one in _backwards(things(wrapper.get("parameter")))
    ]
    while inside:
        one, spot = inside.pop(0)
        if "resource" in one:
            yield one["resource"], f"{spot}.resource", None
        parts = things(one.get("part"))
        inside[:0] = [(part, f"{spot}.part[{n}]") for n, part in _backwards(parts)]


def _entries(bundle: Thing, place: str) -> Iterator[tuple[object, str, str | None]]:
    for number, entry in _backwards(many(bundle.get("entry"))):
        inner = thing(entry)
        spot = f"{place}.entry[{number}].resource"
        if "resource" in inner:
            url = word(inner.get("fullUrl"))
            yield inner["resource"], spot, url.partition("/_history/")[0] if url else None
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
