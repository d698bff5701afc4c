"""How a case moves: every row can be reached, every refusal says why, the two hard stops hold."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from casetrack.rules.clocks.fda import in_effect_on
from casetrack.rules.facts import Facts, Life, Mark, Row, Stage, Track
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
    correctable,
    corrected,
    decide,
    offered,
)

ROSA = Actor(1, "Rosa Ortiz", frozenset({Role.COORDINATOR}))
DANA = Actor(2, "Dana Cole", frozenset({Role.NURSE}))
PRIYA = Actor(3, "Priya Rao", frozenset({Role.REGULATORY}))
NOW = datetime(2026, 11, 19, 17, tzinfo=UTC)
FROZEN_ON = {1: datetime(2026, 9, 21, 15, tzinfo=UTC)}
FROZEN = {"manufacturer-request": FROZEN_ON, "fda-set": FROZEN_ON}
PERMITTED = {
    "permission": "written",
    "permission_on": "2026-09-02",
    "permission_with": "company,doctors",
}
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
    decided = decide(facts, action, actor, words={**NEXT, **words}, now=NOW)
    assert isinstance(decided, list), f"{action} was not refused"
    return decided


def move(facts: Facts, action: Action, actor: Actor = ROSA, /, **words: str) -> Move:
    decided = decide(facts, action, actor, words={**NEXT, **words}, now=NOW)
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


SENT = {
    "sent_version": "1",
    "sent_to": "Dr. Lane",
    "sent_how": "email",
    "request_sent_on": "2026-09-22",
}


def ready(**tracks: str) -> Facts:
    """A request that may be sent."""
    return replace(at(Stage.MANUFACTURER, **tracks), frozen=FROZEN, answers=PERMITTED)


def test_nothing_is_sent_without_a_frozen_copy() -> None:
    """The second hard stop."""
    found = refusals(at(Stage.MANUFACTURER), Action.RECORD_SENDING, **SENT)
    assert "No version is frozen" in found[0].words
    other = refusals(ready(), Action.RECORD_SENDING, **{**SENT, "sent_version": "2"})
    assert [refusal.field for refusal in other] == ["sent_version"]
    assert move(ready(), Action.RECORD_SENDING, **SENT).state == "sent"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"permission": ""}, "permission to share is not on record"),
        ({"permission": "not_asked"}, "permission to share is not on record"),
        ({"permission": "refused"}, "does not permit sharing"),
        ({"permission_with": "doctors"}, "not permitted sharing with the company"),
        ({"permission_until": "2026-09-21"}, "permission ended Sep 21, 2026"),
        ({"permission_on": "2026-09-23"}, "given later, Sep 23, 2026"),
    ],
)
def test_nothing_is_sent_before_the_patient_permits_it(said: dict[str, str], why: str) -> None:
    facts = replace(ready(), answers={**PERMITTED, **said})
    found = refusals(facts, Action.RECORD_SENDING, **SENT)
    assert [refusal.cure for refusal in found] == ["section:wishes"]
    assert why in found[0].words


def test_permission_by_word_of_mouth_is_enough_to_send() -> None:
    spoken = replace(ready(), answers={**PERMITTED, "permission": "spoken"})
    assert move(spoken, Action.RECORD_SENDING, **SENT).state == "sent"


def test_what_is_recorded_has_happened() -> None:
    tomorrow = refusals(ready(), Action.RECORD_SENDING, **{**SENT, "request_sent_on": "2026-11-20"})
    assert [refusal.field for refusal in tomorrow] == ["request_sent_on"]
    assert "Nov 20, 2026 has not come yet" in tomorrow[0].words


def test_no_version_is_sent_before_the_day_it_was_frozen_at_the_clinic() -> None:
    late = replace(
        ready(), frozen={"manufacturer-request": {1: datetime(2026, 9, 23, 2, tzinfo=UTC)}}
    )
    words = {**NEXT, **SENT}
    home = NOW.astimezone(ZoneInfo("America/New_York"))
    assert isinstance(decide(late, Action.RECORD_SENDING, ROSA, words=words, now=home), Move)
    words["request_sent_on"] = "2026-09-21"
    found = decide(late, Action.RECORD_SENDING, ROSA, words=words, now=home)
    assert isinstance(found, list)
    assert [refusal.field for refusal in found] == ["request_sent_on"]


BEFORE = (
    (Action.RECORD_ACKNOWLEDGMENT, {"request": "sent"}, "request_sent_on"),
    (Action.RECORD_AGREEMENT, {"request": "sent"}, "request_sent_on"),
    (Action.RECORD_REFUSAL, {"request": "sent"}, "request_sent_on"),
    (Action.RECORD_TRIAL_FIRST, {"request": "sent"}, "request_sent_on"),
    (Action.RECORD_RECEIPT, {"fda": "submitted"}, "fda_sent_on"),
    (Action.RECORD_PERMISSION, {"fda": "received"}, "fda_sent_on"),
    (Action.RECORD_FDA_HOLD, {"fda": "received"}, "fda_sent_on"),
    (Action.RECORD_PERMISSION, {"fda": "on_hold"}, "fda_hold_on"),
    (Action.RECORD_IRB_CONCURRENCE, {"irb": "asked"}, "irb_asked_on"),
    (Action.RECORD_IRB_REFUSAL, {"irb": "asked"}, "irb_asked_on"),
    (Action.RECORD_FIRST_DOSE, {"fda": "permitted"}, "fda_permitted_on"),
    (Action.END_TREATMENT, {"treatment": "on_treatment"}, "first_dose_on"),
)


@pytest.mark.parametrize(("action", "tracks", "anchor"), BEFORE, ids=str)
def test_no_day_lies_before_the_one_it_follows(
    action: Action, tracks: dict[str, str], anchor: str
) -> None:
    facts = at(Stage.TREATMENT, **tracks)
    words = {q.key: _some(q) for q in asked(BY_ACTION[action], facts)}
    if tracks == {"fda": "on_hold"}:
        words["fda_permitted_how"] = "lifted"
    same = replace(facts, answers={anchor: "2026-11-02"})
    move(same, action, **words)
    later = replace(facts, answers={anchor: "2026-11-03"})
    found = refusals(later, action, **words)
    assert len(found) == 1
    assert "Nov 3, 2026" in found[0].words
    assert found[0].field in words


def test_asking_again_after_an_agreement_takes_nothing_back() -> None:
    again = move(ready(request="agreed"), Action.RECORD_SENDING, **SENT)
    assert again.state == "agreed"
    assert "request_decided_on" not in again.words
    anew = move(ready(request="refused"), Action.RECORD_SENDING, **SENT)
    assert (anew.state, anew.words["refusal_reason"]) == ("sent", "")


def test_an_answer_takes_the_place_of_the_one_before() -> None:
    agreed = move(
        at(Stage.MANUFACTURER, request="refused"),
        Action.RECORD_AGREEMENT,
        request_decided_on="2026-10-02",
    )
    for gone in ("request_decided_by", "request_conditions", "refusal_reason", "refusal_words"):
        assert agreed.words[gone] == "", gone


def test_fda_is_asked_only_with_agreement_and_letter_or_a_plan_without() -> None:
    day = {"fda_sent_on": "2026-10-16"}
    found = refusals(at(Stage.FDA_IRB), Action.RECORD_SUBMISSION, **day)
    assert len(found) == 2, "both reasons at once"
    agreed = at(Stage.FDA_IRB, request="agreed")
    assert "letter of authorization" in refusals(agreed, Action.RECORD_SUBMISSION, **day)[0].words
    for letter in ("received", "without"):
        move(at(Stage.FDA_IRB, request="agreed", letter=letter), Action.RECORD_SUBMISSION, **day)


def test_only_an_emergency_gets_permission_before_it_is_submitted() -> None:
    said = {
        "fda_permitted_how": "phone",
        "fda_permitted_on": "2026-10-30",
        "fda_official": "Dr. Grey",
    }
    refusals(at(Stage.FDA_IRB), Action.RECORD_PERMISSION, **said)
    emergency = replace(at(Stage.FDA_IRB), emergency=True)
    assert move(emergency, Action.RECORD_PERMISSION, **said).state == "permitted"


def test_after_permission_by_phone_the_papers_follow() -> None:
    """21 CFR 312.310(d)(2): within 15 working days of the authorization."""
    ordinary = at(Stage.FDA_IRB, fda="permitted", request="agreed", letter="without")
    refusals(ordinary, Action.RECORD_SUBMISSION, fda_sent_on="2026-11-05")
    emergency = replace(ordinary, emergency=True)
    assert move(emergency, Action.RECORD_SUBMISSION, fda_sent_on="2026-11-05").state == "permitted"
    assert move(emergency, Action.RECORD_RECEIPT, fda_received_on="2026-11-06").state == "permitted"


def test_an_ind_takes_effect_after_thirty_days_of_silence() -> None:
    """21 CFR 312.305(d)(1); the vector of domain 4.1."""
    silence = {"fda_permitted_how": "silence", "fda_permitted_on": "2026-04-01"}
    held = {"fda_received_on": "2026-03-02"}
    received = replace(at(Stage.FDA_IRB, fda="received"), answers=held)
    assert move(received, Action.RECORD_PERMISSION, **silence).words["fda_permitted_on"]
    early = refusals(
        received, Action.RECORD_PERMISSION, **{**silence, "fda_permitted_on": "2026-03-31"}
    )
    assert [(r.field, "Apr 1, 2026" in r.words) for r in early] == [("fda_permitted_on", True)]
    for state in ("submitted", "on_hold"):
        other = replace(at(Stage.FDA_IRB, fda=state), answers=held)
        assert "receipt" in refusals(other, Action.RECORD_PERMISSION, **silence)[0].words


def test_a_permission_that_a_lifted_hold_shows_is_not_taken_back() -> None:
    why = {"permission_back_why": "The wrong case"}
    given = {"fda_permitted_on": "2026-05-04", "fda_permitted_how": "letter"}
    permitted = replace(at(Stage.FDA_IRB, fda="permitted"), answers=given)
    assert move(permitted, Action.TAKE_BACK_PERMISSION, **why).state == "not_submitted"
    for shows in ({"fda_hold_lifted_on": "2026-07-01"}, {"fda_permitted_how": "lifted"}):
        held = replace(permitted, answers=given | shows)
        (refused,) = refusals(held, Action.TAKE_BACK_PERMISSION, **why)
        assert "FDA lifted a hold, so its permission stands" in refused.words


def test_a_hold_that_is_lifted_leaves_the_day_of_effect() -> None:
    """The annual report counts from the day the IND first went into effect (312.33)."""
    said = {"fda_permitted_on": "2026-05-04", "fda_hold_on": "2026-06-01"}
    held = replace(at(Stage.TREATMENT, fda="on_hold"), answers=said)
    words = {
        "fda_permitted_how": "lifted",
        "fda_permitted_on": "2026-07-01",
        "fda_official": "Dr. Grey",
    }
    anew = refusals(held, Action.RECORD_PERMISSION, **words)
    assert [one.cure for one in anew] == ["action:record-fda-hold-lifted"]
    lifted = {"fda_hold_lifted_on": "2026-07-01", "fda_lifted_by": "Dr. Grey"}
    found = move(held, Action.LIFT_HOLD, **lifted)
    assert found.state == "permitted"
    assert "fda_permitted_on" not in found.words
    assert (found.words["fda_hold_on"], found.words["fda_hold_reason"]) == ("", "")
    early = refusals(held, Action.LIFT_HOLD, **{**lifted, "fda_hold_lifted_on": "2026-05-31"})
    assert "before the hold" in early[0].words


def test_what_fda_held_first_goes_into_effect_when_the_hold_is_lifted() -> None:
    """21 CFR 312.40(b)(1): not by itself after 30 days."""
    said = {"fda_received_on": "2026-03-02", "fda_hold_on": "2026-03-20"}
    held = replace(at(Stage.FDA_IRB, fda="on_hold"), answers=said)
    first = refusals(held, Action.LIFT_HOLD, fda_hold_lifted_on="2026-05-01", fda_lifted_by="Grey")
    assert [one.cure for one in first] == ["action:record-fda-permission"]
    words = {"fda_permitted_on": "2026-05-01", "fda_official": "Dr. Grey"}
    wrong = refusals(held, Action.RECORD_PERMISSION, fda_permitted_how="notice", **words)
    assert [one.field for one in wrong] == ["fda_permitted_how"]
    told = move(held, Action.RECORD_PERMISSION, fda_permitted_how="lifted", **words).words
    assert in_effect_on({**said, **told}) == "2026-05-01"
    never = replace(held, tracks={**held.tracks, Track.FDA: "received"})
    unheld = refusals(never, Action.RECORD_PERMISSION, fda_permitted_how="lifted", **words)
    assert [one.words for one in unheld] == ["No clinical hold is on record"]


def test_a_person_at_fda_is_asked_for_only_where_there_was_one() -> None:
    received = at(Stage.FDA_IRB, fda="received")
    said = {"fda_permitted_how": "phone", "fda_permitted_on": "2026-11-02"}
    found = refusals(received, Action.RECORD_PERMISSION, **said)
    assert [refusal.field for refusal in found] == ["fda_official"]


def test_one_member_decides_only_if_the_physician_elected_it() -> None:
    """Field 10.b, 21 CFR 56.105: an election of the physician, never assumed."""
    said = {"irb_decided_on": "2026-11-02", "irb_decided_by": "Dr. Moss, chair"}
    full = replace(at(Stage.FDA_IRB, irb="asked"), answers={"irb_review": "full"})
    assert move(full, Action.RECORD_IRB_CONCURRENCE, irb_decided_as="full", **said)
    found = refusals(full, Action.RECORD_IRB_CONCURRENCE, irb_decided_as="member", **said)
    assert "10.b" in found[0].words
    member = replace(full, answers={"irb_review": "member"})
    assert move(member, Action.RECORD_IRB_CONCURRENCE, irb_decided_as="member", **said)
    asked_now = refusals(at(Stage.FDA_IRB), Action.RECORD_IRB_REQUEST, irb_asked_on="2026-11-02")
    assert [refusal.field for refusal in asked_now] == ["irb_review"], "no choice is made for them"


def test_moving_on_asks_for_a_reason_only_when_something_is_missing() -> None:
    found = refusals(FRESH, Action.MOVE_ON)
    assert [refusal.field for refusal in found] == ["gap_reason"]
    moved = move(FRESH, Action.MOVE_ON, gap_reason="the visit is on Thursday")
    assert moved.stage is Stage.EVIDENCE
    assert moved.marks[Stage.TEAM] is Mark.DONE
    assert len(moved.gaps) > 5
    nothing_asked = replace(at(Stage.ADVOCACY), answers={"groups_wanted": "no"})
    assert move(nothing_asked, Action.MOVE_ON).stage is Stage.MANUFACTURER


def test_every_missing_word_is_named_at_once() -> None:
    decided = decide(FRESH, Action.HOLD, ROSA, words={}, now=NOW)
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
    assert [offer.transition.action for offer in offered(closed, ROSA, now=NOW)] == [Action.REOPEN]
    for stage in Stage:
        assert offered(closed, ROSA, stage=stage, now=NOW) == ()


def test_a_case_on_hold_can_be_resumed_planned_handed_over_or_closed() -> None:
    held = replace(FRESH, life=Life.HELD)
    assert {offer.transition.action for offer in offered(held, ROSA, now=NOW)} == {
        Action.FINISH_NEXT,
        Action.PLAN_NEXT,
        Action.RESUME,
        Action.HAND_OVER,
        Action.CLOSE,
    }


def test_a_close_reason_is_never_assumed() -> None:
    assert refusals(FRESH, Action.CLOSE)[0].field == "close_reason"


def test_what_a_role_may_not_do_is_not_offered_and_is_refused() -> None:
    later = at(Stage.EVIDENCE)
    assert Action.MOVE_ON not in {o.transition.action for o in offered(later, DANA, now=NOW)}
    assert "coordinator" in refusals(later, Action.MOVE_ON, DANA, gap_reason="x")[0].words
    assert Action.MOVE_ON in {o.transition.action for o in offered(FRESH, DANA, now=NOW)}
    assert Action.MOVE_ON in {
        o.transition.action for o in offered(at(Stage.FDA_IRB), PRIYA, now=NOW)
    }


def test_a_button_that_must_wait_says_why_and_where_the_cure_is() -> None:
    offers = {
        o.transition.action: o.refusals
        for o in offered(at(Stage.TREATMENT), ROSA, stage=Stage.TREATMENT, now=NOW)
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


def test_a_word_that_several_acts_ask_for_is_called_the_same() -> None:
    """A stage's page and the history show it without knowing who asked."""
    called: dict[str, set[str]] = {}
    for transition in TRANSITIONS:
        for question in transition.asks:
            called.setdefault(question.key, set()).add(question.label)
    assert {key: labels for key, labels in called.items() if len(labels) > 1} == {}


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


