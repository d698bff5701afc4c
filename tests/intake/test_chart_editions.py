"""DSTU2, STU3, R4 and R5 say the same things differently; all of them arrive."""

from typing import Any

import pytest
from intake.made import ME, PATIENT, chart, condition, observation, order, read_json

from casetrack.intake import Chart

CODED = {"medicationCodeableConcept": {"text": "imatinib"}}
MEDICATION = {"resourceType": "Medication", "id": "m1", "code": {"text": "imatinib"}}


def _two(resource: dict[str, Any]) -> Chart:
    """The resource and nothing said of whose it is but what it says itself."""
    entries = [{"resource": PATIENT}, {"resource": resource}]
    return read_json({"resourceType": "Bundle", "type": "collection", "entry": entries})


@pytest.mark.parametrize(
    ("resource", "edition"),
    [
        ({"resourceType": "MedicationOrder", "patient": ME, **CODED}, "DSTU2"),
        ({"resourceType": "MedicationPrescription", "patient": ME, **CODED}, "DSTU2"),
        ({"resourceType": "MedicationStatement", "patient": ME, **CODED}, "DSTU2"),
        ({"resourceType": "Condition", "patient": ME, "code": {"text": "GIST"}}, "DSTU2"),
        ({**condition(), "subject": ME, "clinicalStatus": "active"}, "STU3"),
        ({**condition(), "subject": ME, "assertedDate": "2019-01-01"}, "STU3"),
        ({"resourceType": "MedicationStatement", "subject": ME, "taken": "y", **CODED}, "STU3"),
        ({**order(), "subject": ME}, "R4"),
        ({**condition(), "subject": ME, "participant": []}, "R5"),
        ({"resourceType": "MedicationUsage", "subject": ME, **CODED}, "R5"),
    ],
)
def test_the_edition_is_seen_and_said(resource: dict[str, Any], edition: str) -> None:
    found = _two(resource)
    assert found.format == f"FHIR {edition} JSON"
    said = [one for one in found.warnings if f"FHIR {edition}," in one]
    assert bool(said) == (edition != "R4")


def test_a_mixture_of_editions_is_said() -> None:
    old = {"resourceType": "MedicationOrder", "patient": ME, **CODED}
    found = chart(old, condition(clinicalStatus={"coding": [{"code": "active"}]}))
    assert any("It also holds entries in the form of R4" in one for one in found.warnings)


@pytest.mark.parametrize(
    ("resource", "dated"),
    [
        ({"resourceType": "MedicationOrder", "dateWritten": "2016-02-01", **CODED}, "2016-02-01"),
        ({"resourceType": "MedicationRequest", "authoredOn": "2020-02-01", **CODED}, "2020-02-01"),
        (
            {"resourceType": "MedicationStatement", "effectivePeriod": {"start": "2019"}, **CODED},
            "2019",
        ),
        (
            {
                "resourceType": "MedicationAdministration",
                "effectiveTimeDateTime": "2015-05-05",
                **CODED,
            },
            "2015-05-05",
        ),
        (
            {
                "resourceType": "MedicationAdministration",
                "occurenceDateTime": "2024-05-05",
                "medication": {"concept": {"text": "imatinib"}},
            },
            "2024-05-05",
        ),
        (
            {
                "resourceType": "MedicationRequest",
                "authoredOn": "2024-01-01",
                "medication": {"reference": {"reference": "Medication/m1"}},
            },
            "2024-01-01",
        ),
        (
            {
                "resourceType": "MedicationRequest",
                "authoredOn": "2021",
                "medicationReference": {"reference": "Medication/m1"},
            },
            "2021",
        ),
        (
            {
                "resourceType": "MedicationRequest",
                "authoredOn": "2021",
                "medicationReference": {"reference": "#in"},
                "contained": [
                    {"resourceType": "Medication", "id": "in", "code": {"text": "imatinib"}}
                ],
            },
            "2021",
        ),
        (
            {
                "resourceType": "MedicationDispense",
                "whenHandedOver": "2022-03-03",
                "medicationReference": {"reference": "Medication/m1/_history/2"},
            },
            "2022-03-03",
        ),
    ],
)
def test_a_medicine_is_named_and_dated_in_every_shape(resource: dict[str, Any], dated: str) -> None:
    found = chart(resource, MEDICATION).medications
    assert [(one.text, one.date) for one in found] == [("imatinib", dated)]


