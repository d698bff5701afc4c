"""What was refuted, mistaken, planned, not done or somebody else's never becomes a finding."""

from typing import Any

import pytest
from intake.made import (
    ME,
    PATIENT,
    bundle,
    chart,
    coded,
    condition,
    observation,
    order,
    read_json,
)

from casetrack.intake import FileRefused

PROCEDURE = {"resourceType": "Procedure", "code": {"text": "Amputation"}}
ALLERGY = {"resourceType": "AllergyIntolerance", "code": {"text": "Penicillin"}}
STATEMENT = {
    "resourceType": "MedicationStatement",
    "medicationCodeableConcept": {"text": "sorafenib"},
}
GIVEN = {**STATEMENT, "resourceType": "MedicationAdministration"}


def _codings(*codes: str) -> dict[str, Any]:
    told = (code.partition("|") for code in codes)
    return {"coding": [{"system": system, "code": code} for system, _, code in told]}


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        (condition(verificationStatus=coded("refuted")), "refuted"),
        (condition(verificationStatus="refuted"), "refuted"),
        (condition(verificationStatus=_codings("1|725", "HL7|refuted")), "refuted"),
        (condition(verificationStatus=_codings("http://snomed.info/sct|723511001")), "refuted"),
        (condition(verificationStatus=_codings("http://snomed.info/sct|410516002")), "refuted"),
        (condition(verificationStatus={"coding": [{"display": "Refuted"}]}), "refuted"),
        (condition(status="entered-in-error"), "entered in error"),
        (order(status="entered_in_error"), "entered in error"),
        (order(status="rejected"), "rejected"),
        ({**PROCEDURE, "status": "Not Done"}, "not done"),
        (condition(verificationStatus=coded("entered-in-error")), "entered in error"),
        ({**ALLERGY, "verificationStatus": coded("refuted")}, "refuted"),
        ({**ALLERGY, "status": "refuted"}, "refuted"),
        ({**ALLERGY, "status": "entered-in-error"}, "entered in error"),
        (order(status="draft"), "draft"),
        (order(status="entered-in-error"), "entered in error"),
        (order(status="cancelled"), "cancelled before it began"),
        (order(intent="proposal"), "only a proposal"),
        (order(intent="plan"), "only a plan"),
        (order(intent="plan", reportedBoolean=True), "ask whether it is taken"),
        (order(doNotPerform=True), "order not to give it"),
        ({**STATEMENT, "status": "not-taken"}, "did not take it"),
        ({**STATEMENT, "status": "intended"}, "only intended"),
        ({**STATEMENT, "taken": "n"}, "did not take it"),
        ({**STATEMENT, "wasNotTaken": True}, "did not take it"),
        ({**STATEMENT, "adherence": {"code": coded("not-taking")}}, "not taking it"),
        ({**GIVEN, "status": "not-done"}, "not given"),
        ({**GIVEN, "notGiven": True}, "not given"),
        ({**GIVEN, "wasNotGiven": "true"}, "not given"),
        ({**STATEMENT, "resourceType": "MedicationDispense", "status": "declined"}, "declined"),
        ({**PROCEDURE, "status": "not-done"}, "not done"),
        ({**PROCEDURE, "status": "preparation"}, "being prepared"),
        ({**PROCEDURE, "status": "entered-in-error"}, "entered in error"),
        ({**PROCEDURE, "notPerformed": True}, "not done"),
        ({**PROCEDURE, "notDone": True, "notDoneReason": {"text": "declined"}}, "declined"),
        (observation("29463-7", 70, status="entered-in-error"), "entered in error"),
        (observation("29463-7", 70, status="cancelled"), "cancelled"),
        (observation("29463-7", status="registered"), "no result yet"),
        (
            observation("29463-7", dataAbsentReason=coded("not-performed")),
            "no value: not-performed",
        ),
        (condition(subject={"reference": "Patient/p2"}), "someone other"),
        (condition(subject={"reference": "Group/g1"}), "about a group"),
        (observation("718-7", 7, subject={"reference": "Device/d"}), "about a device"),
        ({"resourceType": "Condition"}, "no name and no code"),
        (order("", subject=ME), "names no medicine"),
        (condition("\u202e\u0000"), "nothing readable"),
    ],
)
def test_it_is_left_out_with_its_reason(resource: dict[str, Any], why: str) -> None:
    found = chart(resource)
    shelves = found.as_json()
    assert not any(shelves[shelf] for shelf in ("conditions", "medications", "procedures"))
    assert not any(shelves[shelf] for shelf in ("allergies", "labs", "measurements"))
    assert len(found.left_out) == 1
    assert why in found.left_out[0].why
    assert found.left_out[0].source.path.startswith("Bundle.entry[1].resource")


@pytest.mark.parametrize("doubt", ["provisional", "differential", "unconfirmed"])
def test_an_unconfirmed_diagnosis_is_taken_and_says_so(doubt: str) -> None:
    found = chart(condition(clinicalStatus="active", verificationStatus=doubt))
    assert found.conditions[0].status == f"active, {doubt}"
    assert any("“Desmoid tumor” is not confirmed" in one for one in found.warnings)


def test_a_preliminary_result_is_taken_and_said_to_be_one() -> None:
    found = chart(observation("718-7", 7.1, "g/dL", status="preliminary"))
    assert found.labs[0].status == "preliminary"
    assert any("only preliminary" in one for one in found.warnings)