ROUTES_KNOWN = {
    "trials_searched_on": "2026-09-01",
    "pap_drug": "Pazopanib",
    "pap_program": "A foundation",
    "pap_approved": "yes",
    "off_label_drug": "Pazopanib",
    "insurer": "A plan",
}
DENIED = Row(2, {"asked_level": "request", "answered_as": "denied", "answered_on": "2026-10-01"})
ROWS_OPEN = {
    "trial": (Row(1, {"nct": "NCT04871282", "verdict": "possible"}),),
    "coverage": (DENIED,),
}
ROWS_SETTLED = {"trial": (Row(1, {"nct": "NCT04871282", "verdict": "not_open"}),)}


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda t: t.action.value)
def test_each_transition_can_be_made(transition: object) -> None:
    """From some state, by a coordinator who answers everything it asks."""
    assert hasattr(transition, "action")
    row = BY_ACTION[transition.action]
    known = ROWS_SETTLED if row.action is Action.CLOSE_TRIAL else ROWS_OPEN
    used = "" if row.action is Action.TAKE_BACK_PERMISSION else "2026-10-01"
    for stage in Stage:
        for state in row.frm:
            facts = replace(
                at(stage, request="agreed", letter="received", fda="permitted"),
                frozen=FROZEN,
                answers={
                    **PERMITTED,
                    **ROUTES_KNOWN,
                    "fda_received_on": "2026-09-01",
                    "first_dose_on": used,
                    "fda_permitted_on": "2026-09-02",
                    "consent_how": "exception",
                },
                rows={**known, "document": (Row(7, {"title": "Letter"}),)},
            )
            if row.track is Track.CASE:
                facts = replace(facts, life=Life(state))
            else:
                facts = replace(facts, tracks={**facts.tracks, row.track: state}, emergency=True)
            words = {q.key: _some(q) for q in asked(row, facts)}
            if isinstance(decide(facts, row.action, ROSA, words=words, now=NOW), Move):
                return
    raise AssertionError(f"{row.action} can never be made")


