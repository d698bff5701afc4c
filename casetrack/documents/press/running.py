"""The running text of every page: four corners of plain letters, drawn without any layout.

It is written as an artifact, so that no screen reader repeats it page after page.
"""

import functools
import unicodedata
from dataclasses import dataclass
from typing import Any

from fontTools.ttLib import TTFont

from .mark import NAME, place_mark
from .paper import PressFailed, Stamp
from .typecase import REGULAR, Typecase, packaged

SIZE = 8.5  # points
PORTRAIT_LEFT, LEFT, RIGHT = 72, 54, 54  # points from the edge; portrait is bound at the left
TOP, BOTTOM, NEXT_LINE = 43, 36, 11  # baselines; the FDA asks for 27 points (3/8 in) free
GAP = 14


class RunningText:
    """For one paper: `top_left`, `bottom_left`, `bottom_center`, and "Page x of y"."""

    def __init__(self, stamp: Stamp, *, pages: int, typecase: Typecase, mark: Any) -> None:
        self._pages = pages
        self._mark = mark
        self._font = typecase.regular(SIZE)
        self._top = _set(stamp.top_left)
        self._left = _set(stamp.bottom_left)
        self._center = _set(stamp.bottom_center)
        self._widest = _set(f"Page {pages} of {pages}").width

    def draw(self, stream: Any, *, number: int, width: float, height: float) -> None:
        """On a page whose y axis points down, in points."""
        page = _set(f"Page {number} of {self._pages}")
        stream._resources["XObject"].setdefault(NAME, self._mark)  # noqa: SLF001  no public way
        stream.stream.append(b"/Artifact <</Type /Pagination>> BDC")
        stream.stream.append(b"q 0 g BT /%s %g Tf" % (self._register(stream), SIZE))
        for line, x, y in self._places(page, width, height):
            stream.stream.append(f"1 0 0 -1 {x:.2f} {y:.2f} Tm <{line.glyphs}> Tj")
        stream.stream.append(b"ET Q")
        stream.stream.append(place_mark(width, height))
        stream.stream.append(b"EMC")

    def _places(
        self, page: "_Line", width: float, height: float
    ) -> list[tuple["_Line", float, float]]:
        left = PORTRAIT_LEFT if height > width else LEFT
        end, foot = width - RIGHT, height - BOTTOM
        free_from, free_to = left + self._left.width + GAP, end - self._widest - GAP
        left_foot = foot
        if free_to - free_from < self._center.width:
            free_from, left_foot = left, foot - NEXT_LINE
        if max(self._top.width, self._left.width) > end - left or (
            free_to - free_from < self._center.width
        ):
            raise PressFailed(_TOO_LONG)
        middle = (width - self._center.width) / 2
        if not free_from <= middle <= free_to - self._center.width:
            middle = (free_from + free_to - self._center.width) / 2
        return [
            (self._top, left, TOP),
            (self._left, left, left_foot),
            (self._center, middle, foot),
            (page, end - page.width, foot),
        ]

    def _register(self, stream: Any) -> bytes:
        """The font's name in this file; its subset gets our letters and the digits of all pages."""
        font, _ = stream.add_font(self._font)
        for glyph, letter, width in (*self._letters(), *_set("Page of0123456789").letters):
            font.to_unicode.setdefault(glyph, letter)
            font.widths.setdefault(glyph, width)
        return str(font.hash).encode()

    def _letters(self) -> tuple[tuple[int, str, int], ...]:
        return (*self._top.letters, *self._left.letters, *self._center.letters)


@dataclass(frozen=True)
class _Line:
    glyphs: str
    width: float  # points
    letters: tuple[tuple[int, str, int], ...]  # glyph, character, width in thousandths


_TOO_LONG = (
    "The text printed at the top and bottom of every page is too long for one line. "
    "Ask an administrator to shorten it in the settings."
)
_UNKNOWN = (
    "The text printed at the top and bottom of every page has a character that cannot be printed "
    "there. Ask an administrator to change it in the settings."
)


@functools.lru_cache(maxsize=2000)
def _set(text: str) -> _Line:
    alphabet = _alphabet()
    try:
        letters = tuple(alphabet[letter] for letter in unicodedata.normalize("NFC", text))
    except KeyError:
        raise PressFailed(_UNKNOWN) from None
    glyphs = "".join(f"{glyph:04x}" for glyph, _, _ in letters)
    return _Line(glyphs, sum(width for _, _, width in letters) * SIZE / 1000, letters)


@functools.cache
def _alphabet() -> dict[str, tuple[int, str, int]]:
    with TTFont(packaged(REGULAR)) as font:
        em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {
            chr(code): (font.getGlyphID(name), chr(code), round(widths[name][0] * 1000 / em))
            for code, name in font.getBestCmap().items()
        }
