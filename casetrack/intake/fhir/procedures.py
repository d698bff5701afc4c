"""Operations, radiation and other procedures: Procedure in DSTU2, STU3, R4 and R5."""

from casetrack.intake.chart import Finding
from casetrack.intake.fhir.access import (
    Concept,
    Thing,
    concept,
    extensions,
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
from casetrack.intake.fhir.folder import Folder, Record
from casetrack.intake.fhir.reasons import ended_because, reason_for, treatment_intent
from casetrack.intake.fhir.status import status_code
from casetrack.intake.nothing import why_none
from casetrack.intake.units import number
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_procedure(record: Record, folder: Folder, sheet: Worksheet) -> None:
    """One procedure; one that was not done, or not begun, is not taken."""
    body = record.body
    told = concept(body.get("code"))
    text = told.words
    if not text:
        raise NotTaken("A procedure", "it carries no name and no code")
    if nothing := why_none(text, told.codes):
        raise NotTaken(text, nothing)
    _refuse(body, text=text)
    start, end = _dates(body)
    found = Finding(
        text,
        source=record.at("code"),
        code=told.code,
        status=status_code(body.get("status")),
        date=start,
        end=end,
        detail={**_detail(record, folder, told), **_radiation(body)},
        note=notes(body),
    )
    sheet.put("procedures", found)


_NEVER = {
    "not-done": "it was not done",
    "entered-in-error": "it was entered in error",
    "preparation": "it was only being prepared",
}


def _refuse(body: Thing, *, text: str) -> None:
    status = status_code(body.get("status"))
    why = said(body.get("statusReason")) or said(body.get("notDoneReason"))
    why = why or said(body.get("reasonNotPerformed"))
    if status in _NEVER:
        raise NotTaken(text, joined([_NEVER[status], why], ": "))
    if truth(body.get("notPerformed")) or truth(body.get("notDone")):  # DSTU2, STU3
        raise NotTaken(text, joined([_NEVER["not-done"], why], ": "))


def _dates(body: Thing) -> tuple[str | None, str | None]:
    for stem in ("performed", "occurrence"):  # R5 renamed it
        period = thing(body.get(f"{stem}Period"))
        when = moment(body.get(f"{stem}DateTime")) or moment(period.get("start"))
        if when or moment(period.get("end")):
            return when, moment(period.get("end"))
    return None, None


def _detail(record: Record, folder: Folder, told: Concept) -> dict[str, str]:
    body = record.body
    spoken = [word(body.get(name)) for name in ("performedString", "occurrenceString")]
    ages = [quantity(body.get(name)) for name in ("performedAge", "occurrenceAge")]
    return {
        "body_site": said(body.get("bodySite")),
        "outcome": said(body.get("outcome")),
        "reason_for": reason_for(record, folder),
        "reason": joined([said(body.get("statusReason")), ended_because(body)]),
        "category": said(body.get("category")),
        "when": joined([*spoken, *ages]),
        "also_coded": joined(code for code in told.codes if code != told.code),
    }


def _radiation(body: Thing) -> dict[str, str]:
    """What mCODE records of a course of radiotherapy, and the intent of any treatment."""
    return {
        "intent": treatment_intent(body),
        "modality": _extended(body, "radiotherapy-modality"),
        "technique": _extended(body, "radiotherapy-technique"),
        "fractions": _extended(body, "fractionsDelivered")
        or _extended(body, "radiotherapy-sessions"),
        "dose": _extended(body, "totalDoseDelivered"),
    }


def _extended(body: Thing, ending: str) -> str:
    return joined(_value(one) for one in extensions(body, ending))


def _value(extension: Thing) -> str | None:
    told = concept(extension.get("valueCodeableConcept")).words
    for name in ("valueUnsignedInt", "valueInteger", "valuePositiveInt"):
        size = number(extension.get(name))
        told = told or (str(size) if size is not None else None)
    return told or next(map(quantity, things(extension.get("valueQuantity"))), None)
