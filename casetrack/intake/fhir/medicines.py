"""Medicines ordered, reported, given or dispensed, in DSTU2, STU3, R4 and R5."""

from casetrack.intake.chart import Finding
from casetrack.intake.fhir.access import (
    Concept,
    Thing,
    concept,
    joined,
    moment,
    notes,
    quantity,
    said,
    thing,
    things,
    truth,
    word,
)
from casetrack.intake.fhir.dosing import dose
from casetrack.intake.fhir.folder import Folder, Record
from casetrack.intake.fhir.reasons import ended_because, reason_for, treatment_intent
from casetrack.intake.fhir.status import status_code
from casetrack.intake.fhir.when import bounds, taken
from casetrack.intake.nothing import why_none
from casetrack.intake.worksheet import NotTaken, Worksheet

KINDS = {
    "MedicationRequest": "ordered",
    "MedicationOrder": "ordered",
    "MedicationPrescription": "ordered",
    "MedicationStatement": "reported",
    "MedicationUsage": "reported",
    "MedicationAdministration": "given",
    "MedicationDispense": "dispensed",
}


def read_medicine(record: Record, folder: Folder, sheet: Worksheet) -> None:
    """One medicine; what was never ordered, taken or given is not taken."""
    body, kind = record.body, KINDS[record.kind]
    told, element = product(record, folder)
    text = told.words
    if not text:
        raise NotTaken(f"A medicine {kind}", _nameless(body))
    if nothing := why_none(text, told.codes):
        raise NotTaken(text, nothing)
    _refuse(body, kind=kind, text=text)
    _refuse_voided(record, folder, text)
    start, end = taken(body)
    found = Finding(
        text,
        source=record.at(element),
        code=told.code,
        status=_status(body),
        date=start,
        end=end,
        detail=_detail(record, folder, told),
        note=notes(body),
    )
    sheet.put("medications", found)


def product(record: Record, folder: Folder) -> tuple[Concept, str]:
    """The medicine's name and the element it stood in; an empty Concept when there is none."""
    body = record.body
    named = concept(body.get("medicationCodeableConcept"))
    if named.words:
        return named, "medicationCodeableConcept"
    if "medicationReference" in body:
        return _referred(record, folder, body["medicationReference"]), "medicationReference"
    direct = concept(body.get("medication"))  # R5: medication.concept
    return (
        direct if direct.words else _referred(record, folder, body.get("medication"))
    ), "medication"


def _referred(record: Record, folder: Folder, value: object) -> Concept:
    found = folder.follow(value, within=record)
    told = _medication(found.body) if found else Concept()
    if told.words:
        return told
    inner = thing(value)
    shown = word(inner.get("display")) or word(thing(inner.get("reference")).get("display"))
    return Concept(text=shown)


def _medication(body: Thing) -> Concept:
    told = concept(body.get("code"))
    if told.words:
        return told
    ingredients = [
        *things(body.get("ingredient")),
        *things(thing(body.get("product")).get("ingredient")),
    ]
    names = (
        concept(one.get("itemCodeableConcept") or one.get("item")).words for one in ingredients
    )
    return Concept(text=joined([word(body.get("name")), *names], " / ") or None)


def _nameless(body: Thing) -> str:
    if "medicationReference" in body or "reference" in thing(body.get("medication")):
        return "it names no medicine: it points to a record that is not in this file"
    return "it names no medicine"


# Why a status means that the patient never had the medicine by this entry.
_NEVER = {
    "entered-in-error": "it was entered in error",
    "draft": "it is a draft, not yet an order",
    "cancelled": "it was cancelled before it began",
    "not-done": "it was not given",
    "not-taken": "the patient did not take it",
    "not-taking": "the patient is recorded as not taking it",
    "not-taking-as-directed": "the patient is recorded as not taking it",
    "intended": "it was only intended, not yet taken",
    "declined": "it was declined",
    "rejected": "it was rejected",
    "preparation": "it was only being prepared",
}
_NO_ORDER = {"proposal", "plan", "option", "directive"}
_REFUSALS = {  # DSTU2 and STU3 say it in a flag
    "wasNotTaken": "the patient did not take it",
    "wasNotGiven": "it was not given",
    "notGiven": "it was not given",
    "doNotPerform": "it is an order not to give it",
}


def _refuse(body: Thing, *, kind: str, text: str) -> None:
    for status in (status_code(body.get("status")), _adherence(body)):
        if status in _NEVER:
            raise NotTaken(text, _NEVER[status])
    for flag, why in _REFUSALS.items():
        if truth(body.get(flag)):
            raise NotTaken(text, why)
    if word(body.get("taken")) == "n":
        raise NotTaken(text, _NEVER["not-taken"])
    intent = (word(body.get("intent")) or "").lower()
    if kind == "ordered" and intent in _NO_ORDER:
        raise NotTaken(text, f"it is only a {intent}, not an order{_hearsay(body)}")


def _refuse_voided(record: Record, folder: Folder, text: str) -> None:
    """What an order points to may be withdrawn while the order stands."""
    for name in ("medicationReference", "medication"):
        found = folder.follow(record.body.get(name), within=record)
        if found and status_code(found.body.get("status")) == "entered-in-error":
            raise NotTaken(text, "the medicine it points to was entered in error")


def _hearsay(body: Thing) -> str:
    """Some systems file what the patient reports as a plan."""
    reported = truth(body.get("reportedBoolean")) or truth(body.get("reported"))
    if reported or "reportedReference" in body:
        return "; the patient or someone else reported it, so ask whether it is taken"
    return ""


def _adherence(body: Thing) -> str | None:
    return status_code(thing(body.get("adherence")).get("code"))


def _status(body: Thing) -> str | None:
    """R5 keeps what became of a reported medicine in adherence; its status says "recorded"."""
    return _adherence(body) or status_code(body.get("status"))


def _detail(record: Record, folder: Folder, told: Concept) -> dict[str, str]:
    body = record.body
    why = ("statusReason", "reasonEnded", "reasonNotTaken", "statusReasonCodeableConcept")
    return {
        "kind": KINDS[record.kind],
        "dose": dose(body),
        "reason": joined([*(said(body.get(name)) for name in why), ended_because(body)]),
        "reason_for": reason_for(record, folder),
        "course": said(body.get("courseOfTherapyType")),
        "category": said(body.get("category")),
        "intent": word(body.get("intent")) or "",
        "treatment_intent": treatment_intent(body),
        "quantity": quantity(thing(body.get("dispenseRequest")).get("quantity")) or "",
        "ordered_from": moment(bounds(body).get("start")) or "",
        "also_coded": joined(code for code in told.codes if code != told.code),
    }
