"""What the case holds already is not proposed twice; who the patient is, fact by fact."""

from collections.abc import Mapping

import pytest
from intake.test_proposals_made import (
    cancer,
    found,
    of,
    proposed,
    weight,
)

from casetrack.intake.chart import Patient
from casetrack.intake.proposals import Held, Proposed


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
