"""In a closed case only what it owes goes on: each thing where the table says, and nothing else."""

from dataclasses import replace

import pytest
from rules.test_owed import ENDED, NOW, ROSA, ROWS, SETTLED, TOM, settled

from casetrack.rules.access import CLOSED, CLOSED_OWING, Permission, may, who_may
from casetrack.rules.agenda import agenda
from casetrack.rules.clocks import CLOCKS
from casetrack.rules.clocks.shape import Set
from casetrack.rules.documents import BY_KEY as PAPERS
from casetrack.rules.facts import Facts, Life, Row, Stage, Track
from casetrack.rules.owed import OF_THEIR_OWN, owed
from casetrack.rules.questions import BY_KEY, BY_ROWS, find
from casetrack.rules.safety import RECIPIENTS
from casetrack.rules.settling import SETTLED_BY, asked_still, only_settles, settles
from casetrack.rules.workflow import TRANSITIONS, Action, Move, asked, decide, offered

OWING = replace(ENDED, life=Life.CLOSED)
DONE = replace(settled(), life=Life.CLOSED)
EVENT = Row(9, {"event_what": "Vomiting", "aware_on": "2027-10-30"})
REPORTING = replace(DONE, rows={**ROWS, "safety": (EVENT,)})
UNREPORTED = replace(DONE, emergency=True)
TOLD = {"fda_sent_on": "2027-11-16"}
AGREED = {Track.REQUEST: "agreed", Track.LETTER: "received", Track.EXPANDED: "pursued"}


def test_with_nothing_owed_everything_is_refused() -> None:
    for place in ("section:endings", "rows:stock", "paper:annual-report", "step:", "safety:9"):
        assert not settles(DONE, place)
    assert asked_still(BY_KEY["endings"], DONE) == ()
    assert not only_settles(DONE, {"alive"})
    assert who_may(Permission.EDIT_FACTS, DONE) == CLOSED
    for one in TRANSITIONS:
        found = decide(DONE, one.action, ROSA, words=TOLD, now=NOW)
        assert isinstance(found, list) or one.action is Action.REOPEN


@pytest.mark.parametrize(
    "place",
    [
        *("section:patient", "section:plan", "rows:prior_therapy", "rows:documents", "rows:safety"),
        *("paper:manufacturer-request", "paper:fda-set", "action:record-first-dose", "safety:9"),
        *("section:nothing", "row:stock:x:y", "", "elsewhere:x"),
    ],
)
def test_what_owes_nothing_stays_shut_in_a_case_that_owes_something_else(place: str) -> None:
    owes_no_drug = replace(OWING, rows=ROWS)
    assert settles(owes_no_drug, "section:endings")
    assert not settles(owes_no_drug, place)
    assert not may(ROSA, Permission.EDIT_FACTS, owes_no_drug, at=place)
    assert who_may(Permission.EDIT_FACTS, owes_no_drug) == CLOSED_OWING


def test_a_settled_thing_shuts_its_place_and_leaves_the_others() -> None:
    half = replace(OWING, answers={**OWING.answers, **SETTLED, "irb_closed_on": ""}, rows=ROWS)
    assert [one.key for one in owed(half)] == ["irb"]
    assert [q.key for q in asked_still(BY_KEY["endings"], half)] == [
        "irb_closed_on",
        "irb_closed_proof",
    ]
    assert only_settles(half, {"irb_closed_on"})
    assert not only_settles(half, {"irb_closed_on", "ind_withdrawn_on"})
    assert not only_settles(half, {"movement"}, rows="stock")


def test_the_place_opens_for_whoever_had_the_right_before_and_nobody_else() -> None:
    assert may(ROSA, Permission.RECORD_FDA_IRB, OWING, at="section:endings")
    assert not may(ROSA, Permission.JUDGE, REPORTING, at="safety:9")
    assert may(ROSA, Permission.RECORD_TREATMENT, REPORTING, at="safety:9")
    assert not may(ROSA, Permission.RECORD_TREATMENT, REPORTING, at="safety:8")
    assert may(ROSA, Permission.EDIT_FACTS, REPORTING, at="row:safety:9")
    assert not may(ROSA, Permission.EDIT_FACTS, REPORTING, at="row:safety:8")


def test_an_act_that_is_owed_is_done_in_the_closed_case_and_asks_for_no_next_step() -> None:
    agreed = replace(UNREPORTED, tracks={**UNREPORTED.tracks, **AGREED})
    [offer] = offered(agreed, TOM, now=NOW, stage=Stage.FDA_IRB)
    assert offer.transition.action is Action.RECORD_SUBMISSION
    assert "next_what" not in {q.key for q in asked(offer.transition, agreed)}
    move = decide(agreed, Action.RECORD_SUBMISSION, TOM, words=TOLD, now=NOW)
    assert isinstance(move, Move)
    assert not move.plans
    assert move.state == "permitted"
    sent = replace(agreed, answers={**agreed.answers, **TOLD})
    again = decide(sent, Action.RECORD_SUBMISSION, TOM, words=TOLD, now=NOW)
    assert isinstance(again, list), "once sent, nothing is owed, and the case is shut again"


def test_what_is_owed_can_be_settled_where_the_table_says() -> None:
    """Each key of the table is a thing that can be owed, and each place of it exists."""
    by_law = {
        clock.key
        for clock in CLOCKS
        if clock.role and clock.set is Set.BY_LAW and not clock.rows and not clock.keeps
    } - OF_THEIR_OWN
    told = {to.told for to in RECIPIENTS}
    known = {one.key for one in owed(replace(ENDED, rows={}))} | by_law | told | {"judge", "end"}
    assert known <= set(SETTLED_BY)
    for one in SETTLED_BY.values():
        assert set(one.acts) <= set(Action)
        assert set(one.papers) <= set(PAPERS)
        assert all(find(key) for key in one.answers)
        assert not one.rows or one.rows in BY_ROWS


def test_the_law_s_own_day_stands_once_on_today() -> None:
    assert [item.key for item in agenda(UNREPORTED)] == ["clock:emergency_submission"]


def test_an_open_case_asks_all_of_it() -> None:
    assert asked_still(BY_KEY["endings"], ENDED) == BY_KEY["endings"].questions
    assert not settles(ENDED, "section:endings"), "nothing needs this door while it is open"
    assert not settles(Facts(), "step:")