def _some(question: object) -> str:
    assert hasattr(question, "choices")
    assert hasattr(question, "kind")
    if question.choices:
        return str(question.choices[0].key)
    return {
        "date": "2026-11-02",
        "version": "1",
        "person": "1",
        "trial": "NCT04871282",
        "exhibit": "7",
    }.get(str(question.kind), "words")


def test_an_emergency_use_is_reported_once_it_was_and_only_in_an_emergency() -> None:
    emergency = replace(at(Stage.TREATMENT, fda="permitted"), emergency=True)
    words = {"irb_told_on": "2026-11-04"}
    early = refusals(emergency, Action.RECORD_IRB_NOTICE, **words)
    assert [one.words for one in early] == ["The first dose is not on record. Record it first"]
    treated = replace(emergency, answers={"first_dose_on": "2026-11-01"})
    assert move(treated, Action.RECORD_IRB_NOTICE, **words).state == "not_asked"
    before = refusals(treated, Action.RECORD_IRB_NOTICE, irb_told_on="2026-10-31")
    assert "before the first dose" in before[0].words
    ordinary = replace(treated, emergency=False)
    assert refusals(ordinary, Action.RECORD_IRB_NOTICE, **words)


def test_a_day_the_other_side_names_may_lie_ahead() -> None:
    sent = replace(at(Stage.MANUFACTURER, request="sent"), answers={})
    words = {"request_acknowledged_on": "2026-11-18", "decision_promised_on": "2027-01-04"}
    found = move(sent, Action.RECORD_ACKNOWLEDGMENT, **words)
    assert found.words["decision_promised_on"] == "2027-01-04"
    ahead = refusals(sent, Action.RECORD_ACKNOWLEDGMENT, request_acknowledged_on="2026-12-01")
    assert "has not come yet" in ahead[0].words


