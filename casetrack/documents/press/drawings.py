"""How much a page draws where forms and patterns draw more of them: ten of ten, thirty deep, would
hang any reader.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from .leaf import entry

MOST_DRAWN = 500_000_000  # bytes of drawing instructions for one page
MOST_NESTED = 40  # one within another


class Drawings:
    """For one upload, after every stream of it was checked; a form of many pages is sized once."""

    def __init__(self) -> None:
        self._sizes: dict[int, int | None] = {}  # None while its own forms are being sized

    def check(self, page: PageObject) -> None:
        """Raise OverflowError for a page that draws more than can be shown or printed."""
        resources = entry(page, "/Resources")
        contents = page.get_contents()
        if contents is not None and any(_streams(resources, table) for table in _USES):
            self._size(contents.get_data(), resources, depth=0)

    def _size(self, data: bytes, resources: Any, *, depth: int) -> int:
        if depth > MOST_NESTED:
            raise OverflowError
        size = len(data)
        for one, times in _drawn(data, resources):
            size += times * self._of(one, resources, depth=depth + 1)
            if size > MOST_DRAWN:
                raise OverflowError
        return size

    def _of(self, one: StreamObject, outer: Any, *, depth: int) -> int:
        key = one.indirect_reference.idnum if one.indirect_reference else id(one)
        if key not in self._sizes:
            self._sizes[key] = None
            resources = entry(one, "/Resources") or outer
            self._sizes[key] = self._size(_instructions(one), resources, depth=depth)
        size = self._sizes[key]
        if size is None:  # it draws itself
            raise OverflowError
        return size


_NAME = rb"/([^\s/<>\[\](){}%]*)(?:\s|%[^\r\n]*[\r\n])+"
_USES = {
    "/XObject": re.compile(_NAME + rb"Do\b"),
    "/Pattern": re.compile(_NAME + rb"(?:scn|SCN)\b"),
}
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def _drawn(data: bytes, resources: Any) -> Iterator[tuple[StreamObject, int]]:
    """The forms and patterns that instructions use, each with how often."""
    for table, use in _USES.items():
        held = _streams(resources, table)
        names = Counter(map(_unescaped, use.findall(data))) if held else Counter[str]()
        yield from ((held[name], times) for name, times in names.items() if name in held)


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


def _unescaped(name: bytes) -> str:
    plain = _ESCAPE.sub(lambda found: bytes.fromhex(found.group(1).decode()), name)
    return plain.decode("utf-8", "replace")


def _instructions(one: StreamObject) -> bytes:
    try:
        return one.get_data()
    except (PyPdfError, ValueError, NotImplementedError):
        return b""  # readers draw nothing of it either