def test_a_medicine_pointing_nowhere_is_left_out_and_named_by_its_display_if_it_has_one() -> None:
    gone = {
        "resourceType": "MedicationRequest",
        "medicationReference": {"reference": "Medication/x"},
    }
    found = chart(gone)
    assert not found.medications
    assert (
        found.left_out[0].why
        == "it names no medicine: it points to a record that is not in this file"
    )
    shown = {**gone, "medicationReference": {"reference": "Medication/x", "display": "imatinib"}}
    assert chart(shown).medications[0].text == "imatinib"


def test_an_ingredient_names_a_medicine_without_a_name() -> None:
    mixed = {
        "resourceType": "Medication",
        "id": "m2",
        "ingredient": [
            {"itemCodeableConcept": {"text": "trifluridine"}},
            {"item": {"concept": {"text": "tipiracil"}}},
        ],
    }
    pointing = {
        "resourceType": "MedicationRequest",
        "medicationReference": {"reference": "https://ehr.example/fhir/Medication/m2"},
    }
    assert chart(mixed, pointing).medications[0].text == "trifluridine / tipiracil"


def test_dstu2_orders_say_when_and_why_they_ended() -> None:
    old = {
        "resourceType": "MedicationOrder",
        "status": "stopped",
        "dateWritten": "2015-01-01",
        "dateEnded": "2015-06-01",
        "reasonEnded": {"text": "progression"},
        "reasonCodeableConcept": {"text": "GIST"},
        "note": "as needed",
        **CODED,
    }
    found = chart(old).medications[0]
    assert (found.end, found.note) == ("2015-06-01", "as needed")
    assert (found.detail["reason"], found.detail["reason_for"]) == ("progression", "GIST")


@pytest.mark.parametrize(
    "fields",
    [
        {"clinicalStatus": "active", "verificationStatus": "confirmed"},
        {
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "verificationStatus": {"coding": [{"code": "confirmed"}]},
        },
        {"clinicalStatus": {"text": "Active"}, "verificationStatus": {"text": "Confirmed"}},
    ],
)
def test_a_status_is_the_same_word_as_code_or_as_concept(fields: dict[str, Any]) -> None:
    found = chart(condition(**fields)).conditions[0]
    assert (found.status, found.detail["verification"]) == ("active", "confirmed")


@pytest.mark.parametrize("owner", ["subject", "patient"])
@pytest.mark.parametrize("element", ["code", "substance"])
def test_an_allergy_is_read_in_every_shape(owner: str, element: str) -> None:
    found = _two(
        {
            "resourceType": "AllergyIntolerance",
            owner: ME,
            element: {"text": "Penicillin"},
            "status": "active",
            "reaction": [{"manifestation": [{"concept": {"text": "Hives"}}], "severity": "mild"}],
        }
    ).allergies[0]
    assert (found.text, found.status) == ("Penicillin", "active")
    assert (found.detail["reaction"], found.detail["severity"]) == ("Hives", "mild")


@pytest.mark.parametrize("stem", ["performed", "occurrence"])
def test_a_procedure_is_dated_in_every_edition(stem: str) -> None:
    period = {"start": "2021-11-08", "end": "2021-11-09"}
    fields = {"code": {"text": "Excision"}, "status": "completed", f"{stem}Period": period}
    found = chart({"resourceType": "Procedure", **fields}).procedures[0]
    assert (found.date, found.end) == ("2021-11-08", "2021-11-09")


def test_the_family_name_may_be_a_list() -> None:
    named = {**PATIENT, "name": [{"family": ["de", "Souza"], "given": "Ana"}]}
    found = chart(patient=named)
    assert found.patient.name == "Ana de Souza"
    assert found.format == "FHIR DSTU2 JSON"


def test_results_inside_a_report_are_read() -> None:
    inside = observation("718-7", 6.7, "g/dL", id="o1")
    report = {"resourceType": "DiagnosticReport", "status": "final", "contained": [inside]}
    found = chart(report)
    assert [(one.code, one.value) for one in found.labs] == [("http://loinc.org|718-7", 6.7)]
    assert found.labs[0].source.path == "Bundle.entry[1].resource.contained[0].valueQuantity"
    assert not chart({**report, "status": "entered-in-error"}).labs
