"""The table of questions holds together: keys, columns, conditions and sources."""

from casetrack.rules.questions import (
    BY_ROWS,
    SECTIONS,
    START,
    Kind,
    Of,
    Question,
    preset_alternatives,
)
from casetrack.rules.tasks import MARK, mark_key
from casetrack.rules.workflow import NEXT, TRANSITIONS
from casetrack.web.forms import AnswersForm

RESERVED = set(dir(AnswersForm))


def test_no_key_is_asked_twice_in_one_place() -> None:
    own = [q.key for s in SECTIONS if s.of is Of.CASE for q in s.questions]
    acts = {q.key for t in TRANSITIONS for q in t.asks} | {q.key for q in NEXT}
    marks = {mark_key(s, q) for s in SECTIONS for q in MARK}
    assert len(own) == len(set(own))
    assert set(own).isdisjoint(acts | marks)
    for section in BY_ROWS.values():
        assert section.rows
        keys = [q.key for q in section.rows.questions]
        assert len(keys) == len(set(keys)), section.key


def test_no_key_is_a_word_of_the_form_itself() -> None:
    asked: list[Question] = [q for s in SECTIONS for q in s.all_questions()]
    asked += [q for t in TRANSITIONS for q in t.asks] + list(NEXT) + list(MARK)
    assert [q.key for q in asked if q.key in RESERVED] == []


def test_every_condition_names_a_question_beside_it() -> None:
    for section in SECTIONS:
        rows = section.rows.questions if section.rows else ()
        for group in (section.questions, rows):
            keys = {q.key for q in group}
            for question in group:
                assert {c.key for c in question.only} <= keys, question.key


def test_rows_name_columns_order_and_none_that_exist() -> None:
    for section in BY_ROWS.values():
        rows = section.rows
        assert rows
        keys = {q.key for q in rows.questions}
        assert set(rows.columns) <= keys
        assert not rows.order or rows.order in keys
        assert not rows.none or rows.none in {q.key for q in section.questions}


def test_choices_are_given_where_something_is_chosen() -> None:
    for section in SECTIONS:
        for question in section.all_questions():
            chosen = question.kind in (Kind.CHOICE, Kind.SEVERAL)
            assert bool(question.choices) == chosen, question.key


def test_nothing_is_ticked_for_anybody_but_the_first_five_questions_of_the_list() -> None:
    preset = {q.key: q.preset for s in SECTIONS for q in s.all_questions() if q.preset}
    assert preset == {"visit_questions": "new_drugs,ask_company,appeal,trials,groups"}


def test_a_case_starts_with_six_facts_three_of_them_required() -> None:
    assert len(START) == 6
    assert {q.key for q in START if q.wanted} == {"initials", "doctor", "urgency"}


def test_a_desmoid_case_must_answer_the_approved_drug_first() -> None:
    for diagnosis in ("Desmoid tumor, chest wall", "aggressive FIBROMATOSIS of the neck"):
        options = preset_alternatives(diagnosis)
        assert options[0].startswith("Nirogacestat (approved")
        assert len(options) == 8
    assert preset_alternatives("Epithelioid sarcoma") == ()
