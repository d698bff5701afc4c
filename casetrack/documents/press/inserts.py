"""Uploads as pages of our paper: each on a sheet of its own, inside our margins, named aloud."""

import html
import io
from collections.abc import Iterator
from typing import Any

import pydyf
import pypdf
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from .graft import Grafter
from .leaf import entry, page_size
from .paper import PressFailed, Upload
from .pictures import print_picture

CSS = """
@page insert, wide {
  size: letter; margin: 0.8in 0.5in 0.75in 0.75in;
  @top-right { content: string(corner); font: 8.5pt "Noto Sans", "DejaVu Sans", sans-serif;
               vertical-align: bottom; padding-bottom: 12.1pt }
}
@page wide { size: letter landscape; margin-left: 0.5in }
.insert { page: insert; break-before: page; string-set: corner attr(title) }
.wide { page: wide }
embed, img { display: block; margin: 0 auto; max-width: 100%; max-height: 9.44in }
.wide embed, .wide img { max-height: 6.94in }
"""

pypdf.overwrite_configuration(
    maximum_declared_stream_length=75_000_000,
    array_based_stream_maximum_output_length=75_000_000,
    lzw_maximum_output_length=75_000_000,
    run_length_maximum_output_length=75_000_000,
    zlib_maximum_output_length=75_000_000,
    jbig2dec_binary=None,
    disable_legacy_handling=True,
)


class Inserts:
    """All uploads of one paper."""

    def __init__(self) -> None:
        self._leaves: list[Leaf] = []

    def as_html(self, upload: Upload) -> tuple[str, dict[str, Any]]:
        """The upload's pages as a section, with the images that it is made of."""
        try:
            images = list(self._images(upload))
        except MemoryError:
            raise
        except Exception as fault:
            raise PressFailed(_DAMAGED, upload.key) from fault
        pages = [_page(upload, image, i, len(images)) for i, image in enumerate(images)]
        return "".join(pages), {_address(i): image for i, image in enumerate(images)}

    def bind(self, pdf: pydyf.PDF) -> None:
        """Copies the pages that the written sheets already name."""
        grafters: dict[int, Grafter] = {}
        for leaf in self._leaves:
            if leaf.resources is not None:
                grafter = grafters.setdefault(id(leaf.page.pdf), Grafter(pdf))
                leaf.resources["XObject"][leaf.name] = _graft(grafter, leaf)

    def _images(self, upload: Upload) -> Iterator[Any]:
        if upload.media_type != "application/pdf":
            yield print_picture(upload.data, upload.media_type)
            return
        for page in PdfReader(io.BytesIO(upload.data)).pages:
            leaf = Leaf(page, name=f"Leaf{len(self._leaves)}", key=upload.key)
            self._leaves.append(leaf)
            yield leaf


class Leaf:
    """A page of an uploaded PDF, which WeasyPrint takes for an image."""

    def __init__(self, page: PageObject, *, name: str, key: str) -> None:
        self.page = page
        self.name = name
        self.key = key
        self.resources: Any = None
        self.width, self.height = page_size(page)
        self.has_text = _has_text(page)

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, ...]:
        return self.width * 4 / 3, self.height * 4 / 3, self.width / self.height

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        stream.transform(width / self.width, 0, 0, -height / self.height, 0, height)
        stream.draw_x_object(self.name)
        self.resources = stream._resources  # noqa: SLF001  no public way


def _graft(grafter: Grafter, leaf: Leaf) -> bytes:
    try:
        return grafter.graft(leaf.page)
    except MemoryError:
        raise
    except Exception as fault:
        raise PressFailed(_DAMAGED, leaf.key) from fault


_DAMAGED = (
    "This attachment can no longer be read. "
    "Remove it from the packet, or upload it again as a new PDF."
)


def _address(number: int) -> str:
    return f"app:insert/{number}"


def _page(upload: Upload, image: Any, number: int, of: int) -> str:
    size = image.get_intrinsic_size(1, 0)
    kind = "insert wide" if size[0] > size[1] else "insert"
    source = f'src="{_address(number)}"'
    aloud = html.escape(f"{upload.title}, page {number + 1} of {of}")
    drawn = f'<img {source} alt="{aloud}">'
    if isinstance(image, Leaf) and image.has_text:  # read as text, not as a picture's name
        drawn = f"<embed {source}>"
    return f'<div class="{kind}" title="{html.escape(upload.corner)}">{drawn}</div>'


def _has_text(page: PageObject) -> bool:
    resources = entry(page, "/Resources")
    return isinstance(resources, DictionaryObject) and _has_fonts(resources, depth=3)


def _has_fonts(resources: DictionaryObject, *, depth: int) -> bool:
    if entry(resources, "/Font"):
        return True
    forms = entry(resources, "/XObject")
    if depth == 0 or not isinstance(forms, DictionaryObject):
        return False
    inner = (entry(form.get_object(), "/Resources") for form in forms.values())
    return any(
        _has_fonts(found, depth=depth - 1) for found in inner if isinstance(found, DictionaryObject)
    )
