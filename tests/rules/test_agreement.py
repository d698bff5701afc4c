"""The agreement: a letter is received when it is here, and the newest version says whose turn."""

from dataclasses import replace
from datetime import date

import pytest
from rules.test_workflow import NEXT, NOW, ROSA, at, move, refusals

from casetrack.rules.agenda import agenda
from casetrack.rules.agreement import about_agreement, agreement_errors, newest, open_papers
from casetrack.rules.facts import Facts, Row, Stage
from casetrack.rules.ind import companys_number, looks_odd
from casetrack.rules.workflow import Action, decide

TODAY = date(2026, 11, 19)
LETTER = {
    "letter_file": "7",
    "letter_on": "2026-10-14",
    "letter_came_on": "2026-10-16",
    "letter_signed_by": "Head of regulatory affairs",
}


def agreed(*documents: int, **answers: str) -> Facts:
    held = tuple(Row(number, {"title": "Letter"}) for number in documents)
    facts = at(Stage.MANUFACTURER, request="agreed")
    return replace(facts, rows={"document": held}, answers=answers)


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"letter_file": ""}, "letter_file", "letter itself"),
        ({"letter_on": ""}, "letter_on", "date of the letter"),
        ({"letter_signed_by": ""}, "letter_signed_by", "signed by"),
        ({"letter_file": "8"}, "letter_file", "not among"),
        ({"letter_came_on": "2026-10-13"}, "letter_came_on", "before the date of the letter"),
        ({"letter_came_on": "2026-11-20"}, "letter_came_on", "has not come yet"),
    ],
)
def test_a_letter_is_received_when_file_day_and_signatory_are_there(
    said: dict[str, str], field: str, why: str
) -> None:
    found = refusals(agreed(7), Action.RECORD_LETTER, **{**LETTER, **said})
    assert [refusal.field for refusal in found] == [field]
    assert why in found[0].words
    assert move(agreed(7), Action.RECORD_LETTER, **LETTER).state == "received"


def test_a_letter_that_nobody_uploaded_was_only_drafted() -> None:
    found = refusals(agreed(), Action.RECORD_LETTER, **{**LETTER, "letter_file": ""})
    assert {"section:documents", ""} == {refusal.cure for refusal in found}


def test_a_newer_letter_takes_the_place_of_the_one_before() -> None:
    facts = replace(agreed(7), tracks={**agreed().tracks, "letter": "received"})  # type: ignore[dict-item]
    assert move(facts, Action.RECORD_LETTER, **LETTER).state == "received"


def paper(number: int, **answers: str) -> Row:
    return Row(number, {"paper": "supply", "came_on": "2026-11-02", **answers})


def test_the_newest_version_of_each_paper_says_whose_turn_it_is() -> None:
    rows = (
        paper(1, draft="1", turn="company", chase_on="2026-11-09"),
        paper(2, draft="2", turn="clinic", chase_on="2026-11-24"),
        Row(3, {"paper": "confidentiality", "turn": "signed", "signed_on": "2026-10-01"}),
        Row(4, {"paper": "safety", "draft": "1", "turn": "company", "chase_on": "2026-11-23"}),
    )
    facts = replace(agreed(company="Aldane Bio"), rows={"agreement": rows})
    assert [row.id for row in newest(facts)] == [2, 3, 4]
    assert [row.id for row in open_papers(facts)] == [2, 4]
    steps = {item.key: item for item in agenda(facts)}
    assert "row:1" not in steps, "an older version asks for nothing"
    assert "row:3" not in steps, "what is signed asks for nothing"
    assert steps["row:2"].what == "Answer the supply agreement, version 2"
    assert steps["row:2"].waiting_on == ""
    assert steps["row:4"].what == "Chase Aldane Bio: safety reporting agreement, version 1"
    assert (steps["row:4"].on, steps["row:4"].waiting_on) == (date(2026, 11, 23), "Aldane Bio")


def test_an_open_version_has_its_day_and_no_signature_lies_before_it() -> None:
    assert agreement_errors({"paper": "supply", "turn": "company"}) == {
        "chase_on": "Enter by when it is done, or chased"
    }
    signed = {"turn": "signed", "came_on": "2026-11-02", "signed_on": "2026-11-01"}
    assert list(agreement_errors(signed)) == ["signed_on"]
    assert agreement_errors({**signed, "signed_on": "2026-11-02"}) == {}


def asked(facts: Facts) -> list[str]:
    return [doubt.words for doubt in about_agreement(facts, TODAY)]


def test_a_letter_that_names_somebody_else_is_asked_about() -> None:
    said = {
        "letter_drug": "ZLV-101",
        "letter_physician": "Shah",
        "letter_issuer": "Aldane Bio, Inc.",
        "letter_refers_to": "IND 123456",
        "drug": "zelvivint",
        "doctor": "Anil Shah, MD",
        "company": "Aldane Bio",
    }
    facts = replace(agreed(**said), tracks={**agreed().tracks, "letter": "received"})  # type: ignore[dict-item]
    assert asked(facts) == [
        "The letter of authorization names the drug ZLV-101, the case zelvivint"
    ]
    unnumbered = replace(facts, answers={**said, "letter_drug": "", "letter_refers_to": "the IND"})
    assert asked(unnumbered) == ["The letter of authorization names no application by its number"]


def test_a_charge_needs_fdas_word_and_ends() -> None:
    """21 CFR 312.8(a) and (c)."""
    assert "prior written authorization" in asked(agreed(charge="charged"))[0]
    ended = agreed(charge="charged", charge_authorized_on="2025-10-01", charge_until="2026-10-01")
    assert asked(ended) == ["FDA's authorization to charge ended Oct 1, 2026"]
    assert asked(agreed(charge="free")) == []


def test_the_companys_number_is_not_the_physicians() -> None:
    theirs = agreed(letter_refers_to="IND 123456 of Aldane Bio")
    assert companys_number("IND 123456", theirs)
    assert companys_number("123456", theirs)
    assert not companys_number("165432", theirs)
    assert not companys_number("", theirs)
    received = replace(theirs, tracks={**theirs.tracks, "fda": "received"})  # type: ignore[dict-item]
    words = {
        **NEXT,
        "fda_permitted_how": "phone",
        "fda_permitted_on": "2026-11-02",
        "fda_official": "Dr. Grey",
        "ind_number": "123456",
    }
    found = decide(received, Action.RECORD_PERMISSION, ROSA, words=words, now=NOW)
    assert isinstance(found, list)
    assert [refusal.field for refusal in found] == ["ind_number"]
    assert move(received, Action.RECORD_PERMISSION, **{**words, "ind_number": "165432"})


def test_a_number_that_no_ind_has_is_asked_about() -> None:
    for usual in ("165432", "IND 165432", "FAKE-IND-90388", ""):
        assert not looks_odd(usual), usual
    for odd in ("16543", "pending"):
        assert looks_odd(odd) is (odd == "pending"), odd
