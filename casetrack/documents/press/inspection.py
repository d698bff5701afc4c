"""Looks at an upload before anything else does: what it is by its content, and whether it is sound.

A PDF counts as sound when every page of it could be taken into a paper, here and now.
"""

import io
import re
import signal
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pydyf
from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, StreamObject

from .drawings import Drawings
from .graft import Grafter
from .kinds import media_type
from .leaf import entry, page_size
from .paper import Inspection, UploadRefused
from .pictures import TooManyPixels, moves, read_picture

MOST_PAGES = 200
MOST_UNPACKED = 75_000_000  # bytes in one stream
MOST_IMAGE_PIXELS = 150_000_000  # a Letter page at 1200 dots per inch
MOST_TEXT = 200_000  # characters
TEXT_SECONDS = 4


def inspect(data: bytes, name_hint: str) -> Inspection:
    """UploadRefused, with a sentence, for whatever is not a sound PDF, PNG or JPEG."""
    kind = media_type(data, name_hint)
    try:
        if kind == "application/pdf":
            return _inspect_pdf(data)
        return _inspect_picture(data, kind)
    except UploadRefused:
        raise
    except (LimitReachedError, OverflowError, TooManyPixels, MemoryError) as fault:
        raise UploadRefused(_TOO_BIG) from fault
    except Exception as fault:
        raise UploadRefused(_DAMAGED) from fault


def _inspect_picture(data: bytes, kind: str) -> Inspection:
    read_picture(data, kind)
    return Inspection(kind, 1, "", (_NO_TEXT, _MOVES) if moves(data) else (_NO_TEXT,))


def _inspect_pdf(data: bytes) -> Inspection:
    reader = open_pdf(data)
    pages = len(reader.pages)
    if pages == 0:
        raise UploadRefused(_DAMAGED)
    if pages > MOST_PAGES:
        raise UploadRefused(_too_long(pages))
    if _is_living_form(reader):
        raise UploadRefused(_XFA)
    grafter = Grafter(pydyf.PDF(), check=_check_stream)
    drawings = Drawings()
    for page in reader.pages:
        page_size(page)
        grafter.graft(page)
        drawings.check(page)
    text, in_time = _read_text(reader)
    return Inspection("application/pdf", pages, text, tuple(_notes(reader, text, in_time)))


def open_pdf(data: bytes) -> PdfReader:
    """The file, if no password stands before it."""
    try:
        reader = PdfReader(io.BytesIO(data))
    except DependencyError as locked:  # raised for the stronger locks alone
        raise UploadRefused(_LOCKED) from locked
    if reader.is_encrypted:
        raise UploadRefused(_LOCKED)
    return reader


def _read_text(reader: PdfReader) -> tuple[str, bool]:
    """As much as can be had in the time; text is for searching, the pages print without it."""
    found: list[str] = []
    try:
        with _within(TEXT_SECONDS):
            for page in reader.pages:
                found.append(page.extract_text())
                if sum(map(len, found)) >= MOST_TEXT:
                    break
    except _OutOfTime:
        return _clean("\n".join(found)), False
    except Exception:  # noqa: BLE001  a page that prints may still have no readable text
        return _clean("\n".join(found)), True
    return _clean("\n".join(found)), True


def _notes(reader: PdfReader, text: str, in_time: bool) -> Iterator[str]:  # noqa: FBT001  private
    root = reader.root_object
    names = entry(root, "/Names")
    inside = names if isinstance(names, DictionaryObject) else {}
    annotations = [note for page in reader.pages for note in _annotations(page)]
    if "/OpenAction" in root or "/AA" in root or "/JavaScript" in inside or _act(annotations):
        yield "The file has actions or scripts; they are left out of the paper."
    if "/EmbeddedFiles" in inside or _embed(annotations):
        yield "The file has other files inside; they are left out of the paper."
    if "/OCProperties" in root:
        yield "The file has layers; all of them are printed. Look at the pages before sending."
    if any(_is_unseen_field(note) for note in annotations):
        yield (
            "Some fields filled in on this form may not print. "
            "Print the form to a new PDF and upload that."
        )
    if not in_time:
        yield "Only part of the text could be read for searching."
    elif not text.strip():
        yield _NO_TEXT


