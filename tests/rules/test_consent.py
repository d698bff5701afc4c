"""Consent and the ethics board: what must come first, what is doubtful, what runs until when."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casetrack.rules.access import Permission, may
from casetrack.rules.agenda import find_step
from casetrack.rules.clocks import BY_KEY as CLOCKS
from casetrack.rules.clocks import Stand, deadlines
from casetrack.rules.consent import BASIC, EMERGENCY_USE, MORE, WITHOUT_CONSENT, lacking
from casetrack.rules.facts import Facts, Row, Track
from casetrack.rules.irb_doubts import consent_stands, signed_forms
from casetrack.rules.people import Actor, Role
from casetrack.rules.sense import doubts, row_errors
from casetrack.rules.workflow import FIRST_STATES, Action, Move, Refusal, decide

TODAY = date(2026, 11, 19)
TRACKS: dict[Track, str] = {
    track: state for track, state in FIRST_STATES.items() if track is not Track.CASE
}
ALL = ",".join(element.key for element in BASIC)
FOUR = ",".join(element.key for element in WITHOUT_CONSENT)
FORM = {"form_version": "Version 2", "form_on": "2026-10-20", "form_basic": ALL}
SIGNED = {**FORM, "signed_on": "2026-10-30", "signed_by": "patient", "copy_given": "yes"}


def treated(*forms: dict[str, str], **said: str) -> Facts:
    rows = tuple(Row(number, form) for number, form in enumerate(forms, start=1))
    return Facts(
        emergency=True,
        tracks={**TRACKS, Track.FDA: "permitted", Track.TREATMENT: "on_treatment"},
        answers={"fda_permitted_on": "2026-10-30", "first_dose_on": "2026-11-01", **said},
        rows={"consent_form": rows},
    )


def unsure(facts: Facts) -> list[str]:
    found = doubts(facts, TODAY)
    return [doubt.words for doubt in found if doubt.section.key in ("consent", "irb")]


def test_the_law_names_eight_basic_and_six_further_elements_in_its_order() -> None:
    assert [one.cites for one in BASIC] == [f"21 CFR 50.25(a)({n})" for n in range(1, 9)]
    assert [one.cites for one in MORE] == [f"21 CFR 50.25(b)({n})" for n in range(1, 7)]
    assert [one.cites for one in WITHOUT_CONSENT] == [f"21 CFR 50.23(a)({n})" for n in range(1, 5)]
    for elements in (BASIC, MORE, WITHOUT_CONSENT, EMERGENCY_USE):
        keys = [one.key for one in elements]
        assert len(keys) == len(set(keys))
        assert not any("," in key for key in keys)
    assert lacking(BASIC, "research,risks")[0].key == "benefits"


def test_a_first_dose_without_consent_is_asked_about() -> None:
    assert unsure(treated(SIGNED)) == []
    assert consent_stands(treated(SIGNED))
    assert unsure(treated(FORM)) == [
        "The first dose was given Nov 1, 2026; no signed consent is on record"
    ]
    late = treated({**SIGNED, "signed_on": "2026-11-02"})
    assert unsure(late) == ["Version 2 was signed after the first dose, Nov 1, 2026"]


def test_on_the_day_of_the_first_dose_the_hours_decide() -> None:
    same = {**SIGNED, "signed_on": "2026-11-01"}
    assert unsure(treated(same)) == [], "without hours nobody can say"
    at_noon = treated({**same, "signed_at": "12:00"}, first_dose_at="08:15")
    assert unsure(at_noon) == ["Version 2 was signed after the first dose, Nov 1, 2026"]
    assert unsure(treated({**same, "signed_at": "07:00"}, first_dose_at="08:15")) == []


def test_the_earliest_signature_counts_and_a_newer_version_takes_nothing_back() -> None:
    newer = {**SIGNED, "form_version": "Version 3", "signed_on": "2026-11-12"}
    facts = treated(newer, SIGNED)
    assert [row.answers["form_version"] for row in signed_forms(facts)] == [
        "Version 2",
        "Version 3",
    ]
    assert unsure(facts) == []


def test_a_form_is_read_against_the_eight_elements() -> None:
    short = {**SIGNED, "form_basic": ALL.replace("injury,", "")}
    assert unsure(treated(short)) == ["Version 2 lacks elements of 21 CFR 50.25(a)(6)"]
    early = treated({**SIGNED, "form_board_on": "2026-10-31"})
    assert unsure(early) == ["Version 2 was signed before the board accepted it, Oct 31, 2026"]
    assert unsure(treated({**SIGNED, "copy_given": "no"})) == ["Version 2: no copy was given"]


def test_what_cannot_be_is_an_error() -> None:
    wrong = row_errors("consent_form", {**SIGNED, "signed_on": "2026-10-19"})
    assert "signed_on" in wrong
    assert "Oct 20, 2026" in wrong["signed_on"]
    assert "signed_on" in row_errors("consent_form", {**FORM, "signed_by": "patient"})
    assert row_errors("consent_form", SIGNED) == row_errors("consent_form", FORM) == {}


EXCEPTION = {
    "consent_how": "exception",
    "exception_finds": FOUR,
    "exception_by": "Anil Shah, MD",
    "exception_on": "2026-11-01",
    "second_physician": "after",
    "second_physician_name": "Mei Tan, MD",
}


def running(facts: Facts) -> dict[str, str]:
    return {
        one.clock.key: one.due.isoformat()
        for one in deadlines(facts)
        if one.stand is Stand.RUNNING and one.due
    }


def test_without_consent_two_clocks_run_from_the_use() -> None:
    facts = treated(**EXCEPTION)
    assert consent_stands(facts)
    assert unsure(facts) == []
    found = running(facts)
    assert found["consent_exception_report"] == found["second_opinion"] == "2026-11-06"
    seen = treated(**EXCEPTION, second_physician_on="2026-11-03")
    assert "second_opinion" not in running(seen)
    told = treated(**EXCEPTION, consent_exception_told_on="2026-11-04")
    assert "consent_exception_report" not in running(told)
    before = treated(**{**EXCEPTION, "second_physician": "before"})
    assert "second_opinion" not in running(before), "no clock for what came first"


def test_the_report_without_consent_is_a_step_that_leads_to_its_act() -> None:
    step = find_step(treated(**EXCEPTION), "clock:consent_exception_report")
    assert step
    assert step.cure == "action:record-exception-report"
    opinion = find_step(treated(**EXCEPTION), "clock:second_opinion")
    assert opinion
    assert opinion.cure == "section:consent"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"exception_finds": "threat,unable"}, "all four findings"),
        ({"exception_on": "2026-11-02"}, "certified after the first dose"),
        (
            {"second_physician": "before", "second_physician_on": "2026-11-02"},
            "evaluation is dated after the first dose",
        ),
        (
            {"second_physician_on": "2026-11-02", "doctor": "MEI TAN, MD"},
            "must take no part in the treatment",
        ),
    ],
)
def test_half_an_exception_is_asked_about(said: dict[str, str], words: str) -> None:
    (found,) = unsure(treated(**{**EXCEPTION, **said}))
    assert words in found


def test_ordinary_treatment_waits_for_the_board_and_an_emergency_does_not() -> None:
    ordinary = replace(treated(SIGNED), emergency=False)
    assert unsure(ordinary) == [
        "The first dose came before the ethics board's approval (21 CFR 56.103(a))"
    ]
    approved = replace(ordinary, tracks={**ordinary.tracks, Track.IRB: "concurred"})
    late = replace(approved, answers={**approved.answers, "irb_decided_on": "2026-11-02"})
    assert len(unsure(late)) == 1
    early = replace(approved, answers={**approved.answers, "irb_decided_on": "2026-11-01"})
    assert unsure(early) == []


def test_continuing_review_counts_from_the_latest_approval_and_the_letter_wins() -> None:
    tracks: dict[Track, str] = {**TRACKS, Track.IRB: "concurred"}
    facts = Facts(tracks=tracks, answers={"irb_decided_on": "2026-10-28"})
    assert running(facts)["irb_continuing_review"] == "2027-10-28"
    again = replace(facts, answers={**facts.answers, "irb_renewed_on": "2027-10-11"})
    assert running(again)["irb_continuing_review"] == "2028-10-11"
    letter = replace(again, answers={**again.answers, "irb_expires_on": "2028-09-30"})
    assert running(letter)["irb_continuing_review"] == "2028-09-30"
    assert CLOCKS["irb_continuing_review"].cure == "action:record-irb-renewal"
    ended = doubts(letter, date(2028, 10, 1))
    assert "The ethics board's approval ended Sep 30, 2028" in [doubt.words for doubt in ended]


PRIYA = Actor(3, "Priya Rao", frozenset({Role.REGULATORY}))
NOW = datetime(2026, 11, 19, 17, tzinfo=UTC)
NEXT = {"next_what": "Call", "next_who": "3", "next_on": "2026-11-24"}


def recorded(facts: Facts, action: Action, **words: str) -> Move | list[Refusal]:
    return decide(facts, action, PRIYA, words={**NEXT, **words}, now=NOW)


@pytest.mark.parametrize(
    ("action", "state", "given"),
    [
        (Action.RECORD_IRB_CONCURRENCE, "asked", "irb_decided_on"),
        (Action.RECORD_IRB_RENEWAL, "concurred", "irb_renewed_on"),
    ],
)
def test_an_approval_does_not_end_before_it_was_given(
    action: Action, state: str, given: str
) -> None:
    facts = Facts(
        tracks={**TRACKS, Track.IRB: state},
        answers={"irb_asked_on": "2026-10-20", "irb_decided_on": "2026-10-28"},
    )
    words = {given: "2026-11-10", "irb_decided_as": "full", "irb_decided_by": "Board A"}
    refused = recorded(facts, action, irb_expires_on="2026-11-09", **words)
    assert isinstance(refused, list)
    assert [(one.field, one.words) for one in refused] == [
        ("irb_expires_on", "Approval ends on: this is before the approval, Nov 10, 2026")
    ]
    assert isinstance(recorded(facts, action, irb_expires_on="2027-11-09", **words), Move)


def test_an_approval_for_longer_than_a_year_is_asked_about() -> None:
    """The board reviews at least once a year (21 CFR 56.109(f))."""
    said = {"irb_decided_on": "2026-10-28", "irb_expires_on": "2027-10-28"}
    approved = Facts(tracks={**TRACKS, Track.IRB: "concurred"}, answers=said)
    assert unsure(approved) == []
    longer = replace(approved, answers={**said, "irb_expires_on": "2027-10-29"})
    assert ["at least once a year" in words for words in unsure(longer)] == [True]


def test_the_report_without_consent_needs_a_use_and_the_exception() -> None:
    told = {"consent_exception_told_on": "2026-11-04"}
    action = Action.RECORD_EXCEPTION_REPORT
    assert isinstance(recorded(treated(**EXCEPTION), action, **told), Move)
    without = recorded(treated(SIGNED), action, **told)
    assert isinstance(without, list)
    assert [refusal.cure for refusal in without] == ["section:consent"]
    unused = replace(treated(**EXCEPTION), answers=EXCEPTION)
    early = recorded(unused, action, **told)
    assert isinstance(early, list)
    assert [refusal.cure for refusal in early] == ["stage:6"]
    before = recorded(treated(**EXCEPTION), action, consent_exception_told_on="2026-10-31")
    assert isinstance(before, list)


def test_only_in_an_emergency_the_company_agrees_before_it_was_asked() -> None:
    rosa = Actor(1, "Rosa Ortiz", frozenset({Role.COORDINATOR}))
    words = {**NEXT, "request_decided_on": "2026-11-18"}
    ordinary = Facts(owner=1, tracks=TRACKS)
    assert isinstance(decide(ordinary, Action.RECORD_AGREEMENT, rosa, words=words, now=NOW), list)
    emergency = replace(ordinary, emergency=True)
    move = decide(emergency, Action.RECORD_AGREEMENT, rosa, words=words, now=NOW)
    assert isinstance(move, Move)
    assert move.state == "agreed"


def test_the_physician_follows_the_request_only_in_an_emergency() -> None:
    shah = Actor(2, "Anil Shah", frozenset({Role.PHYSICIAN}), register=9)
    facts = Facts(owner=1, register=9, tracks=TRACKS)
    assert not may(shah, Permission.RUN_REQUEST, facts)
    assert may(shah, Permission.RUN_REQUEST, replace(facts, emergency=True))
    elsewhere = replace(facts, emergency=True, register=8)
    assert not may(shah, Permission.RUN_REQUEST, elsewhere), "another physician's patient"
