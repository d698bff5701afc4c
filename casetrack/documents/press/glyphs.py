"""Letters of Type 3 fonts, which are drawings themselves: which ones some instructions show.

Too many may be counted where a page is odd, never too few: what counts them guards against files
that would keep a reader busy for good.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from .leaf import entry

Font = DictionaryObject


@dataclass(frozen=True)
class Shown:
    """The character codes of some instructions, and these with a mark for each string."""

    codes: Counter[int]
    bare: bytes

    @property
    def inherits(self) -> bool:
        """Whether a string may be in the font that was set before: until one is set, or again."""
        again = _RESTORES.search(self.bare)
        return MARK in self.bare.partition(b"Tf")[0] or bool(
            again and MARK in self.bare[again.end() :]
        )

    def fonts(self, resources: Any) -> Iterator[Font]:
        """The Type 3 fonts that are set, by their names or within a graphics state."""
        named = [unescaped(name) for name in _SETS.findall(self.bare)]
        unclear = self.bare.count(b"Tf") > len(named)
        for name, font in _drawn_fonts(resources):
            if unclear or not name or name in named:
                yield font


def shown(data: bytes) -> Shown:
    codes: Counter[int] = Counter()
    bare, at = [], 0
    while found := _OPENS.search(data, at):
        start = found.end()
        bare.append(data[at : found.start()].replace(MARK, b" "))
        match found[0]:
            case b"(":
                at = _closed(data, start)
                codes.update(_ESCAPE.sub(_plain, data[start : at - 1]))
                bare.append(MARK)
            case b"<":
                at = (data.find(b">", start) + 1) or len(data)
                digits = _NO_DIGIT.sub(b"", data[start:at]).decode()
                codes.update(bytes.fromhex(digits + "0" * (len(digits) % 2)))
                bare.append(MARK)
            case _:
                passed = _PASSED.match(data, found.start())
                at = passed.end() if passed else start
                bare.append(b" ")
    return Shown(codes, b"".join((*bare, data[at:].replace(MARK, b" "))))


def any_in(resources: Any) -> bool:
    return next(_drawn_fonts(resources), None) is not None


def unescaped(name: bytes) -> str:
    plain = _HASHED.sub(lambda found: bytes.fromhex(found.group(1).decode()), name)
    return plain.decode("utf-8", "replace")


def drawn(codes: Counter[int], font: Font) -> Iterator[tuple[StreamObject, int]]:
    """The font's glyphs behind character codes, each with how often."""
    drawings = entry(font, "/CharProcs")
    if not isinstance(drawings, DictionaryObject):
        return
    names = _encoded(font)
    others = [name for name in drawings if name not in names.values()]
    for code, times in codes.items():
        for name in [names[code]] if code in names else others:
            glyph = entry(drawings, name)
            if isinstance(glyph, StreamObject):
                yield glyph, times


def _drawn_fonts(resources: Any) -> Iterator[tuple[str, Font]]:
    """Under their names; without one, those of a graphics state."""
    held = resources if isinstance(resources, DictionaryObject) else DictionaryObject()
    for name, font in _entries(entry(held, "/Font")):
        if isinstance(font, DictionaryObject) and _is_drawn(font):
            yield name[1:], font
    for _, state in _entries(entry(held, "/ExtGState")):
        pair = entry(state, "/Font") if isinstance(state, DictionaryObject) else None
        font = pair[0].get_object() if isinstance(pair, ArrayObject) and pair else None
        if isinstance(font, DictionaryObject) and _is_drawn(font):
            yield "", font


def _entries(named: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(named, DictionaryObject):
        yield from ((str(name), entry(named, name)) for name in named)


def _is_drawn(font: DictionaryObject) -> bool:
    return bool(entry(font, "/Subtype") == "/Type3")


def _encoded(font: Font) -> dict[int, str]:
    """Code -> name, as far as the font says it itself."""
    encoding = entry(font, "/Encoding")
    listed = entry(encoding, "/Differences") if isinstance(encoding, DictionaryObject) else None
    names: dict[int, str] = {}
    code = 0
    for one in listed if isinstance(listed, ArrayObject) else ():
        said = one.get_object()
        if isinstance(said, NumberObject):
            code = int(said)
        elif isinstance(said, NameObject):
            names[code], code = str(said), code + 1
    return names


def _closed(data: bytes, at: int) -> int:
    """Behind the bracket that closes a string; strings hold brackets in pairs."""
    depth = 1
    for found in _BRACKETS.finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(data) + 1


def _plain(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8) & 255]) if said[:1].isdigit() else _LETTERS.get(said, said)


MARK = b"\0"
_OPENS = re.compile(rb"\(|<<|<|%|\bBI\b")
_PASSED = re.compile(rb"%[^\r\n]*|BI\b.*?\bID\s.*?\sEI\b", re.DOTALL)
_BRACKETS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
_NO_DIGIT = re.compile(rb"[^0-9A-Fa-f]")
_SETS = re.compile(rb"/([^\s/<>\[\](){}%]*)\s+[-+.\d]+\s*Tf\b")
_HASHED = re.compile(rb"#([0-9A-Fa-f]{2})")
_RESTORES = re.compile(rb"\bQ\b")
