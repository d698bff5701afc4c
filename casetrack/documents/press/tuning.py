"""What WeasyPrint 70 does over and over, done once; the paper stays the same to the byte (tested).

With any other release nothing is changed, and papers merely take longer.
"""

import sys
from typing import Any

import pydyf
import weasyprint
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

KNOWN = ("70.0", "0.13.0")


def tune() -> None:
    if (weasyprint.__version__, pydyf.VERSION) == KNOWN:
        _keep_shaped_lines()
        _copy_line_settings()
        _remember_font_keys()
        _resolve_plain_lengths()
        _ask_flow_first()
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


def _remember_font_keys() -> None:
    """Fifteen properties are spelled out twice for every line; they do not change with the line."""
    spell = line_break._font_style_cache_key  # noqa: SLF001  what is tuned here is all private

    def font_key(style: Any, include_size: bool = False) -> str:  # noqa: FBT001, FBT002  theirs
        known: dict[bool, str] = vars(style).setdefault("_font_keys", {})
        if include_size not in known:
            known[include_size] = spell(style, include_size)
        return known[include_size]

    line_break._font_style_cache_key = font_key  # noqa: SLF001  as above


def _resolve_plain_lengths() -> None:
    """A box whose lengths are all "auto" or pixels has no percentages to resolve."""
    resolve = percent.resolve_percentages

    def resolve_unless_plain(box: Any, containing_block: Any) -> None:
        style = box.style
        lengths = _plain_lengths(style)
        if lengths is None or style["box_sizing"] != "content-box":
            resolve(box, containing_block)
            return
        used = vars(box)
        used.update(lengths)
        collapse = style["border_collapse"] == "collapse"
        for name in _BORDERS:
            if not (collapse and name in used):
                used[name] = style[name]

    for module in list(sys.modules.values()):
        if vars(module).get("resolve_percentages") is resolve:
            vars(module)["resolve_percentages"] = resolve_unless_plain


def _plain_lengths(style: Any) -> dict[str, Any] | None:
    lengths = {}
    for name in _LENGTHS:
        value = style[name]
        if value.__class__ is Dimension and value.unit == "px":
            lengths[name] = value.value
        elif value == "auto":
            lengths[name] = 0 if name in _AT_LEAST else value
        else:
            return None
    return lengths


def _ask_flow_first() -> None:
    """Most boxes are in normal flow, which five questions in a row find out."""
    in_flow = boxes.Box.is_in_normal_flow

    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        plain = style["float"] == "none" and style["position"] == "static"
        return plain or bool(in_flow(self))

    boxes.Box.is_in_normal_flow = is_in_normal_flow


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
_LENGTHS = (
    *("margin_top", "margin_right", "margin_bottom", "margin_left"),
    *("padding_top", "padding_right", "padding_bottom", "padding_left"),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_AT_LEAST = frozenset({"min_width", "min_height"})
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")
