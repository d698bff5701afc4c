"""The filing with FDA: what of the history is covered, and what about the form is doubtful."""

from collections.abc import Iterable, Iterator
from datetime import date

from casetrack.rules import values
from casetrack.rules.dates import show_date
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Facts
from casetrack.rules.form3926 import ELEMENTS, REACHED_AT, TO_SEND, Element
from casetrack.rules.ind import companys_number, looks_odd
from casetrack.rules.organizations import EVERY_CANCER, Organization, must_check
from casetrack.rules.questions.filing import ELECTIONS, FORM, WORDS
from casetrack.rules.questions.shape import Answers


def covered(facts: Facts) -> tuple[tuple[Element, bool], ...]:
    """FDA's elements of the brief clinical history, each with whether an answer covers it."""
    return tuple((one, _covers(one, facts)) for one in ELEMENTS)


def _covers(element: Element, facts: Facts) -> bool:
    said = facts.answers
    if any(said.get(key) not in (None, "", values.NO) for key in element.own):
        return True
    table, _, key = element.rows.partition(".")
    rows = facts.rows.get(table, ())
    return bool(rows) and all(row.answers.get(key) for row in rows if key)


def where_to_send(said: Answers, offices: Iterable[Organization], today: date) -> tuple[str, ...]:
    """How the chosen way works, and each office that it reaches, with how fresh that is."""
    route = said.get("fda_route", "")
    reached = REACHED_AT.get(route, "")
    ranked = sorted(offices, key=lambda one: EVERY_CANCER not in one.answers.get("serves", ""))
    found = (_reached(one, reached, today) for one in ranked if one.answers.get(reached))
    return (*found, *TO_SEND.get(route, ()))


def _reached(office: Organization, key: str, today: date) -> str:
    place = " ".join(office.answers[key].split())
    stale = must_check(office.of, office.answers, today)
    checked = office.answers.get("checked_on", "")
    fresh = f"check this: {stale}" if stale else f"checked {show_date(checked)}"
    return f"{office.name}: {place} ({fresh})"


def filing_errors(answers: Answers) -> dict[str, str]:
    asked, answered = answers.get("word_on", ""), answers.get("answered_on", "")
    if asked and answered and answered < asked:
        return {"answered_on": f"Answered on: this is before FDA asked, {show_date(asked)}"}
    return {}


def about_filing(facts: Facts, _today: date) -> Iterator[Doubt]:
    said = facts.answers
    number = said.get("ind_number", "")
    if companys_number(number, facts):
        words = f"IND number {number} is that of the company's application, not the physician's"
        yield Doubt(FORM, "", None, words)
    elif looks_odd(number):
        words = (
            f"IND number {number}: FDA's have five or six digits. Record it again if it is wrong"
        )
        yield Doubt(FORM, "", None, words)
    if said.get("fda_kind") == "followup" and not number:
        yield Doubt(FORM, "", None, "A follow-up names the physician's IND number: record it")
    if facts.emergency and said.get("fda_route") == "portal":
        yield Doubt(FORM, "fda_route", None, "eRequest takes no emergency requests")
    if said.get("irb_review") == "member" and said.get("elects_10b") != values.YES:
        words = "The IRB's chair or one member was asked, but the physician has not elected 10.b"
        yield Doubt(ELECTIONS, "elects_10b", None, words)
    signed, sent = said.get("fda_signed_on", ""), said.get("fda_sent_on", "")
    if signed and sent and sent < signed and said.get("fda_kind") == "initial":
        words = f"The form was signed {show_date(signed)}, after it was sent, {show_date(sent)}"
        yield Doubt(FORM, "fda_signed_on", None, words)
    yield from _of_rows(facts)


def _of_rows(facts: Facts) -> Iterator[Doubt]:
    sent = facts.answers.get("fda_sent_on", "")
    for row in facts.rows_of(WORDS):
        on = row.answers.get("word_on", "")
        if row.answers.get("what") == "request" and on and sent and on < sent:
            words = f"FDA asked {show_date(on)}, before the submission, {show_date(sent)}"
            yield Doubt(WORDS, "word_on", row, words)
