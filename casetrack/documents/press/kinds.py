"""What a file is, decided once, by its first bytes; its name only helps to word a refusal."""

from .paper import UploadRefused


def media_type(data: bytes, name_hint: str) -> str:
    """One of three media types; UploadRefused, naming the kind where it is known, for all else."""
    if not data.strip(b"\0 \t\r\n"):
        raise UploadRefused("The file is empty. Look for the right one and upload it again.")
    for start, kind in _ACCEPTED.items():
        if data.startswith(start):
            return kind
    named = _name(data, name_hint)
    if named is None and b"%PDF-" in data[:1024]:  # readers allow some rubbish before it
        return "application/pdf"
    raise UploadRefused(
        f"This is {named or 'a kind of file we do not know'}. "
        "Only PDF, PNG and JPEG files can be attached: save or print it as PDF and upload that."
    )


_ACCEPTED = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
_KNOWN = {
    b"GIF8": "a GIF picture",
    b"II*\0": "a TIFF picture",
    b"MM\0*": "a TIFF picture",
    b"BM": "a BMP picture",
    b"RIFF": "a WebP picture or a recording",
    b"\xd0\xcf\x11\xe0": "an old Word, Excel or PowerPoint file",
    b"{\\rtf": "an RTF text",
    b"%!PS": "a PostScript file",
    b"\x1f\x8b": "a packed (gzip) file",
    b"7z\xbc\xaf": "a packed (7z) file",
    b"Rar!": "a packed (RAR) file",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_OFFICE = {"docx": "a Word file", "xlsx": "an Excel file", "pptx": "a PowerPoint file"}


def _name(data: bytes, name_hint: str) -> str | None:
    if data.startswith(b"PK"):
        return _OFFICE.get(name_hint.rpartition(".")[2].lower(), "a ZIP or Office file")
    if data[128:132] == b"DICM":
        return "a DICOM image"
    if data[4:8] == b"ftyp":
        return "a HEIC picture or a video"
    for start, name in _KNOWN.items():
        if data.startswith(start):
            return name
    return _name_markup(data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower())


def _name_markup(start: bytes) -> str | None:
    if b"<svg" in start:
        return "an SVG drawing"
    if b"<html" in start or start.startswith(b"<!doctype html"):
        return "a web page (HTML)"
    return "an XML file" if start.startswith(b"<") else None
