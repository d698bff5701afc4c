"""Fills in somebody else's form: its AcroForm fields by name, without losing one of them.

A form that only Acrobat can build (XFA alone) is refused. Where both stand in the file, the XFA
part goes, so that every viewer shows what was filled in.
"""

import io
from collections.abc import Iterator, Mapping

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from .inspection import MOST_PAGES, open_pdf
from .leaf import entry
from .paper import FormField, UploadRefused

OFF = "/Off"
READ_BY_ACROBAT = ("/XFA", "/SigFlags")


def fields(data: bytes) -> tuple[FormField, ...]:
    """Every field that can be filled in, with what its form says about it."""
    reader = _reader(data)
    return tuple(
        FormField(name, "tick" if kind == "/Btn" else "text", str(field.get("/TU", "")))
        for name, (field, kind) in _terminals(reader).items()
        if kind in ("/Tx", "/Btn", "/Ch")
    )


def fill(data: bytes, texts: Mapping[str, str], ticks: Mapping[str, bool]) -> bytes:
    """The form with these fields filled in, by their full names; the others stay as they are.

    UploadRefused, with a sentence, for a form that cannot be filled or has no such field.
    """
    reader = _reader(data)
    known = _terminals(reader)
    unknown = sorted({*texts, *ticks} - set(known))
    if unknown:
        raise UploadRefused(
            f"The form has no field {unknown[0]}. Correct the mapping of its fields"
        )
    writer = PdfWriter(clone_from=reader)
    form = entry(writer.root_object, "/AcroForm")
    for key in READ_BY_ACROBAT:
        form.pop(NameObject(key), None)
    writer.root_object.pop(NameObject("/Perms"), None)  # Acrobat's seal on the empty form
    form[NameObject("/NeedAppearances")] = BooleanObject(value=True)
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(texts), auto_regenerate=False)
        _tick(page, ticks)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _reader(data: bytes) -> PdfReader:
    reader = open_pdf(data)
    if len(reader.pages) > MOST_PAGES:
        raise UploadRefused(f"A form has at most {MOST_PAGES} pages. This file is another one")
    form = entry(reader.root_object, "/AcroForm")
    if not isinstance(form, DictionaryObject):
        raise UploadRefused("This file is no fillable form: it has no fields")
    if "/XFA" in form and not _terminals(reader):
        raise UploadRefused(_XFA_ONLY)
    if not _terminals(reader):
        raise UploadRefused("This form has no fields to fill in")
    return reader


def _terminals(reader: PdfReader) -> dict[str, tuple[DictionaryObject, str]]:
    """Each field that holds a value, by its full name, with its kind."""
    form = entry(reader.root_object, "/AcroForm")
    tops = entry(form, "/Fields") if isinstance(form, DictionaryObject) else ()
    return dict(_walk(tops or (), "", "", 0))


def _walk(
    kids: ArrayObject | tuple[()], within: str, kind: str, depth: int
) -> Iterator[tuple[str, tuple[DictionaryObject, str]]]:
    for reference in kids:
        field = reference.get_object()
        if not isinstance(field, DictionaryObject) or "/T" not in field or depth > MOST_DEEP:
            continue
        name = f"{within}.{field['/T']}" if within else str(field["/T"])
        own = str(field.get("/FT", kind))
        inner = [kid for kid in entry(field, "/Kids") or () if "/T" in kid.get_object()]
        if inner:
            yield from _walk(ArrayObject(inner), name, own, depth + 1)
        else:
            yield name, (field, own)


def _tick(page: DictionaryObject, ticks: Mapping[str, bool]) -> None:
    for reference in entry(page, "/Annots") or ():
        box = reference.get_object()
        name = _full_name(box)
        if name in ticks:
            state = NameObject(_on(box) if ticks[name] else OFF)
            holder = box if "/T" in box else box["/Parent"].get_object()
            holder[NameObject("/V")] = state
            box[NameObject("/AS")] = state


def _on(box: DictionaryObject) -> str:
    """What this box calls being ticked."""
    looks = entry(entry(box, "/AP") or DictionaryObject(), "/N")
    states = looks if isinstance(looks, DictionaryObject) else {}
    return next((str(state) for state in states if state != OFF), "/Yes")


def _full_name(box: DictionaryObject) -> str:
    parts: list[str] = []
    at: DictionaryObject | None = box
    for _ in range(MOST_DEEP):
        if at is None:
            break
        if isinstance(at.get("/T"), TextStringObject):
            parts.append(str(at["/T"]))
        at = entry(at, "/Parent")
    return ".".join(reversed(parts))


MOST_DEEP = 30
_XFA_ONLY = (
    "This form only works inside Adobe Acrobat (XFA without fields), so nothing can be filled in "
    "here. Copy the entries from the worksheet into it"
)
