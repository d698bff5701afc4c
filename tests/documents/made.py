"""Papers and uploads made up for the tests of the press."""

import io
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from casetrack.documents.press import Job, Part, Press, Section, Stamp

STAMP = Stamp("Request packet v2", "CONFIDENTIAL", "EA-2026-014, October 2, 2026")


def section(html: str, key: str = "one") -> Section:
    return Section(key, key.capitalize(), html)


def job(*parts: Part | str, css: str = "", stamp: Stamp = STAMP) -> Job:
    made = [section(part) if isinstance(part, str) else part for part in parts]
    return Job("EA-2026-014 packet", "Example Clinic", css, tuple(made), stamp)


def report(
    *words: str,
    size: tuple[float, float] = (612, 792),
    turned: int = 0,
    crop: tuple[float, float, float, float] | None = None,
) -> bytes:
    """A PDF with one page for each of the words, written in the middle."""
    writer = PdfWriter()
    for said in words:
        page = writer.add_blank_page(*size)
        content = DecodedStreamObject()
        content.set_data(f"BT /F 12 Tf {size[0] / 2} {size[1] / 2} Td ({said}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = _resources()
        page.rotate(turned)
        if crop:
            page[NameObject("/CropBox")] = _box(*crop)
    return _written(writer)


def active_report() -> bytes:
    """A PDF with all that acts: scripts, links, a file inside, a program to launch."""
    writer = PdfWriter(clone_from=io.BytesIO(report("Active")))
    script = _names(S="/JavaScript", JS=TextStringObject("SCRIPT"))
    writer.root_object[NameObject("/OpenAction")] = script
    writer.root_object[NameObject("/AA")] = _names(WC=script)
    writer.add_attachment("payload.exe", b"MZ payload")
    page = writer.pages[0]
    page[NameObject("/AA")] = _names(O=script)
    actions = (
        _names(S="/URI", URI=TextStringObject("https://evil.example")),
        _names(S="/Launch", F=TextStringObject("payload.exe")),
        script,
    )
    box = _box(10, 10, 600, 700)
    links = [_names(Type="/Annot", Subtype="/Link", Rect=box, A=action) for action in actions]
    page[NameObject("/Annots")] = ArrayObject(writer._add_object(link) for link in links)
    return _written(writer)


def filled_form(said: str) -> bytes:
    """One text field with its appearance; everything is a reference, as real editors write it."""
    writer = PdfWriter(clone_from=io.BytesIO(report("Form")))
    page = writer.pages[0]
    look = DecodedStreamObject()
    look.set_data(f"BT /F 12 Tf 2 5 Td ({said}) Tj ET".encode())
    look.update(_names(Type="/XObject", Subtype="/Form", BBox=_box(0, 0, 200, 20)))
    look[NameObject("/Resources")] = writer._add_object(_resources())
    field = _names(
        Type="/Annot",
        Subtype="/Widget",
        FT="/Tx",
        Rect=_box(100, 100, 300, 120),
        V=TextStringObject(said),
        AP=writer._add_object(_names(N=writer._add_object(look))),
    )
    annotations = ArrayObject([writer._add_object(field)])
    page[NameObject("/Annots")] = writer._add_object(annotations)
    page[NameObject("/Resources")] = writer._add_object(page["/Resources"])
    return _written(writer)


def picture(
    kind: str, size: tuple[int, int] = (40, 20), *, orientation: int = 1, mode: str = "RGB"
) -> bytes:
    image = Image.new(mode, size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    image.save(written, kind, exif=exif, compress_level=1)
    return written.getvalue()


def pid_of(press: Press) -> int:
    """The child that will print next."""
    while not press._idle:
        press.layers()
    return press._idle[0].pid


def peak_mb(press: Press) -> int:
    """The most memory that its child ever took."""
    status = Path(f"/proc/{pid_of(press)}/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in status if row.startswith("VmHWM")) // 1024


def _resources() -> DictionaryObject:
    font = _names(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")
    return _names(Font=_names(F=font))


def _box(*corners: float) -> ArrayObject:
    return ArrayObject(map(FloatObject, corners))


def _names(**entries: Any) -> DictionaryObject:
    made = DictionaryObject()
    for key, value in entries.items():
        made[NameObject(f"/{key}")] = NameObject(value) if type(value) is str else value
    return made


def _written(writer: PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def nested(levels: int, times: int, *, name: str = "X", tiles: bool = False) -> bytes:
    """A page whose form or tiling pattern draws another so many times, for so many levels."""
    writer = PdfWriter()
    page = writer.add_blank_page(612, 792)
    use = f"/Pattern cs /{name} scn 0 0 9 9 re f " if tiles else f"/{name} Do "
    page[NameObject("/Contents")] = writer._add_object(_drawing(use))
    table, inner = NameObject("/Pattern" if tiles else "/XObject"), DictionaryObject()
    for level in range(levels):
        one = _drawing(use * times if level else "0 0 9 9 re f")
        one.update(_names(Type=table, BBox=_box(0, 0, 9, 9)))
        one.update(_tiling() if tiles else _names(Subtype="/Form"))
        one[NameObject("/Resources")] = inner
        held = DictionaryObject({NameObject("/X"): writer._add_object(one)})
        inner = DictionaryObject({table: held})
    page[NameObject("/Resources")] = inner
    return _written(writer)


def lettered(levels: int, shown: str, *, set_by: str = "/F 1 Tf") -> bytes:
    """A page in a Type 3 font whose letter a shows this text in another such font, and so on."""
    writer = PdfWriter()
    page = writer.add_blank_page(612, 792)
    text = f"BT {set_by} {shown} Tj ET"
    page[NameObject("/Contents")] = writer._add_object(_drawing(text.replace(set_by, "/F 1 Tf")))
    held = DictionaryObject()
    for level in range(levels):
        letter = _drawing(f"9 0 d0 {text if level else '0 0 9 9 re f'}")
        font = _names(Type="/Font", Subtype="/Type3", FontBBox=_box(0, 0, 9, 9), Resources=held)
        font[NameObject("/FontMatrix")] = _box(0.1, 0, 0, 0.1, 0, 0)
        font[NameObject("/CharProcs")] = _names(a=writer._add_object(letter))
        named = ArrayObject([NumberObject(97), NameObject("/a")])
        font[NameObject("/Encoding")] = _names(Differences=named)
        made = writer._add_object(font)
        state = _names(Font=ArrayObject([made, NumberObject(1)]))
        held = _names(Font=_names(F=made), ExtGState=_names(G=state))
    page[NameObject("/Resources")] = held
    return _written(writer)


def _tiling() -> DictionaryObject:
    said = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 9, "YStep": 9}
    return DictionaryObject({NameObject(f"/{key}"): NumberObject(n) for key, n in said.items()})


def _drawing(instructions: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(instructions.encode())
    return stream
