"""Where a page of an uploaded PDF lies, how it is turned, and how its annotations look."""

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject
from pypdf.generic import (
    DictionaryObject,
    IndirectObject,
    NullObject,
    PdfObject,
    RectangleObject,
    StreamObject,
)


def entry(item: DictionaryObject, key: str) -> Any:
    """The value itself, where pypdf's own `get` may give a mere reference; None for none."""
    found = item.get(key)
    return found.get_object() if isinstance(found, IndirectObject) else found


def page_box(page: PageObject) -> tuple[float, float, float, float]:
    """What a reader shows of the page, in its own coordinates; ValueError for none."""
    media, crop = _corners(page.mediabox), _corners(page.cropbox)
    box = (*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
    for left, bottom, right, top in (box, media):
        if right - left >= 1 and top - bottom >= 1:
            return left, bottom, right, top
    raise ValueError("a page without area")


def page_size(page: PageObject) -> tuple[float, float]:
    """Width and height in points as displayed: cropped and turned."""
    left, bottom, right, top = page_box(page)
    size = right - left, top - bottom
    return size if page.rotation % 180 == 0 else size[::-1]


def upright(page: PageObject) -> tuple[float, ...]:
    """The matrix that turns the page as displayed and puts its lower left corner at 0, 0."""
    left, bottom, right, top = page_box(page)
    return {
        0: (1, 0, 0, 1, -left, -bottom),
        90: (0, -1, 1, 0, -bottom, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }[page.rotation % 360]


def appearances(page: PageObject) -> Iterator[tuple[bytes, PdfObject]]:
    """How each visible annotation looks, with the matrix that puts it in its place (12.5.5)."""
    for reference in entry(page, "/Annots") or ():
        annotation = reference.get_object()
        if not isinstance(annotation, DictionaryObject) or _is_hidden(annotation):
            continue
        look = _current_look(annotation)
        if look is not None and (matrix := _placing(annotation, look.get_object())):
            yield matrix, look


def _is_hidden(annotation: DictionaryObject) -> bool:
    flags = entry(annotation, "/F")
    hidden = isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW)
    return bool(hidden) or entry(annotation, "/Subtype") in _NOT_DRAWN


def _current_look(annotation: DictionaryObject) -> PdfObject | None:
    """A reference to the stream drawn now: of several states, the one named by /AS."""
    looks = entry(annotation, "/AP")
    if not isinstance(looks, DictionaryObject) or "/N" not in looks:
        return None
    look = looks.raw_get("/N")
    states = look.get_object()
    if isinstance(states, DictionaryObject) and not isinstance(states, StreamObject):
        state = entry(annotation, "/AS")
        look = states.raw_get(state) if state in states else NullObject()
    found = isinstance(look, IndirectObject) and isinstance(look.get_object(), StreamObject)
    return look if found else None


def _placing(annotation: DictionaryObject, look: Any) -> bytes | None:
    """Scales and shifts the look's own box onto the annotation's rectangle."""
    rectangle, box = entry(annotation, "/Rect"), entry(look, "/BBox")
    if rectangle is None or box is None:
        return None
    a, b, c, d, e, f = map(float, entry(look, "/Matrix") or (1, 0, 0, 1, 0, 0))
    left, bottom, right, top = _corners(RectangleObject(box))
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    to_left, to_bottom, to_right, to_top = _corners(RectangleObject(rectangle))
    if max(xs) == min(xs) or max(ys) == min(ys):
        return None
    wide = (to_right - to_left) / (max(xs) - min(xs))
    high = (to_top - to_bottom) / (max(ys) - min(ys))
    return spell(wide, 0, 0, high, to_left - min(xs) * wide, to_bottom - min(ys) * high)


def _corners(box: RectangleObject) -> tuple[float, float, float, float]:
    xs, ys = sorted((float(box[0]), float(box[2]))), sorted((float(box[1]), float(box[3])))
    return xs[0], ys[0], xs[1], ys[1]


def spell(*values: float) -> bytes:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values).encode()


_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5  # bits of an annotation's /F
_NOT_DRAWN = frozenset({"/Link", "/Popup"})
