"""The deadlines of a case: started by their events, met by theirs, never guessed."""

from dataclasses import replace
from datetime import date

import pytest

from casetrack.rules.catalog import question
from casetrack.rules.clocks import (
    BY_KEY,
    CLOCKS,
    COUNTED,
    MOVED_BY,
    Deadline,
    Set,
    Stand,
    deadlines,
    how_counted,
    late_first,
    moved,
    running,
)
from casetrack.rules.facts import Facts, Row, Track

FIRST = {
    Track.REQUEST: "not_asked",
    Track.LETTER: "none",
    Track.FDA: "not_submitted",
    Track.IRB: "not_asked",
    Track.TREATMENT: "not_started",
}


def facts(*, fda: str = "", irb: str = "", urgency: str = "", **said: str) -> Facts:
    tracks = {**FIRST, Track.FDA: fda or "not_submitted", Track.IRB: irb or "not_asked"}
    return Facts(emergency=urgency == "emergency", tracks=tracks, answers=said)


def one(of: Facts, key: str, row: int = 0) -> Deadline:
    return next(d for d in deadlines(of) if (d.clock.key, d.row) == (key, row))


def keys(of: Facts) -> set[str]:
    return {d.clock.key for d in deadlines(of)}


def day(stored: str) -> date:
    return date.fromisoformat(stored)


def test_without_its_event_a_clock_has_not_started() -> None:
    new = facts()
    assert running(new) == ()
    waiting = one(new, "ind_in_effect")
    assert (waiting.stand, waiting.due, waiting.count) == (Stand.NOT_STARTED, None, None)
    assert how_counted(waiting) == (
        *("Starts with this event: FDA received the submission", "30 calendar days"),
    )
    sent = facts(fda="submitted", fda_sent_on="2026-10-16")
    assert one(sent, "ind_in_effect").due is None, "FDA's days run from its receipt"


def test_the_thirty_days_end_with_permission_and_stop_with_a_hold() -> None:
    received = facts(fda="received", fda_sent_on="2026-10-16", fda_received_on="2026-10-20")
    assert one(received, "ind_in_effect").due == day("2026-11-19")
    permitted = facts(fda="permitted", fda_received_on="2026-10-20", fda_permitted_on="2026-10-23")
    met = one(permitted, "ind_in_effect")
    assert (met.stand, met.met_on) == (Stand.MET, day("2026-10-23"))
    assert one(permitted, "annual_report").due == day("2027-12-22")
    held = facts(fda="on_hold", fda_received_on="2026-10-20", fda_hold_on="2026-11-02")
    assert "ind_in_effect" not in keys(held)
    assert one(held, "hold_reasons").due == day("2026-12-02")


def test_an_emergency_has_two_clocks_from_two_events() -> None:
    """ux.md check 12."""
    authorized = facts(urgency="emergency", fda="permitted", fda_permitted_on="2026-10-30")
    assert one(authorized, "emergency_submission").due == day("2026-11-23")
    assert one(authorized, "emergency_irb_notice").stand is Stand.NOT_STARTED
    assert "ind_in_effect" not in keys(authorized)
    said = {**authorized.answers, "first_dose_on": "2026-11-01"}
    treated = replace(authorized, answers=said)
    assert one(treated, "emergency_irb_notice").due == day("2026-11-06")
    assert one(treated, "emergency_submission").due == day("2026-11-23")
    submitted = replace(treated, answers={**said, "fda_sent_on": "2026-11-20"})
    assert one(submitted, "emergency_submission").stand is Stand.MET
    assert [d.clock.key for d in running(submitted)][:1] == ["emergency_irb_notice"]


def test_an_ordinary_case_owes_no_emergency_reports() -> None:
    treated = facts(fda="permitted", fda_permitted_on="2026-10-30", first_dose_on="2026-11-01")
    assert not {"emergency_submission", "emergency_irb_notice"} & keys(treated)


def test_a_board_that_concurred_before_the_use_needs_no_notice_of_it() -> None:
    said = {"first_dose_on": "2026-11-01", "irb_decided_on": "2026-10-31"}
    before = facts(urgency="emergency", fda="permitted", irb="concurred", **said)
    assert "emergency_irb_notice" not in keys(before)
    after = replace(before, answers={**said, "irb_decided_on": "2026-11-02"})
    assert one(after, "emergency_irb_notice").due == day("2026-11-06")


