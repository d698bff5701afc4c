"""Uploads are looked at before anything else: refused with a sentence, or safe to print (R22)."""

import io
import json
import time
import zlib
from collections.abc import Callable
from functools import cache

import pytest
from documents.made import (
    active_report,
    filled_form,
    job,
    lettered,
    nested,
    peak_mb,
    picture,
    report,
)
from documents.reading import sound, texts
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)
from shared_data import shared

from casetrack.documents.press import Inspection, Press, Upload, UploadRefused

SECONDS, MEMORY_MB = 10, 512
EXPECTED = json.loads(shared("expected.json").read_text())
FILES = sorted(
    name
    for name in EXPECTED
    if name.startswith(("hostile/pdf", "hostile/img", "hostile/poly", "hostile/zip"))
)
REFUSED = {  # where the corpus leaves the choice
    "hostile/pdf/5001_pages.pdf": "5,001 pages; at most 200",
    "hostile/pdf/encrypted_user_pw.pdf": "print it to a new PDF without one",
    "hostile/pdf/flate_bomb_page.pdf": "unpacks to more than can be printed",
}


@cache
def answer(press: Press, name: str) -> Inspection | str:
    try:
        return press.inspect(shared(name).read_bytes(), name_hint=name.rpartition("/")[2])
    except UploadRefused as refused:
        return refused.sentence


@pytest.mark.parametrize("name", FILES)
def test_each_hostile_file_gets_the_answer_it_should(press: Press, name: str) -> None:
    press.layers()
    started = time.monotonic()
    said = answer(press, name)
    assert time.monotonic() - started < SECONDS
    assert peak_mb(press) < MEMORY_MB
    expect = EXPECTED[name]["expect"]
    if isinstance(said, str):
        assert "reject" in expect
        assert said.endswith(".")
        assert 20 < len(said) < 250
        assert REFUSED.get(name, "") in said
        assert "time and memory" not in said, "it was answered, not killed"
    else:
        assert "accept" in expect or "strip" in expect
        assert name not in REFUSED


def test_what_is_accepted_prints_as_many_pages_and_a_sound_paper(press: Press) -> None:
    accepted = {n: seen for n in FILES if isinstance(seen := answer(press, n), Inspection)}
    assert len(accepted) >= 5
    parts = [
        Upload(name, name, shared(name).read_bytes(), seen.media_type)
        for name, seen in accepted.items()
    ]
    printed = press.print(job("<p>ours", *parts))
    assert printed.pages == 1 + sum(seen.pages for seen in accepted.values())
    assert sound(printed.pdf)


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (b"", "", "The file is empty"),
        (b" \0\n" * 9, "", "The file is empty"),
        (b"GIF89a", "", "a GIF picture"),
        (b"PK\3\4", "letter.docx", "a Word file"),
        (b"PK\3\4", "", "a ZIP or Office file"),
        (b"\xd0\xcf\x11\xe0", "", "an old Word, Excel or PowerPoint file"),
        (b"<!DOCTYPE html><p>", "scan.pdf", r"a web page \(HTML\)"),
        (b"\xef\xbb\xbf<svg>", "", "an SVG drawing"),
        (b"<?xml version='1.0'?><a/>", "", "an XML file"),
        (b"\0" * 128 + b"DICM", "", "a DICOM image"),
        (b"\0\0\0\x18ftypheic", "", "a HEIC picture"),
        (b"%!PS-Adobe-3.0 EPSF", "figure.png", "a PostScript file"),
        (b"<html>%PDF-1.7", "", r"a web page \(HTML\)"),
        (b"plain words", "", "a kind of file we do not know"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_name(
    press: Press, data: bytes, name: str, what: str
) -> None:
    with pytest.raises(UploadRefused, match=what):
        press.inspect(data, name_hint=name)


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(report("secret")))
    writer.encrypt("", "owner", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (encrypted, "protected by a password"),
        (lambda: report("half", "a", "report")[:400], "damaged"),
        (lambda: report(*map(str, range(201))), "201 pages; at most 200"),
        (lambda: picture("PNG", (7_100, 7_100), mode="1"), "unpacks to more"),
        (lambda: picture("PNG", (400, 400))[:200], "damaged"),
        (lambda: picture("JPEG", (400, 400))[:600], "damaged"),
        (lambda: b"\x89PNG\r\n\x1a\n" + b"rubbish" * 99, "damaged"),
        (lambda: b"\xff\xd8\xff" + b"rubbish" * 99, "damaged"),
        (lambda: b"%PDF-1.7 rubbish", "damaged"),
    ],
    ids=["locked", "half", "long", "large", "cut PNG", "cut JPEG", "no PNG", "no JPEG", "no PDF"],
)
def test_what_cannot_be_printed_is_refused_with_the_cure(
    press: Press, made: Callable[[], bytes], why: str
) -> None:
    with pytest.raises(UploadRefused, match=why) as refused:
        press.inspect(made())
    assert "upload" in refused.value.sentence.lower()


