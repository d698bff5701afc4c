"""Errors cannot be saved; doubts are shown as Check this and can be kept."""

from datetime import date

import pytest

from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Facts, Row
from casetrack.rules.papers import paper_doubts
from casetrack.rules.sense import doubts, row_errors

TODAY = date(2026, 11, 19)


def asked(held: Facts) -> list[str]:
    return [doubt.words for doubt in doubts(held, TODAY)]


@pytest.mark.parametrize(
    ("rows", "answers", "field"),
    [
        ("therapy", {"start": "2023-05", "stop": "2023-04"}, "stop"),
        ("therapy", {"start": "2023-05-10", "stop": "2022"}, "stop"),
        ("coverage", {"asked_on": "2026-11-02", "answered_on": "2026-11-01"}, "answered_on"),
        ("study", {"responders": "6"}, "assessed"),
        ("study", {"responders": "13", "assessed": "12"}, "responders"),
        ("study", {"design": "randomized", "control_responders": "6"}, "control_assessed"),
        ("study", {"design": "single_arm", "hr": "0.29"}, "hr"),
        (
            "study",
            {"design": "randomized", "hr": "0.3", "hr_low": "0.6", "hr_high": "0.2"},
            "hr_high",
        ),
    ],
)
def test_what_cannot_be_true_is_an_error_at_its_field(
    rows: str, answers: dict[str, str], field: str
) -> None:
    assert list(row_errors(rows, answers)) == [field]


@pytest.mark.parametrize(
    ("rows", "answers"),
    [
        ("therapy", {"start": "2023", "stop": "2023"}),
        ("therapy", {"start": "2023-05", "stop": "2023-05-01"}),
        ("therapy", {"stop": "2023"}),
        ("study", {"responders": "0", "assessed": "12"}),
        ("study", {"design": "randomized", "hr": "0.29"}),
        ("measurement", {"sum": "0"}),
    ],
)
def test_half_known_facts_are_no_errors(rows: str, answers: dict[str, str]) -> None:
    assert row_errors(rows, answers) == {}


def test_a_sound_case_raises_no_doubt() -> None:
    held = Facts(
        answers={"birth_year": "1992", "birth_date": "1992-03-01", "weight_on": "2026-11-01"}
    )
    assert asked(held) == []


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (Facts(answers={"birth_year": "1992", "birth_date": "1991-03-01"}), "differ"),
        (Facts(answers={"birth_year": "2031"}), "Born in 2031?"),
        (Facts(answers={"weight_on": "2026-01"}), "Weigh again"),
        (Facts(answers={"permission": "refused"}), "does not permit"),
        (Facts(answers={"permission": "written", "permission_with": "groups"}), "not permitted"),
        (
            Facts(
                answers={
                    "permission": "written",
                    "permission_with": "company",
                    "permission_until": "2026-11-01",
                }
            ),
            "permission ended",
        ),
        (Facts(physician={"license_until": "2026-11-30"}), "license ends Nov 30, 2026"),
        (Facts(physician={"license_until": "2026-10-30"}), "license ended"),
        (Facts(company={"policy_checked_on": "2026-02-02"}), "last checked Feb 2, 2026"),
        (
            Facts(rows={"trial": (Row(1, {"nct": "NCT1", "status_on": "2026-06-01"}),)}),
            "status is from",
        ),
        (
            Facts(rows={"trial": (Row(1, {"nct": "NCT1", "verdict": "possible"}),)}),
            "settle it first",
        ),
        (Facts(rows={"study": (Row(1, {"citation": "A", "hr": "0.3"}),)}), "without its interval"),
        (Facts(answers={"evidence_answer": "41% responded"}), "answer names a percentage"),
        (
            Facts(rows={"study": (Row(1, {"citation": "A", "safety": "Rash 73%"}),)}),
            "A: a percentage without its numbers",
        ),
        (
            Facts(
                rows={
                    "document": (
                        Row(1, {"title": "MRI", "included": "yes", "identifiers": "present"}),
                    )
                }
            ),
            "names the patient",
        ),
        (Facts(answers={"doctor_decided_on": "2026-12-24"}), "has not come yet"),
        (Facts(answers={"history": "word " * 251}), "251 words"),
    ],
)
def test_what_is_unusual_is_asked_about(held: Facts, says: str) -> None:
    assert any(says in words for words in asked(held)), asked(held)


def test_overlapping_lines_are_asked_about_but_not_surveillance() -> None:
    first = Row(
        1, {"treatment": "Sorafenib", "start": "2022-01", "stop": "2023-01", "kind": "drug"}
    )
    second = Row(2, {"treatment": "Doxorubicin", "start": "2022-06-01", "kind": "drug"})
    assert asked(Facts(rows={"therapy": (first, second)})) == [
        "Doxorubicin starts before Sorafenib stops"
    ]
    watched = Row(1, {**first.answers, "kind": "surveillance"})
    assert asked(Facts(rows={"therapy": (watched, second)})) == []
    same_month = Row(2, {"treatment": "Doxorubicin", "start": "2023-01", "kind": "drug"})
    assert asked(Facts(rows={"therapy": (first, same_month)})) == []


def test_dates_that_may_lie_ahead_are_not_asked_about() -> None:
    assert asked(Facts(answers={"decision_by": "2027-01-01"})) == []


def test_permission_that_nobody_asked_for_is_missing_and_stops_a_plain_freeze() -> None:
    for said in ({}, {"permission": "not_asked"}):
        held = Facts(answers=said)
        assert asked(held) == []
        assert [(d.words, d.part) for d in paper_doubts(REQUEST, held, TODAY)] == [
            ("The patient's permission to share is not on record", "A")
        ]


def test_permission_by_word_of_mouth_is_asked_about() -> None:
    spoken = {"permission": "spoken", "permission_with": "company", "permission_on": "2026-11-01"}
    assert any("word of mouth" in words for words in asked(Facts(answers=spoken)))
    assert asked(Facts(answers={**spoken, "permission": "written"})) == []