def test_the_ind_is_in_effect_from_the_earlier_of_notice_and_thirty_days() -> None:
    late = facts(fda="permitted", fda_received_on="2026-10-01", fda_permitted_on="2026-11-15")
    assert one(late, "annual_report").count
    assert one(late, "annual_report").due == day("2027-12-30"), "30 days ended Oct 31"
    waiting = facts(fda="received", fda_received_on="2026-10-01")
    assert one(waiting, "annual_report").stand is Stand.NOT_STARTED, "nothing is guessed"


@pytest.mark.parametrize(
    ("last", "owed"),
    [
        ("", "2027-12-22"),
        ("2027-10-22", "2027-12-22"),  # before the anniversary: not that year's report
        ("2027-10-23", "2028-12-22"),
        ("2028-01-10", "2028-12-22"),  # late, but done
        ("2029-11-01", "2030-12-22"),
    ],
)
def test_the_annual_report_is_owed_again_each_year(last: str, owed: str) -> None:
    said = {"fda_permitted_on": "2026-10-23", "annual_report_on": last}
    assert one(facts(fda="permitted", **said), "annual_report").due == day(owed)
    withdrawn = facts(fda="permitted", **said, ind_withdrawn_on=owed)
    assert one(withdrawn, "annual_report").stand is Stand.MET
    late = facts(fda="permitted", **said, ind_withdrawn_on="2031-01-05")
    assert one(late, "annual_report").stand is Stand.RUNNING, "what was overdue is still owed"


def test_a_february_29_counts_from_the_28th_and_every_fourth_year_from_the_29th() -> None:
    effect = {"fda_permitted_on": "2024-02-29"}
    assert one(facts(fda="permitted", **effect), "annual_report").due == day("2025-04-29")
    fourth = facts(fda="permitted", **effect, annual_report_on="2027-03-30")
    assert one(fourth, "annual_report").due == day("2028-04-29"), "60 days after February 29"


def test_a_day_that_was_named_wins_and_is_a_promise() -> None:
    said = {"request_sent_on": "2026-09-22", "request_acknowledged_on": "2026-09-29"}
    ours = one(facts(**said), "company_decision")
    assert (ours.due, ours.clock.set) == (day("2026-10-14"), Set.OUR_TARGET)
    promised = one(facts(**said, decision_promised_on="2026-10-09"), "company_decision")
    assert (promised.due, promised.clock.set) == (day("2026-10-09"), Set.PROMISED)
    assert how_counted(promised)[-1] == "A day that was named: Fri Oct 9, 2026"
    letter = facts(irb="concurred", irb_decided_on="2026-10-28", irb_expires_on="2027-10-15")
    assert one(letter, "irb_continuing_review").due == day("2027-10-15")
    assert one(letter, "irb_continuing_review").clock.set is Set.BY_LAW


def test_the_companys_posted_policy_sets_its_own_length() -> None:
    policy = {"policy_days": "2", "policy_days_of": "business"}
    sent = replace(facts(request_sent_on="2026-11-19"), company=policy)
    found = one(sent, "company_acknowledgment")
    assert (found.due, found.clock.set) == (day("2026-11-23"), Set.PROMISED)


def event(**said: str) -> Facts:
    return replace(facts(), rows={"safety": (Row(7, {"aware_on": "2027-03-03", **said}),)})


def test_an_event_nobody_has_judged_runs_on_the_shorter_clock() -> None:
    unjudged = event()
    assert one(unjudged, "safety_report_fatal", 7).due == day("2027-03-10")
    assert "safety_report" not in keys(unjudged)
    serious = event(serious="yes", unexpected="yes", suspected="yes", life_threatening="no")
    assert one(serious, "safety_report", 7).due == day("2027-03-18")
    assert "safety_report_fatal" not in keys(serious)
    expected = event(serious="yes", unexpected="no")
    assert not {"safety_report", "safety_report_fatal"} & keys(expected)
    told = event(fda_told_on="2027-03-09")
    assert one(told, "safety_report_fatal", 7).stand is Stand.MET


def test_two_events_have_two_clocks() -> None:
    rows = (Row(7, {"aware_on": "2027-03-03"}), Row(9, {"aware_on": "2027-03-01"}))
    both = replace(facts(), rows={"safety": rows})
    fatal = [d for d in running(both) if d.clock.key == "safety_report_fatal"]
    assert [(d.row, d.due) for d in fatal] == [
        (9, day("2027-03-08")),
        (7, day("2027-03-10")),
    ]