@pytest.mark.parametrize("status", ["on-hold", "stopped", "completed", "unknown", None])
def test_an_order_that_was_given_is_kept_with_its_status(status: str | None) -> None:
    assert chart(order(status=status)).medications[0].status == status


def test_an_order_for_a_medicine_entered_in_error_is_left_out() -> None:
    voided = {
        "resourceType": "Medication",
        "id": "m1",
        "status": "entered-in-error",
        "code": {"text": "pazopanib"},
    }
    pointing = {"resourceType": "MedicationRequest", "status": "active"}
    for shape in (
        {"medicationReference": {"reference": "Medication/m1"}},
        {"medication": {"reference": {"reference": "Medication/m1"}}},
    ):
        found = chart(voided, {**pointing, **shape})
        assert not found.medications
        told = [(one.what, one.why) for one in found.left_out]
        assert told == [("pazopanib", "the medicine it points to was entered in error")]
    inside = {"medicationReference": {"reference": "#m1"}, "contained": [voided]}
    assert not chart({**pointing, **inside}).medications


def test_a_report_entered_in_error_is_said_and_what_stands_inside_it_is_not_read() -> None:
    report = {"resourceType": "DiagnosticReport", "status": "entered-in-error"}
    inside = observation("718-7", 11, "g/dL", id="hb")
    found = chart({**report, "code": {"text": "Blood count"}, "contained": [inside]})
    assert not found.labs
    assert "the report “Blood count” was entered in error" in " ".join(found.warnings)


def test_two_patients_are_refused() -> None:
    with pytest.raises(FileRefused, match="records of 2 patients"):
        chart({**PATIENT, "id": "p2"})


def test_findings_of_two_people_without_a_patient_are_refused() -> None:
    first = condition(subject={"reference": "Patient/p1"})
    other = condition(subject={"reference": "Patient/p2"})
    with pytest.raises(FileRefused, match="records of 2 patients"):
        chart(first, other, patient=None)


def test_the_same_patient_on_two_pages_is_one() -> None:
    found = chart(PATIENT, condition())
    assert found.patient.name == "Pat Sample"
    assert any("more than once" in one for one in found.warnings)


@pytest.mark.parametrize(
    "reference",
    [
        "Patient/p1",
        "Patient/p1/_history/3",
        "https://ehr.example/fhir/Patient/p1",
        "urn:uuid:p1",
        "Patient?identifier=urn:mrn|77",
    ],
)
def test_every_way_of_pointing_to_the_patient_is_known(reference: str) -> None:
    known = {**PATIENT, "identifier": [{"system": "urn:mrn", "value": "77"}]}
    found = chart(condition(subject={"reference": reference}), patient=known)
    assert len(found.conditions) == 1


def test_a_patient_of_another_server_is_another_patient() -> None:
    entries = [
        {"fullUrl": "https://one.example/Patient/p1", "resource": PATIENT},
        {"resource": condition(subject={"reference": "https://two.example/Patient/p1"})},
    ]
    found = read_json({"resourceType": "Bundle", "entry": entries})
    assert "someone other" in found.left_out[0].why


def test_an_identifier_alone_tells_the_patient_too() -> None:
    known = {**PATIENT, "identifier": [{"system": "urn:mrn", "value": "77"}]}
    mine = condition(subject={"identifier": {"system": "urn:mrn", "value": "77"}})
    other = condition("GIST", subject={"identifier": {"system": "urn:mrn", "value": "78"}})
    found = chart(mine, other, patient=known)
    assert [one.text for one in found.conditions] == ["Desmoid tumor"]
    assert [one.what for one in found.left_out] == ["GIST"]


def test_what_says_nobody_is_taken_with_a_warning() -> None:
    root = bundle(condition())
    del root["entry"][1]["resource"]["subject"]
    assert any("do not say whose they are" in one for one in read_json(root).warnings)


def test_an_older_version_of_a_record_gives_way() -> None:
    old = condition("GIST", id="c", meta={"versionId": "1"})
    new = condition("Desmoid tumor", id="c", meta={"versionId": "2"})
    found = chart(new, old)
    assert [one.text for one in found.conditions] == ["Desmoid tumor"]
    assert "newer version" in found.left_out[0].why


def test_two_contents_of_one_record_are_both_kept_and_doubted() -> None:
    found = chart(condition("GIST", id="c"), condition("Desmoid tumor", id="c"))
    assert len(found.conditions) == 2
    assert any("no sign of which is newer" in one for one in found.warnings)


def test_a_deleted_record_is_gone() -> None:
    root = bundle(condition(id="c"))
    root["entry"].append({"request": {"method": "DELETE", "url": "Condition/c"}})
    found = read_json(root)
    assert not found.conditions
    assert found.left_out[0].why == "it was deleted"


def test_one_bad_entry_does_not_sink_the_rest() -> None:
    root = bundle(condition())
    root["entry"] += [{"resource": 5}, {"resource": {"resourceType": "Condition", "code": 7}}, None]
    found = read_json(root)
    assert [one.text for one in found.conditions] == ["Desmoid tumor"]
    assert any(one.startswith("Not read: 2 Unnamed record") for one in found.warnings)
