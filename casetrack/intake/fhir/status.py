"""How an entry stands, as every edition says it: a word, a concept, or several codings of one."""

import re

from casetrack.intake.fhir.access import Thing, thing, things, word


def status_code(value: object) -> str | None:
    """The code of a status, which is a plain string up to STU3 and a CodeableConcept after.

    Of several codings one that voids the entry counts first, then HL7's own.
    """
    if isinstance(value, str):
        return _spelled(value) or None
    codings = sorted(things(thing(value).get("coding")), key=_is_foreign)
    told = [word(one.get("code")) or word(one.get("display")) for one in codings]
    told = [_spelled(one) for one in (*told, word(thing(value).get("text"))) if one]
    return next((one for one in told if one in _VOID), None) or next(iter(told), None)


_GAPS = re.compile(r"[\s_]+")
_VOID = {"entered-in-error", "refuted", "not-done"}
_SNOMED_STATUS = {  # as FHIR maps its verification status to SNOMED CT
    "723510000": "entered-in-error",
    "723511001": "refuted",
    "410516002": "refuted",  # known absent
    "410594000": "refuted",  # definitely not present
    "415684004": "unconfirmed",  # suspected
    "410592001": "provisional",  # probably present
    "410590009": "differential",  # known possible
    "410605003": "confirmed",
}


def _spelled(status: str) -> str:
    """'Not Done' as 'not-done'; SNOMED CT's codes in the words of FHIR."""
    plain = "-".join(_GAPS.split(status.strip().lower()))
    return _SNOMED_STATUS.get(plain, plain)


def _is_foreign(coding: Thing) -> bool:
    return "hl7.org/" not in (word(coding.get("system")) or "")
