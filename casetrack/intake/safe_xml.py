"""The one XML parser: no entities, no network, bounded depth and size; a DOCTYPE only if asked."""

from collections.abc import Iterator

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from casetrack.intake.refused import FileRefused

MAX_DEPTH = 80  # the deepest genuine C-CDA at hand has 24
MAX_ELEMENTS = 300_000
MANY = 50  # children

_NONE: frozenset[str] = frozenset()


class Node:
    """One element. `name` is local, with the prefix "sdtc:" kept because it changes the meaning."""

    __slots__ = (
        *("name", "space", "attributes", "parent", "line", "nth"),
        *("children", "text", "repeated", "marks", "by_name"),
    )

    def __init__(
        self, name: str, *, space: str, attributes: dict[str, str], parent: "Node | None", line: int
    ) -> None:
        self.name = name
        self.space = space
        self.attributes = attributes
        self.parent = parent
        self.line = line
        self.nth = 1  # among the children of its name
        self.repeated: frozenset[str] = _NONE  # names that more than one child has
        self.marks: frozenset[str] | None = None  # what its reader found true of it
        self.children: list[Node] = []
        self.by_name: dict[str, list[Node]] | None = None  # once asked for, if there are many
        self.text: list[str | Node] = []

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def all(self, *path: str) -> "list[Node]":
        """The descendants reached by these names, one step each."""
        found = [self]
        for name in path:
            found = [child for node in found for child in node.called(name)]
        return found

    def called(self, name: str) -> "list[Node]":
        """The children of one name; many children are gone through once for all names."""
        if len(self.children) < MANY:
            return [child for child in self.children if child.name == name]
        if self.by_name is None:
            self.by_name = {}
            for child in self.children:
                self.by_name.setdefault(child.name, []).append(child)
        return self.by_name.get(name, [])

    def first(self, *path: str) -> "Node | None":
        return next(iter(self.all(*path)), None)

    def walk(self) -> "Iterator[Node]":
        """The element and all below it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def words(self, *, most: int | None = None) -> str:
        """The plain text of this element and all below it, white space collapsed.

        Of a longer text no more is gone through than the first `most` characters need.
        """
        found, size = [], 0
        for piece in _pieces(self):
            if plain := " ".join(piece.split()):
                found.append(plain)
                size += len(plain) + 1
            if most is not None and size > most:
                break
        return " ".join(found)[:most]

    def run(self) -> str:
        """As `words`, where marks such as <i> and <sub> leave no gap in a word."""
        return " ".join("".join(_pieces(self)).split())

    def path(self) -> str:
        """An XPath-like place: ClinicalDocument/component/section[2]/entry."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None:
            steps.append(_step(node))
            node = node.parent
        return "/".join(reversed(steps))


def parse(data: bytes) -> Node:
    """The document's root element; raises FileRefused with what is wrong."""
    root, damaged = _read(data, forbid_dtd=True)
    if damaged or root is None:
        raise FileRefused(_BROKEN)
    return root


def parse_until_damage(data: bytes) -> tuple[Node, int]:
    """The root with all that was read, and the line where the file is damaged (0 if it is whole).

    A DOCTYPE is passed over, as genuine PubMed files have one; nothing it names is fetched.
    """
    root, damaged = _read(data, forbid_dtd=False)
    if root is None:
        raise FileRefused(_BROKEN)
    return root, damaged


def _read(data: bytes, *, forbid_dtd: bool) -> "tuple[Node | None, int]":
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=forbid_dtd)
    builder.lines = parser.parser
    try:
        parser.feed(data)
        parser.close()
    except DefusedXmlException as refused:
        raise FileRefused(_DOCTYPE if forbid_dtd else _ENTITIES) from refused
    except ParseError as broken:
        return builder.whole_part(), max(broken.position[0], 1)
    except (LookupError, ValueError):  # an encoding that is none
        return builder.whole_part(), 1
    return builder.root, 0


_DOCTYPE = (
    "This XML file declares a DOCTYPE or entities, which a chart never needs and which can do "
    "harm: export it again from the system it came from."
)
_ENTITIES = (
    "This XML file declares entities, which can do harm: export it again from the system it came "
    "from."
)
_BROKEN = "This XML file is damaged or cut off: export it again and upload the new file."
_DEEP = f"This XML file is nested more than {MAX_DEPTH} levels deep, which no genuine record is."
_LARGE = (
    f"This XML file has more than {MAX_ELEMENTS:,} elements: export a smaller part of it, such as "
    "a shorter period."
)

_SDTC = "urn:hl7-org:sdtc"


class _Builder:
    """Receives what the parser reads. It counts before it builds, so a bomb stops at the limit."""

    def __init__(self) -> None:
        self.lines: object = None
        self.root: Node | None = None
        self._open: list[tuple[Node, dict[str, int]]] = []
        self._elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= MAX_DEPTH:
            raise FileRefused(_DEEP)
        if self._elements > MAX_ELEMENTS:
            raise FileRefused(_LARGE)
        parent, names = self._open[-1] if self._open else (None, {})
        node = _node(tag, attributes, parent, getattr(self.lines, "CurrentLineNumber", 0))
        if parent is None:
            self.root = node
        else:
            node.nth = names[node.name] = names.get(node.name, 0) + 1
            parent.children.append(node)
            parent.text.append(node)
        self._open.append((node, {}))

    def end(self, _tag: str) -> None:
        node, names = self._open.pop()
        repeated = [name for name, count in names.items() if count > 1]
        node.repeated = frozenset(repeated) if repeated else _NONE

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1][0].text.append(text)

    def close(self) -> Node | None:
        return self.root

    def whole_part(self) -> Node | None:
        """The root without the one of its children that was not read to its end."""
        for node, _ in self._open[1:2]:
            self._open[0][0].children.remove(node)
        return self.root


def _node(tag: str, attributes: dict[str, str], parent: Node | None, line: int) -> Node:
    space, name = _split(tag)
    plain = {_split(key)[1]: value for key, value in attributes.items()}
    prefixed = f"sdtc:{name}" if space == _SDTC else name
    return Node(prefixed, space=space, attributes=plain, parent=parent, line=line)


def _split(tag: str) -> tuple[str, str]:
    if tag.startswith("{"):
        space, _, name = tag[1:].partition("}")
        return space, name
    return "", tag


def _step(node: Node) -> str:
    repeated = node.parent is not None and node.name in node.parent.repeated
    return f"{node.name}[{node.nth}]" if repeated else node.name


def _pieces(node: Node) -> Iterator[str]:
    waiting: list[str | Node] = [node]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            yield piece
        else:
            waiting.extend(reversed(piece.text))
