"""The charts of the corpus: what they propose, how fast, and in which order."""

import json
import random
import time
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.test_proposals_made import check_storable, of
from shared_data import shared

from casetrack.intake import read
from casetrack.intake.chart import SHELVES, Chart
from casetrack.intake.proposals import Held, Proposed, propose
from casetrack.rules.questions import BY_KEY

EXPECTED: dict[str, Any] = json.loads(shared("expected.json").read_text())
FILES = [name for name in EXPECTED if name.startswith(("fhir/", "ccda/"))]
DESMOID = "fhir/desmoid_synthetic_a.json"
BIG = "fhir/synthea_r4_nsclc_big_a.json"
ORDER = (
    *("patient", "disease", "prior_therapy", "measurements", "condition", "allergies"),
    *("medicines", "other_conditions", "labs", "pregnancy"),
)


@pytest.mark.parametrize("name", FILES)
def test_every_proposal_can_be_stored_as_it_is(name: str) -> None:
    check_storable(_proposed(name).proposals)


@pytest.mark.parametrize("name", FILES)
def test_nothing_refuted_in_error_or_not_done_is_anywhere(name: str) -> None:
    told = EXPECTED[name]
    never = [
        *told.get("conditions_must_not_import", []),
        *told.get("medications", {}).get("must_not_import", []),
        *told.get("procedures", {}).get("not_done_or_error", []),
    ]
    everything = repr(_proposed(name))
    assert not [text for text in never if text in everything]


@pytest.mark.parametrize("name", FILES)
def test_the_dead_are_proposed_as_dead(name: str) -> None:
    died = EXPECTED[name]["patients"][0].get("deceased")
    told = of(_proposed(name), "deceased")
    expected = [{"deceased": "yes", "deceased_on": died[:10]}] if died else []
    assert [dict(one.answers) for one in told] == expected


@pytest.mark.parametrize("name", FILES)
def test_every_sure_cancer_is_offered_as_diagnosis(name: str) -> None:
    cancers = {one["text"] for one in EXPECTED[name].get("cancer_conditions", [])}
    told = of(_proposed(name), "diagnosis")
    if name.startswith("fhir/"):
        assert len(told) == len(cancers)
        assert all(any(text in one.text for one in told) for text in cancers)
    assert all(bool(one.conflict) == (len(told) > 1) for one in told)
    assert not [one for one in told if "Suspected" in one.text]


@pytest.mark.parametrize("name", FILES)
def test_the_latest_weight_is_offered(name: str) -> None:
    kilos = EXPECTED[name].get("latest_weight_kg")
    if name.startswith("fhir/"):
        told = [float(one.answers["weight"]) for one in of(_proposed(name), "weight")]
        assert told == ([kilos] if kilos else [])


@pytest.mark.parametrize("name", FILES)
def test_proposals_stand_in_the_order_of_the_case(name: str) -> None:
    keys = [one.section for one in _proposed(name).proposals]
    assert [key for key in dict.fromkeys(keys) if key in BY_KEY] == [
        key for key in ORDER if key in keys
    ]
    assert keys == sorted(keys, key=ORDER.index)


@pytest.mark.parametrize("name", FILES)
def test_a_case_that_took_everything_is_proposed_only_what_disagreed(name: str) -> None:
    first = _proposed(name)
    answers: dict[str, str] = {}
    rows: dict[str, list[dict[str, str]]] = {}
    for one in first.proposals:
        if one.rows:
            rows.setdefault(one.rows, []).append(dict(one.answers))
        else:
            answers.update(one.answers)
    again = propose(_chart(name), held=Held(answers, rows))
    disputed = [dict(one.answers) for one in first.proposals if one.conflict and not one.rows]
    assert all(dict(one.answers) in disputed for one in again.proposals)
    assert all(one.conflict for one in again.proposals)


def test_the_desmoid_chart_gives_its_lines_of_therapy() -> None:
    assert [dict(one.answers) for one in of(_proposed(DESMOID), "therapy")] == [
        {
            "treatment": "Wide local excision of desmoid tumour, left thigh (R1)",
            "kind": "surgery",
            "start": "2021-11-08",
            "stop": "2021-11-08",
        },
        {
            "treatment": "sorafenib 400 mg tablet",
            "kind": "drug",
            "dose": "400 mg orally once daily",
            "start": "2022-05-03",
            "why_stopped": "growth",
        },
        {
            "treatment": "methotrexate 30 mg/m2 IV weekly + vinblastine 5 mg/m2 IV weekly",
            "kind": "drug",
            "start": "2023-02-14",
            "why_stopped": "toxicity",
            "toxicity": "Toxicity (hepatic, grade 3)",
            "grade": "3",
        },
    ]


