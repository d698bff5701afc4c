"""Whose finding, which record: relatives, modifiers, and one number used by two servers."""

import time
from typing import Any

import pytest
from intake.made import (
    ME,
    PATIENT,
    chart,
    condition,
    document,
    observation,
    order,
    read_json,
    section,
)

from casetrack.intake import FileRefused

MODIFIER = [{"url": "https://ehr.example/negated", "valueBoolean": True}]
RELATIVE = "<subject><relatedSubject><code code='MTH'/></relatedSubject></subject>"
FOCUS_CODE = "http://hl7.org/fhir/StructureDefinition/observation-focusCode"


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (condition(modifierExtension=MODIFIER), "a modifier"),
        (order(modifierExtension=MODIFIER), "a modifier"),
        (observation("29463-7", 3, focus=[{"reference": "RelatedPerson/r"}]), "someone other"),
        (observation("29463-7", 3, focus=[{"reference": "Patient/p2"}]), "someone other"),
        (
            observation(
                "718-7",
                7,
                extension=[{"url": FOCUS_CODE, "valueCodeableConcept": {"text": "fetus"}}],
            ),
            "about the fetus",
        ),
    ],
)
def test_what_may_be_reversed_or_about_another_is_left_out(
    resource: dict[str, Any], why: str
) -> None:
    found = chart(resource)
    assert not found.conditions + found.medications + found.measurements + found.labs
    assert why in found.left_out[0].why


@pytest.mark.parametrize("focus", [ME, {"reference": "Condition/c1"}, {"display": "the tumor"}])
def test_a_focus_on_the_patient_or_a_disease_changes_nothing(focus: dict[str, str]) -> None:
    assert chart(observation("29463-7", 70, focus=[focus])).measurements


def test_a_component_with_a_modifier_is_not_read() -> None:
    part = {"code": {"text": "Size"}, "valueString": "4 cm"}
    found = chart(observation("21889-1", component=[{**part, "modifierExtension": MODIFIER}, part]))
    (one,) = found.measurements
    assert one.source.path.endswith("component[1].valueString")


def test_a_modifier_on_the_patient_is_said() -> None:
    found = chart(patient={**PATIENT, "modifierExtension": MODIFIER})
    assert any("patient record carries a modifier" in one for one in found.warnings)


_SARCOMA = '<value code="1" displayName="Sarcoma"/>'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            section(
                "11450-4",
                f"<act><entryRelationship><observation>{_SARCOMA}{RELATIVE}</observation>"
                "</entryRelationship></act>",
            ),
            "about a relative",
        ),
        (
            section(
                "30954-2",
                f"<organizer>{RELATIVE}<component><observation><code displayName='BRCA1'/>"
                "<value>positive</value></observation></component></organizer>",
            ),
            "about a relative",
        ),
        (
            section(
                "11450-4",
                '<act moodCode="INT"><entryRelationship><observation moodCode="INT">'
                f"{_SARCOMA}</observation></entryRelationship></act>",
            ),
            "a goal or a plan",
        ),
        *(
            (
                section(
                    "11450-4",
                    "<act><entryRelationship><observation>"
                    + _SARCOMA.replace(
                        "/>",
                        f'><qualifier><name code="{name}"/><value code="{value}" '
                        'displayName="so"/></qualifier></value>',
                    )
                    + "</observation></entryRelationship></act>",
                ),
                why,
            )
            for name, value, why in (
                ("408729009", "410516002", "recorded as “so”"),  # known absent
                ("408729009", "410590009", "recorded as “so”"),  # known possible
                ("408732007", "72705000", "about a relative"),  # the mother
            )
        ),
    ],
)
def test_a_document_tells_of_others_and_of_plans(body: str, why: str) -> None:
    found = document(body)
    assert not found.conditions + found.labs + found.biomarkers
    assert why in found.left_out[0].why


def _from(server: str, resource: dict[str, Any]) -> dict[str, Any]:
    address = f"https://{server}.example/fhir/{resource['resourceType']}/{resource['id']}"
    return {"fullUrl": address, "resource": resource}


