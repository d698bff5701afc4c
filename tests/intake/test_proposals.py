"""Values that disagree are never chosen between; older ones are told, suspicions kept apart."""

from collections.abc import Mapping

import pytest
from intake.test_proposals_made import (
    LOINC,
    cancer,
    found,
    lab,
    of,
    proposed,
    weight,
)


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


def test_a_new_stage_group_does_not_borrow_the_categories_of_an_old_one() -> None:
    told = proposed(
        stages=(
            found("Stage", value="Stage IIB", date="2018-03-16"),
            found("cT category", value="cT3", date="2018-03-16"),
            found("Stage", value="Stage IV", date="2024-01-02"),
        )
    )
    (one,) = of(told, "disease_stage")
    assert one.answers["disease_stage"] == "Stage IV"
    assert one.note == "Older: Stage IIB, cT3 (Mar 16, 2018)."


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
