"""What WeasyPrint 70 does over and over, done once; the paper stays the same to the byte (tested).

With any other release nothing is changed, and papers merely take longer.
"""

from collections.abc import Callable
from operator import methodcaller
from typing import Any

import pydyf
import weasyprint
from weasyprint import css
from weasyprint.css.properties import Dimension
from weasyprint.layout import inline, percent
from weasyprint.svg.text import Style as PictureStyle
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

Write = Callable[[Any], bytes]

KNOWN = ("70.0", "0.13.0")


def tune() -> None:
    if (weasyprint.__version__, pydyf.VERSION) == KNOWN:
        _keep_shaped_lines()
        _copy_line_settings()
        _remember_page_references()
        _keep_broken_lines()
        _keep_letters_of_pictures()
        _take_plain_values_as_they_are()
        _take_pixels_as_they_are()
        _write_plain_items_directly()


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


def _keep_broken_lines() -> None:
    """A row is set again and again until its page is full: break each line of it once.

    Justified lines are stretched later, each in its own place, and are not shared.
    """
    split = inline.split_first_line

    def split_once(
        text: str, style: Any, context: Any, *room: float | None, is_line_start: bool = True
    ) -> Any:
        if "justify" in (style["text_align_all"], style["text_align_last"]):
            return split(text, style, context, *room, is_line_start=is_line_start)
        lines = vars(style).setdefault("_lines", {})
        key = (text, *room, is_line_start)
        if key not in lines:
            lines[key] = split(text, style, context, *room, is_line_start=is_line_start)
        return lines[key]

    inline.split_first_line = split_once


def _keep_letters_of_pictures() -> None:
    """Pictures have each letter of their words laid out by itself: once will do for each font."""
    split = line_break.split_first_line

    def split_once(text: str, style: Any, *how: Any) -> Any:
        if type(style) is not PictureStyle or len(text) != 1:
            return split(text, style, *how)
        letters = style.font_config.__dict__.setdefault("_letters", {})
        key = (text, *(str(style[name]) for name in _FONT))
        if key not in letters:
            letters[key] = split(text, style, *how)
        return letters[key]

    line_break.split_first_line = split_once


def _take_plain_values_as_they_are() -> None:
    """Most properties of most boxes are the parent's or the initial ones, and need no computing."""
    compute = css.ComputedStyle.__missing__

    def take(self: Any, key: str) -> Any:
        parent, setters = self.parent_style, _SETTERS.get(key)
        if parent is None or setters is None or not self.cascaded.keys().isdisjoint(setters):
            return compute(self, key)
        value = css.INITIAL_VALUES[key]
        if key in css.INHERITED:
            value = parent[key]
            if css.check_math(value):
                return compute(self, key)
        self[key] = value
        return value

    css.ComputedStyle.__missing__ = take


def _take_pixels_as_they_are() -> None:
    """A length in pixels is no percentage of anything."""
    resolve = percent.resolve_one_percentage

    def resolve_unless_pixels(box: Any, name: str, refer_to: Any) -> None:
        value = box.style[name]
        if type(value) is Dimension and value.unit == "px":
            setattr(box, name, value.value)
        else:
            resolve(box, name, refer_to)

    percent.resolve_one_percentage = resolve_unless_pixels


def _write_plain_items_directly() -> None:
    """Nearly all that a file is written of are bytes, names and whole numbers."""
    to_bytes = pydyf._to_bytes  # noqa: SLF001  no public way
    plain: dict[type, Write] = {
        bytes: bytes,
        int: b"%d".__mod__,
        str: methodcaller("encode", "ascii"),
    }

    pydyf._to_bytes = lambda item: plain.get(type(item), to_bytes)(item)  # noqa: SLF001  as above


def _setters(key: str) -> tuple[str, ...]:
    """What a style sheet may say to set a property: itself, or as a side of the text's flow."""
    if key not in css.PHYSICAL_FUNCTIONS:
        return (key,)
    side = css.PHYSICAL_FUNCTIONS[key]
    return (key, *(side(block="ttb", inline=flow) for flow in ("ltr", "rtl")))


_COMPUTED = {"position", "float", "display", "page", *css.INITIAL_NOT_COMPUTED}
_SETTERS = {
    key: _setters(key)
    for key in css.INITIAL_VALUES
    if key not in _COMPUTED and not key.startswith("text_decoration_")
}
_FONT = ("font_family", "font_style", "font_weight", "font_size", "direction")
_PARAGRAPH_ENDS = frozenset("\n\r\x1c\x1d\x1e\x85\u2028\u2029")
_FROM_STYLE = frozenset(
    {
        *("layout", "language", "ascent", "underline_position", "underline_thickness"),
        *("strikethrough_position", "strikethrough_thickness"),
    }
)
