"""How much a page draws where forms draw forms: ten of ten, thirty deep, would hang any reader."""

import re
from collections import Counter
from typing import Any

from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from .leaf import entry

MOST_DRAWN = 500_000_000  # bytes of drawing instructions for one page
MOST_NESTED = 40  # forms within forms


class Drawings:
    """For one upload, after every stream of it was checked; a form of many pages is sized once."""

    def __init__(self) -> None:
        self._sizes: dict[int, int | None] = {}  # None while its own forms are being sized

    def check(self, page: PageObject) -> None:
        """Raise OverflowError for a page that draws more than can be shown or printed."""
        resources = entry(page, "/Resources")
        contents = page.get_contents()
        if contents is not None and _forms(resources):
            self._size(contents.get_data(), resources, depth=0)

    def _size(self, data: bytes, resources: Any, *, depth: int) -> int:
        if depth > MOST_NESTED:
            raise OverflowError
        size, forms = len(data), _forms(resources)
        drawn = Counter(map(_unescaped, _DRAW.findall(data))) if forms else Counter[str]()
        for name, times in drawn.items():
            if name in forms:
                size += times * self._of(forms[name], resources, depth=depth + 1)
            if size > MOST_DRAWN:
                raise OverflowError
        return size

    def _of(self, form: StreamObject, outer: Any, *, depth: int) -> int:
        key = form.indirect_reference.idnum if form.indirect_reference else id(form)
        if key not in self._sizes:
            self._sizes[key] = None
            resources = entry(form, "/Resources") or outer
            self._sizes[key] = self._size(_instructions(form), resources, depth=depth)
        size = self._sizes[key]
        if size is None:  # it draws itself
            raise OverflowError
        return size


_DRAW = re.compile(rb"/([^\s/<>\[\](){}%]*)(?:\s|%[^\r\n]*[\r\n])+Do\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def _forms(resources: Any) -> dict[str, StreamObject]:
    """The forms among what may be drawn, by the names the instructions use; the rest are images."""
    table = entry(resources, "/XObject") if isinstance(resources, DictionaryObject) else None
    if not isinstance(table, DictionaryObject):
        return {}
    found = {str(name)[1:]: entry(table, name) for name in table}
    return {
        name: one
        for name, one in found.items()
        if isinstance(one, StreamObject) and entry(one, "/Subtype") == "/Form"
    }


def _unescaped(name: bytes) -> str:
    plain = _ESCAPE.sub(lambda found: bytes.fromhex(found.group(1).decode()), name)
    return plain.decode("utf-8", "replace")


def _instructions(form: StreamObject) -> bytes:
    try:
        return form.get_data()
    except (PyPdfError, ValueError, NotImplementedError):
        return b""  # readers draw nothing of it either
