"""Diagnoses and problems: Condition in DSTU2, STU3, R4 and R5."""

from casetrack.intake.cancer import is_cancer, is_secondary, is_suspected
from casetrack.intake.chart import Finding
from casetrack.intake.fhir.access import (
    Concept,
    Thing,
    concept,
    extensions,
    joined,
    moment,
    notes,
    profiles,
    quantity,
    said,
    thing,
    things,
    truth,
    word,
)
from casetrack.intake.fhir.folder import Folder, Record
from casetrack.intake.fhir.status import status_code
from casetrack.intake.fhir.values import between
from casetrack.intake.nothing import why_none
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_condition(record: Record, _folder: Folder, sheet: Worksheet) -> None:
    """One diagnosis; a refuted one or one entered in error is not taken."""
    body = record.body
    told = concept(body.get("code"))
    text = told.words
    if not text:
        raise NotTaken("A condition", "it carries no name and no code")
    verification = status_code(body.get("verificationStatus"))
    if verification in _NEVER:
        raise NotTaken(text, _NEVER[verification])
    if nothing := why_none(text, told.codes):
        raise NotTaken(text, nothing)
    date, end, dates = _dates(body)
    found = Finding(
        text,
        source=record.at("code"),
        code=told.code,
        status=_status(body, verification),
        date=date,
        end=end,
        detail={**_detail(body, told), **_kind(body, told), **dates},
        note=notes(body),
    )
    sheet.put("conditions", found)
    _put_stages(record, found, sheet)


_NEVER = {
    "refuted": "it was refuted: the patient does not have it",
    "entered-in-error": "it was entered in error",
}
_UNSURE = {"provisional", "differential", "unconfirmed"}


def _status(body: Thing, verification: str | None) -> str | None:
    """The clinical status; an unconfirmed diagnosis says so in the same words."""
    clinical = status_code(body.get("clinicalStatus"))
    return joined([clinical, verification if verification in _UNSURE else None], ", ") or None


def _kind(body: Thing, told: Concept) -> dict[str, str]:
    text = told.words or ""
    if is_suspected(text):
        return {"suspected": "yes"}
    if not is_cancer(text, told.codes, profiles(body)):
        return {}
    secondary = is_secondary(text, told.codes, profiles(body))
    return {"cancer": "yes", "secondary": "yes"} if secondary else {"cancer": "yes"}


def _detail(body: Thing, told: Concept) -> dict[str, str]:
    morphology = extensions(body, "histology-morphology-behavior")
    return {
        "verification": status_code(body.get("verificationStatus")) or "",
        "body_site": said(body.get("bodySite")),
        "histology": joined(concept(one.get("valueCodeableConcept")).words for one in morphology),
        "severity": said(body.get("severity")),
        "stage": joined(_stage(one) for one in things(body.get("stage"))),
        "category": said(body.get("category")),
        "also_coded": joined(code for code in told.codes if code != told.code),
    }


def _stage(stage: Thing) -> str | None:
    return concept(stage.get("summary")).words


def _put_stages(record: Record, found: Finding, sheet: Worksheet) -> None:
    """A stage inside the diagnosis stands beside the staged observations, so both are seen."""
    for number, stage in enumerate(things(record.body.get("stage"))):
        summary = concept(stage.get("summary"))
        if summary.words and "cancer" in found.detail:
            told = Finding(
                f"Stage of {found.text}",
                source=record.at(f"stage[{number}].summary"),
                code=summary.code,
                value=summary.words,
                detail={"system": concept(stage.get("type")).words or ""},
            )
            sheet.put("stages", told)


def _dates(body: Thing) -> tuple[str | None, str | None, dict[str, str]]:
    """Onset, abatement, and what was recorded about either in other words."""
    began = moment(body.get("onsetDateTime")) or moment(thing(body.get("onsetPeriod")).get("start"))
    ended = moment(body.get("abatementDateTime")) or moment(body.get("abatementDate"))
    ended = ended or moment(thing(body.get("abatementPeriod")).get("end"))
    extra = {"onset": _other(body, "onset"), "abatement": _other(body, "abatement")}
    if truth(body.get("abatementBoolean")):
        extra["abatement"] = "abated, no date"
    recorded = _recorded(body)
    if not began and recorded:
        return recorded, ended, {**extra, "date_is": "the day it was recorded"}
    return began, ended, extra


def _recorded(body: Thing) -> str | None:
    names = ("recordedDate", "assertedDate", "dateRecorded", "dateAsserted")
    return next((when for name in names if (when := moment(body.get(name)))), None)


def _other(body: Thing, stem: str) -> str:
    """An onset given as an age, a text or a date that is none."""
    age = quantity(body.get(f"{stem}Age")) or quantity(body.get(f"{stem}Quantity"))
    day = word(body.get(f"{stem}DateTime"))
    odd = f"recorded as “{day}”" if day and not moment(day) else None
    ages = between(body.get(f"{stem}Range"))
    return joined([age, ages, word(body.get(f"{stem}String")), odd])
