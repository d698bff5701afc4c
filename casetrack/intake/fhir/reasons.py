"""Why something was ordered or done, followed inside the file only."""

from casetrack.intake.fhir.access import Thing, concept, extensions, joined, many, said, thing, word
from casetrack.intake.fhir.folder import Folder, Record

_CODED = ("reasonCode", "reasonCodeableConcept", "reasonForUseCodeableConcept", "reasonGiven")
_REFERRED = ("reasonReference", "reasonForUseReference", "reason", "indication")
_ENOUGH = 20  # reasons for one thing


def reason_for(record: Record, folder: Folder) -> str:
    """The reasons in words: coded ones, and the names of the records pointed to."""
    coded = [said(record.body.get(name)) for name in _CODED]
    pointers = [one for name in _REFERRED for one in many(record.body.get(name))[:_ENOUGH]]
    return joined([*coded, *(_name(one, record, folder) for one in pointers)])


def treatment_intent(body: Thing) -> str:
    """Curative, palliative…, under the names that the editions of mCODE give it."""
    told = [*extensions(body, "procedure-intent"), *extensions(body, "treatment-intent")]
    return joined(concept(one.get("valueCodeableConcept")).words for one in told)


def ended_because(body: Thing) -> str:
    """Why a treatment ended, where mCODE said it until its fourth edition."""
    told = extensions(body, "termination-reason")
    return joined(concept(one.get("valueCodeableConcept")).words for one in told)


def _name(pointer: object, record: Record, folder: Folder) -> str | None:
    inner = thing(pointer)
    if "concept" in inner or "coding" in inner:  # R5, or DSTU2 where `reason` is a concept
        return concept(inner).words
    found = folder.follow(pointer, within=record)
    named = concept(found.body.get("code")).words if found else None
    return named or word(inner.get("display"))
