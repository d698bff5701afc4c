"""Recognizes which edition of FHIR a file was written in, by what only that edition has."""

from collections import Counter
from collections.abc import Callable, Iterable

from casetrack.intake.fhir.access import Thing, things, word
from casetrack.intake.fhir.folder import Record


def edition(records: Iterable[Record], *, shapes: bool) -> tuple[str, str | None]:
    """The edition ("R4", "DSTU2", …) and, unless it is plain R4, a sentence saying why.

    `shapes` when a list can be told from a single value, which in XML it cannot.
    """
    seen: dict[str, Counter[str]] = {name: Counter() for name in _SAYS}
    for record in records:
        for name, clue, shows in _CLUES.get(record.kind, ()):
            if (shapes or not _is_shape(clue)) and shows(record.body):
                seen[name][f"{record.kind}{clue}"] += 1
    found = max(_OTHERS, key=lambda name: seen[name].total())
    if not seen[found]:
        return "R4", None
    mixed = [name for name in _SAYS if seen[name] and name != found and _contradict(name, found)]
    clues = ", ".join(sorted(seen[found])[:4])
    sentence = _SAYS[found].format(clues=clues)
    return found, sentence + (_MIXED.format(names=" and ".join(mixed)) if mixed else "")


_OTHERS = ("DSTU2", "STU3", "R5")
_SAYS = {
    "DSTU2": "This file is FHIR DSTU2, an older edition (seen by {clues}); it was read as such.",
    "STU3": "This file is FHIR STU3, an older edition (seen by {clues}); it was read as such.",
    "R5": "This file is FHIR R5, a newer edition (seen by {clues}); it was read as such.",
    "R4": "",
}
_MIXED = " It also holds entries in the form of {names}: check that nothing is missing."

Clue = tuple[str, str, Callable[[Thing], bool]]


def _is_shape(clue: str) -> bool:
    return clue.endswith((" as a list", " as one concept"))


def _has(*names: str) -> Callable[[Thing], bool]:
    return lambda body: any(name in body for name in names)


def _always(_body: Thing) -> bool:
    return True


def _is_text(name: str) -> Callable[[Thing], bool]:
    return lambda body: isinstance(body.get(name), str)


def _is_object(name: str) -> Callable[[Thing], bool]:
    return lambda body: isinstance(body.get(name), dict)


def _family_list(body: Thing) -> bool:
    return any(isinstance(name.get("family"), list) for name in things(body.get("name")))


def _codeable_reference(body: Thing) -> bool:
    return any("concept" in one or isinstance(one.get("reference"), dict) for one in _product(body))


def _product(body: Thing) -> list[Thing]:
    return things(body.get("medication"))


def _reason_list(body: Thing) -> bool:
    return isinstance(body.get("reason"), list)


def _recorded(body: Thing) -> bool:
    return word(body.get("status")) == "recorded"


_DSTU2_OWNER: Clue = ("DSTU2", ".patient", _has("patient"))
_STU3_CONTEXT: Clue = ("STU3", ".context", _has("context"))
_R5_PRODUCT: Clue = ("R5", ".medication as a CodeableReference", _codeable_reference)

_CLUES: dict[str, tuple[Clue, ...]] = {
    "Patient": (("DSTU2", ".name.family as a list", _family_list),),
    "Condition": (
        _DSTU2_OWNER,
        ("DSTU2", ".dateRecorded", _has("dateRecorded")),
        (
            "STU3",
            ".clinicalStatus as a code",
            lambda b: _is_text("clinicalStatus")(b) and "subject" in b,
        ),
        ("STU3", ".assertedDate", _has("assertedDate")),
        _STU3_CONTEXT,
        ("R4", ".clinicalStatus as a concept", _is_object("clinicalStatus")),
        ("R5", ".participant", _has("participant")),
    ),
    "AllergyIntolerance": (
        ("DSTU2", ".substance", _has("substance")),
        ("STU3", ".clinicalStatus as a code", _is_text("clinicalStatus")),
        ("R4", ".type as a code", _is_text("type")),
        ("R5", ".type as a concept", _is_object("type")),
    ),
    "Observation": (
        ("DSTU2", ".category as one concept", _is_object("category")),
        _STU3_CONTEXT,
        ("R5", ".triggeredBy", _has("triggeredBy", "bodyStructure")),
    ),
    "Procedure": (
        ("DSTU2", ".notPerformed", _has("notPerformed", "reasonNotPerformed")),
        ("STU3", ".notDone", _has("notDone")),
        _STU3_CONTEXT,
        ("R5", ".occurrence", _has("occurrenceDateTime", "occurrencePeriod")),
        ("R5", ".reason as a list", _reason_list),
    ),
    "MedicationOrder": (("DSTU2", "", _always),),
    "MedicationPrescription": (("DSTU2", "", _always),),
    "DiagnosticOrder": (("DSTU2", "", _always),),
    "ReferralRequest": (("STU3", "", _always),),
    "MedicationRequest": (
        _STU3_CONTEXT,
        ("R4", ".reported", _has("reportedBoolean", "statusReason")),
        _R5_PRODUCT,
    ),
    "MedicationStatement": (
        _DSTU2_OWNER,
        ("DSTU2", ".wasNotTaken", _has("wasNotTaken", "reasonForUseCodeableConcept")),
        ("STU3", ".taken", _has("taken")),
        _R5_PRODUCT,
        ("R5", ".status recorded", _recorded),
        ("R5", ".adherence", _has("adherence")),
    ),
    "MedicationAdministration": (
        _DSTU2_OWNER,
        ("DSTU2", ".wasNotGiven", _has("wasNotGiven")),
        ("STU3", ".notGiven", _has("notGiven")),
        _R5_PRODUCT,
    ),
    "MedicationUsage": (("R5", "", _always),),
    "Encounter": (
        ("DSTU2", ".patient", _has("patient")),
        ("R5", ".actualPeriod", _has("actualPeriod")),
    ),
    "NutritionIntake": (("R5", "", _always),),
}


def _contradict(name: str, found: str) -> bool:
    """R5 shares its Condition with R4, so seeing both is no mixture."""
    return not (name == "R4" and found == "R5")
