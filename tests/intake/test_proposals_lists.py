"""Allergies, medicines and other conditions as lists, and input that cannot be stored."""

import pytest
from intake.test_proposals_made import (
    cancer,
    found,
    of,
    proposed,
    weight,
)

from casetrack.intake.chart import Finding, Patient, Source
from casetrack.intake.proposals import Proposed


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


def test_digits_that_are_no_date_are_not_read_as_a_year() -> None:
    (one,) = of(proposed(measurements=(weight("68.2", "20260108"),)), "weight")
    assert one.answers == {"weight": "68.2"}


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


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e300, True])
def test_an_absurd_number_is_no_measurement(value: float) -> None:
    told = proposed(measurements=(found("Tumor size", value=value, unit="cm"),))
    assert not of(told, "measurement")


def test_a_condition_marked_twice_as_unsure_is_still_only_suspected() -> None:
    detail = {"cancer": "yes", "suspected": "yes"}
    (one,) = proposed(conditions=(found("Lung cancer", detail=detail),)).proposals
    assert one.answers == {"name": "Lung cancer", "now": "suspected"}


def test_a_note_of_several_lines_is_told_in_one() -> None:
    (one,) = proposed(allergies=(found("Latex", note="Seen twice.\nAsk again."),)).proposals
    assert one.note == "The chart notes: Seen twice. Ask again."
