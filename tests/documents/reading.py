"""Reads printed papers back with tools that are not ours."""

import re
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any, cast

from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


@dataclass(frozen=True)
class Word:
    """As poppler finds it; points from the upper left corner of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def texts(pdf: bytes) -> list[str]:
    """The text of each page on one line."""
    return [" ".join(page.split()) for page in _run("pdftotext", "-", "-", given=pdf).split("\f")][
        :-1
    ]


def as_drawn(pdf: bytes) -> str:
    """All of its words in the order in which they were drawn, so that a row stays together."""
    return _run("pdftotext", "-raw", "-", "-", given=pdf)


def laid_out(pdf: bytes) -> list[str]:
    """The text of each page line by line, without the white space that differs between releases."""
    found = _run("pdftotext", "-layout", "-", "-", given=pdf).split("\f")[:-1]
    rows = ([re.sub(r" {2,}", "  ", row.strip()) for row in page.splitlines()] for page in found)
    return ["\n".join(filter(None, page)) for page in rows]


def words(pdf: bytes) -> list[Word]:
    found, page = [], 0
    for match in _WORD.finditer(_run("pdftotext", "-bbox", "-", "-", given=pdf)):
        if match["page"]:
            page += 1
        else:
            left, top, right, bottom = map(float, match.group("left", "top", "right", "bottom"))
            found.append(Word(page, left, top, right, bottom, unescape(match["text"])))
    return found


def margins(pdf: bytes) -> list[tuple[int, int, int, int]]:
    """Points that stay white at the left, top, right and bottom of each page."""
    white = []
    with TemporaryDirectory() as folder:
        _run("pdftoppm", "-gray", "-r", "72", "-", f"{folder}/page", given=pdf)
        for picture in sorted(Path(folder).iterdir()):
            with Image.open(picture) as page:
                left, top, right, bottom = ImageOps.invert(page).getbbox() or (0, 0, 0, 0)
                white.append((left, top, page.width - right, page.height - bottom))
    return white


def sound(pdf: bytes) -> bool:
    """Whether qpdf has nothing to complain about; it wants a real file."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return "No syntax or stream encoding errors" in _run("qpdf", "--check", file.name)


def fonts(pdf: bytes) -> list[list[str]]:
    """Rows of pdffonts: name … embedded, subset, Unicode, object."""
    return [row.split() for row in _run("pdffonts", "-", given=pdf).splitlines()[2:]]


def told_by(pdf: bytes) -> dict[str, str]:
    """What pdfinfo says of the file, by the first word of each line."""
    return dict(re.findall(r"(?m)^(\w+): +(.*)$", _run("pdfinfo", "-", given=pdf)))


def bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    """Titles and the pages they open, in order, all levels."""
    reader = PdfReader(BytesIO(pdf))

    def walk(level: list[Any]) -> list[tuple[str, int]]:
        found = []
        for item in level:
            if isinstance(item, list):
                found += walk(item)
            else:
                found.append((item.title, 1 + (reader.get_destination_page_number(item) or 0)))
        return found

    return walk(reader.outline)


def tags(pdf: bytes) -> list[tuple[str, int]]:
    """Every tag in reading order, with the page its first words stand on (0 for none)."""
    reader = PdfReader(BytesIO(pdf))
    places = [page.indirect_reference for page in reader.pages]
    numbers = {place.idnum: n for n, place in enumerate(places, 1) if place}
    found: list[tuple[str, int]] = []

    def walk(element: DictionaryObject) -> None:
        kids = element.get("/K", ())
        kids = kids if isinstance(kids, ArrayObject) else [kids]
        inner = [kid.get_object() for kid in kids if not isinstance(kid.get_object(), int)]
        marked = [kid for kid in inner if kid.get("/Type") in ("/MCR", "/OBJR")]
        held = next((one.raw_get("/Pg") for one in (*marked, element) if "/Pg" in one), None)
        if "/S" in element:
            found.append((str(element["/S"])[1:], numbers[held.idnum] if held else 0))
        for kid in inner:
            if "/S" in kid:
                walk(kid)

    walk(cast(DictionaryObject, reader.root_object["/StructTreeRoot"].get_object()))
    return found


def unpacked(pdf: bytes) -> bytes:
    """Every object and stream of the file, as qpdf lays it open."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = ["qpdf", "--qdf", "--object-streams=disable", file.name, "-"]
        return subprocess.run(command, capture_output=True, check=True).stdout


_WORD = re.compile(
    r'(?P<page><page )|<word xMin="(?P<left>[-\d.]+)" yMin="(?P<top>[-\d.]+)" '
    r'xMax="(?P<right>[-\d.]+)" yMax="(?P<bottom>[-\d.]+)">(?P<text>.*?)</word>'
)


def alternatives(pdf: bytes) -> list[str]:
    """What is read aloud in place of each figure, in reading order; empty where nothing is."""
    reader = PdfReader(BytesIO(pdf))
    found: list[str] = []

    def walk(element: DictionaryObject) -> None:
        if element.get("/S") == "/Figure":
            found.append(str(element.get("/Alt", "")))
        kids = element.get("/K", ArrayObject())
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            if isinstance(inner := kid.get_object(), DictionaryObject):
                walk(inner)

    walk(cast(DictionaryObject, reader.root_object["/StructTreeRoot"].get_object()))
    return found


@lru_cache(16)  # one paper is read by many stories
def _run(*command: str, given: bytes = b"") -> str:
    done = subprocess.run(command, input=given, capture_output=True, check=True)
    return done.stdout.decode()
