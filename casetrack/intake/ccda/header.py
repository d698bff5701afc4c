"""Whose document this is: the patient in the header of a C-CDA document."""

from casetrack.intake.chart import Patient, Source
from casetrack.intake.dates import from_hl7
from casetrack.intake.refused import FileRefused
from casetrack.intake.safe_xml import Node
from casetrack.intake.worksheet import Worksheet


def read_patient(document: Node, sheet: Worksheet) -> Patient:
    """The patient of the document; several patients are refused."""
    role = _only_role(document)
    if role is None:
        sheet.warn("This document names no patient: make sure by other means whose record it is.")
        return Patient()
    person = role.first("patient") or role
    name = _current_name(person, sheet)
    return Patient(
        name=_full(name),
        family=_parts(name, "family")[0] if _parts(name, "family") else None,
        given=tuple(_parts(name, "given")),
        birth_date=_birth_date(person, sheet),
        sex=_sex(person, sheet),
        deceased=_deceased(person),
        record_number=_record_number(role),
        source=Source("Patient", person.path(), person.line),
    )


_SEVERAL = (
    "This document is about {count} patients: export and upload one document for each patient."
)
_USES = ("L", "C", "ASGN", None, "A", "I", "P", "SRCH")  # legal name first, alias and search last
_ASIDE = {"BR", "CL"}  # the name at birth, the name to be called by
_SEXES = {"F": "female", "M": "male", "UN": "undifferentiated"}
_ABSENT = {"MSK": "masked", "ASKU": "asked, not known", "UNK": "unknown", "NI": "no information"}


def _only_role(document: Node) -> Node | None:
    roles = document.all("recordTarget", "patientRole")
    ids = {_identity(role) for role in roles}
    if len(ids) > 1:
        raise FileRefused(_SEVERAL.format(count=len(ids)))
    return roles[0] if roles else None


def _identity(role: Node) -> str:
    person = role.first("patient") or role
    born = person.first("birthTime")
    return f"{_full(person.first('name'))}|{born.get('value') if born is not None else ''}"


def _current_name(person: Node, sheet: Worksheet) -> Node | None:
    names = [one for one in person.all("name") if _full(one)]
    if any(_is_null(part) for one in names for part in one.all("given") + one.all("family")):
        sheet.warn(
            "A part of the name is the word “null”, a mistake of the sending system; dropped."
        )
    if not names:
        sheet.warn(_missing("name", person.first("name")))
        return None
    best = min(names, key=_rank)
    others = dict.fromkeys(_full(one) for one in names if _full(one) != _full(best))
    if others:
        spoken = "; ".join(f"“{other}”" for other in others)
        sheet.warn(f"The chart gives more than one name: “{_full(best)}” is used; also {spoken}.")
    return best


def _rank(name: Node) -> tuple[bool, int]:
    use = (name.get("use") or "").split()
    ended = bool(name.all("validTime", "high"))
    best = [_USES.index(one) for one in use if one in _USES] or [_USES.index(None)]
    return ended, min(best)


def _parts(name: Node | None, kind: str) -> list[str]:
    if name is None:
        return []
    told = [part for part in name.all(kind) if part.words() and not _is_null(part)]
    now = [part for part in told if not _ASIDE.intersection((part.get("qualifier") or "").split())]
    return [part.words() for part in now or told]


def _is_null(part: Node) -> bool:
    return part.words().lower() == "null"


def _full(name: Node | None) -> str | None:
    if name is None:
        return None
    return " ".join([*_parts(name, "given"), *_parts(name, "family")]) or name.words() or None


def _birth_date(person: Node, sheet: Worksheet) -> str | None:
    node = person.first("birthTime")
    recorded = node.get("value") if node is not None else None
    born = from_hl7(recorded)
    if not recorded:
        sheet.warn(_missing("birth date", node))
    elif not born:
        sheet.warn(f"Check this: the birth date is recorded as “{recorded}”, which is no date.")
    return born[:10] if born else None


def _sex(person: Node, sheet: Worksheet) -> str | None:
    node = person.first("administrativeGenderCode")
    code = (node.get("code") or "").strip() if node is not None else ""
    if not code:
        sheet.warn(_missing("sex", node))
    return _SEXES.get(code.upper(), code or None)


def _deceased(person: Node) -> bool | str | None:
    when = person.first("sdtc:deceasedTime")
    if when is not None:
        return from_hl7(when.get("value")) or True
    flag = person.first("sdtc:deceasedInd")
    told = (flag.get("value") or "").lower() if flag is not None else ""
    return {"true": True, "false": False}.get(told)


def _record_number(role: Node) -> str | None:
    """Only an identifier that calls itself a medical record number; the header has others too."""
    for one in role.all("id"):
        if "MRN" in (one.get("assigningAuthorityName") or "").upper():
            return one.get("extension")
    return None


def _missing(what: str, node: Node | None) -> str:
    why = _ABSENT.get(node.get("nullFlavor") or "") if node is not None else None
    if why:
        return f"The patient's {what} was not provided ({why})."
    return f"The chart gives no {what} for the patient."
