"""Every chart of the corpus is read to what two independent counts say is in it."""

import json
from datetime import date
from functools import cache
from typing import Any

import pytest
from shared_data import shared

from casetrack.intake import Chart, Finding, read

EXPECTED: dict[str, Any] = json.loads(shared("expected.json").read_text())
FHIR = [name for name in EXPECTED if name.startswith("fhir/")]
CCDA = [name for name in EXPECTED if name.startswith("ccda/")]
FORMATS = {
    "fhir/messy_array_maureen_mixed_dstu2.json": "FHIR DSTU2 JSON",
    "fhir/synthea_dstu2_nsclc_a.json": "FHIR DSTU2 JSON",
    "fhir/synthea_stu3_sclc_a.json": "FHIR STU3 JSON",
    "fhir/synthea_stu3_xml_a.xml": "FHIR STU3 XML",
}


@pytest.fixture(params=FHIR)
def pair(request: pytest.FixtureRequest) -> tuple[Chart, dict[str, Any]]:
    return _chart(request.param), EXPECTED[request.param]


@pytest.mark.parametrize("name", FHIR)
def test_the_edition_is_recognized(name: str) -> None:
    chart = _chart(name)
    assert chart.format == FORMATS.get(name, "FHIR R4 JSON")
    said = [one for one in chart.warnings if "edition" in one]
    assert len(said) == (0 if chart.format == "FHIR R4 JSON" else 1)
    assert not [one for one in said if "also holds" in one]