def corrected_to(facts: Facts, key: str, day: str) -> list[str]:
    words = {key: day, "correction_why": "Typed wrong"}
    return [one.words for one in corrected(facts, key, ROSA, words=words, now=NOW)]


def test_a_corrected_day_may_not_break_what_else_is_on_record() -> None:
    said = {
        "fda_sent_on": "2026-09-25",
        "fda_received_on": "2026-10-01",
        "fda_permitted_on": "2026-10-31",
        "fda_permitted_how": "silence",
        "first_dose_on": "2026-11-02",
    }
    facts = replace(at(Stage.TREATMENT, fda="permitted"), answers=said)
    assert corrected_to(facts, "fda_received_on", "2026-09-30") == []
    assert corrected_to(facts, "fda_received_on", "2026-10-02") == [
        "Permitted since: FDA's 30 days end on Nov 1, 2026"
    ]
    assert "before FDA's permission" in corrected_to(facts, "first_dose_on", "2026-10-30")[0]
    assert "before FDA's permission" in corrected_to(facts, "fda_permitted_on", "2026-11-03")[0]
    assert "has not come yet" in corrected_to(facts, "first_dose_on", "2026-11-20")[0]
    assert corrected_to(facts, "irb_asked_on", "2026-11-02"), "what is not on record"


