"""Whose chart this is: the patient's own data, read from any edition of Patient."""

from casetrack.intake.chart import Patient
from casetrack.intake.fhir.access import (
    Thing,
    absence,
    concept,
    extensions,
    joined,
    moment,
    thing,
    things,
    truth,
    word,
    words,
)
from casetrack.intake.fhir.folder import Record
from casetrack.intake.worksheet import Worksheet


def read_patient(record: Record, sheet: Worksheet) -> Patient:
    """The patient; what is masked, missing or doubtful is None with a warning, never guessed."""
    body = record.body
    name = _current_name(body, sheet)
    _warn_of_standing(body, sheet)
    return Patient(
        name=_full(name),
        family=_family(name),
        given=tuple(words(name.get("given"))),
        birth_date=_birth_date(body, sheet),
        sex=_sex(body, sheet),
        deceased=_deceased(body),
        record_number=_record_number(body),
        source=record.at(),
    )


# HumanName.use, best first; a name that ended comes after every name that did not
_USES = ("official", "usual", None, "temp", "anonymous", "nickname", "maiden", "old")


def _current_name(body: Thing, sheet: Worksheet) -> Thing:
    named = [one for one in things(body.get("name")) if _full(one)]
    if not named:
        _say_missing("name", "name", body, sheet)
        return {}
    best = min(named, key=_rank)
    others = dict.fromkeys(_full(one) for one in named if _full(one) != _full(best))
    if others:
        spoken = joined(f"“{other}”" for other in others)
        sheet.warn(f"The chart gives more than one name: “{_full(best)}” is used; also {spoken}.")
    return best


def _rank(name: Thing) -> tuple[bool, int]:
    use = word(name.get("use"))
    ended = "end" in thing(name.get("period"))
    return ended or use == "old", _USES.index(use) if use in _USES else _USES.index(None)


def _full(name: Thing) -> str | None:
    parts = [*words(name.get("given")), *words(name.get("family"))]
    return " ".join(parts) or word(name.get("text"))


def _family(name: Thing) -> str | None:
    return " ".join(words(name.get("family"))) or None


def _birth_date(body: Thing, sheet: Worksheet) -> str | None:
    recorded, born = word(body.get("birthDate")), moment(body.get("birthDate"))
    if recorded and not born:
        sheet.warn(f"Check this: the birth date is recorded as “{recorded}”, which is no date.")
    elif not recorded:
        _say_missing("birth date", "birthDate", body, sheet)
    return born


def _warn_of_standing(body: Thing, sheet: Worksheet) -> None:
    """A record that was given up or merged into another may be the wrong one."""
    links = {word(one.get("type")) for one in things(body.get("link"))}
    if links & {"replaced-by", "replace"}:  # STU3 and later, DSTU2
        sheet.warn("Check this: this patient record was replaced by another one.")
    elif truth(body.get("active")) is False:
        sheet.warn("Check this: this patient record is marked as no longer in use.")
    if things(body.get("modifierExtension")):
        sheet.warn("Check this: the patient record carries a modifier this program does not know.")


def _sex(body: Thing, sheet: Worksheet) -> str | None:
    if sex := word(body.get("gender")):
        _warn_of_birth_sex(sex.lower(), body, sheet)
        return sex.lower()
    for ending in ("us-core-individual-sex", "us-core-birthsex", "legal-sex"):
        for one in extensions(body, ending):
            if sex := _sex_in(one):
                sheet.warn(f"The sex ({sex}) comes from the extension {ending}.")
                return sex
    _say_missing("sex", "gender", body, sheet)
    return None


def _warn_of_birth_sex(sex: str, body: Thing, sheet: Worksheet) -> None:
    for one in extensions(body, "us-core-birthsex"):
        born = _sex_in(one)
        if {sex, born} == {"female", "male"}:
            sheet.warn(f"Check this: the chart gives the sex {sex} and the sex at birth {born}.")


_SEXES = {"f": "female", "m": "male", "248152002": "female", "248153007": "male"}


def _sex_in(extension: Thing) -> str | None:
    recorded = word(extension.get("valueCode"))
    for name in ("valueCoding", "valueCodeableConcept"):
        codes = concept(extension.get(name)).codes
        recorded = recorded or (codes[0].rpartition("|")[2] if codes else None)
    return _SEXES.get((recorded or "").lower(), recorded)


def _deceased(body: Thing) -> bool | str | None:
    when = word(body.get("deceasedDateTime"))
    if when:
        return moment(when) or True
    if "deceasedDateTime" in body or "_deceasedDateTime" in body:  # dated, but the date is withheld
        return True
    return truth(body.get("deceasedBoolean"))


def _record_number(body: Thing) -> str | None:
    for identifier in things(body.get("identifier")):
        if any(code.endswith("|MR") for code in concept(identifier.get("type")).codes):
            return word(identifier.get("value"))
    return None


def _say_missing(what: str, element: str, body: Thing, sheet: Worksheet) -> None:
    why = absence(body, element)
    if why:
        sheet.warn(f"The patient's {what} was not provided ({why}).")
    else:
        sheet.warn(f"The chart gives no {what} for the patient.")