def test_a_pdf_is_read_for_its_pages_text_and_what_stays_behind(press: Press) -> None:
    seen = press.inspect(report("Sorafenib", "held twice"))
    assert (seen.media_type, seen.pages, seen.notes) == ("application/pdf", 2, ())
    assert seen.text.split() == ["Sorafenib", "held", "twice"]
    active = press.inspect(active_report())
    assert [note.split(";")[0] for note in active.notes] == [
        "The file has actions or scripts",
        "The file has other files inside",
    ]


def test_a_picture_is_accepted_and_said_to_have_no_text(press: Press) -> None:
    for kind, media in (("PNG", "image/png"), ("JPEG", "image/jpeg")):
        seen = press.inspect(picture(kind))
        assert (seen.media_type, seen.pages, seen.text) == (media, 1, "")
        assert "cannot be searched" in seen.notes[0]
        assert len(seen.notes) == 1, "nothing of it is left out"


def test_an_animation_prints_its_first_picture_and_says_so(press: Press) -> None:
    first, second = (Image.new("L", (40, 40), shade) for shade in (0, 255))
    written = io.BytesIO()
    first.save(written, "PNG", save_all=True, append_images=[second], duration=500)
    seen = press.inspect(written.getvalue())
    assert seen.pages == 1
    assert "several pictures" in seen.notes[1]
    assert "only the first is printed" in seen.notes[1]
    assert pixel(press, written.getvalue(), (9, 9)) == (0, 0, 0)


def test_the_type_is_decided_by_content_whatever_the_name_says(press: Press) -> None:
    assert press.inspect(picture("PNG"), name_hint="scan.pdf").media_type == "image/png"
    assert press.inspect(b"\r\n" + report("late start")).media_type == "application/pdf"


