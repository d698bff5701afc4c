"""From the root of a FHIR file to a Chart, one record at a time."""

from collections.abc import Callable

from casetrack.intake.chart import Chart, Patient
from casetrack.intake.fhir.access import Thing, concept, thing, things, word
from casetrack.intake.fhir.allergies import read_allergy
from casetrack.intake.fhir.conditions import read_condition
from casetrack.intake.fhir.editions import edition
from casetrack.intake.fhir.folder import Folder, Record
from casetrack.intake.fhir.medicines import KINDS, product, read_medicine
from casetrack.intake.fhir.observations import read_observation
from casetrack.intake.fhir.patient import read_patient
from casetrack.intake.fhir.procedures import read_procedure
from casetrack.intake.fhir.status import status_code
from casetrack.intake.fhir.twins import without_twins
from casetrack.intake.fhir.whose import Owner, only_patient
from casetrack.intake.refused import FileRefused
from casetrack.intake.units import number
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_fhir(records: list[Record], *, syntax: str, sheet: Worksheet) -> Chart:
    """The chart of the one patient these records are about."""
    _refuse_withdrawn(records)
    folder = Folder(without_twins(records, sheet))
    sheet.expect(sum(map(_tells, folder.records)))
    name, why = edition(folder.records, shapes=syntax != "XML")
    if why:
        sheet.warn(why)
    found = only_patient(folder)
    patient = read_patient(found, sheet) if found else _nobody(sheet)
    owner = Owner(found, folder, sheet)
    for record in folder.records:
        _read(record, folder, owner, sheet)
    if not found and not sheet.size():
        raise FileRefused(_EMPTY)
    return sheet.chart(patient, form=f"FHIR {name} {syntax}")


def _refuse_withdrawn(records: list[Record]) -> None:
    """A document stands or falls as a whole, by the status of the Composition it opens with."""
    first = records[0] if records else None
    if first and first.kind == "Composition" and word(first.body.get("status")) == _WITHDRAWN:
        raise FileRefused(_MISTAKE)


Reader = Callable[[Record, Folder, Worksheet], None]

_READERS: dict[str, Reader] = {
    "Condition": read_condition,
    "AllergyIntolerance": read_allergy,
    "Observation": read_observation,
    "Procedure": read_procedure,
    **dict.fromkeys(KINDS, read_medicine),
}
_SILENT = {"Patient", "Medication"}  # read already, or read where an order points to it
_DAMAGE = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)

_WITHDRAWN_REPORT = (
    "was entered in error; results of it that stand by themselves in the file were read."
)
_MODIFIED = "it carries a modifier that this program does not know and that may reverse it"
_WITHDRAWN = "entered-in-error"
_MISTAKE = (
    "This document is marked as entered in error by the system that wrote it: ask for the one "
    "that replaced it."
)
_EMPTY = (
    "This FHIR file holds no patient and nothing this program reads: "
    "export the whole patient record and upload that."
)


def _tells(record: Record) -> bool:
    """Whether it is surely taken or left out; a heading over other results may be neither."""
    return record.kind in _READERS and not record.body.keys() & {"hasMember", "related"}


def _read(record: Record, folder: Folder, owner: Owner, sheet: Worksheet) -> None:
    reader = _READERS.get(record.kind)
    if reader is None:
        _pass_over(record, sheet)
        return
    try:
        if why := _modified(record) or owner.refusal(record):
            sheet.leave_out(_what(record, folder), why, source=record.at())
        else:
            reader(record, folder, sheet)
    except NotTaken as reason:
        sheet.leave_out(reason.what, reason.why, source=record.at())
    except _DAMAGE:  # the readers accept any shape; should one not, the rest is still read
        sheet.leave_out(record.name, "it is damaged and could not be read", source=record.at())


def _modified(record: Record) -> str | None:
    """What voids a record of any kind: FHIR forbids to use what an unknown modifier modifies."""
    if status_code(record.body.get("status")) == _WITHDRAWN:
        return "it was entered in error"
    return _MODIFIED if things(record.body.get("modifierExtension")) else None


def _what(record: Record, folder: Folder) -> str:
    if record.kind in KINDS:
        return product(record, folder)[0].words or record.kind
    told = concept(record.body.get("code")).words or concept(record.body.get("substance")).words
    return told or record.kind


def _pass_over(record: Record, sheet: Worksheet) -> None:
    if record.kind == "OperationOutcome":
        _pass_on(record.body, sheet)
    elif record.kind not in _SILENT:
        sheet.skip(record.kind)
        if (
            record.kind == "DiagnosticReport"
            and status_code(record.body.get("status")) == _WITHDRAWN
        ):
            told = concept(record.body.get("code")).words or record.name
            sheet.warn(f"Check this: the report “{told[:80]}” {_WITHDRAWN_REPORT}")


def _pass_on(outcome: Thing, sheet: Worksheet) -> None:
    """What the sending system had to say about its own export."""
    for issue in things(outcome.get("issue")):
        told = concept(issue.get("details")).words or word(issue.get("diagnostics"))
        if told and word(issue.get("severity")) in {"fatal", "error", "warning"}:
            sheet.warn(f"The sending system remarks: “{told[:200]}”.")


def _nobody(sheet: Worksheet) -> Patient:
    sheet.warn("This file names no patient: make sure by other means whose record it is.")
    return Patient()


def incomplete(root: object) -> str | None:
    """A sentence when a Bundle is only one page of a longer answer."""
    bundle = thing(root)
    links = {word(link.get("relation")) for link in things(bundle.get("link"))}
    total, here = number(bundle.get("total")), len(things(bundle.get("entry")))
    if "next" in links or (
        total is not None and word(bundle.get("type")) == "searchset" and total > here
    ):
        return "This file is one page of a longer record: the sending system holds more than this."
    return None
