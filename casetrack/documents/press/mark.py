"""The word DRAFT as bare outlines: seen on every page, in no text, and blank in the final paper.

Both papers are one file but for these bytes, which are equally long in either.
"""

import functools
import math
from typing import Any

import pydyf
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from .typecase import SEMIBOLD, packaged

NAME = "Mark"

_WORD = "DRAFT"
_REACH = 0.62  # of the page's diagonal
_GRAY = b"/M gs 0.84 g"


def blank_mark() -> pydyf.Stream:
    """A form that draws nothing, as long as `drawn_mark()`."""
    comment = b"% final".ljust(len(drawn_mark()))
    states = pydyf.Dictionary({"M": pydyf.Dictionary({"Type": "/ExtGState", "BM": "/Multiply"})})
    _, width, height = _outline()
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([-width // 2, -height // 2, width // 2, height // 2]),
        "Resources": pydyf.Dictionary({"ExtGState": states}),
    }
    return pydyf.Stream([comment], extra)


@functools.cache
def drawn_mark() -> bytes:
    path, width, height = _outline()
    return b"%s 1 0 0 1 %d %d cm %s f" % (_GRAY, -width // 2, -height // 2, path)


def mark_at(pdf: bytes, mark: pydyf.Stream) -> int:
    """Where the mark's bytes lie in the written file."""
    return pdf.index(mark.stream[0], mark.offset)


def place_mark(width: float, height: float) -> str:
    """Operators that draw it from corner to corner of a page whose y axis points down."""
    diagonal = math.hypot(width, height)
    scale = _REACH * diagonal / _outline()[1]
    cos, sin = scale * width / diagonal, scale * height / diagonal
    return (
        f"q {cos:.5f} {-sin:.5f} {-sin:.5f} {-cos:.5f} {width / 2:.2f} {height / 2:.2f} cm "
        f"/{NAME} Do Q"
    )


@functools.cache
def _outline() -> tuple[bytes, int, int]:
    """The path, its width and its height, in thousandths of the letters' size."""
    with TTFont(packaged(SEMIBOLD)) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        pen, x = _PdfPen(glyphs), 0
        for letter in _WORD:
            glyph = glyphs[names[ord(letter)]]
            pen.x = x
            glyph.draw(pen)
            x += glyph.width
        return " ".join(pen.path).encode(), x, font["OS/2"].sCapHeight


class _PdfPen(BasePen):  # type: ignore[misc]  # fontTools ships without types
    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.path: list[str] = []
        self.x = 0

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  fontTools' name
        self._add("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802  fontTools' name
        self._add("l", pt)

    def _curveToOne(  # noqa: N802  fontTools' name
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._add("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802  fontTools' name
        self.path.append("h")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.path += [f"{self.x + x:.0f} {y:.0f}" for x, y in points] + [operator]
