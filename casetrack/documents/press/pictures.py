"""Uploaded pictures, reduced to their pixels: upright, opaque, and no finer than print shows."""

import hashlib
import io
from collections.abc import Iterator

from PIL import Image, ImageFile, ImageOps
from weasyprint.images import RasterImage

MOST_PIXELS = 50_000_000
FINEST = (2175, 2835)  # 300 dots per inch over the space an insert has
JPEG_QUALITY = 90

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint allows half a picture; a chart may not


class TooManyPixels(Exception):
    pass


def read_picture(data: bytes, media_type: str) -> Image.Image:
    """The whole picture as gray or RGB; OSError, SyntaxError or ValueError when it is damaged."""
    kind = "PNG" if media_type == "image/png" else "JPEG"
    source = io.BytesIO(_bare_png(data) if kind == "PNG" else data)
    with Image.open(source, formats=(kind,)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise TooManyPixels
        opened.draft(None, FINEST)
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    picture = _opaque(upright)
    if picture.width > FINEST[0] or picture.height > FINEST[1]:
        picture.thumbnail(FINEST, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def moves(data: bytes) -> bool:
    """Whether it is an animation: many pictures, of which paper shows the one that comes first."""
    return any(kind == b"acTL" for kind, _ in _chunks(data))


def print_picture(data: bytes, media_type: str) -> RasterImage:
    """As WeasyPrint draws it. Nothing of the file but its pixels goes into the paper."""
    picture = read_picture(data, media_type)
    written = io.BytesIO()
    if media_type == "image/jpeg":
        picture.save(written, "JPEG", quality=JPEG_QUALITY)
        picture.format = "JPEG"
    else:
        picture.save(written, "PNG")
        picture.format = "PNG"
    name = hashlib.sha256(data).hexdigest()
    return RasterImage(picture, name, written.getvalue())


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of gray, as scanners write them
        return picture.point(lambda level: level / 256).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L", "LA") else "RGB")


_PNG_START = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf"})


def _bare_png(data: bytes) -> bytes:
    """Without texts and profiles, which may inflate without bound."""
    kept = (chunk for kind, chunk in _chunks(data) if kind in _KEPT)
    return b"".join((_PNG_START, *kept))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each piece of a PNG file, whole, with its name; none of a JPEG."""
    at = len(_PNG_START) if data.startswith(_PNG_START) else len(data)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at : at + 12 + size]
        at += 12 + size
