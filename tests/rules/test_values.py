"""Typed answers become one stored form, or a sentence that says what to enter."""

from datetime import date

import pytest

from casetrack.rules import values
from casetrack.rules.questions import SECTIONS, Choice, Kind, Question, find
from casetrack.rules.text import Unreadable, clean, visible, within

TODAY = date(2026, 11, 19)


def ask(kind: Kind, **more: object) -> Question:
    return Question(key="k", label="The answer", kind=kind, **more)  # type: ignore[arg-type]


def read(question: Question, raw: str | list[str]) -> str:
    return values.read(question, raw, today=TODAY)


@pytest.mark.parametrize(
    ("question", "raw", "says"),
    [
        (ask(Kind.LINE), "x" * 201, "Shorten it to 200"),
        (ask(Kind.LINE), "two\nlines", "one line"),
        (ask(Kind.TEXT), "x" * 10_001, "Shorten it to 10,000"),
        (ask(Kind.TEXT), "\n".join("x" * 1 for _ in range(401)), "Shorten it to 400"),
        (ask(Kind.WHOLE), "12.5", "whole number"),
        (ask(Kind.WHOLE), "9" * 400, "has 400 characters"),
        (ask(Kind.WHOLE, low=1, high=10), "11", "between 1 and 10"),
        (ask(Kind.DECIMAL, unit="kg"), "heavy", "a number in kg"),
        (ask(Kind.DECIMAL), "NaN", "a number"),
        (ask(Kind.DECIMAL), "Infinity", "a number"),
        (ask(Kind.DECIMAL), "1e999999", "a number"),
        (ask(Kind.DECIMAL, low=1, high=400), "0.5", "between 1 and 400"),
        (ask(Kind.CHOICE, choices=(Choice("a", "A"),)), "b", "Choose one"),
        (ask(Kind.SEVERAL, choices=(Choice("a", "A"),)), ["a", "b"], "Choose from"),
        (ask(Kind.YES_NO), "maybe", "yes or no"),
        (ask(Kind.LINK), "javascript:alert(1)", "https://"),
        (ask(Kind.LINK), "file:///etc/passwd", "https://"),
        (ask(Kind.TRIAL), "NCT000001", "NCT and eight digits"),
        (ask(Kind.PERSON), "1 or 1=1", "Choose from the list"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence(
    question: Question, raw: str | list[str], says: str
) -> None:
    with pytest.raises(Unreadable, match=says):
        read(question, raw)


@pytest.mark.parametrize(
    ("question", "raw", "stored", "shown"),
    [
        (ask(Kind.DECIMAL, unit="kg"), "68.2 kg", "68.2", "68.2 kg"),
        (ask(Kind.DECIMAL), "1E+2", "100", "100"),
        (ask(Kind.WHOLE), "1,992", "1992", "1992"),
        (ask(Kind.TRIAL), "nct04871282", "NCT04871282", "NCT04871282"),
        (ask(Kind.YES_NO), "yes", "yes", "Yes"),
        (ask(Kind.ROUGH), "May 2022", "2022-05", "May 2022"),
        (
            ask(Kind.SEVERAL, choices=(Choice("a", "A"), Choice("b", "B"))),
            ["b", "a"],
            "a,b",
            "A; B",
        ),
        (ask(Kind.SEVERAL, choices=(Choice("a", "A"), Choice("b", "B"))), "a,b", "a,b", "A; B"),
    ],
)
def test_an_answer_is_stored_in_one_form_and_shown_in_another(
    question: Question, raw: str | list[str], stored: str, shown: str
) -> None:
    assert read(question, raw) == stored
    assert values.show(question, stored) == shown


@pytest.mark.parametrize(
    ("question", "raw"),
    [
        (ask(Kind.DATE), "10/20/2026"),
        (ask(Kind.ROUGH), "2026"),
        (ask(Kind.ROUGH), "Oct 2026"),
        (ask(Kind.DECIMAL, unit="mm"), "12"),
    ],
)
def test_what_is_stored_can_be_typed_again(question: Question, raw: str) -> None:
    stored = read(question, raw)
    assert read(question, values.retyped(question, stored)) == stored


def test_text_is_cleaned_at_the_door_and_nothing_visible_is_lost() -> None:
    assert clean("a\x00b\x07c\r\nd\te") == "abc\nd\te"
    assert clean("e\u0301") == "é"
    with pytest.raises(Unreadable, match="broken character"):
        clean("\ud800")


def test_inside_a_sentence_a_name_keeps_its_capitals() -> None:
    assert within("Proof of sending") == "proof of sending"
    assert within("FDA's requests and letters") == "FDA's requests and letters"
    assert within("Form FDA 3926") == "form FDA 3926"


def test_marks_that_reorder_letters_are_spelled_out() -> None:
    assert visible("file\u202efdp.exe") == "file⟦bidi⟧fdp.exe"


def test_every_question_can_show_and_reread_an_empty_answer() -> None:
    for section in SECTIONS:
        for question in section.all_questions():
            assert values.show(question, "") == ""
            assert read(question, "") == ""


def test_every_example_row_shows() -> None:
    for section in SECTIONS:
        if section.rows:
            for key, stored in section.rows.example.items():
                question = find(key, rows=section.rows.key)
                assert question, (section.key, key)
                assert values.show(question, stored)


def test_an_answer_that_points_at_something_is_shown_by_its_name() -> None:
    names = {Kind.EXHIBIT: {"118": "Surgical pathology"}, Kind.PERSON: {"3": "Rosa Ortiz"}}
    assert values.show(ask(Kind.EXHIBIT), "118", names) == "Surgical pathology"
    assert values.show(ask(Kind.PERSON), "3", names) == "Rosa Ortiz"
    assert values.show(ask(Kind.EXHIBIT), "119", names) == "a report no longer in the case"
