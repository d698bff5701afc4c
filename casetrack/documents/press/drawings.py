"""How much a page draws where forms, patterns and drawn letters draw more of them: ten of ten,
thirty deep, would hang any reader.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from . import glyphs
from .leaf import entry

MOST_DRAWN = 500_000_000  # bytes of drawing instructions for one page
MOST_NESTED = 40  # one within another
MOST_SIZED = 100_000  # in one upload


Drawn = tuple[StreamObject, Any, int]
"""What is drawn, the resources around it, and how often."""
Fonts = frozenset[int]
"""The Type 3 fonts that may be set, by their keys: what is drawn starts with its user's."""


class Drawings:
    """For one upload, after every stream of it was checked; a form of many pages is sized once."""

    def __init__(self) -> None:
        self._sizes: dict[tuple[int, Fonts], int | None] = {}  # None while what it draws is sized
        self._fonts: dict[int, DictionaryObject] = {}

    def check(self, page: PageObject) -> None:
        """Raise OverflowError for a page that draws more than can be shown or printed."""
        resources = entry(page, "/Resources")
        contents = page.get_contents()
        if contents is not None and _may_nest(resources):
            self._size(contents.get_data(), resources, frozenset(), depth=0)

    def _size(self, data: bytes, resources: Any, fonts: Fonts, *, depth: int) -> int:
        if depth > MOST_NESTED:
            raise OverflowError
        size = len(data)
        letters: tuple[Drawn, ...] = ()
        if fonts or glyphs.any_in(resources):
            fonts, letters = self._letters(glyphs.shown(data), resources, fonts)
        for one, outer, times in (*_drawn(data, resources), *letters):
            size += times * self._of(one, outer, fonts, depth=depth + 1)
            if size > MOST_DRAWN:
                raise OverflowError
        return size

    def _letters(
        self, shown: glyphs.Shown, outer: Any, before: Fonts
    ) -> tuple[Fonts, tuple[Drawn, ...]]:
        """What may be set now, and what is drawn of all the fonts that a letter may be of."""
        found = {_key(font): font for font in shown.fonts(outer)}
        self._fonts |= found
        now = before.union(found)
        fonts = [self._fonts[key] for key in (now if shown.inherits else found)]
        return now, tuple(
            (glyph, entry(font, "/Resources") or outer, times)
            for font in fonts
            for glyph, times in glyphs.drawn(shown.codes, font)
        )

    def _of(self, one: StreamObject, outer: Any, fonts: Fonts, *, depth: int) -> int:
        key = (_key(one), fonts)
        if key not in self._sizes:
            if len(self._sizes) == MOST_SIZED:
                raise OverflowError
            self._sizes[key] = None
            resources = entry(one, "/Resources") or outer
            self._sizes[key] = self._size(_instructions(one), resources, fonts, depth=depth)
        size = self._sizes[key]
        if size is None:  # it draws itself
            raise OverflowError
        return size


def _may_nest(resources: Any) -> bool:
    return any(_streams(resources, table) for table in _USES) or glyphs.any_in(resources)


def _key(one: DictionaryObject) -> int:
    return one.indirect_reference.idnum if one.indirect_reference else id(one)


_NAME = rb"/([^\s/<>\[\](){}%]*)(?:\s|%[^\r\n]*[\r\n])+"
_USES = {
    "/XObject": re.compile(_NAME + rb"Do\b"),
    "/Pattern": re.compile(_NAME + rb"(?:scn|SCN)\b"),
}


def _drawn(data: bytes, resources: Any) -> Iterator[Drawn]:
    """The forms and patterns that instructions use."""
    for table, use in _USES.items():
        held = _streams(resources, table)
        names = Counter(map(glyphs.unescaped, use.findall(data))) if held else Counter[str]()
        yield from ((held[name], resources, times) for name, times in names.items() if name in held)


def _streams(resources: Any, table: str) -> dict[str, StreamObject]:
    """What draws, by the names the instructions use; images draw nothing further."""
    named = entry(resources, table) if isinstance(resources, DictionaryObject) else None
    if not isinstance(named, DictionaryObject):
        return {}
    found = {str(name)[1:]: entry(named, name) for name in named}
    return {
        name: one
        for name, one in found.items()
        if isinstance(one, StreamObject) and entry(one, "/Subtype") != "/Image"
    }


def _instructions(one: StreamObject) -> bytes:
    try:
        return one.get_data()
    except (PyPdfError, ValueError, NotImplementedError):
        return b""  # readers draw nothing of it either