def test_texts_inside_a_picture_are_neither_unpacked_nor_printed(press: Press) -> None:
    """A zTXt chunk of 60 MB of zeros in 60 kB, and a name nobody asked for."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Name", "Kara Canary-Rhodes")
    said.add_text("bomb", "\0" * 60_000_000, zip=True)
    written = io.BytesIO()
    Image.new("L", (20, 20)).save(written, "PNG", pnginfo=said)
    press.inspect(written.getvalue())
    printed = press.print(job(Upload("p", "Picture", written.getvalue(), "image/png")))
    assert b"Kara" not in printed.pdf
    assert peak_mb(press) < MEMORY_MB


def test_a_transparent_picture_is_printed_on_white(press: Press) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (30, 60), (0, 0, 0, 0)).save(written, "PNG")
    assert pixel(press, written.getvalue(), (5, 5)) == (255, 255, 255)


def pixel(press: Press, data: bytes, at: tuple[int, int]) -> object:
    """The color of one dot of a picture as it is printed."""
    printed = press.print(job(Upload("p", "Picture", data, "image/png")))
    (image,) = PdfReader(io.BytesIO(printed.pdf)).pages[0].images
    assert image.image is not None
    return image.image.convert("RGB").getpixel(at)


def test_a_bomb_in_a_page_is_found_before_it_is_unpacked(press: Press) -> None:
    bomb = zlib.compress(b" " * 80_000_000, 9)
    writer = PdfWriter(clone_from=io.BytesIO(report("small")))
    stream = StreamObject()
    stream._data = bomb
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    written = io.BytesIO()
    writer.write(written)
    with pytest.raises(UploadRefused, match="unpacks to more"):
        press.inspect(written.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        *(nested(30, 10), nested(12, 10), nested(60, 1)),
        *(nested(30, 10, name="#58"), nested(12, 10, tiles=True)),
    ],
    ids=["10 to the 29th", "10 to the 11th", "sixty deep", "by an escaped name", "in patterns"],
)
def test_forms_that_draw_forms_without_end_are_refused(press: Press, data: bytes) -> None:
    """Some thousand bytes that would keep every reader and printer busy for good."""
    with pytest.raises(UploadRefused, match="unpacks to more than can be printed"):
        press.inspect(data)


TEN = "a" * 10


@pytest.mark.parametrize(
    "data",
    [
        *(lettered(30, f"({TEN})"), lettered(12, f"({TEN})"), lettered(60, "(a)")),
        *(lettered(12, f"<{'61' * 10}>"), lettered(12, f"({chr(92)}141{TEN})")),
        *(lettered(12, f"%(\n(({TEN}) )"), lettered(12, f"({TEN})", set_by="/G gs")),
    ],
    ids=[
        "10 to the 30th",
        "10 to the 12th",
        "sixty deep",
        "hexadecimal",
        "octal",
        "odd",
        "by state",
    ],
)
def test_letters_that_show_letters_without_end_are_refused(press: Press, data: bytes) -> None:
    with pytest.raises(UploadRefused, match="unpacks to more than can be printed"):
        press.inspect(data)


def test_letters_that_are_drawings_are_accepted(press: Press) -> None:
    """As TeX and scanners write them: each with its own picture, whose bytes look like anything."""
    assert press.inspect(lettered(1, f"({TEN * 500})")).pages == 1
    assert press.inspect(lettered(3, f"({TEN})")).pages == 1
    assert press.inspect(lettered(12, "(bbbbbbbbbb)")).pages == 1, "no letter is drawn for b"
    odd = "q BI /W 9 /H 9 /BPC 1 ID (a) Tj (((a <61> EI Q (b)"
    assert press.inspect(lettered(12, odd)).pages == 1


def test_a_letterhead_in_a_form_in_a_form_is_accepted(press: Press) -> None:
    assert press.inspect(nested(5, 4)).pages == 1
    assert press.inspect(nested(2, 4, tiles=True)).pages == 1


def test_a_form_that_lives_in_acrobat_alone_is_refused(press: Press) -> None:
    form = {"/XFA": TextStringObject("<xdp/>"), "/Fields": ArrayObject()}
    for waits in (True, False):
        writer = PdfWriter(clone_from=io.BytesIO(report("Please wait")))
        held = writer._add_object(DictionaryObject({NameObject(k): v for k, v in form.items()}))
        writer.root_object[NameObject("/AcroForm")] = held
        writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(waits)
        written = io.BytesIO()
        writer.write(written)
        if waits:
            with pytest.raises(UploadRefused, match="only works inside Adobe Acrobat"):
                press.inspect(written.getvalue())
        else:
            assert press.inspect(written.getvalue()).pages == 1


def test_what_was_filled_into_a_form_is_printed(press: Press) -> None:
    """As its own appearance shows it, through references as every editor writes them."""
    data = filled_form("Sorafenib 400 mg")
    printed = press.print(job(Upload("form", "Form", data, "application/pdf")))
    assert "Sorafenib 400 mg" in texts(printed.pdf)[0]
    assert "/Annots" not in PdfReader(io.BytesIO(printed.pdf)).pages[0]


def test_the_fda_form_prints_all_its_pages(press: Press) -> None:
    data = shared("forms/FDA-3500_2015-10_fillable.pdf").read_bytes()
    seen = press.inspect(data)
    printed = press.print(job(Upload("form", "Form", data, seen.media_type)))
    assert printed.pages == seen.pages
    assert "MEDWATCH" in texts(printed.pdf)[0]
