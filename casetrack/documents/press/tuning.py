"""What WeasyPrint 70 does over and over, done once; the paper stays the same to the byte (tested).

With any other release nothing is changed, and papers merely take longer.
"""

from typing import Any

import pydyf
import weasyprint
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

KNOWN = ("70.0", "0.13.0")


def tune() -> None:
    if (weasyprint.__version__, pydyf.VERSION) == KNOWN:
        _keep_shaped_lines()
        _copy_line_settings()
        _remember_page_references()


def _keep_shaped_lines() -> None:
    """Lines are shaped in layout, thrown away, and shaped again to be drawn: keep them.

    Single-paragraph mode, which drawing asks for, would shape them anew; it is set before.
    """
    layout = line_break.Layout
    set_text, reactivate = layout.set_text, layout.reactivate

    def set_one_paragraph(self: Any, text: str, *justify: bool, **named: bool) -> None:
        if _PARAGRAPH_ENDS.isdisjoint(text):
            pango.pango_layout_set_single_paragraph_mode(self.layout, 1)
        set_text(self, text, *justify, **named)

    def reactivate_if_justified(self: Any, style: Any) -> None:
        if self.justification_spacing:
            reactivate(self, style)

    layout.set_text = set_one_paragraph
    layout.reactivate = reactivate_if_justified
    layout.deactivate = lambda _: None


def _copy_line_settings() -> None:
    """Every line asks for the settings of its style again: copy them from the first one."""
    layout = line_break.Layout
    setup = layout.setup
    ffi.cdef("PangoLayout *pango_layout_copy(PangoLayout *layout);")

    def set_up_like_the_first(self: Any, style: Any) -> None:
        model = vars(style).get("_first_line")
        if model is None:
            setup(self, style)
            model = vars(style)["_first_line"] = {
                name: value for name, value in vars(self).items() if name in _FROM_STYLE
            }
        vars(self).update(model, style=style, first_line_direction=0)
        self.layout = ffi.gc(pango.pango_layout_copy(model["layout"]), gobject.g_object_unref)

    layout.setup = set_up_like_the_first


def _remember_page_references() -> None:
    """The list of all pages is spelled out for every tag; it no longer grows by then."""

    def page_references(self: Any) -> tuple[bytes, ...]:
        numbers = self.pages["Kids"][::3]
        known: tuple[bytes, ...] = getattr(self, "_known_references", ())
        if len(known) != len(numbers):
            known = self._known_references = tuple(b"%d 0 R" % number for number in numbers)
        return known

    pydyf.PDF.page_references = property(page_references)


_PARAGRAPH_ENDS = frozenset("\n\r\x1c\x1d\x1e\x85\u2028\u2029")
_FROM_STYLE = frozenset(
    {
        *("layout", "language", "ascent", "underline_position", "underline_thickness"),
        *("strikethrough_position", "strikethrough_thickness"),
    }
)
