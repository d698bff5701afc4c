"""What is to be done in a case: its next step, who is asked again, and what people say of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from casetrack.rules import agenda as rules
from casetrack.rules.agenda import NEXT, NOT_NEEDED, OF, ON, WHO, Item, agenda, said_key, said_of
from casetrack.rules.catalog import question
from casetrack.rules.clocks import CLOCKS, Set
from casetrack.rules.facts import Facts, Life, Track
from casetrack.rules.questions import Question
from casetrack.rules.workflow import Action

OPEN = Facts(owner=7, next_what="Call the lab", next_who=8, next_on=date(2026, 11, 19))
REPORT = Item(key="clock:report", what="Send the report", on=date(2026, 12, 1), set=Set.BY_LAW)


def said(key: str, answers: Mapping[Question, str]) -> dict[str, str]:
    return {said_key(key, question): answer for question, answer in answers.items()}


def test_a_closed_case_owes_only_what_the_law_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "SOURCES", (rules.next_step, lambda _: [REPORT]))
    assert [item.key for item in agenda(OPEN)] == ["clock:report", NEXT]
    assert agenda(replace(OPEN, life=Life.CLOSED)) == (REPORT,)
    assert agenda(Facts(life=Life.CLOSED)) == (REPORT,)


def test_set_by_law_comes_before_a_promise_and_our_target_whatever_the_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = replace(REPORT, on=date(2027, 1, 1))
    promise = Item(key="row:1", what="Ask", on=date(2026, 11, 2), set=Set.PROMISED)
    monkeypatch.setattr(rules, "SOURCES", (rules.next_step, lambda _: [promise, late, REPORT]))
    assert [item.on.isoformat() for item in agenda(OPEN)] == [
        *("2026-12-01", "2027-01-01"),
        *("2026-11-02", "2026-11-19"),
    ]


def test_a_step_that_waits_on_somebody_is_a_chase() -> None:
    waiting = replace(OPEN, waiting_on="Iterion", waiting_since=date(2026, 11, 12))
    [item] = agenda(replace(waiting, next_what="their acknowledgment"))
    assert item.what == "Chase Iterion: their acknowledgment"
    assert item.why == "Waiting since Nov 12, 2026"
    assert (item.who, item.waiting_on) == (8, "Iterion")


def test_a_section_that_waits_is_asked_about_again_until_it_is_done() -> None:
    marked = {
        "symptoms_and_signs": "",
        "willing.mark": "waiting",
        "willing.mark_words": "Dr. Shah",
        "willing.mark_on": "2026-11-25",
    }
    item = agenda(replace(OPEN, answers=marked))[-1]
    assert item.key == "task:willing"
    assert (item.waiting_on, item.on) == ("Dr. Shah", date(2026, 11, 25))
    assert item.cure == "section:willing"
    done = {**marked, **item.kept.done}
    assert [one.key for one in agenda(replace(OPEN, answers=done))] == [NEXT]
    undated = {**marked, "willing.mark_on": ""}
    assert [one.key for one in agenda(replace(OPEN, answers=undated))] == [NEXT]


def test_what_was_said_of_one_day_does_not_hold_for_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "SOURCES", (lambda _: [REPORT],))
    idle = {OF: "2026-12-01", NOT_NEEDED: "Withdrawn before use"}
    assert agenda(Facts(answers=said(REPORT.key, idle))) == ()
    again = replace(REPORT, on=date(2027, 12, 1))
    monkeypatch.setattr(rules, "SOURCES", (lambda _: [again],))
    assert agenda(Facts(answers=said(REPORT.key, idle))) == (again,)


def test_a_step_on_another_day_is_our_target_and_says_what_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    promise = Item(key="clock:x", what="Ask", on=date(2026, 11, 2), set=Set.PROMISED, why="Policy")
    monkeypatch.setattr(rules, "SOURCES", (lambda _: [promise],))
    moved = {OF: "2026-11-02", ON: "2026-11-09", WHO: "12"}
    [item] = agenda(Facts(answers=said("clock:x", moved)))
    assert (item.on, item.set, item.who) == (date(2026, 11, 9), Set.OUR_TARGET, 12)
    assert item.why == "Policy. Was due Nov 2, 2026"


def test_every_answer_beside_the_facts_has_words_for_the_history() -> None:
    for asked in rules.SAID:
        key = said_key("row:112", asked)
        assert said_of(key) == asked
        assert question(key) == asked
    assert said_of("weight") is None
    assert said_of("agenda.row:112.unknown") is None


def test_every_running_clock_is_a_step_with_the_rule_it_was_counted_by() -> None:
    """ux.md 1.4: authorized October 30, first dose November 1."""
    emergency = replace(
        OPEN,
        emergency=True,
        tracks={Track.FDA: "permitted"},
        answers={"fda_permitted_on": "2026-10-30", "first_dose_on": "2026-11-01"},
    )
    first, second, annual, mine = agenda(emergency)
    assert (first.key, first.on) == ("clock:emergency_irb_notice", date(2026, 11, 6))
    assert (second.what, second.on) == ("Send the written submission to FDA", date(2026, 11, 23))
    assert second.why == "15 working days after FDA permitted it, Oct 30, 2026"
    assert second.cure == "action:record-fda-submission"
    assert {first.set, second.set, annual.set} == {Set.BY_LAW}
    assert first.cure == "action:record-irb-notice"
    assert annual.cure == "paper:annual-report"
    told = {**emergency.answers, "irb_told_on": "2026-11-04"}
    keys = [item.key for item in agenda(replace(emergency, answers=told))]
    assert keys == [second.key, annual.key, mine.key]


def test_whom_the_next_step_chases_already_is_not_listed_twice() -> None:
    sent = replace(
        OPEN,
        tracks={Track.REQUEST: "sent"},
        answers={"request_sent_on": "2026-11-12", "company": "Iterion"},
        company={"policy_days": "5", "policy_days_of": "business"},
    )
    mine, theirs = sorted(agenda(sent), key=lambda item: item.key, reverse=True)
    assert (theirs.what, theirs.waiting_on) == (
        *("Ask whether the request arrived (Iterion)", "Iterion"),
    )
    assert theirs.set is Set.PROMISED
    waits = replace(sent, waiting_on="Iterion", next_on=date(2026, 11, 19))
    [chase] = agenda(waits)
    assert (chase.key, chase.set) == (NEXT, Set.PROMISED), "their policy promised that very day"
    [later] = agenda(replace(waits, next_on=date(2026, 11, 25)))
    assert later.set is Set.OUR_TARGET
    assert mine.set is Set.OUR_TARGET


def test_every_clock_that_can_be_late_says_what_to_do_and_where_it_ends() -> None:
    owed = [clock for clock in CLOCKS if not clock.keeps and clock.key != "chase"]
    assert [clock.key for clock in owed if not clock.todo] == []
    assert [clock.key for clock in owed if not (clock.cure or clock.met)] == []
    actions = {clock.cure.removeprefix("action:") for clock in owed if clock.cure[:7] == "action:"}
    assert actions <= set(Action)
