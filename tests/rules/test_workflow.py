"""How a case moves: every row can be reached, every refusal says why, the two hard stops hold."""

from dataclasses import replace

import pytest

from casetrack.rules.facts import Facts, Life, Mark, Stage, Track
from casetrack.rules.people import Actor, Role
from casetrack.rules.pictures import mermaid, workflow_table
from casetrack.rules.workflow import (
    BY_ACTION,
    FIRST_STATES,
    STATE_WORDS,
    STATES,
    TRANSITIONS,
    Action,
    Move,
    Refusal,
    asked,
    decide,
    offered,
)

ROSA = Actor(1, "Rosa Ortiz", frozenset({Role.COORDINATOR}))
DANA = Actor(2, "Dana Cole", frozenset({Role.NURSE}))
PRIYA = Actor(3, "Priya Rao", frozenset({Role.REGULATORY}))
NEXT = {"next_what": "Call", "next_who": "1", "next_on": "2026-11-24"}
FRESH = Facts(
    owner=1,
    marks={stage: Mark.NOW if stage is Stage.TEAM else Mark.NOT_YET for stage in Stage},
    tracks={track: state for track, state in FIRST_STATES.items() if track is not Track.CASE},
)


def at(stage: Stage, **tracks: str) -> Facts:
    marks = {s: Mark.DONE if s < stage else Mark.NOT_YET for s in Stage} | {stage: Mark.NOW}
    states = {**FRESH.tracks, **{Track(name): state for name, state in tracks.items()}}
    return replace(FRESH, stage=stage, marks=marks, tracks=states)


def refusals(facts: Facts, action: Action, actor: Actor = ROSA, /, **words: str) -> list[Refusal]:
    decided = decide(facts, action, actor, words={**NEXT, **words})
    assert isinstance(decided, list), f"{action} was not refused"
    return decided


def move(facts: Facts, action: Action, actor: Actor = ROSA, /, **words: str) -> Move:
    decided = decide(facts, action, actor, words={**NEXT, **words})
    assert isinstance(decided, Move), decided
    return decided


