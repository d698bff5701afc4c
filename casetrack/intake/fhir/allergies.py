"""Allergies and intolerances: AllergyIntolerance in DSTU2, STU3, R4 and R5."""

from casetrack.intake.chart import Finding
from casetrack.intake.fhir.access import (
    Concept,
    Thing,
    concept,
    joined,
    moment,
    notes,
    said,
    things,
    word,
    words,
)
from casetrack.intake.fhir.folder import Folder, Record
from casetrack.intake.fhir.status import status_code
from casetrack.intake.nothing import NOT_KNOWN, denies_allergies, says_unknown
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_allergy(record: Record, _folder: Folder, sheet: Worksheet) -> None:
    """One allergy, or the statement that none is known; a refuted one is not taken."""
    body = record.body
    told, element = _substance(body)
    text = told.words
    if not text:
        raise NotTaken("An allergy", "it names no substance")
    verification = status_code(body.get("verificationStatus")) or status_code(body.get("status"))
    if verification in _NEVER:
        raise NotTaken(text, _NEVER[verification])
    if says_unknown(text, told.codes):
        raise NotTaken(text, NOT_KNOWN)
    denial = {"none_known": "yes"} if denies_allergies(text, told.codes) else {}
    found = Finding(
        text,
        source=record.at(element),
        code=told.code,
        status=_status(body, verification),
        date=_date(body),
        detail={**_detail(body), "verification": verification or "", **denial},
        note=notes(body),
    )
    sheet.put("allergies", found)


_NEVER = {
    "refuted": "it was refuted: the patient does not have it",
    "entered-in-error": "it was entered in error",
}
_CRITICALITY = {"CRITL": "low", "CRITH": "high", "CRITU": "unable-to-assess"}  # DSTU2
_UNSURE = {"unconfirmed", "presumed"}


def _substance(body: Thing) -> tuple[Concept, str]:
    for element in ("code", "substance"):  # DSTU2 says substance
        told = concept(body.get(element))
        if told.words:
            return told, element
    reactions = (concept(one.get("substance")) for one in things(body.get("reaction")))
    return next((one for one in reactions if one.words), Concept()), "reaction"


def _status(body: Thing, verification: str | None) -> str | None:
    clinical = status_code(body.get("clinicalStatus")) or status_code(body.get("status"))
    unsure = verification if verification in _UNSURE and verification != clinical else None
    return joined([clinical, unsure], ", ") or None


def _date(body: Thing) -> str | None:
    names = ("onsetDateTime", "onset", "recordedDate", "assertedDate")
    return next((when for name in names if (when := moment(body.get(name)))), None)


def _detail(body: Thing) -> dict[str, str]:
    reactions, risk = things(body.get("reaction")), word(body.get("criticality")) or ""
    shown = [said(one.get("manifestation")) or word(one.get("description")) for one in reactions]
    return {
        "reaction": joined(shown),
        "severity": joined(word(one.get("severity")) for one in reactions),
        "criticality": _CRITICALITY.get(risk, risk),
        "category": joined(words(body.get("category")), ", "),
        "type": said(body.get("type")),
    }
