"""Takes one page of an uploaded PDF into our own file: what it draws with, and nothing that acts.

The page becomes a form, drawn like a picture: no link, script, action, embedded file, field, layer
or broken graphics state of it can reach the paper. Filled-in fields and comments are drawn as seen.
"""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pydyf
from pypdf import PageObject
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from .leaf import appearances, entry, page_box, page_size, spell, upright

CheckStream = Callable[[StreamObject], None]

MOST_OBJECTS = 100_000


class Grafter:
    """For one upload; things its pages share are copied once. `check` sees every stream."""

    def __init__(self, pdf: pydyf.PDF, *, check: CheckStream = lambda _: None) -> None:
        self._pdf = pdf
        self._check = check
        self._copies: dict[tuple[int, int], bytes] = {}
        self._waiting: list[tuple[_Copy, PdfObject]] = []

    def graft(self, page: PageObject) -> bytes:
        """A reference to the page as a form of the size that `page_size` gives."""
        form = self._form_of(page)
        looks = list(appearances(page))
        if looks:
            form = self._withappearances(page, form, looks)
        self._copy_waiting()
        return form

    def _form_of(self, page: PageObject) -> bytes:
        box = page_box(page)
        head = [
            b"/Type /XObject /Subtype /Form",
            b"/BBox [%s]" % spell(*box),
            b"/Matrix [%s]" % spell(*upright(page)),
            b"/Resources " + self._resources(entry(page, "/Resources")),
        ]
        if isinstance(group := entry(page, "/Group"), DictionaryObject):
            head.append(b"/Group " + self._dictionary(group))
        contents = entry(page, "/Contents")
        if isinstance(contents, StreamObject):
            self._check(contents)
            head += self._items(contents, _NOT_IN_STREAMS | _ONLY_IN_FORMS)
            data = contents._data  # noqa: SLF001  the packed bytes; there is no public way
        else:
            head.append(b"/Filter /FlateDecode")
            data = zlib.compress(ContentStream(contents, page.pdf).get_data())
        return self._add(_Copy(b"\n".join(head), data))

    def _withappearances(
        self, page: PageObject, form: bytes, looks: list[tuple[bytes, PdfObject]]
    ) -> bytes:
        """The page's form and, over it, what its fields and comments look like."""
        resources = [b"/P " + form]
        drawing = [b"/P Do"]
        for number, (matrix, look) in enumerate(looks):
            resources.append(b"/A%d %s" % (number, self._value(look)))
            drawing.append(b"q %s cm /A%d Do Q" % (matrix, number))
        width, height = page_size(page)
        turn = b"q %s cm" % spell(*upright(page))
        head = (
            b"/Type /XObject /Subtype /Form /BBox [0 0 %s] /Resources << /XObject << %s >> >>"
            % (
                spell(width, height),
                b" ".join(resources),
            )
        )
        return self._add(_Copy(head, b"\n".join([drawing[0], turn, *drawing[1:], b"Q"])))

    def _copy_waiting(self) -> None:
        while self._waiting:
            copy, original = self._waiting.pop()
            if isinstance(original, StreamObject):
                self._check(original)
                copy.head = b"\n".join(self._items(original, _NOT_IN_STREAMS))
                copy.stream = original._data  # noqa: SLF001  as above
            else:
                copy.head = self._value(original)

    def _value(self, item: Any) -> bytes:
        if isinstance(item, IndirectObject):
            return self._reference(item)
        if isinstance(item, StreamObject):  # only ever indirect in a sound file
            return b"null"
        if isinstance(item, DictionaryObject):
            return self._dictionary(item)
        if isinstance(item, ArrayObject):
            return b"[%s]" % b" ".join(map(self._value, item))
        if isinstance(item, TextStringObject | ByteStringObject):
            return b"<%s>" % item.original_bytes.hex().encode()
        return _plain(item)

    def _reference(self, item: IndirectObject) -> bytes:
        key = (item.idnum, item.generation)
        if key not in self._copies:
            original = item.get_object()
            if original is None or _is_program(original):
                return b"null"
            copy = _Copy(b"null", None)
            self._copies[key] = self._add(copy)
            self._waiting.append((copy, original))
        return self._copies[key]

    def _add(self, copy: "_Copy") -> bytes:
        if len(self._copies) > MOST_OBJECTS:
            raise OverflowError
        self._pdf.add_object(copy)
        return bytes(copy.reference)

    def _dictionary(self, item: DictionaryObject) -> bytes:
        return b"<< %s >>" % b" ".join(self._items(item, _NOT_IN_DICTIONARIES))

    def _items(self, item: DictionaryObject, without: frozenset[str]) -> list[bytes]:
        return [
            _plain(NameObject(key)) + b" " + self._named(key, value)
            for key, value in item.items()
            if key not in without
        ]

    def _named(self, key: str, value: Any) -> bytes:
        if key == "/Resources":
            return self._resources(value)
        return self._names(value) if key in _NAME_TABLES else self._value(value)

    def _resources(self, item: Any) -> bytes:
        item = item.get_object() if item is not None else None
        if not isinstance(item, DictionaryObject):
            return b"<< >>"
        tables = [
            b"%s %s" % (kind.encode(), self._names(item.raw_get(kind)))
            for kind in _RESOURCES
            if kind in item
        ]
        layers = entry(item, "/Properties")
        if isinstance(layers, DictionaryObject):  # named in the content, so they must exist
            empty = b" ".join(_plain(NameObject(name)) + b" << >>" for name in layers)
            tables.append(b"/Properties << %s >>" % empty)
        return b"<< %s >>" % b" ".join(tables)

    def _names(self, item: Any) -> bytes:
        """A table whose keys are free names, so none of them means an action."""
        item = item.get_object()
        if not isinstance(item, DictionaryObject) or isinstance(item, StreamObject):
            return self._value(item)
        return b"<< %s >>" % b" ".join(
            _plain(NameObject(key)) + b" " + self._value(value) for key, value in item.items()
        )


class _Copy(pydyf.Object):  # type: ignore[misc]  # pydyf ships without types
    """An object already spelled out."""

    def __init__(self, head: bytes, stream: bytes | None) -> None:
        super().__init__()
        self.head = head
        self.stream = stream

    @property
    def data(self) -> bytes:
        if self.stream is None:
            return self.head
        return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (
            self.head,
            len(self.stream),
            self.stream,
        )

    @property
    def compressible(self) -> bool:
        return self.stream is None


_RESOURCES = ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font")
_NAME_TABLES = frozenset({"/CharProcs", "/Colorants"})
_NOT_IN_DICTIONARIES = frozenset(
    {
        *("/A", "/AA", "/AF", "/Annots", "/AcroForm", "/EF", "/JS", "/JavaScript", "/Kids"),
        *("/Metadata", "/Names", "/Next", "/OC", "/OpenAction", "/OPI", "/P", "/Parent"),
        *("/PieceInfo", "/Ref", "/StructParent", "/StructParents", "/URI"),
    }
)
_NOT_IN_STREAMS = _NOT_IN_DICTIONARIES | {
    *("/Length", "/F", "/FFilter", "/FDecodeParms", "/Alternates", "/LastModified", "/PtData")
}
_ONLY_IN_FORMS = frozenset({"/Type", "/Subtype", "/BBox", "/Matrix", "/Resources", "/Group"})


def _is_program(item: PdfObject) -> bool:
    return isinstance(item, StreamObject) and entry(item, "/Subtype") == "/PS"


def _plain(item: PdfObject) -> bytes:
    spelled = io.BytesIO()
    item.write_to_stream(spelled)
    return spelled.getvalue()