def test_the_patient_is_the_right_one(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    person = expected["patients"][0]
    name = person["name"] or {"family": None, "given": []}
    assert chart.patient.family == name["family"]
    assert list(chart.patient.given) == name["given"]
    assert chart.patient.birth_date == person["birthDate"]
    assert chart.patient.deceased == person["deceased"]
    if person["gender"]:
        assert chart.patient.sex == person["gender"]


def test_a_deceased_patient_is_the_first_thing_said(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    warned = bool(chart.warnings) and "deceased" in chart.warnings[0]
    assert warned == isinstance(expected["patients"][0]["deceased"], str)


def test_the_cancers_are_picked_out_of_the_noise(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    found = [one for one in chart.conditions if "cancer" in one.detail]
    assert [
        {
            "text": one.text,
            "code": one.code,
            "clinical": one.status,
            "verification": one.detail.get("verification"),
            "onset": one.date,
            "abated": one.end,
        }
        for one in found
    ] == expected["cancer_conditions"]


def test_conditions_are_taken_or_left_out_as_they_should(
    pair: tuple[Chart, dict[str, Any]],
) -> None:
    chart, expected = pair
    texts = {one.text for one in chart.conditions}
    active = {one.text for one in chart.conditions if one.status == "active"}
    left = {one.what for one in chart.left_out}
    assert active == set(expected["active_conditions"])
    assert texts >= set(expected["suspected_or_polyp"])
    assert not texts & set(expected["conditions_must_not_import"])
    assert left >= set(expected["conditions_must_not_import"])
    of_conditions = [one for one in chart.left_out if one.source.resource.startswith("Condition")]
    assert len(chart.conditions) + len(of_conditions) == expected["conditions_total"]


def test_medicines_are_all_there_and_named(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    told = expected["medications"]
    never = set(told["must_not_import"])
    left = {one.what for one in chart.left_out if one.source.resource.startswith("Medication")}
    taken = {one.text for one in chart.medications}
    active = {one.text for one in chart.medications if one.status == "active"}
    assert taken == set(told["distinct_names"]) - never
    assert left == never
    assert active == set(told["active_names"])
    assert len(chart.medications) == told["resources"] - len(never)


def test_allergies_and_procedures_are_there(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    assert [one.text for one in chart.allergies] == expected["allergies"]
    never = set(expected["procedures"]["not_done_or_error"])
    assert len(chart.procedures) == expected["procedures"]["total"] - len(never)
    assert not never & {one.text for one in chart.procedures}
    assert never <= {one.what for one in chart.left_out}


def test_variants_carry_gene_change_and_result(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    variants = [one for one in chart.biomarkers if one.detail.get("finding") == "variant"]
    assert len(variants) == len(expected["genomic_variants"])
    for one, told in zip(variants, expected["genomic_variants"], strict=True):
        assert (one.value, one.status) == (told["result"], told["status"])
        assert told["gene"] in one.detail["gene"]
        for key, part in (("c", "c"), ("p", "p"), ("source", "source"), ("vaf", "vaf")):
            assert one.detail.get(part) == told.get(key)
        assert one.detail.get("variant") == told.get("variant_id")


def test_scores_and_disease_status_are_kept_all(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    scores = {(_code(one), one.value, one.date) for one in chart.performance_status}
    assert scores >= {
        (told["code"], told["value"], told["date"]) for told in expected["performance_status"]
    }
    statuses = [
        {"value": one.value, "date": one.date, "status": one.status} for one in chart.disease_status
    ]
    assert statuses == expected["disease_status"]


def test_stages_and_markers_are_there(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    stages = {(_code(one), one.value, one.date) for one in chart.stages}
    told = {(one["code"], one["value"], one["date"]) for one in expected["staging"]}
    assert stages >= told
    markers = {(one.text, _shown(one)) for one in chart.biomarkers}
    assert markers >= {(one["test"], one["value"]) for one in expected["tumour_markers"]}


def test_the_latest_weight_is_in_kilograms(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    weights = [one for one in chart.measurements if "kg" in one.detail]
    assert len(weights) == expected["weights_valid"]
    latest = max(weights, key=lambda one: one.date or "", default=None)
    kilos = float(latest.detail["kg"]) if latest else None
    assert kilos == expected["latest_weight_kg"]
    if latest:
        assert _shown(latest) == expected["latest_weight"]["value"]


def test_every_finding_says_where_it_stood(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, _ = pair
    shown = chart.as_json()
    for shelf in ("conditions", "medications", "labs", "measurements", "left_out"):
        for one in shown[shelf]:  # type: ignore[attr-defined]  # JSON is read by its keys
            assert one["source"]["resource"]
            assert one["source"]["path"]
    json.dumps(shown, allow_nan=False)


def test_provenance_leads_back_to_the_value() -> None:
    weight = _chart("fhir/desmoid_synthetic_a.json").measurements[1]
    assert weight.source.resource == "Observation/a-wt-2"
    assert weight.source.path == "Bundle.entry[19].resource.valueQuantity"
    root = json.loads(shared("fhir/desmoid_synthetic_a.json").read_text())
    assert root["entry"][19]["resource"]["valueQuantity"]["value"] == weight.value


def test_what_is_out_of_scope_is_counted_in_one_line(pair: tuple[Chart, dict[str, Any]]) -> None:
    chart, expected = pair
    lines = [one for one in chart.warnings if one.startswith("Not read: ")]
    for kind in ("Claim", "Encounter", "ExplanationOfBenefit", "Immunization", "CarePlan"):
        count = expected["by_type"].get(kind)
        assert not count or f"{count} {kind}" in lines[0]
    assert len(lines) <= 1


def test_the_traps_of_the_desmoid_chart() -> None:
    chart = _chart("fhir/desmoid_synthetic_a.json")
    reasons = {one.text: one.detail.get("reason") for one in chart.medications}
    assert reasons["sorafenib 400 mg tablet"] == "Disease progression"
    assert reasons["vinblastine 5 mg/m2 IV weekly"] == "Toxicity (hepatic, grade 3)"
    assert chart.biomarkers[0].text == "CTNNB1 p.(Thr41Ala)"
    assert chart.biomarkers[1].value == "Absent"
    assert chart.conditions[0].detail["histology"] == "Aggressive fibromatosis"
    assert chart.medications[0].detail["reason_for"].startswith("Desmoid tumour")
    assert chart.patient.record_number == "TEST-0001"


def test_the_traps_of_the_jenny_chart() -> None:
    chart = _chart("fhir/mcode_stu4_jenny_m.json")
    said = " ".join(chart.warnings)
    assert "more than one stage" in said  # the condition says IIIC, the observation IIB
    assert "still marked active though ordered more than two years ago" in said
    assert len({one.value for one in chart.stages if "stage" in str(one.value)}) == 2


def test_masked_values_are_none_and_said_to_be_masked() -> None:
    chart = _chart("fhir/messy_masked_patient.json")
    assert chart.patient.name is None
    assert chart.patient.birth_date is None
    masked = [one for one in chart.warnings if "not provided (masked)" in one]
    assert len(masked) == 3


def test_the_current_name_is_chosen_and_the_old_one_said() -> None:
    chart = _chart("fhir/uscore_patient_example.json")
    assert chart.patient.name == "Amy V. Baxter"
    assert any("“Amy V. Shaw”" in one for one in chart.warnings)
    assert chart.patient.sex == "female"  # US Core 9 has it in an extension only


# Where the counts of expected.json differ from what is taken, and why.
PROBLEMS = {
    "ccda/cerner_toc_a.xml": 5,  # two more are encounter diagnoses, repeated from the problem list
    "ccda/kareo_null_name_a.ccd": 2,  # coded, but with the templates of CCD 1.0
    "ccda/nist_ambulatory_ccd_a.xml": 2,  # the third is an encounter diagnosis
}
MEDICINES = {"ccda/kareo_null_name_a.ccd": 1}  # coded with the templates of CCD 1.0
ALLERGIES = {"ccda/kareo_null_name_a.ccd": 1, "ccda/practicefusion_ccd_a.ccd": 1}
RESULTS = {"ccda/kareo_null_name_a.ccd": 1}  # a placeholder, left out as one


@pytest.mark.parametrize("name", CCDA)
def test_a_document_is_read_to_its_counts(name: str) -> None:
    chart, expected = _chart(name), EXPECTED[name]
    sections = {"conditions": "problem_observations", "medications": "medication_activities"}
    assert chart.format == "C-CDA"
    assert len(chart.conditions) == PROBLEMS.get(name, expected[sections["conditions"]])
    assert len(chart.medications) == MEDICINES.get(name, expected[sections["medications"]])
    allergies = len(chart.allergies) + _left(chart, "llerg")
    assert allergies == ALLERGIES.get(name, expected["allergy_observations"])
    results = len(chart.labs) + _left(chart, "esults") + _left(chart, "RESULTS")
    assert results == RESULTS.get(name, expected["result_observations"])


@pytest.mark.parametrize("name", CCDA)
def test_a_document_is_about_its_patient(name: str) -> None:
    patient, told = _chart(name).patient, EXPECTED[name]["patients"][0]
    assert patient.family == told["family"][0]
    assert list(patient.given) == [one for one in told["given"] if one not in {"", "null"}]
    assert patient.birth_date == date.fromisoformat(told["birthTime"]).isoformat()
    assert patient.sex == {"F": "female", "M": "male"}[told["gender"]]


def test_a_null_given_name_is_dropped_and_said() -> None:
    chart = _chart("ccda/kareo_null_name_a.ccd")
    assert chart.patient.name == "JOEY MILLER"
    assert any("“null”" in one for one in chart.warnings)


def test_the_second_name_of_a_document_is_said() -> None:
    chart = _chart("ccda/hl7_ccd_two_names_a.xml")
    assert chart.patient.name == "Eve Betterhalf"
    assert any("“Eve Everywoman”" in one for one in chart.warnings)


def test_an_unstructured_document_gives_its_patient_and_says_what_is_missing() -> None:
    chart = _chart("ccda/hl7_unstructured_reference_a.xml")
    assert chart.patient.name == "Henry L Levin"
    assert any("separate file, which was not opened" in one for one in chart.warnings)


def test_an_operative_note_gives_diagnosis_and_operations() -> None:
    chart = _chart("ccda/mtuitive_breast_opnote_a.xml")
    assert {one.detail["category"] for one in chart.conditions} == {
        "Preoperative Diagnosis",
        "Postoperative Diagnosis",
    }
    assert all(one.detail["cancer"] == "yes" for one in chart.conditions)
    assert {one.date for one in chart.procedures} == {"2013-06-25"}


def test_a_document_says_the_line() -> None:
    source = _chart("ccda/cerner_toc_a.xml").conditions[0].source
    lines = shared("ccda/cerner_toc_a.xml").read_text().splitlines()
    assert source.line
    assert "<observation" in lines[source.line - 1]
    assert source.path.endswith("component[3]/section/entry[1]/act/entryRelationship/observation")


@cache
def _chart(name: str) -> Chart:
    return read(shared(name).read_bytes())


def _code(one: Finding) -> str:
    return (one.code or "").rpartition("|")[2]


def _shown(one: Finding) -> str:
    return f"{one.value} {one.unit}" if one.unit else str(one.value)


def _left(chart: Chart, section: str) -> int:
    return len([one for one in chart.left_out if section in one.source.resource])
