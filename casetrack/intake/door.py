"""The one way in: from the bytes of an uploaded file to a Chart, or a refusal in one sentence."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from casetrack.intake import recognize, strict_json
from casetrack.intake.chart import Chart, Source
from casetrack.intake.fhir import Record, incomplete, opened, read_fhir
from casetrack.intake.refused import FileRefused
from casetrack.intake.worksheet import Worksheet

MAX_BYTES = 32 * 1024 * 1024
MAX_RECORDS = 100_000


def read(data: bytes) -> Chart:
    """Read one patient's chart: FHIR (JSON, NDJSON or XML) or C-CDA.

    Nothing is fetched, opened or written. Raises FileRefused when the file cannot be read or
    must not be; its sentence quotes nothing from the file.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused(_LARGE)
    head = _head(data)
    if not head:
        raise FileRefused("This file is empty: export the chart again and upload the new file.")
    recognize.refuse_other_files(data[:_PEEK])
    if head.startswith("<"):
        return _read_xml(data, head)
    if head.startswith(("{", "[")):
        return _read_json(_text(data))
    raise recognize.other_text(head)


_PEEK = 65_536  # bytes enough to tell what a file is
_LARGE = (
    f"This file is larger than {MAX_BYTES // 2**20} MB: export a shorter period, or only the "
    "oncology record, and upload that."
)
_MANY = f"This file holds more than {MAX_RECORDS:,} records: export a shorter period."
_ENCODING = "This JSON file is not written in UTF-8: export the chart again as UTF-8."
_NOT_FHIR = "This JSON file holds no FHIR records (no “resourceType”): upload {formats}."
_FHIR = "http://hl7.org/fhir"


def _head(data: bytes) -> str:
    encoding = json.detect_encoding(data[:4]) if data else "utf-8"
    return data[:_PEEK].decode(encoding, errors="replace").lstrip("\ufeff \t\r\n\v\f")


def _text(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data)).lstrip("\ufeff")
    except UnicodeDecodeError:
        raise FileRefused(_ENCODING) from None


def _read_json(text: str) -> Chart:
    sheet = Worksheet()
    if strict_json.is_by_line(text):
        return read_fhir(_few(_lines(text, sheet)), syntax="NDJSON", sheet=sheet)
    root = strict_json.parse(text)
    first = root if isinstance(root, list) else [root]
    if not any(isinstance(one, dict) and "resourceType" in one for one in first):
        raise recognize.other_json(root, instead=_NOT_FHIR)
    if isinstance(root, list):
        sheet.warn("This file is a bare list of records, not a Bundle; it was read all the same.")
    return _read_fhir(root, "JSON", sheet)


def _read_fhir(root: object, syntax: str, sheet: Worksheet) -> Chart:
    if more := incomplete(root):
        sheet.warn(more)
    return read_fhir(_few(opened(root)), syntax=syntax, sheet=sheet)


def _few(records: Iterable[Record]) -> list[Record]:
    found = list(islice(records, MAX_RECORDS + 1))
    if len(found) > MAX_RECORDS:
        raise FileRefused(_MANY)
    return found


def _lines(text: str, sheet: Worksheet) -> Iterator[Record]:
    damaged = 0
    for number, line in strict_json.parse_lines(text):
        place = f"line[{number}]"
        if isinstance(line, FileRefused):
            damaged += 1
            sheet.leave_out(
                f"Line {number}", "it is not valid JSON", source=Source(f"Line {number}", place)
            )
        else:
            yield from opened(line, path=place)
    if damaged:
        lines, were = (f"{damaged} lines", "were") if damaged > 1 else ("one line", "was")
        sheet.warn(f"Check this: {lines} of the file {were} damaged and not read.")


def _read_xml(data: bytes, head: str) -> Chart:
    recognize.refuse_other_xml(head)
    # Most charts are JSON; the XML readers are loaded for those that are not.
    from casetrack.intake import safe_xml  # noqa: PLC0415 -- as said above
    from casetrack.intake.ccda import read_ccda  # noqa: PLC0415 -- as said above
    from casetrack.intake.fhir.from_xml import as_json  # noqa: PLC0415 -- as said above

    root = safe_xml.parse(data)
    if root.name == "ClinicalDocument":
        return read_ccda(root)
    if root.space == _FHIR or (not root.space and root.name in {"Bundle", "Patient"}):
        return _read_fhir(as_json(root), "XML", Worksheet())
    raise recognize.other_text(head)
