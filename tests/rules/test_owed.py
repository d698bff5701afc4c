"""What is owed at the end: listed, closed over by a lead with a reason, and never forgotten."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casetrack.rules.agenda import agenda
from casetrack.rules.facts import Facts, Life, Row, Stage, Track
from casetrack.rules.lessons import lesson
from casetrack.rules.owed import owed
from casetrack.rules.people import Actor, Role
from casetrack.rules.sense import doubts
from casetrack.rules.settling import settles
from casetrack.rules.workflow import Action, Move, decide

NOW = datetime(2027, 11, 19, 17, tzinfo=UTC)
ROSA, TOM = (Actor(n, name, frozenset({Role.COORDINATOR})) for n, name in ((7, "Rosa"), (8, "Tom")))
SHAH = Actor(9, "Shah", frozenset({Role.PHYSICIAN}), 3)
ENDED = Facts(
    owner=7,
    register=3,
    stage=Stage.FOLLOW_UP,
    tracks={Track.FDA: "permitted", Track.IRB: "concurred", Track.TREATMENT: "ended"},
    answers={
        "fda_permitted_on": "2026-10-23",
        "irb_decided_on": "2026-10-28",
        "first_dose_on": "2026-11-02",
        "last_dose_on": "2027-11-01",
    },
)
SETTLED = {
    "summary_sent_on": "2027-11-15",
    "best_response": "SD",
    "conclusion": "Stable for a year",
    "alive": "alive",
    "ind_withdrawn_on": "2027-11-15",
    "irb_closed_on": "2027-11-15",
    "investigation_ended_on": "2027-11-15",
    "shipping_ended_on": "2027-11-15",
    "company_end_told_on": "2027-11-15",
}
ROWS = {
    "measurement": (Row(1, {"measured_on": "2027-11", "sum": "40"}),),
    "stock": (
        Row(2, {"movement": "received", "amount": "84", "lot": "A"}),
        Row(3, {"movement": "sent_back", "amount": "84", "lot": "A"}),
    ),
}
WORDS = {"close_reason": "ended"}


def keys(facts: Facts) -> list[str]:
    return [one.key for one in owed(facts)]


def settled(**but: str) -> Facts:
    return replace(ENDED, answers={**ENDED.answers, **SETTLED, **but}, rows=ROWS)


def close(facts: Facts, by: Actor = ROSA, **words: str) -> Move | list[str]:
    decided = decide(facts, Action.CLOSE, by, words={**WORDS, **words}, now=NOW)
    return decided if isinstance(decided, Move) else [refusal.words for refusal in decided]


def test_everything_is_owed_until_it_is_on_record() -> None:
    assert keys(ENDED) == [
        *("drug", "summary", "scan", "conclusion", "outcome", "ind", "irb", "company"),
    ]
    assert keys(settled()) == []


@pytest.mark.parametrize(
    ("lacking", "key"),
    [
        ("summary_sent_on", "summary"),
        ("conclusion", "conclusion"),
        ("alive", "outcome"),
        ("ind_withdrawn_on", "ind"),
        ("irb_closed_on", "irb"),
        ("company_end_told_on", "company"),
        ("investigation_ended_on", "keeping"),
        ("shipping_ended_on", "keeping"),
    ],
)
def test_each_answer_settles_one_thing(lacking: str, key: str) -> None:
    assert keys(settled(**{lacking: ""})) == [key]


def test_the_drug_is_owed_until_every_lot_is_at_zero_and_says_what_is_left() -> None:
    left = replace(settled(), rows={**ROWS, "stock": ROWS["stock"][:1]})
    [one] = owed(left)
    assert (one.key, one.why) == ("drug", "Not at zero, in units: lot A: 84")


def test_records_are_kept_from_the_approval_or_from_both_ends() -> None:
    approved = settled(shipping_ended_on="", drug_approved_on="2027-10-01")
    assert keys(approved) == []
    closed = replace(settled(investigation_ended_on=""), life=Life.CLOSED)
    assert [item.key for item in agenda(closed)] == ["owed:keeping"]
    assert settles(closed, "section:keeping"), "the IND may be withdrawn after the case is closed"


def test_whoever_has_died_is_not_measured_again() -> None:
    gone = settled(alive="died")
    assert "scan" not in keys(replace(gone, rows={"stock": ROWS["stock"]}))


def test_what_was_never_begun_owes_nothing_and_a_permitted_ind_is_withdrawn() -> None:
    assert keys(Facts()) == []
    unused = Facts(tracks={Track.FDA: "permitted"}, answers={"fda_permitted_on": "2026-10-23"})
    [one] = owed(unused)
    assert one.key == "ind"
    assert one.why == "Until then annual reports are owed, the next by Dec 22, 2027"


def test_a_drug_that_came_and_was_never_given_is_owed_all_the_same() -> None:
    """FDA may say no after the company has shipped (21 CFR 312.59, 312.62(a))."""
    came = Row(2, {"movement": "received", "amount": "84", "lot": "A", "moved_on": "2026-10-20"})
    denied = Facts(rows={"stock": (came,)}, life=Life.CLOSED)
    assert keys(denied) == ["drug", "company"]
    steps = {item.key: item for item in agenda(denied)}
    assert steps["owed:drug"].why == "30 calendar days after the drug last moved, Oct 20, 2026"


@pytest.mark.parametrize("state", ["submitted", "received", "on_hold"])
def test_what_fda_may_still_permit_is_withdrawn(state: str) -> None:
    """An IND goes into effect 30 days after receipt unless FDA holds it (21 CFR 312.40(b))."""
    filed = Facts(tracks={Track.FDA: state}, answers={"fda_sent_on": "2026-10-16"})
    assert keys(filed) == ["ind"]
    [step] = agenda(replace(filed, life=Life.CLOSED))
    assert step.why == "30 calendar days after the submission to FDA, Oct 16, 2026"


def test_an_annual_report_overdue_at_the_withdrawal_is_still_owed() -> None:
    """Withdrawing an IND does not send the report of the year before (21 CFR 312.33)."""
    assert keys(settled(ind_withdrawn_on="2027-12-22")) == [], "within the 60 days"
    late = settled(ind_withdrawn_on="2027-12-23")
    [one] = owed(late)
    assert (one.key, one.by_law) == ("annual_report", True)
    closed = replace(late, life=Life.CLOSED)
    assert [item.key for item in agenda(closed)] == ["clock:annual_report"]
    assert settles(closed, "paper:annual-report")
    assert keys(settled(ind_withdrawn_on="2027-12-23", annual_report_on="2028-01-05")) == []


def test_reports_of_events_and_what_the_law_asks_are_owed_as_well() -> None:
    event = Row(9, {"event_what": "Vomiting", "aware_on": "2027-10-30"})
    with_event = replace(settled(), rows={**ROWS, "safety": (event,)})
    assert keys(with_event) == ["judge:9", "fda_told_on:9", "company_told_on:9", "board_told_on:9"]
    assert {one.cure for one in owed(with_event)} == {"safety:9"}
    unreported = replace(settled(), emergency=True)
    assert "emergency_submission" in keys(unreported)


def test_a_case_that_owes_is_closed_only_by_its_lead_with_a_reason() -> None:
    assert isinstance(close(settled(), TOM), Move), "nothing owed: any coordinator"
    refused = close(ENDED, TOM, owed_reason="x")
    assert isinstance(refused, list)
    assert refused[0].startswith("Something is still owed: the coordinator whose case it is")
    assert close(ENDED) == ["Enter: why close it with this still owed"]
    for lead in (ROSA, SHAH):
        move = close(ENDED, lead, owed_reason="The board closes in January")
        assert isinstance(move, Move)
        assert move.words["owed_reason"] == "The board closes in January"


def test_what_was_owed_stays_on_today_in_the_closed_case() -> None:
    closed = replace(ENDED, life=Life.CLOSED)
    steps = {item.key: item for item in agenda(closed)}
    assert {f"owed:{key}" for key in keys(ENDED)} <= set(steps)
    assert steps["owed:drug"].on.isoformat() == "2027-12-01", "30 days after the last dose"
    assert "clock:annual_report" in steps
    assert agenda(replace(settled(), life=Life.CLOSED)) == ()


def test_while_the_case_is_open_a_clock_is_not_listed_twice() -> None:
    open_ = [item.key for item in agenda(ENDED)]
    assert "clock:treatment_summary" in open_
    assert "owed:summary" not in open_
    assert "owed:company" in open_
    treated = replace(ENDED, tracks={**ENDED.tracks, Track.TREATMENT: "on_treatment"})
    assert not [key for key in (i.key for i in agenda(treated)) if key.startswith("owed:")]


def test_days_out_of_order_are_asked_about() -> None:
    odd = settled(ind_withdrawn_on="2027-10-01", irb_closed_on="2028-01-01", alive_on="2027-10-31")
    said = [d.words for d in doubts(odd, NOW.date()) if d.section.stage == 7]
    assert said == [
        "IND withdrawn on: Oct 1, 2027 is before the last dose, Nov 1, 2027",
        "Known on: Oct 31, 2027 is before the last dose, Nov 1, 2027",
        "Closed by the ethics board on: Jan 1, 2028 has not come yet",
    ]
    going_on = replace(odd, answers={**odd.answers, "last_dose_on": ""})
    assert "The IND is withdrawn, and no last dose is on record" in [
        d.words for d in doubts(going_on, NOW.date())
    ]


def test_what_a_company_taught_us_is_kept_with_how_it_ended() -> None:
    said = {"first_dose_on": "2026-11-02", "last_dose_on": "2027-11-01", "close_reason": "ended"}
    told = lesson("EA-2026-001", {**said, "learned_company": "Ask Jo"}, life="closed")
    assert told
    assert (told.treated_days, told.outcome, told.learned) == (365, "Treatment ended", "Ask Jo")
    assert lesson("EA-2026-001", said, life="open") is None
    early = lesson("EA-2026-001", {**said, "learned_company": "Ask Jo"}, life="open")
    assert early
    assert early.outcome == "Goes on"
