"""Reads CDA data types: codes, times, values and the texts they point to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casetrack.intake import plain
from casetrack.intake.chart import Source
from casetrack.intake.dates import from_hl7
from casetrack.intake.names import known_as, system
from casetrack.intake.safe_xml import Node


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded value: its words and its "system|code" pairs, the first being the one recorded.

    `bare` when the record has no words and the text only names the code.
    """

    text: str | None = None
    codes: tuple[str, ...] = ()
    bare: bool = False

    @property
    def code(self) -> str | None:
        return next(iter(self.codes), None)


class Narrative:
    """The texts that entries point to by name; each is read once, and no longer than is kept."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        self._nodes = nodes
        self._read: dict[str, str] = {}

    def words(self, name: str) -> str:
        if name in self._nodes and name not in self._read:
            self._read[name] = _first_cell(self._nodes[name]).words(most=plain.LIMIT + 1)
        return self._read.get(name, "")


@dataclass(frozen=True, slots=True)
class Section:
    """One section, with the texts its entries may point to and the days of the acts documented."""

    node: Node
    title: str
    code: str | None
    texts: Narrative
    days: dict[str, str]

    @property
    def name(self) -> str:
        return self.title or (f"Section {self.code}" if self.code else "Untitled section")

    def at(self, node: Node) -> Source:
        return Source(self.name, node.path(), node.line)


def coded(node: Node | None, section: Section, *, spoken_first: bool = False) -> Coded:
    """A CD or CE. Its own words: display name, then original text, then a translation.

    `spoken_first` puts the original text first: "Potassium Level" rather than
    "POTASSIUM:SCNC:PT:BLD:QN:".
    """
    if node is None:
        return Coded()
    forms = [node, *node.all("translation")]
    codes = tuple(dict.fromkeys(filter(None, map(_code, forms))))
    displays = [one.get("displayName") for one in forms]
    written = _written(node)
    order = [written, *displays] if spoken_first else [*displays, written]
    order += [pointed(node.first("originalText"), section)]
    if text := next((text.strip() for text in order if text and text.strip()), None):
        return Coded(text, codes)
    known = (known_as(code) for code in codes if not code.endswith("|ASSERTION"))
    return Coded(next(known, None), codes, bare=True)


def pointed(node: Node | None, section: Section) -> str | None:
    """The plain text of the narrative a `reference value="#…"` points to, in this document only."""
    if node is None:
        return None
    for step in node.all("reference"):
        if text := section.texts.words((step.get("value") or "").removeprefix("#")):
            return text
    return None


def free_text(node: Node, section: Section) -> str | None:
    """What stands in an entry's `text`, inline or pointed to; of a table row the first cell."""
    inner = node.first("text")
    return None if inner is None else pointed(inner, section) or inner.words() or None


def moment(node: Node | None) -> tuple[str | None, str | None]:
    """Start and end of an effectiveTime; a point in time has no end."""
    if node is None:
        return None, None
    point = from_hl7(node.get("value"))
    low, high = node.first("low"), node.first("high")
    start = from_hl7(low.get("value")) if low is not None else None
    end = from_hl7(high.get("value")) if high is not None else None
    return start or point, end


def span(node: Node) -> tuple[str | None, str | None]:
    """The first effectiveTime of an entry that says when (the others say how often)."""
    for one in node.all("effectiveTime"):
        start, end = moment(one)
        if start or end:
            return start, end
    return None, None


def amount(node: Node | None) -> str | None:
    """A PQ in words; `unit="1"` means a count, of what may stand in a translation."""
    size = node.get("value") if node is not None else None
    if node is None or not size:
        return None
    unit = node.get("unit") or ""
    if unit in {"", "1", "null"}:
        other = node.first("translation", "originalText")
        unit = other.words() if other is not None else ""
    return f"{size} {unit}".strip()


def status(node: Node) -> str | None:
    inner = node.first("statusCode")
    code = inner.get("code") if inner is not None else None
    return code.strip().lower() if code and code.strip() else None


def related(node: Node, *, kind: str | None = None) -> Iterator[Node]:
    """The entries hung on an entry, by their relationship if one is named."""
    for relation in node.all("entryRelationship"):
        if kind is None or relation.get("typeCode") == kind:
            yield from (one for one in relation.children if one.name in ENTRIES)


ENTRIES = {
    "act",
    "observation",
    "organizer",
    "procedure",
    "substanceAdministration",
    "supply",
    "encounter",
}


def templates(node: Node) -> set[str]:
    return {one.get("root") or "" for one in node.all("templateId")}


def _code(node: Node) -> str | None:
    code = node.get("code")
    if not code or not code.strip():
        return None
    name = system(node.get("codeSystem"))
    return f"{name}|{code.strip()}" if name else code.strip()


def _first_cell(node: Node) -> Node:
    """A row of the narrative names the thing in its first cell; the rest is its table."""
    return (node.first("td") or node) if node.name == "tr" else node


def _written(node: Node) -> str | None:
    inner = node.first("originalText")
    return (inner.words() or None) if inner is not None else None
