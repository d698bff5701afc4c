"""Small charts made for a test: a patient and whatever the test is about."""

import json
import os
from typing import Any

from casetrack.intake import Chart, read

AT_NIGHT = int(os.environ.get("CASETRACK_CHARTS", "0"))  # charts of any shape; fewer by day
PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "p1",
    "name": [{"family": "Sample", "given": ["Pat"]}],
    "birthDate": "1980-02-03",
    "gender": "female",
}
ME = {"reference": "Patient/p1"}


def bundle(*resources: dict[str, Any], patient: dict[str, Any] | None = PATIENT) -> dict[str, Any]:
    everyone = [patient, *resources] if patient else list(resources)
    entries = [{"resource": {"subject": ME, **one}} for one in everyone]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def chart(*resources: dict[str, Any], patient: dict[str, Any] | None = PATIENT) -> Chart:
    """The chart of one patient with these resources."""
    return read_json(bundle(*resources, patient=patient))


def read_json(value: Any) -> Chart:
    return read(json.dumps(value).encode())


def condition(text: str = "Desmoid tumor", **fields: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "code": {"text": text}, **fields}


def order(text: str = "sorafenib", **fields: Any) -> dict[str, Any]:
    named = {"medicationCodeableConcept": {"text": text}}
    return {"resourceType": "MedicationRequest", "status": "active", **named, **fields}


def observation(code: str, value: Any = None, unit: str = "kg", **fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        **fields,
    }
    if value is not None:
        found["valueQuantity"] = {"value": value, "unit": unit}
    return found


def coded(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def document(body: str, *, patient: str = "") -> Chart:
    """A C-CDA document of one patient with these sections."""
    who = patient or (
        "<name><given>Pat</given><family>Sample</family></name>"
        '<administrativeGenderCode code="F"/><birthTime value="19800203"/>'
    )
    return read(
        (
            '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<recordTarget><patientRole><patient>{who}</patient></patientRole></recordTarget>"
            f"<component><structuredBody>{body}</structuredBody></component></ClinicalDocument>"
        ).encode()
    )


def section(code: str, *entries: str, text: str = "", title: str = "Section") -> str:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return (
        f'<component><section><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>'
        f"<title>{title}</title><text>{text}</text>{inside}</section></component>"
    )
