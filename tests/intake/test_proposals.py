"""What is proposed for a case: never a choice between values, never twice, never unstorable."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from casetrack.intake.chart import Chart, Finding, Patient, Source
from casetrack.intake.proposals import Held, Proposal, Proposed, propose
from casetrack.rules import values
from casetrack.rules.questions import find

NOTHING = Held()
LOINC = "http://loinc.org|"


def found(text: str, **fields: Any) -> Finding:
    """A finding of a chart made for a test."""
    return Finding(text, source=Source("Thing/1", "Bundle.entry[1].resource"), **fields)


def proposed(held: Held = NOTHING, **shelves: Any) -> Proposed:
    """What a chart with these findings proposes."""
    patient = shelves.pop("patient", Patient())
    return propose(Chart(format="FHIR R4 JSON", patient=patient, **shelves), held=held)


def of(told: Proposed, key: str) -> list[Proposal]:
    """The proposals for a fact of the case, or for rows of this key."""
    return [
        one for one in told.proposals if one.rows == key or (not one.rows and key in one.answers)
    ]


def weight(kilos: str, date: str | None, **fields: Any) -> Finding:
    return found(
        "Body weight", value=float(kilos), unit="kg", date=date, detail={"kg": kilos}, **fields
    )


def cancer(text: str = "Desmoid tumor", **fields: Any) -> Finding:
    detail = {"cancer": "yes", **fields.pop("detail", {})}
    return found(text, status=fields.pop("status", "active"), detail=detail, **fields)


def lab(text: str, value: Any, date: str | None = "2026-01-08", **fields: Any) -> Finding:
    return found(text, value=value, date=date, **fields)


# values that disagree


def test_two_weights_of_one_day_are_both_proposed_and_in_conflict() -> None:
    told = of(
        proposed(measurements=(weight("70.1", "2026-01-08"), weight("68.2", "2026-01-08"))),
        "weight",
    )
    assert {one.answers["weight"] for one in told} == {"70.1", "68.2"}
    assert {one.conflict for one in told} == {"The chart gives 2 different values"}


def test_two_undated_weights_are_in_conflict() -> None:
    told = of(proposed(measurements=(weight("70.1", None), weight("68.2", None))), "weight")
    assert [bool(one.conflict) for one in told] == [True, True]


def test_an_undated_weight_may_be_the_latest_one() -> None:
    told = of(proposed(measurements=(weight("70.1", None), weight("68.2", "2026-01-08"))), "weight")
    assert len(told) == 2
    assert all(one.conflict for one in told)


def test_a_weight_known_only_by_its_year_may_be_the_latest_one() -> None:
    told = of(
        proposed(measurements=(weight("70.1", "2026"), weight("68.2", "2026-01-08"))), "weight"
    )
    assert len(told) == 2


def test_the_latest_weight_is_proposed_and_the_older_one_told() -> None:
    told = proposed(
        measurements=(weight("70.1", "2025-06-12"), weight("68.2", "2026-01-08T10:00:00Z"))
    )
    (one,) = of(told, "weight")
    assert one.answers == {"weight": "68.2", "weight_on": "2026-01-08"}
    assert one.note == "Older: 70.1 kg (Jun 12, 2025)."
    assert not one.conflict
    assert told.notes == ("1 older value was not proposed.",)


def test_one_weight_in_two_units_is_one_weight() -> None:
    pounds = found("Body weight", value=150.4, unit="lb", date="2026-01-08", detail={"kg": "68.2"})
    (one,) = of(proposed(measurements=(pounds, weight("68.2", "2026-01-08"))), "weight")
    assert not one.conflict
    assert "Recorded 2 times." in one.note


def test_different_cancers_are_a_conflict_whatever_their_dates() -> None:
    told = of(
        proposed(
            conditions=(
                cancer("Non-small cell lung cancer (disorder)", date="2008-10-11"),
                cancer("Non-small cell carcinoma of lung, TNM stage 1", date="2019-10-12"),
            )
        ),
        "diagnosis",
    )
    assert [one.answers["diagnosis"] for one in told] == [
        "Non-small cell lung cancer",
        "Non-small cell carcinoma of lung, TNM stage 1",
    ]
    assert all(one.conflict == "The chart gives 2 different values" for one in told)


@pytest.mark.parametrize(
    "detail", [{"suspected": "yes"}, {"cancer": "yes", "verification": "provisional"}]
)
def test_a_suspicion_is_never_proposed_as_the_diagnosis(detail: Mapping[str, str]) -> None:
    told = proposed(conditions=(found("Lung cancer", status="active", detail=detail),))
    assert not of(told, "diagnosis")
    (one,) = of(told, "other_condition")
    assert one.answers == {"name": "Lung cancer", "now": "suspected"}


def test_a_stage_of_one_value_per_part_is_one_line() -> None:
    told = proposed(
        stages=(
            found("cM category", value="AJCC cM0", date="2018-03-18"),
            found("cT category", value="cT3 (qualifier value)", date="2018-03-16"),
            found("Stage group", value="IIB", date="2018-03-16"),
            found("cN category", value="cN0", date="2018-03-16"),
        )
    )
    assert [one.answers["disease_stage"] for one in of(told, "disease_stage")] == [
        "Stage IIB, cT3 cN0 cM0"
    ]


def test_a_stage_with_two_groups_is_told_with_each() -> None:
    told = proposed(
        stages=(
            found(
                "Stage group.clinical Cancer", code=f"{LOINC}21908-9", value="1", date="2018-10-18"
            ),
            found(
                "Stage group.clinical Cancer", code=f"{LOINC}21908-9", value="1A", date="2018-10-18"
            ),
            found("N", value="N0", date="2018-10-18"),
        )
    )
    both = of(told, "disease_stage")
    assert [one.answers["disease_stage"] for one in both] == ["Stage 1, N0", "Stage 1A, N0"]
    assert all(one.conflict for one in both)


def test_an_older_stage_is_told_and_an_undated_one_disagrees() -> None:
    new, old = (
        found("Stage", value="Stage IV", date="2024"),
        found("Stage", value="Stage II", date="2020"),
    )
    (one,) = of(proposed(stages=(old, new)), "disease_stage")
    assert one.note == "Older: Stage II (2020)."
    assert len(of(proposed(stages=(found("Stage", value="Stage II"), new)), "disease_stage")) == 2


@pytest.mark.parametrize(
    ("words", "course"),
    [
        ("Patient's condition worsened (finding)", "progressing"),
        ("Progressive disease", "progressing"),
        ("Patient's condition stable", "stable"),
        ("Improving", "responding"),
        ("Partial response", "responding"),
        ("In full remission", "remission"),
        ("No evidence of disease", "remission"),
        ("Patient condition undetermined", "unknown"),
    ],
)
def test_the_course_is_told_in_the_words_of_the_form(words: str, course: str) -> None:
    (one,) = of(proposed(disease_status=(lab("Cancer disease status", words),)), "course")
    assert one.answers == {"course": course, "course_on": "2026-01-08"}


@pytest.mark.parametrize(
    "words", ["No progression", "Not in remission", "Stable, then progression", "See report", "3"]
)
def test_a_course_in_doubtful_words_is_not_guessed(words: str) -> None:
    told = proposed(disease_status=(lab("Cancer disease status", words),))
    assert not of(told, "course")
    assert told.notes == (f"The disease status “{words}” was not proposed: it fits no answer.",)


def test_one_change_both_present_and_absent_is_a_conflict() -> None:
    gene = {"finding": "variant", "gene": "CTNNB1"}
    told = of(
        proposed(
            biomarkers=(
                lab("CTNNB1", "Present", detail={**gene, "p": "NP_001895.1:p.(Thr41Ala)"}),
                lab("CTNNB1", "Absent", detail={**gene, "p": "not detected"}),
            )
        ),
        "biomarker",
    )
    assert {one.answers["result"]: one.answers.get("detail") for one in told} == {
        "present": "p.(Thr41Ala)",
        "absent": None,
    }
    assert all(one.conflict for one in told)


def test_two_changes_in_one_gene_are_two_findings() -> None:
    genes = [{"finding": "variant", "gene": "APC", "c": f"NM_1:c.{n}A>G"} for n in (1, 2)]
    told = of(
        proposed(biomarkers=[lab("APC", "Present", detail=one) for one in genes]), "biomarker"
    )
    assert [one.answers["detail"] for one in told] == ["c.1A>G", "c.2A>G"]
    assert not any(one.conflict for one in told)


@pytest.mark.parametrize(
    ("value", "result", "detail"),
    [
        ("Positive", "positive", None),
        ("Not detected", "absent", None),
        ("Positive (3+)", "positive", "Positive (3+)"),
        ("Equivocal", "unclear", None),
        ("High", "value", "High"),
        (25, "value", "25 /Mb"),
        ("Positive control, sample negative", "value", "Positive control, sample negative /Mb"),
    ],
)
def test_a_marker_is_read_word_by_word(value: Any, result: str, detail: str | None) -> None:
    unit = "/Mb" if detail and "/Mb" in detail else None
    (one,) = of(proposed(biomarkers=(lab("A marker", value, unit=unit),)), "biomarker")
    assert (one.answers["result"], one.answers.get("detail")) == (result, detail)


def test_lists_of_genes_and_interpretations_are_counted_only() -> None:
    told = proposed(
        biomarkers=(
            lab("Genes studied", "APC, TP53", detail={"finding": "genes studied"}),
            lab("Implication: X", "Responsive", detail={"finding": "implication"}),
        )
    )
    assert not told.proposals
    assert told.notes == ("1 list of genes studied and 1 interpretation were not proposed.",)


def test_tumor_sizes_of_one_day_are_in_conflict_and_never_added() -> None:
    sizes = [
        found("Tumor size", value=v, unit=u, date="2026-01-05")
        for v, u in ((2.5, "cm"), (31, "mm"))
    ]
    told = of(proposed(measurements=sizes), "measurement")
    assert [one.answers["sum"] for one in told] == ["25", "31"]
    assert all(one.conflict == "The chart gives 2 different values" for one in told)
    assert told[0].note.startswith("One diameter as recorded, not a sum: check.")


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("Polyp size", "mm", "33756-8"),
        ("Tumor size, additional dimension", "mm", "33729-5"),
        ("Tumor size", "furlong", "21889-1"),
        ("Body height", "cm", "8302-2"),
    ],
)
def test_what_is_no_greatest_diameter_is_no_measurement(text: str, unit: str, code: str) -> None:
    told = proposed(measurements=(found(text, value=12, unit=unit, code=f"{LOINC}{code}"),))
    assert not of(told, "measurement")
    assert told.notes == ("1 other measurement was not proposed.",)


def test_different_laboratory_values_of_one_test_and_day_are_in_conflict() -> None:
    told = of(proposed(labs=(lab("ALT", 38), lab("ALT", 51), lab("AST", 20))), "lab")
    assert [(one.answers["value"], bool(one.conflict)) for one in told] == [
        ("38", True),
        ("51", True),
        ("20", False),
    ]


def test_only_the_newest_forty_tests_are_proposed() -> None:
    many = [lab(f"Test {n}", n, date=f"20{n:02d}-01-01") for n in range(10, 60)]
    told = proposed(labs=many)
    assert [one.answers["taken_on"][:4] for one in of(told, "lab")] == [
        str(year) for year in range(2059, 2019, -1)
    ]
    assert told.notes == ("10 older laboratory tests were not proposed.",)


def test_digits_that_nobody_measured_are_rounded_and_told() -> None:
    told = of(proposed(labs=(lab("WBC", 5.460662791219653), lab("Phosphate", 2.9))), "lab")
    assert [one.answers["value"] for one in told] == ["2.9", "5.461"]
    assert told[1].note == "Rounded from 5.460662791219653."
    assert "5.460662791219653" in told[1].text


# what the case holds already


def test_what_the_case_holds_in_the_same_form_is_counted_only() -> None:
    held = Held(
        answers={"weight": "68.2", "weight_on": "2026-01-08"},
        rows={"allergy": [{"substance": "Penicillin", "reaction": "Hives", "seen": "more"}]},
    )
    told = proposed(
        held,
        measurements=(weight("68.2", "2026-01-08"),),
        allergies=(found("Penicillin", detail={"reaction": "Hives"}),),
    )
    assert not told.proposals
    assert told.notes == ("2 facts the case holds already were not proposed again.",)


def test_a_later_value_is_proposed_beside_what_the_case_says_now() -> None:
    held = Held({"weight": "70.1", "weight_on": "2025-06"})
    (one,) = of(proposed(held, measurements=(weight("68.2", "2026-01-08"),)), "weight")
    assert (one.note, one.conflict) == ("The case now says 70.1 kg.", "")


def test_a_value_that_is_not_surely_later_is_for_a_person_to_choose() -> None:
    held = Held({"weight": "70.1", "weight_on": "2026"})
    (one,) = of(proposed(held, measurements=(weight("68.2", "2026-01-08"),)), "weight")
    assert one.conflict == "The case now says 70.1 kg"
    (other,) = of(proposed(Held({"diagnosis": "Sarcoma"}), conditions=(cancer(),)), "diagnosis")
    assert other.conflict == "The case now says Sarcoma"


def test_another_birth_date_may_be_another_patient() -> None:
    told = proposed(Held({"birth_date": "1980"}), patient=Patient(birth_date="1991-07-14"))
    (one,) = of(told, "birth_date")
    assert one.conflict == "The case now says 1980: check that this is the right patient's chart"


@pytest.mark.parametrize(
    ("row", "conflict"),
    [
        ({"name": "AMLODIPINE 5 mg", "since": "2022-08-02"}, "Aug 2, 2022"),
        ({"name": "amlodipine", "since": "2022-08"}, "Aug 2022"),
        ({"name": "Amlodipine 5 mg"}, "Amlodipine 5 mg"),
        ({"name": "Amlodipine 5 mg", "since": "2021"}, ""),
        ({"name": "Amlo", "since": "2022-08-02"}, ""),
    ],
)
def test_a_row_the_case_lists_already_is_in_conflict(row: Mapping[str, str], conflict: str) -> None:
    order = found("Amlodipine 5 mg", status="active", date="2022-08-02")
    (one,) = of(proposed(Held(rows={"medicine": [row]}), medications=(order,)), "medicine")
    assert one.conflict.endswith(conflict)
    assert one.conflict.startswith("The case already lists ") or not conflict
    assert bool(one.conflict) == bool(conflict)


def test_a_line_of_therapy_is_known_again_by_its_drug() -> None:
    held = Held(rows={"therapy": [{"treatment": "Sorafenib (Nexavar)", "start": "2022-05"}]})
    order = found("sorafenib 400 mg tablet", status="stopped", date="2022-05-03")
    (one,) = of(proposed(held, medications=(order,)), "therapy")
    assert one.conflict == "The case already lists Sorafenib (Nexavar), May 2022"


def test_rows_against_an_answer_of_none_are_in_conflict() -> None:
    held = Held({"allergy_none": "yes"})
    (one,) = of(proposed(held, allergies=(found("Penicillin"),)), "allergy")
    assert one.conflict == "The case says: No known allergies"
    other = Held(rows={"allergy": [{"substance": "Latex"}]})
    (two,) = of(proposed(other, allergies=(found("No known allergies"),)), "allergy_none")
    assert two.conflict == "The case already lists allergies"


# the patient


def test_a_patient_gives_one_proposal_for_each_fact() -> None:
    who = Patient(
        name="Marisol Ada Testcase-Okafor",
        family="Testcase-Okafor",
        given=("Marisol", "Ada"),
        birth_date="1991-07-14",
        sex="female",
        record_number="TEST-0001",
    )
    told = [dict(one.answers) for one in proposed(patient=who).proposals]
    assert told == [
        {"initials": "M.A.T."},
        {"birth_year": "1991"},
        {"birth_date": "1991-07-14"},
        {"patient_name": "Marisol Ada Testcase-Okafor"},
        {"record_number": "TEST-0001"},
        {"sex": "female"},
    ]


def test_initials_are_proposed_only_to_a_case_that_has_none() -> None:
    who = Patient(name="Ada Lovelace", given=("Ada",), family="Lovelace")
    assert not of(proposed(Held({"initials": "M.T."}), patient=who), "initials")


def test_a_masked_patient_gives_nothing() -> None:
    assert proposed(patient=Patient(sex="unknown", deceased=False)) == Proposed((), ())


@pytest.mark.parametrize(("recorded", "on"), [(True, None), ("2012-10-11T18:28:42Z", "2012-10-11")])
def test_a_death_is_proposed(recorded: bool | str, on: str | None) -> None:  # noqa: FBT001 - FHIR has both
    (one,) = of(proposed(patient=Patient(deceased=recorded)), "deceased")
    assert (one.answers["deceased"], one.answers.get("deceased_on")) == ("yes", on)


# the patient now


def test_only_whole_ecog_scores_are_proposed_and_other_scales_told() -> None:
    told = proposed(
        performance_status=(
            lab("ECOG performance status", 1, "2025-01-08"),
            lab("ECOG performance status", 5, "2026-01-09"),
            lab("Karnofsky performance status", 80, "2026-01-08"),
        )
    )
    (one,) = of(told, "ecog")
    assert one.answers == {"ecog": "1", "ecog_on": "2025-01-08"}
    assert told.notes == (
        "1 unreadable performance status score was not proposed.",
        "Karnofsky performance status: 80 on Jan 8, 2026 was not proposed: the case asks for ECOG.",
    )


@pytest.mark.parametrize(
    ("value", "answer"),
    [("Negative", "negative"), ("POSITIVE", "positive"), ("Not detected", "negative")],
)
def test_a_pregnancy_test_is_no_laboratory_row(value: str, answer: str) -> None:
    told = proposed(labs=(lab("Choriogonadotropin (pregnancy test)", value),))
    assert [dict(one.answers) for one in told.proposals] == [
        {"pregnancy_test": answer, "pregnancy_test_on": "2026-01-08"}
    ]


def test_a_measured_hcg_is_left_to_the_physician() -> None:
    told = proposed(labs=(lab("Beta-hCG", 4.1, unit="mIU/mL"),))
    assert not of(told, "pregnancy_test")
    assert of(told, "lab")[0].answers["value"] == "4.1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("No known allergies", None),
        ("No Known Drug Allergies", None),
        ("NKDA", None),
        ("Patient has no known allergies", None),
        ("Keine Allergien bekannt", "http://snomed.info/sct|716186003"),
    ],
)
def test_no_known_allergies_is_proposed_as_such(text: str, code: str | None) -> None:
    told = proposed(allergies=(found(text, code=code),))
    (one,) = told.proposals
    assert one.answers == {"allergy_none": "yes"}
    assert ("ask about the others" in one.note) == ("rug" in text or text == "NKDA")


def test_an_allergy_is_never_read_as_none() -> None:
    told = proposed(
        allergies=(
            found("No known allergies"),
            found("Penicillin", status="inactive", detail={"severity": "Severe"}),
            found("No known allergies except latex"),
            found("Patient has allergy to nuts"),
        )
    )
    rows = of(told, "allergy")
    assert [one.answers["substance"] for one in rows] == [
        "No known allergies except latex",
        "Patient has allergy to nuts",
        "Penicillin",
    ]
    assert {one.conflict for one in rows} == {"The chart also says “No known allergies”"}
    assert rows[2].answers["reaction"] == "severity: Severe"
    assert rows[2].note == "The chart marks it inactive."
    assert not of(told, "allergy_none")


def test_stopped_medicines_are_counted_and_present_ones_listed_once() -> None:
    told = proposed(
        medications=(
            found("Simvastatin 10 mg", status="stopped", date="1998-03-24"),
            found(
                "Simvastatin 10 mg", status="active", date="2006-03-22", detail={"dose": "daily"}
            ),
            found(
                "Simvastatin 10 mg", status="active", date="2007-03-22", detail={"dose": "daily"}
            ),
            found("Amoxicillin", status="completed"),
            found("Midazolam", status="completed", detail={"kind": "given"}),
        )
    )
    (one,) = of(told, "medicine")
    assert one.answers == {"name": "Simvastatin 10 mg", "dose": "daily", "since": "2006-03-22"}
    assert one.note == "2 orders. Also 1 order that ended."
    assert told.notes == ("2 stopped medicines were not proposed.",)


def test_a_resolved_condition_is_proposed_as_resolved_up_to_a_limit() -> None:
    old = [
        found(f"Cold {n}", status="resolved", date=f"19{n}-01-01", end=f"19{n}-02-01")
        for n in range(60, 92)
    ]
    told = proposed(conditions=(found("Hypertension", status="active"), *old))
    rows = of(told, "other_condition")
    assert rows[0].answers == {"name": "Hypertension", "now": "active"}
    assert rows[1].answers == {"name": "Cold 91", "since": "1991-01-01", "now": "resolved"}
    assert len(rows) == 21
    assert told.notes == ("12 resolved conditions were not proposed.",)


# odd input


def test_a_long_text_is_cut_at_a_word_and_the_note_says_so() -> None:
    (one,) = of(proposed(conditions=(cancer("desmoid " * 60),)), "diagnosis")
    assert len(one.answers["diagnosis"]) <= 200
    assert one.answers["diagnosis"].endswith("desmoid…")
    assert "Diagnosis was cut to 200 characters." in one.note


def test_a_long_place_keeps_its_end_and_fits_the_store() -> None:
    far = Source("Section " * 80, "ClinicalDocument/" + "component/" * 80 + "value", line=12)
    one = proposed(allergies=(Finding("Penicillin", source=far),)).proposals[0]
    assert len(one.resource) == 300
    assert len(one.path) == 500
    assert one.path.endswith("/value (line 12)")


def test_a_date_that_cannot_be_stored_is_told_and_left_blank() -> None:
    (one,) = of(proposed(measurements=(weight("68.2", "1875-03-02"),)), "weight")
    assert one.answers == {"weight": "68.2"}
    assert one.note == "The chart's date “1875-03-02” could not be taken."


def test_a_value_that_cannot_be_stored_is_counted() -> None:
    told = proposed(
        measurements=(weight("900.0", "2026-01-08"),), patient=Patient(birth_date="1875")
    )
    assert not told.proposals
    assert told.notes == ("2 unreadable findings were not proposed.",)


@pytest.mark.parametrize("status", ["entered-in-error", "not-done", "cancelled"])
def test_what_never_happened_is_not_proposed_even_if_it_is_read(status: str) -> None:
    wrong = found("Penicillin", status=status)
    assert proposed(allergies=(wrong,), conditions=(wrong,), medications=(wrong,)) == Proposed(
        (), ()
    )
    refuted = found("Sarcoma", detail={"cancer": "yes", "verification": "refuted"})
    assert proposed(conditions=(refuted,)) == Proposed((), ())


def check_storable(proposals: Sequence[Proposal]) -> None:
    """Every answer is in stored form, for a question of its section, and fits its column."""
    for one in proposals:
        assert one.answers
        for key, value in one.answers.items():
            question = find(key, rows=one.rows)
            assert question is not None, key
            assert value
            assert values.read(question, value, today=date(2026, 1, 15)) == value
        assert one.text
        assert "\n" not in one.text + one.note
        assert len(one.resource) <= 300
        assert len(one.path) <= 500
        assert len(one.conflict) <= 200