def test_no_first_dose_without_fda_permission_on_record() -> None:
    """The first hard stop."""
    for state in STATES[Track.FDA]:
        facts = at(Stage.TREATMENT, fda=state)
        if state == "permitted":
            move(facts, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-02")
        else:
            found = refusals(facts, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-02")
            assert "FDA's permission is not on record" in found[0].words
            assert found[0].cure == "stage:5"


def test_nothing_is_sent_without_a_frozen_copy() -> None:
    """The second hard stop."""
    sent = {"sent_to": "Dr. Lane", "sent_how": "email", "request_sent_on": "2026-09-22"}
    found = refusals(at(Stage.MANUFACTURER), Action.RECORD_SENDING, sent_version="1", **sent)
    assert "No version is frozen" in found[0].words
    frozen = replace(at(Stage.MANUFACTURER), frozen=(1,))
    assert (
        refusals(frozen, Action.RECORD_SENDING, sent_version="2", **sent)[0].field == "sent_version"
    )
    assert move(frozen, Action.RECORD_SENDING, sent_version="1", **sent).state == "sent"


def test_fda_is_asked_only_with_agreement_and_letter_or_a_plan_without() -> None:
    day = {"fda_sent_on": "2026-10-16"}
    found = refusals(at(Stage.FDA_IRB), Action.RECORD_SUBMISSION, **day)
    assert len(found) == 2, "both reasons at once"
    agreed = at(Stage.FDA_IRB, request="agreed")
    assert "letter of authorization" in refusals(agreed, Action.RECORD_SUBMISSION, **day)[0].words
    for letter in ("received", "without"):
        move(at(Stage.FDA_IRB, request="agreed", letter=letter), Action.RECORD_SUBMISSION, **day)


def test_only_an_emergency_gets_permission_before_it_is_submitted() -> None:
    said = {"fda_permitted_on": "2026-10-30", "fda_official": "Dr. Grey"}
    refusals(at(Stage.FDA_IRB), Action.RECORD_PERMISSION, **said)
    emergency = replace(at(Stage.FDA_IRB), emergency=True)
    assert move(emergency, Action.RECORD_PERMISSION, **said).state == "permitted"


def test_moving_on_asks_for_a_reason_only_when_something_is_missing() -> None:
    found = refusals(FRESH, Action.MOVE_ON)
    assert [refusal.field for refusal in found] == ["gap_reason"]
    moved = move(FRESH, Action.MOVE_ON, gap_reason="the visit is on Thursday")
    assert moved.stage is Stage.EVIDENCE
    assert moved.marks[Stage.TEAM] is Mark.DONE
    assert len(moved.gaps) > 5
    nothing_asked = at(Stage.ADVOCACY)
    assert move(nothing_asked, Action.MOVE_ON).stage is Stage.MANUFACTURER


def test_every_missing_word_is_named_at_once() -> None:
    decided = decide(FRESH, Action.HOLD, ROSA, words={})
    assert isinstance(decided, list)
    assert {refusal.field for refusal in decided} == {
        "hold_reason",
        "next_what",
        "next_who",
        "next_on",
    }


def test_going_back_and_on_again_returns_past_what_is_done() -> None:
    back = move(at(Stage.MANUFACTURER), Action.GO_BACK, back_to="1", back_reason="wrong patient")
    assert (back.stage, back.marks[Stage.MANUFACTURER]) == (Stage.TEAM, Mark.NOT_YET)
    there = replace(FRESH, stage=back.stage, marks=back.marks)
    assert move(there, Action.MOVE_ON, gap_reason="x").stage is Stage.MANUFACTURER
    assert (
        refusals(at(Stage.EVIDENCE), Action.GO_BACK, back_to="2", back_reason="x")[0].field
        == "back_to"
    )


def test_a_skipped_stage_is_passed_over() -> None:
    skipped = move(at(Stage.EVIDENCE), Action.SKIP_STAGE, skipped="3", skip_reason="no group")
    assert skipped.stage is Stage.EVIDENCE
    assert skipped.marks[Stage.ADVOCACY] is Mark.SKIPPED
    then = replace(at(Stage.EVIDENCE), marks=skipped.marks)
    assert move(then, Action.MOVE_ON, gap_reason="x").stage is Stage.MANUFACTURER
    here = move(at(Stage.ADVOCACY), Action.SKIP_STAGE, skipped="3", skip_reason="no group")
    assert here.stage is Stage.MANUFACTURER
    assert refusals(then, Action.SKIP_STAGE, skipped="3", skip_reason="again")[0].field == "skipped"
    assert refusals(then, Action.SKIP_STAGE, skipped="7", skip_reason="x")[0].field == "skipped"


def test_a_closed_case_can_only_be_reopened() -> None:
    closed = replace(FRESH, life=Life.CLOSED)
    assert [offer.transition.action for offer in offered(closed, ROSA)] == [Action.REOPEN]
    for stage in Stage:
        assert offered(closed, ROSA, stage=stage) == ()


def test_a_case_on_hold_can_be_resumed_planned_handed_over_or_closed() -> None:
    held = replace(FRESH, life=Life.HELD)
    assert {offer.transition.action for offer in offered(held, ROSA)} == {
        Action.PLAN_NEXT,
        Action.RESUME,
        Action.HAND_OVER,
        Action.CLOSE,
    }


def test_a_close_reason_is_never_assumed() -> None:
    assert refusals(FRESH, Action.CLOSE)[0].field == "close_reason"


def test_what_a_role_may_not_do_is_not_offered_and_is_refused() -> None:
    later = at(Stage.EVIDENCE)
    assert Action.MOVE_ON not in {o.transition.action for o in offered(later, DANA)}
    assert "coordinator" in refusals(later, Action.MOVE_ON, DANA, gap_reason="x")[0].words
    assert Action.MOVE_ON in {o.transition.action for o in offered(FRESH, DANA)}
    assert Action.MOVE_ON in {o.transition.action for o in offered(at(Stage.FDA_IRB), PRIYA)}


def test_a_button_that_must_wait_says_why_and_where_the_cure_is() -> None:
    offers = {
        o.transition.action: o.refusals
        for o in offered(at(Stage.TREATMENT), ROSA, stage=Stage.TREATMENT)
    }
    assert offers[Action.RECORD_FIRST_DOSE][0].cure == "stage:5"


def test_choices_that_would_be_refused_are_not_shown() -> None:
    back = BY_ACTION[Action.GO_BACK]
    assert [c.key for c in asked(back, at(Stage.ADVOCACY))[0].choices] == ["1", "2"]
    skip = BY_ACTION[Action.SKIP_STAGE]
    assert [c.key for c in asked(skip, at(Stage.MANUFACTURER))[0].choices] == ["4", "5", "6"]


def test_the_table_holds_together() -> None:
    actions = [transition.action for transition in TRANSITIONS]
    assert sorted(actions) == sorted(Action), "each action stands in the table once"
    for transition in TRANSITIONS:
        assert transition.frm <= set(STATES[transition.track]), transition.action
        assert not transition.to or transition.to in STATES[transition.track]
        assert transition.sentence
        assert transition.button


@pytest.mark.parametrize("track", list(STATES))
def test_every_state_can_be_reached_and_left(track: Track) -> None:
    reached = {FIRST_STATES[track]}
    for _ in STATES[track]:
        reached |= {t.to for t in TRANSITIONS if t.track is track and t.to and t.frm & reached}
    assert reached == set(STATES[track])
    last = {Track.TREATMENT: {"ended"}, Track.LETTER: {"received"}}.get(track, set())
    for state in set(STATES[track]) - last:
        assert any(state in t.frm and t.track is track for t in TRANSITIONS), state


def test_every_state_has_its_word_and_the_drawing_shows_it() -> None:
    drawn = mermaid()
    assert drawn.startswith("stateDiagram-v2")
    for track, words in STATE_WORDS.items():
        assert set(words) == set(STATES[track])
        for word in words.values():
            assert word in drawn
    for transition in TRANSITIONS:
        assert transition.button in drawn
        assert transition.button in workflow_table()


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda t: t.action.value)
def test_each_transition_can_be_made(transition: object) -> None:
    """From some state, by a coordinator who answers everything it asks."""
    assert hasattr(transition, "action")
    row = BY_ACTION[transition.action]
    for stage in Stage:
        for state in row.frm:
            facts = replace(
                at(stage, request="agreed", letter="received", fda="permitted"), frozen=(1,)
            )
            if row.track is Track.CASE:
                facts = replace(facts, life=Life(state))
            else:
                facts = replace(facts, tracks={**facts.tracks, row.track: state}, emergency=True)
            words = {q.key: _some(q) for q in asked(row, facts)}
            if isinstance(decide(facts, row.action, ROSA, words=words), Move):
                return
    raise AssertionError(f"{row.action} can never be made")


def _some(question: object) -> str:
    assert hasattr(question, "choices")
    assert hasattr(question, "kind")
    if question.choices:
        return str(question.choices[0].key)
    return {"date": "2026-11-02", "version": "1", "person": "1", "trial": "NCT04871282"}.get(
        str(question.kind), "words"
    )
