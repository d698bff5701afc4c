"""Genomic findings: variants with their gene and change, regions studied, implications.

Component codes are those of HL7 Genomics Reporting 2.0 and mCODE STU4.
"""

import re

from casetrack.intake.chart import Finding
from casetrack.intake.fhir.access import (
    Thing,
    concept,
    joined,
    notes,
    profiles,
    things,
)
from casetrack.intake.fhir.folder import Record
from casetrack.intake.fhir.status import status_code
from casetrack.intake.fhir.values import Value, around, value_of
from casetrack.intake.fhir.when import when
from casetrack.intake.names import LOINC


def genomic(record: Record) -> Finding | None:
    """The finding, or None when this observation is not genomic or carries no result."""
    body = record.body
    parts = _parts(body)
    if _is_variant(body, parts):
        return _variant(record, parts)
    told = " ".join(profiles(body))
    if "genomic-region-studied" in told or f"{LOINC}|53041-0" in concept(body.get("code")).codes:
        return _region(record, parts)
    return _implication(record) if "-implication" in told else None


_PARTS = {
    "48018-6": "gene",
    "48004-6": "c",
    "48005-3": "p",
    "81290-9": "g",
    "81252-9": "variant",
    "48002-0": "source",
    "81258-6": "vaf",
    "53034-5": "allelic_state",
    "48006-1": "change",
    "48019-4": "change",
    "81255-2": "dbsnp",
    "53037-8": "significance",
    "51963-7": "medication",
    "51958-7": "transcript",
}
_PRESENCE: dict[object, str] = {"Yes": "Present", "No": "Absent"}
_LOINC_VARIANT = f"{LOINC}|69548-6"
_VARIANT_PROFILE = re.compile(r"genomic-variant|StructureDefinition/variant\b")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_P_CHANGE = re.compile(r"\bp\.(?:\([^()\s]+\)|[^()\s,;]+)")


def _parts(body: Thing) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for part in things(body.get("component")):
        for code in concept(part.get("code")).codes:
            name = _PARTS.get(code.removeprefix(f"{LOINC}|"))
            if name and (value := value_of(part)):
                found.setdefault(name, []).append(_spoken(value, part))
    return {name: joined(values, " + ") for name, values in found.items()}


def _spoken(value: Value, part: Thing) -> str:
    if value.element == "valueCodeableConcept":
        told = things(part["valueCodeableConcept"])
        return joined((name for one in told for name in _displays(one)), ", ") or str(value.value)
    return f"{value.value} {value.unit}" if value.unit not in {None, "1"} else str(value.value)


def _displays(told: Thing) -> list[str | None]:
    """A panel lists every gene it studied as one more coding of the same concept."""
    return [concept(coding).text for coding in things(told.get("coding"))] or [concept(told).text]


def _is_variant(body: Thing, parts: dict[str, str]) -> bool:
    codes = concept(body.get("code")).codes
    named = any(_VARIANT_PROFILE.search(profile) for profile in profiles(body))
    change = parts.keys() & {"c", "p", "g", "variant"}
    return named or _LOINC_VARIANT in codes or ("gene" in parts and bool(change))


def _variant(record: Record, parts: dict[str, str]) -> Finding | None:
    result = value_of(record.body)
    if not parts and not result:
        return None
    change = parts.get("p") or parts.get("c") or parts.get("variant") or parts.get("g")
    short = _P_CHANGE.search(change or "")
    named = [parts.get("gene"), short.group() if short else change]
    return Finding(
        joined(named, " ") or concept(record.body.get("code")).words or "Genomic variant",
        source=record.at("component" if parts else (result.element if result else None)),
        value=_PRESENCE.get(result.value, result.value) if result else None,
        detail={"finding": "variant", **parts, **around(record.body)},
        **_common(record.body),
    )


def _region(record: Record, parts: dict[str, str]) -> Finding | None:
    if "gene" not in parts:
        return None
    return Finding(
        "Genes studied",
        source=record.at("component"),
        value=parts["gene"],
        detail={"finding": "genes studied", **around(record.body)},
        **_common(record.body),
    )


def _implication(record: Record) -> Finding | None:
    """What a variant is said to mean: for a medicine, or for a diagnosis."""
    said: dict[str, str] = {}
    for part in things(record.body.get("component")):
        name, value = concept(part.get("code")).words, value_of(part)
        if name and value:
            said[name] = str(value.value)
    if not said:
        return None
    text = concept(record.body.get("code")).words or "Implication of a variant"
    about = next((value for name, value in said.items() if name.startswith("Medication")), None)
    meaning = next((value for name, value in said.items() if "implication" in name), None)
    return Finding(
        f"{text}: {about}" if about else text,
        source=record.at("component"),
        value=meaning or joined(f"{name}: {value}" for name, value in said.items()),
        detail={"finding": "implication", **_as_detail(said)},
        **_common(record.body),
    )


def _as_detail(said: dict[str, str]) -> dict[str, str]:
    return {_NOT_A_WORD.sub("_", name.lower()).strip("_"): value for name, value in said.items()}


def _common(body: Thing) -> dict[str, str | None]:
    return {
        "code": concept(body.get("code")).code,
        "status": status_code(body.get("status")),
        "date": when(body)[0],
        "note": notes(body),
    }
