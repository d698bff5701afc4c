"""Two things WeasyPrint 70 does twice, done once; the paper is the same byte for byte (tested)."""

from typing import Any

import pydyf
import weasyprint
from weasyprint.text import line_break
from weasyprint.text.ffi import pango

KNOWN = ("70.0",)  # with any other release nothing is changed

_PARAGRAPH_ENDS = frozenset("\n\r\x1c\x1d\x1e\x85\u2029")


def tune() -> None:
    if weasyprint.__version__ in KNOWN and pydyf.VERSION == "0.13.0":
        _keep_shaped_lines()
        _remember_page_references()


def _keep_shaped_lines() -> None:
    """Lines are shaped in layout, thrown away, and shaped again to be drawn: keep them instead.

    Single-paragraph mode, which drawing asks for, would shape them anew; it is set before.
    """
    layout = line_break.Layout
    set_text, reactivate = layout.set_text, layout.reactivate

    def set_single_paragraph(self: Any, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002  theirs
        if _PARAGRAPH_ENDS.isdisjoint(text):
            pango.pango_layout_set_single_paragraph_mode(self.layout, True)  # noqa: FBT003  C
        set_text(self, text, justify)

    def reactivate_if_justified(self: Any, style: Any) -> None:
        if self.justification_spacing:
            reactivate(self, style)

    layout.set_text = set_single_paragraph
    layout.reactivate = reactivate_if_justified
    layout.deactivate = lambda _: None


def _remember_page_references() -> None:
    """The list of all pages is spelled out for every tag; it no longer changes by then."""

    def page_references(self: Any) -> tuple[bytes, ...]:
        numbers = self.pages["Kids"][::3]
        known: tuple[bytes, ...] = getattr(self, "_known_references", ())
        if len(known) != len(numbers):
            known = self._known_references = tuple(b"%d 0 R" % number for number in numbers)
        return known

    pydyf.PDF.page_references = property(page_references)
