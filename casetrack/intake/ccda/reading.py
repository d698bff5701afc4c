"""From the root of a C-CDA document to a Chart, one section at a time."""

from collections.abc import Callable
from functools import partial

from casetrack.intake.ccda.access import Narrative, Section, coded, span, templates
from casetrack.intake.ccda.allergies import read_allergy
from casetrack.intake.ccda.header import read_patient
from casetrack.intake.ccda.medicines import read_medicine
from casetrack.intake.ccda.problems import read_problem
from casetrack.intake.ccda.procedures import read_procedure
from casetrack.intake.ccda.results import read_result, read_scores
from casetrack.intake.chart import Chart
from casetrack.intake.safe_xml import Node
from casetrack.intake.worksheet import Worksheet


def read_ccda(document: Node) -> Chart:
    """The chart of the patient this document is about."""
    sheet = Worksheet()
    patient = read_patient(document, sheet)
    if document.first("component", "nonXMLBody") is not None:
        sheet.warn("This document carries its text as a separate file, which was not opened.")
    texts = Narrative({name: node for node in document.walk() if (name := node.get("ID"))})
    days = _days(document)
    for node in document.walk():
        if node.name == "section":
            _read(_section(node, texts, days), sheet)
    return sheet.chart(patient, form="C-CDA")


Reader = Callable[[Node, Section, Worksheet], None]

_LABS: Reader = partial(read_result, category="laboratory")
_VITALS: Reader = partial(read_result, category="vital-signs")
_FUNCTION: Reader = partial(read_result, category="functional-status")
_SOCIAL: Reader = partial(read_result, category="social-history")

# LOINC document section codes, HL7 C-CDA R2.1
_READERS: dict[str, tuple[str, Reader]] = {
    "11450-4": ("Problems", read_problem),
    "11348-0": ("Past illnesses", read_problem),
    "46241-6": ("Admission diagnoses", read_problem),
    "11535-2": ("Discharge diagnoses", read_problem),
    "78375-3": ("Discharge diagnoses", read_problem),
    "29308-4": ("Diagnoses", read_problem),
    "10219-4": ("Preoperative diagnosis", read_problem),
    "10218-6": ("Postoperative diagnosis", read_problem),
    "10160-0": ("Medications", read_medicine),
    "10183-2": ("Discharge medications", read_medicine),
    "75311-1": ("Discharge medications", read_medicine),
    "42346-7": ("Admission medications", read_medicine),
    "29549-3": ("Medications administered", read_medicine),
    "48765-2": ("Allergies", read_allergy),
    "47519-4": ("Procedures", read_procedure),
    "30954-2": ("Results", _LABS),
    "8716-3": ("Vital signs", _VITALS),
    "47420-5": ("Functional status", _FUNCTION),
    "29762-2": ("Social history", _SOCIAL),
}
# The same sections by template, for documents that leave the code out
_BY_TEMPLATE = {
    "2.16.840.1.113883.10.20.22.2.5": "11450-4",
    "2.16.840.1.113883.10.20.22.2.5.1": "11450-4",
    "2.16.840.1.113883.10.20.1.11": "11450-4",
    "2.16.840.1.113883.10.20.22.2.1": "10160-0",
    "2.16.840.1.113883.10.20.22.2.1.1": "10160-0",
    "2.16.840.1.113883.10.20.1.8": "10160-0",
    "2.16.840.1.113883.10.20.22.2.6": "48765-2",
    "2.16.840.1.113883.10.20.22.2.6.1": "48765-2",
    "2.16.840.1.113883.10.20.1.2": "48765-2",
    "2.16.840.1.113883.10.20.22.2.7": "47519-4",
    "2.16.840.1.113883.10.20.22.2.7.1": "47519-4",
    "2.16.840.1.113883.10.20.22.2.3": "30954-2",
    "2.16.840.1.113883.10.20.22.2.3.1": "30954-2",
    "2.16.840.1.113883.10.20.22.2.4": "8716-3",
    "2.16.840.1.113883.10.20.22.2.4.1": "8716-3",
}
# Family history, plans, goals, health concerns, interventions, outcomes, advance directives
_NOT_NOW = {
    *("10157-6", "18776-5", "61146-7", "75310-3", "62387-3", "11383-7", "42348-3", "46240-8"),
}
_PERFORMED = "2.16.840.1.113883.10.20.6.2.5"  # how an operative note marks what was done


def _days(document: Node) -> dict[str, str]:
    """When the acts documented here took place, by their codes; an operative note says it so."""
    nowhere = Section(document, "", None, Narrative({}), {})
    days = {}
    for event in document.all("documentationOf", "serviceEvent"):
        code, (start, _end) = coded(event.first("code"), nowhere).code, span(event)
        if code and start:
            days[code] = start
    return days


def _section(node: Node, texts: Narrative, days: dict[str, str]) -> Section:
    title, code = node.first("title"), node.first("code")
    known = (_BY_TEMPLATE[one] for one in templates(node) if one in _BY_TEMPLATE)
    own = (code.get("code") if code is not None else None) or next(known, None)
    return Section(node, title.words() if title is not None else "", own, texts, days)


def _read(section: Section, sheet: Worksheet) -> None:
    entries = section.node.all("entry")
    name, reader = _READERS.get(section.code or "", ("", None))
    if reader is None:
        _read_operation(section, entries, sheet)
        return
    before = sheet.size()
    for entry in entries:
        reader(entry, section, sheet)
    text = section.node.first("text")
    if sheet.size() == before and text is not None and text.words():
        sheet.warn(f"{name}: text only, nothing coded to read.")
    elif sheet.size() == before and section.node.get("nullFlavor"):
        sheet.warn(f"{name}: the document says that it holds no information on them.")


def _read_operation(section: Section, entries: list[Node], sheet: Worksheet) -> None:
    """Sections without a meaning of their own may still tell an operation, a stage or a score."""
    done = [one for one in entries if any(_PERFORMED in templates(act) for act in one.children)]
    before = sheet.size()
    for entry in done:
        read_procedure(entry, section, sheet)
    if section.code not in _NOT_NOW:
        for entry in entries:
            read_scores(entry, section, sheet)
    if entries and sheet.size() == before:
        sheet.skip(f"section “{section.name}”")
