"""The one way in for references: from the bytes of a file to a Bibliography, or a refusal."""

import json
import re
from collections.abc import Callable, Iterator

from casetrack.intake import recognize, safe_xml, strict_json
from casetrack.intake.recognize import Wanted
from casetrack.intake.references import ctgov, ctgov_xml, europe_pmc, pubmed
from casetrack.intake.references.bibtex import read_bibtex
from casetrack.intake.references.desk import gathered
from casetrack.intake.references.letters import Lines, lines_of
from casetrack.intake.references.nbib import read_nbib
from casetrack.intake.references.reference import Bibliography, Broken, Reference
from casetrack.intake.references.ris import read_ris
from casetrack.intake.refused import FileRefused
from casetrack.rules import source_ids

MAX_BYTES = 16 * 1024 * 1024

REFERENCES = Wanted(
    one="a list of references",
    formats="a file from PubMed (XML or .nbib), RIS, BibTeX, or a ClinicalTrials.gov record (JSON "
    "or XML)",
)


def read(data: bytes, *, name: str = "") -> Bibliography:
    """Read the references of one file. `name` is the file's own, compared and never shown.

    Nothing is fetched, opened or written. Raises FileRefused when the file cannot be read or must
    not be; a record that cannot be taken is listed as Broken while the others are kept.
    """
    if len(data) > MAX_BYTES:
        raise FileRefused(_LARGE)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\v\f"):
        raise FileRefused("This file is empty: export the references again and upload that file.")
    recognize.refuse_other_files(data[:_PEEK], wanted=REFERENCES)
    start = _start(data)
    number = next(iter(source_ids.all_ncts(name.replace("_", " ").replace(".", " "))), "")
    if start.startswith("<"):
        return _read_xml(data, start, number)
    if start.startswith(("{", "[")):
        return _read_json("\n".join(lines_of(data).all), number)
    return _read_text(lines_of(data), start)


_PEEK = 65_536
_LARGE = (
    f"This file is larger than {MAX_BYTES // 2**20} MB: export a selection of the references and "
    "upload that."
)
_OLD_JSON = (
    "This is ClinicalTrials.gov's old JSON, given up in June 2024: download the record again, or "
    "look it up by its trial number."
)
_NUMBERS = (
    "This is a PubMed search result, which holds only numbers: save the papers themselves in "
    "PubMed's format or as XML."
)
_CUT = "From line {line} on, this file is damaged or cut off: what stood before it was read."


def _start(data: bytes) -> str:
    peek = data[:_PEEK]
    encoding = json.detect_encoding(peek[:4].ljust(4, b" "))
    return peek.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n\v\f")


def _read_xml(data: bytes, start: str, number: str) -> Bibliography:
    if re.search(r"<eSearchResult\b", start):
        raise FileRefused(_NUMBERS)
    if not re.search(rf"<(?:{'|'.join((*pubmed.ROOTS, ctgov_xml.ROOT))})\b", start):
        recognize.refuse_other_xml(start, wanted=REFERENCES)
        raise recognize.other_text(start, wanted=REFERENCES)
    root, damaged = safe_xml.parse_until_damage(data)
    if root.name == ctgov_xml.ROOT:
        if damaged:
            raise FileRefused("This XML file is damaged or cut off: look the trial up instead.")
        trials = ctgov_xml.read_ctgov_xml(root, named=number)
        return gathered(trials, form="ClinicalTrials.gov XML")
    cut = [_CUT.format(line=damaged)] if damaged else []
    return gathered(pubmed.read_pubmed(root), form="PubMed XML", warnings=cut)


def _read_json(text: str, number: str) -> Bibliography:
    root = strict_json.parse(text)
    if (studies := ctgov.studies_in(root)) is not None:
        trials = ctgov.read_ctgov(studies, named=number)
        return gathered(trials, form="ClinicalTrials.gov JSON")
    if europe_pmc.is_answer(root):
        return gathered(europe_pmc.read_europe_pmc(root), form="Europe PMC JSON")
    if isinstance(root, dict) and "FullStudiesResponse" in root:
        raise FileRefused(_OLD_JSON)
    raise recognize.other_json(root, wanted=REFERENCES)


Reader = Callable[[Lines], Iterator[Reference | Broken]]


def _read_text(lines: Lines, start: str) -> Bibliography:
    text = "\n".join(lines.all)
    places = [
        (found.start(), form, reader)
        for form, mark, reader in _FORMS
        if (found := mark.search(text)) is not None
    ]
    if not places:
        raise recognize.other_text(start, wanted=REFERENCES)
    _, form, reader = min(places, key=lambda place: place[0])
    return gathered(reader(lines), form=form)


_FORMS: tuple[tuple[str, re.Pattern[str], Reader], ...] = (
    ("PubMed text (.nbib)", re.compile(r"^PMID *- ?", re.MULTILINE), read_nbib),
    ("RIS", re.compile(r"^TY {1,2}-", re.MULTILINE), read_ris),
    ("BibTeX", re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE), read_bibtex),
)
