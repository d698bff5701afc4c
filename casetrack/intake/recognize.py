"""Tells what an uploaded file is by its content, never by its name."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from casetrack.intake.refused import FileRefused


@dataclass(frozen=True)
class Wanted:
    """What a door takes, in the words of its refusals."""

    one: str
    formats: str
    origin: str = ""
    archived: str = "the file"
    pdf: str = ""


CHART = Wanted(
    one="a patient chart",
    formats="a FHIR file (JSON or XML) or a C-CDA document",
    origin=" from the hospital system",
    archived="the chart",
    pdf="upload it with the case's documents, and ",
)


def refuse_other_files(start: bytes, *, wanted: Wanted = CHART) -> None:
    """Raise FileRefused when the first bytes are those of something that is no text."""
    stripped = start.lstrip()
    for magic, sentence, name in _MAGIC:
        if stripped.startswith(magic):
            raise _refused(sentence, wanted, name)
    if start[128:132] == b"DICM":
        raise _refused(_OTHER, wanted, "a DICOM image")
    if stripped[:1] not in _OPENINGS and b"%PDF-" in start[:1024]:  # readers allow junk before it
        raise _refused(_PDF, wanted)


def refuse_other_xml(head: str, *, wanted: Wanted = CHART) -> None:
    """Raise FileRefused when the root element is that of a document of another kind."""
    found = _ROOT.match(head)
    name = _OTHER_ROOTS.get(found.group(1).lower()) if found else None
    if name:
        raise _refused(_HTML if name == "a web page" else _OTHER, wanted, name)


def other_text(text: str, *, wanted: Wanted = CHART) -> FileRefused:
    """The refusal of a text of another kind, saying what it seems to be."""
    known = ((sentence, name) for pattern, sentence, name in _TEXTS if pattern.match(text))
    sentence, name = next(known, (_UNKNOWN, ""))
    return _refused(sentence, wanted, name)


def other_json(root: object, *, wanted: Wanted = CHART, instead: str = "") -> FileRefused:
    """The refusal of JSON of another kind; `instead` where it is none that is known."""
    keys = root.keys() if isinstance(root, Mapping) else set()
    name = next((name for key, name in _OTHER_KEYS.items() if key in keys), "")
    return _refused(_OTHER if name else instead or _UNKNOWN, wanted, name)


def _refused(sentence: str, wanted: Wanted, name: str = "") -> FileRefused:
    return FileRefused(sentence.format(name=name, **asdict(wanted)))


_OTHER = "This is {name}, not {one}: upload {formats}."
_UNKNOWN = "This is not {one} this program can read: upload {formats}{origin}."
_HTML = "This is a web page, not {one}: download {archived} itself and upload that file."
_CSV = "This looks like a table or plain text, not {one}: upload {formats}."
_ARCHIVE = "This is a {name} archive: unpack it and upload {archived} inside it."
_PDF = "This is a PDF, which cannot be read as {one}: {pdf}upload {formats} here."

_OPENINGS = {b"{", b"[", b"<"}
_MAGIC = (
    (b"%PDF-", _PDF, ""),
    (b"PK\x03\x04", _ARCHIVE, "ZIP"),
    (b"PK\x05\x06", _ARCHIVE, "ZIP"),
    (b"\x1f\x8b", _ARCHIVE, "gzip"),
    (b"BZh", _ARCHIVE, "bzip2"),
    (b"\xfd7zXZ", _ARCHIVE, "xz"),
    (b"7z\xbc\xaf", _ARCHIVE, "7-Zip"),
    (b"Rar!", _ARCHIVE, "RAR"),
    (b"\x89PNG", _OTHER, "a picture (PNG)"),
    (b"\xff\xd8\xff", _OTHER, "a picture (JPEG)"),
    (b"GIF8", _OTHER, "a picture (GIF)"),
    (b"II*\x00", _OTHER, "a picture (TIFF)"),
    (b"MM\x00*", _OTHER, "a picture (TIFF)"),
    (b"{\\rtf", _OTHER, "a word processor file (RTF)"),
    (b"\xd0\xcf\x11\xe0", _OTHER, "an old Office file"),
    (b"SQLite format 3", _OTHER, "a database"),
    (b"MZ", _OTHER, "a program"),
    (b"\x7fELF", _OTHER, "a program"),
)

_TEXTS = (
    (re.compile(r"MSH[|]"), _OTHER, "an HL7 version 2 message"),
    (re.compile(r"PMID ?-|TY  -|@\w+\{"), _OTHER, "a literature reference"),
    (re.compile(r"@prefix |<http"), _OTHER, "RDF (Turtle)"),
    (re.compile(r"[^\n<{]*[,;\t|]"), _CSV, ""),
)

# The root element, past declarations, comments, processing instructions and a DOCTYPE.
_ROOT = re.compile(
    r"(?>\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s)*+<?(?:\w+:)?([A-Za-z][\w.-]*)",
    re.DOTALL | re.IGNORECASE,
)
_OTHER_ROOTS = {
    "html": "a web page",
    "svg": "a picture (SVG)",
    "rss": "a news feed",
    "feed": "a news feed",
    "clinical_study": "a ClinicalTrials.gov record",
    "pubmedarticleset": "a PubMed record",
    "pubmedarticle": "a PubMed record",
    "esearchresult": "a PubMed search result",
    "document": "a drug label (SPL)",
    "continuityofcarerecord": "an ASTM CCR record",
}
_OTHER_KEYS = {
    "protocolSection": "a ClinicalTrials.gov record",
    "studies": "a ClinicalTrials.gov search result",
    "FullStudiesResponse": "a ClinicalTrials.gov search result",
    "hitCount": "a literature search result",
    "resultList": "a literature search result",
    "transactionTime": "the list of files of a bulk export",
    "verifiableCredential": "a SMART Health Card",
    "prefetch": "a CDS Hooks request",
    "results": "an openFDA search result",
}