def test_an_approximate_day_starts_nothing() -> None:
    assert one(facts(fda_received_on="2026-10"), "ind_in_effect").stand is Stand.NOT_STARTED


def test_the_list_stands_by_law_first_then_promised_then_ours() -> None:
    said = {
        "fda_received_on": "2026-11-10",
        "request_sent_on": "2026-09-01",
        "request_acknowledged_on": "2026-09-02",
        "decision_promised_on": "2026-12-24",
    }
    found = [(d.clock.key, d.clock.set) for d in running(facts(fda="received", **said))]
    assert found == [
        ("ind_in_effect", Set.BY_LAW),
        ("company_decision", Set.PROMISED),
    ]
    orders = [d.order for d in deadlines(facts(fda="received", **said))]
    assert orders == sorted(orders)


def test_what_is_late_stands_before_a_law_that_has_time() -> None:
    said = {"fda_received_on": "2026-10-20", "request_sent_on": "2026-09-22"}
    case = facts(fda="received", **said)
    by_law, ours = running(case)
    assert (by_law.clock.set, ours.clock.set) == (Set.BY_LAW, Set.OUR_TARGET)
    assert late_first((by_law, ours), day("2026-09-23")) == (by_law, ours)
    assert late_first((by_law, ours), day("2026-10-30")) == (ours, by_law)


def test_a_time_to_keep_is_never_late() -> None:
    kept = one(facts(drug_approved_on="2020-01-02"), "keep_sponsor_records")
    assert kept.due == day("2022-01-02")
    assert not kept.overdue(day("2026-11-19"))
    late = one(facts(fda="received", fda_received_on="2026-01-02"), "ind_in_effect")
    assert late.overdue(day("2026-11-19"))
    assert not late.overdue(day("2026-02-01")), "the day itself is in time"


def test_another_day_of_the_event_moves_its_deadlines_and_nothing_else() -> None:
    before = facts(fda="received", fda_received_on="2026-10-20", request_sent_on="2026-09-22")
    after = replace(before, answers={**before.answers, "fda_received_on": "2026-10-21"})
    (move,) = moved(before, after)
    assert move.clock.key == "ind_in_effect"
    assert move.words.endswith("earlier: from Thu Nov 19, 2026 to Fri Nov 20, 2026")
    gone = replace(before, answers={**before.answers, "fda_received_on": ""})
    assert moved(before, gone)[0].words.endswith("was Thu Nov 19, 2026, no longer runs")
    assert moved(before, before) == ()
    assert moved(facts(), before) == (), "a clock that starts moves nothing"


def test_doing_what_was_owed_moves_nothing() -> None:
    permitted = facts(fda="permitted", fda_permitted_on="2026-10-23")
    reported = replace(permitted, answers={**permitted.answers, "annual_report_on": "2027-11-30"})
    assert one(reported, "annual_report").due != one(permitted, "annual_report").due
    assert moved(permitted, reported) == ()


def test_an_event_that_is_taken_away_takes_its_clock_along_and_says_so() -> None:
    gone = replace(event(), rows={"safety": ()})
    move, *others = moved(event(), gone)
    assert {one.clock.key for one in others} == {"safety_judgment", "safety_company", "safety_irb"}
    assert (move.clock.key, move.row, move.new) == ("safety_report_fatal", 7, None)
    assert move.words.endswith("was Wed Mar 10, 2027, no longer runs")
    assert {"safety", "coverage"} == COUNTED, "the tables whose rows are compared"


def test_every_answer_that_moves_a_date_is_known() -> None:
    for clock in CLOCKS:
        assert set(clock.event.answers) <= MOVED_BY
    assert {"fda_received_on", "fda_permitted_on", "first_dose_on"} <= MOVED_BY
    assert "fda_sent_on" not in MOVED_BY, "it only meets a clock"


def test_each_clock_of_the_present_product_starts_from_an_answer_it_asks() -> None:
    """The event a row names must be spelled as the question that records it."""
    recorded = {key for key in BY_KEY if question(BY_KEY[key].event.answers[0])}
    assert recorded >= {
        "ind_in_effect",
        "emergency_submission",
        "emergency_irb_notice",
        "annual_report",
        "treatment_summary",
        "irb_continuing_review",
        "company_acknowledgment",
        "company_decision",
        "hold_reasons",
    }
