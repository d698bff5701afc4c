"""Tells what an uploaded file is by its content, never by its name."""

import re
from collections.abc import Mapping

from casetrack.intake.chart import ChartRefused


def refuse_other_files(start: bytes) -> None:
    """Raise ChartRefused when the first bytes are those of something that is no text."""
    stripped = start.lstrip()
    for magic, sentence in _MAGIC:
        if stripped.startswith(magic):
            raise ChartRefused(sentence)
    if start[128:132] == b"DICM":
        raise ChartRefused(_NOT_CHART.format(name="a DICOM image"))
    if stripped[:1] not in _OPENINGS and b"%PDF-" in start[:1024]:  # readers allow junk before it
        raise ChartRefused(_PDF)


def refuse_other_xml(head: str) -> None:
    """Raise ChartRefused when the root element is that of a document which is no chart."""
    found = _ROOT.match(head)
    name = _OTHER_ROOTS.get(found.group(1).lower()) if found else None
    if name:
        raise ChartRefused(_HTML if name == "a web page" else _NOT_CHART.format(name=name))


def other_text(text: str) -> ChartRefused:
    """The refusal of a text that is no chart, saying what it seems to be."""
    sentences = (sentence for pattern, sentence in _TEXTS if pattern.match(text))
    return ChartRefused(next(sentences, _UNKNOWN))


def other_json(root: object) -> ChartRefused:
    """The refusal of JSON that is not FHIR."""
    keys = root.keys() if isinstance(root, Mapping) else set()
    names = (name for key, name in _OTHER_KEYS.items() if key in keys)
    name = next(names, None)
    return ChartRefused(_NOT_CHART.format(name=name) if name else _NOT_FHIR)


CHARTS = "a FHIR file (JSON or XML) or a C-CDA document"

_NOT_CHART = "This is {name}, not a patient chart: upload " + CHARTS + "."
_UNKNOWN = (
    "This is not a patient chart this program can read: upload " + CHARTS + " from the hospital "
    "system."
)
_NOT_FHIR = "This JSON file holds no FHIR records (no “resourceType”): upload " + CHARTS + "."
_HTML = "This is a web page, not a patient chart: download the chart itself and upload that file."
_CSV = "This looks like a table or plain text, not a patient chart: upload " + CHARTS + "."
_ARCHIVE = "This is a {name} archive: unpack it and upload the chart inside it."
_PDF = (
    "This is a PDF, which cannot be read as a chart: upload it with the case's documents, and "
    "upload " + CHARTS + " here."
)

_OPENINGS = {b"{", b"[", b"<"}
_MAGIC = (
    (b"%PDF-", _PDF),
    (b"PK\x03\x04", _ARCHIVE.format(name="ZIP")),
    (b"PK\x05\x06", _ARCHIVE.format(name="ZIP")),
    (b"\x1f\x8b", _ARCHIVE.format(name="gzip")),
    (b"BZh", _ARCHIVE.format(name="bzip2")),
    (b"\xfd7zXZ", _ARCHIVE.format(name="xz")),
    (b"7z\xbc\xaf", _ARCHIVE.format(name="7-Zip")),
    (b"Rar!", _ARCHIVE.format(name="RAR")),
    (b"\x89PNG", _NOT_CHART.format(name="a picture (PNG)")),
    (b"\xff\xd8\xff", _NOT_CHART.format(name="a picture (JPEG)")),
    (b"GIF8", _NOT_CHART.format(name="a picture (GIF)")),
    (b"II*\x00", _NOT_CHART.format(name="a picture (TIFF)")),
    (b"MM\x00*", _NOT_CHART.format(name="a picture (TIFF)")),
    (b"{\\rtf", _NOT_CHART.format(name="a word processor file (RTF)")),
    (b"\xd0\xcf\x11\xe0", _NOT_CHART.format(name="an old Office file")),
    (b"SQLite format 3", _NOT_CHART.format(name="a database")),
    (b"MZ", _NOT_CHART.format(name="a program")),
    (b"\x7fELF", _NOT_CHART.format(name="a program")),
)

_TEXTS = (
    (re.compile(r"MSH[|]"), _NOT_CHART.format(name="an HL7 version 2 message")),
    (re.compile(r"PMID ?-|TY  -|@\w+\{"), _NOT_CHART.format(name="a literature reference")),
    (re.compile(r"@prefix |<http"), _NOT_CHART.format(name="RDF (Turtle)")),
    (re.compile(r"[^\n<{]*[,;\t|]"), _CSV),
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
    "prefetch": "a CDS Hooks request",
    "results": "an openFDA search result",
}