def test_the_desmoid_chart_gives_its_facts() -> None:
    facts = [dict(one.answers) for one in _proposed(DESMOID).proposals if not one.rows]
    assert facts == [
        {"initials": "M.A.T."},
        {"birth_year": "1991"},
        {"birth_date": "1991-07-14"},
        {"patient_name": "Marisol Ada Testcase-Okafor"},
        {"record_number": "TEST-0001"},
        {"sex": "female"},
        {"diagnosis": "Desmoid tumour (aggressive fibromatosis), left thigh"},
        {"diagnosed_on": "2021-09-20"},
        {"site": "Left thigh"},
        {"pathology": "Aggressive fibromatosis"},
        {"course": "progressing", "course_on": "2026-01-05"},
        {"ecog": "1", "ecog_on": "2026-01-08"},
        {"weight": "68.2", "weight_on": "2026-01-08"},
        {"height": "167.0"},
        {"pregnancy_test": "negative", "pregnancy_test_on": "2026-01-08"},
    ]
    assert not any(one.conflict for one in _proposed(DESMOID).proposals)


def test_the_desmoid_chart_gives_its_rows() -> None:
    rows = [
        dict(one.answers) for one in _proposed(DESMOID).proposals if one.rows not in ("", "therapy")
    ]
    day = "2021-10-05"
    assert rows == [
        {"test": "APC", "result": "absent", "origin": "germline", "tested_on": day},
        {
            "test": "CTNNB1",
            "result": "present",
            "detail": "p.(Thr41Ala)",
            "origin": "somatic",
            "tested_on": day,
        },
        {"substance": "Penicillin", "reaction": "Urticaria"},
        {"name": "amlodipine 5 mg tablet", "dose": "5 mg orally once daily", "since": "2022-08-02"},
        {"name": "Essential hypertension", "since": "2022-08-02", "now": "active"},
        {"name": "Deep vein thrombosis, left leg", "since": "2022-01-10", "now": "resolved"},
        {"test": "ALT", "value": "38", "unit": "U/L", "taken_on": "2026-01-08"},
        {"test": "Phosphate", "value": "2.9", "unit": "mg/dL", "taken_on": "2026-01-08"},
    ]


def test_the_desmoid_chart_says_where_and_what_was_older() -> None:
    (weight,) = of(_proposed(DESMOID), "weight")
    assert weight.text == "Body weight: 150.4 lb, that is 68.2 kg, Jan 8, 2026"
    assert weight.note == "Older: 70.1 kg (Jun 12, 2025)."
    assert weight.resource == "Observation/a-wt-2"
    assert weight.path == "Bundle.entry[19].resource.valueQuantity"
    regimen = of(_proposed(DESMOID), "therapy")[2]
    assert regimen.resource == "MedicationRequest/a-med-2; MedicationRequest/a-med-3"


@pytest.mark.parametrize(
    ("name", "key", "answers"),
    [
        ("fhir/mcode_stu4_brian_l_pediatric.json", "lab", 2),
        ("fhir/messy_array_maureen_mixed_dstu2.json", "disease_stage", 2),
        ("fhir/mcode_stu4_jenny_m.json", "disease_stage", 2),
        (BIG, "diagnosis", 2),
    ],
)
def test_contradictions_of_the_corpus_are_left_to_a_person(
    name: str, key: str, answers: int
) -> None:
    disputed = [one for one in of(_proposed(name), key) if one.conflict]
    assert len(disputed) == answers
    assert {one.conflict for one in disputed} == {"The chart gives 2 different values"}


def test_a_document_gives_its_lines_in_the_place() -> None:
    told = of(_proposed("ccda/cerner_toc_a.xml"), "medicine")
    insulin = next(one for one in told if "Insulin" in one.answers["name"])
    assert insulin.answers["dose"] == "30 units, Subcutaneous, At Bedtime, 10 mL"
    assert insulin.path.endswith("substanceAdministration (line 1324)")


def test_a_medicine_of_a_document_may_go_on_though_its_entry_is_complete() -> None:
    told = of(_proposed("ccda/practicefusion_ccd_a.ccd"), "medicine")
    assert {one.answers["name"] for one in told} == {
        "lisinopril 10 mg",
        "glyBURIDE 5 mg",
        "lovastatin 20 mg",
    }
    assert all("Ask whether it is taken." in one.note for one in told)


def test_a_large_chart_is_proposed_in_a_moment() -> None:
    chart = _chart(BIG)
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        propose(chart, held=Held())
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.3


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_the_findings_does_not_matter(name: str, seed: int) -> None:
    chart = _chart(name)
    mixed = {shelf: list(getattr(chart, shelf)) for shelf in SHELVES}
    for findings in mixed.values():
        random.Random(seed).shuffle(findings)  # noqa: S311 - a shuffle, no secret
    shelves = {shelf: tuple(one) for shelf, one in mixed.items()}
    shuffled = Chart(
        format=chart.format, patient=chart.patient, left_out=(), warnings=(), **shelves
    )
    assert propose(shuffled, held=Held()) == _proposed(name)


@cache
def _chart(name: str) -> Chart:
    return read(shared(name).read_bytes())


@cache
def _proposed(name: str) -> Proposed:
    return propose(_chart(name), held=Held())