def test_what_was_wrong_before_does_not_stop_a_correction() -> None:
    said = {"fda_sent_on": "2026-10-01", "fda_received_on": "2026-09-01"}
    said["irb_asked_on"] = "2026-11-02"
    facts = replace(at(Stage.FDA_IRB, fda="received"), answers=said)
    assert corrected_to(facts, "irb_asked_on", "2026-11-03") == []
    assert corrected_to(facts, "fda_received_on", "2026-10-05") == []
    assert corrected_to(facts, "fda_sent_on", "2026-08-30") == []


def test_a_corrected_approval_does_not_end_before_it_was_given() -> None:
    said = {"irb_asked_on": "2026-10-01", "irb_decided_on": "2026-10-28"}
    said |= {"irb_decided_as": "full", "irb_expires_on": "2026-11-10"}
    facts = replace(at(Stage.FDA_IRB, irb="concurred"), answers=said)
    assert corrected_to(facts, "irb_expires_on", "2026-10-28") == []
    for key, day in (("irb_expires_on", "2026-10-27"), ("irb_decided_on", "2026-11-11")):
        [refused] = corrected_to(facts, key, day)
        assert "Approval ends on: this is before the approval" in refused


def test_a_sending_is_recorded_again_not_corrected() -> None:
    facts = replace(
        at(Stage.MANUFACTURER, request="sent"), answers={"request_sent_on": "2026-11-01"}
    )
    assert "request_sent_on" not in correctable(facts)