def _medication(text: str) -> dict[str, Any]:
    return {"resourceType": "Medication", "id": "1", "code": {"text": text}}


def _ordered(number: str, target: str) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": number,
        "subject": ME,
        "medicationReference": {"reference": target},
    }


def test_a_number_means_the_record_of_its_own_server() -> None:
    entries = [
        {"resource": PATIENT},
        _from("one", _medication("imatinib")),
        _from("two", _medication("warfarin")),
        _from("two", _ordered("0", "Medication/1")),
        _from("one", _ordered("1", "Medication/1")),
        _from("one", _ordered("2", "https://two.example/fhir/Medication/1/_history/3")),
        _from("three", _ordered("3", "Medication/1")),
    ]
    found = read_json({"resourceType": "Bundle", "entry": entries})
    assert [one.text for one in found.medications] == ["warfarin", "imatinib", "warfarin"]
    assert "points to a record that is not in this file" in found.left_out[0].why


def test_a_uuid_finds_the_record_that_has_it_for_its_number() -> None:
    found = chart(_medication("imatinib"), _ordered("5", "urn:uuid:1"))
    assert [one.text for one in found.medications] == ["imatinib"]


@pytest.mark.parametrize(
    "other",
    [
        {**PATIENT, "birthDate": "1951-01-01"},
        {**PATIENT, "name": [{"family": "Another", "given": ["Person"]}]},
    ],
)
def test_one_number_for_two_people_is_two_patients(other: dict[str, Any]) -> None:
    with pytest.raises(FileRefused, match="records of 2 patients"):
        chart(other)


def test_a_patient_of_each_of_two_servers_are_two_patients() -> None:
    entries = [_from("one", PATIENT), _from("two", PATIENT)]
    with pytest.raises(FileRefused, match="records of 2 patients"):
        read_json({"resourceType": "Bundle", "entry": entries})


def test_a_patient_who_changed_the_family_name_stays_one() -> None:
    married = {**PATIENT, "name": [{"family": "Married", "given": ["Pat"]}]}
    assert chart(married).patient.name in ("Pat Sample", "Pat Married")


def _carrying(text: str, patient: dict[str, Any]) -> dict[str, Any]:
    return {**condition(text), "subject": {"reference": "#who"}, "contained": [patient]}


def test_a_patient_carried_inside_a_record_is_its_patient() -> None:
    found = read_json(_carrying("Desmoid tumor", {**PATIENT, "id": "who"}))
    assert found.patient.name == "Pat Sample"
    assert not any("do not say whose" in one for one in found.warnings)


def test_records_that_carry_different_patients_are_refused() -> None:
    other = {**PATIENT, "id": "who", "birthDate": "1951-01-01", "name": [{"family": "Zed"}]}
    both = [_carrying("Desmoid tumor", {**PATIENT, "id": "who"}), _carrying("GIST", other)]
    with pytest.raises(FileRefused, match="records of 2 patients"):
        read_json(both)
    with pytest.raises(FileRefused, match="records of 2 patients"):
        chart(both[1])


@pytest.mark.parametrize(("status", "refused"), [("entered-in-error", True), ("final", False)])
def test_a_document_written_in_error_is_refused_as_a_whole(status: str, *, refused: bool) -> None:
    opening = {"resourceType": "Composition", "status": status, "subject": ME}
    root = {"resourceType": "Bundle", "entry": [{"resource": opening}, {"resource": PATIENT}]}
    if refused:
        with pytest.raises(FileRefused, match="entered in error by the system"):
            read_json(root)
    else:
        assert read_json(root).patient.name == "Pat Sample"


def test_fifty_thousand_patients_are_counted_at_once() -> None:
    everyone = [{"resource": {"resourceType": "Patient", "id": str(n)}} for n in range(50_000)]
    began = time.process_time()
    with pytest.raises(FileRefused, match="records of 50000 patients"):
        read_json({"resourceType": "Bundle", "entry": everyone})
    assert time.process_time() - began < 5