def _annotations(page: DictionaryObject) -> Iterator[DictionaryObject]:
    for reference in entry(page, "/Annots") or ():
        annotation = reference.get_object()
        if isinstance(annotation, DictionaryObject):
            yield annotation


def _act(annotations: list[DictionaryObject]) -> bool:
    return any(
        "/AA" in note or _action(note) not in (None, "/URI", "/GoTo") for note in annotations
    )


def _action(annotation: DictionaryObject) -> Any:
    action = entry(annotation, "/A")
    return entry(action, "/S") if isinstance(action, DictionaryObject) else None


def _embed(annotations: list[DictionaryObject]) -> bool:
    return any(entry(note, "/Subtype") == "/FileAttachment" for note in annotations)


def _is_unseen_field(annotation: DictionaryObject) -> bool:
    return (
        entry(annotation, "/Subtype") == "/Widget"
        and bool(entry(annotation, "/V"))
        and "/AP" not in annotation
    )


def _is_living_form(reader: PdfReader) -> bool:
    """XFA: the pages say "please wait" until Acrobat builds others."""
    form = entry(reader.root_object, "/AcroForm")
    waits = entry(reader.root_object, "/NeedsRendering")
    return (
        isinstance(form, DictionaryObject) and "/XFA" in form and waits == BooleanObject(value=True)
    )


def _check_stream(stream: StreamObject) -> None:
    pixels = entry(stream, "/Width"), entry(stream, "/Height")
    if all(isinstance(side, int) for side in pixels) and pixels[0] * pixels[1] > MOST_IMAGE_PIXELS:
        raise OverflowError
    filters = _filters(stream)
    if filters.count("/FlateDecode") > 1:
        raise OverflowError
    if filters[:1] == ["/FlateDecode"]:
        _check_unpacked(stream._data)  # noqa: SLF001  the packed bytes; there is no public way
    elif {"/LZWDecode", "/RunLengthDecode", "/FlateDecode"} & set(filters):
        stream.get_data()


def _filters(stream: StreamObject) -> list[str]:
    named = entry(stream, "/Filter")
    listed = named if isinstance(named, ArrayObject) else [named]
    return [_LONG_NAMES.get(str(name), str(name)) for name in listed if name is not None]


def _check_unpacked(packed: bytes) -> None:
    """Unpacks without keeping: a bomb costs no memory and little time."""
    unpacking, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacking.eof:
            size += len(unpacking.decompress(packed, 1 << 20))
            packed = unpacking.unconsumed_tail
            if size > MOST_UNPACKED:
                raise OverflowError
    except zlib.error:
        return  # readers show such a stream as far as it goes


class _OutOfTime(BaseException):
    """Not an Exception, so that nothing on the way swallows it."""


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    return _CONTROL.sub("", text)[:MOST_TEXT]


_DAMAGED = (
    "This file is damaged and cannot be read in full. "
    "Open it, print it to a new PDF and upload that."
)
_LOCKED = (
    "This file is protected by a password, if only against changes. "
    "Open it, print it to a new PDF without one, and upload that."
)
_XFA = (
    "This form only works inside Adobe Acrobat. Open it there, print it to a new PDF "
    "and upload that."
)
_TOO_BIG = (
    "This file unpacks to more than can be printed. "
    "Print it to a new PDF, or scan it at 300 dots per inch, and upload that."
)
_NO_TEXT = "No text could be read in this file; it cannot be searched for names."

_MOVES = (
    "The file holds several pictures, as an animation does; only the first is printed. "
    "Look at the page before sending, and upload the others as files of their own."
)


def _too_long(pages: int) -> str:
    return (
        f"This file has {pages:,} pages; at most {MOST_PAGES} can be attached. "
        "Upload only the pages that matter, or several files."
    )


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONG_NAMES = {"/Fl": "/FlateDecode", "/LZW": "/LZWDecode", "/RL": "/RunLengthDecode"}
