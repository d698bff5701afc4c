"""The four routes: what they refuse and why, how each closes and opens again, what cards say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casetrack.rules.agenda import agenda
from casetrack.rules.blockers import blockers
from casetrack.rules.clocks import running
from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import ROUTES, Facts, Row, Stage, Track
from casetrack.rules.papers import paper_doubts
from casetrack.rules.people import Actor, Role
from casetrack.rules.questions import BY_KEY
from casetrack.rules.routes import Route, closed_routes, routes
from casetrack.rules.sense import doubts, row_errors
from casetrack.rules.tasks import Status, gaps, status
from casetrack.rules.workflow import (
    BY_ACTION,
    FIRST_STATES,
    TRANSITIONS,
    Action,
    Move,
    Refusal,
    asked,
    decide,
    offered,
)

ROSA = Actor(1, "Rosa Ortiz", frozenset({Role.COORDINATOR}))
LEE = Actor(4, "Lee Chen", frozenset({Role.PHARMACIST}))
NOW = datetime(2026, 11, 19, 17, tzinfo=UTC)
TODAY = date(2026, 11, 19)
NEXT = {"next_what": "Call", "next_who": "1", "next_on": "2026-11-24"}
NCT = "NCT04851119"
PAP = {"pap_drug": "Pazopanib", "pap_program": "A foundation", "pap_approved": "yes"}
PLAN = {"off_label_drug": "Pazopanib", "insurer": "A plan", "insurer_plan": "aca"}
SEARCHED = {"trials_searched_on": "2026-11-02"}
FIRST: dict[Track, str] = {
    track: state for track, state in FIRST_STATES.items() if track is not Track.CASE
}


def at(tracks: dict[Track, str] | None = None, /, **answers: str) -> Facts:
    return Facts(owner=1, tracks={**FIRST, **(tracks or {})}, answers=answers)


def trial(number: int = 1, **answers: str) -> Row:
    return Row(number, {"nct": NCT, "title": "A trial", **answers})


def denial(number: int = 1, **answers: str) -> Row:
    said = {"asked_level": "request", "answered_as": "denied", "answered_on": "2026-10-01"}
    return Row(number, {**said, **answers})


def with_rows(facts: Facts, rows: str, *held: Row) -> Facts:
    return replace(facts, rows={**facts.rows, rows: held})


def closing(route: str, why: str) -> dict[str, str]:
    said = {"on": "2026-11-10", "why": why, "words": "Nothing fits.", "source": "A call"}
    return {f"{route}_closed_{key}": value for key, value in said.items()}


def refusals(facts: Facts, action: Action, by: Actor = ROSA, /, **words: str) -> list[Refusal]:
    decided = decide(facts, action, by, words={**NEXT, **words}, now=NOW)
    assert isinstance(decided, list), f"{action} was not refused"
    return decided


def move(facts: Facts, action: Action, /, **words: str) -> Move:
    decided = decide(facts, action, ROSA, words={**NEXT, **words}, now=NOW)
    assert isinstance(decided, Move), decided
    return decided


def card(facts: Facts, track: Track) -> Route:
    return next(route for route in routes(facts) if route.track is track)


# A clinical trial


def test_a_site_is_asked_only_about_a_trial_in_the_log_that_is_not_ruled_out() -> None:
    said = {
        "trial_asked_nct": NCT,
        "trial_asked_site": "Dr. Moss",
        "trial_asked_on": "2026-11-02",
    }
    unknown = refusals(at(), Action.RECORD_SITE_ASKED, **said)
    assert [(r.cure, "not in the log" in r.words) for r in unknown] == [("section:trials", True)]
    excluded = with_rows(at(), "trial", trial(verdict="excluded"))
    assert refusals(excluded, Action.RECORD_SITE_ASKED, **said)[0].field == "trial_asked_nct"
    for verdict in ("possible", ""):
        held = with_rows(at(), "trial", trial(verdict=verdict))
        assert move(held, Action.RECORD_SITE_ASKED, **said).state == "asked"


def test_joining_is_not_before_the_site_was_asked() -> None:
    held = with_rows(at({Track.TRIAL: "asked"}), "trial", trial(verdict="possible"))
    held = replace(held, answers={"trial_asked_on": "2026-11-03"})
    joined = {"trial_joined_nct": NCT, "trial_joined_on": "2026-11-02"}
    assert refusals(held, Action.RECORD_TRIAL_JOINED, **joined)[0].field == "trial_joined_on"
    later = {**joined, "trial_joined_on": "2026-11-03"}
    assert move(held, Action.RECORD_TRIAL_JOINED, **later).state == "joined"


@pytest.mark.parametrize(
    ("answers", "rows", "why"),
    [
        ({}, (), "No search for trials"),
        (SEARCHED, (), "No trial is in the log"),
        (SEARCHED, (trial(verdict="possible"),), "not ruled out"),
        (SEARCHED, (trial(verdict="excluded"), trial(2, verdict="")), "not ruled out"),
    ],
)
def test_the_trial_route_closes_only_on_a_search_with_every_trial_settled(
    answers: dict[str, str], rows: tuple[Row, ...], why: str
) -> None:
    """21 CFR 312.310(a)(2): the patient cannot get the drug under another IND."""
    held = with_rows(at(**answers), "trial", *rows)
    found = refusals(held, Action.CLOSE_TRIAL, **closing("trial", "excluded"))
    assert any(why in refusal.words and refusal.cure for refusal in found)
    assert move(held, Action.CLOSE_TRIAL, **closing("trial", "patient_no")).state == "closed"


def test_the_trial_route_closes_when_none_was_found_or_all_are_ruled_out() -> None:
    none = at(**SEARCHED, trials_none="yes")
    assert move(none, Action.CLOSE_TRIAL, **closing("trial", "none_found")).state == "closed"
    out = with_rows(
        at(**SEARCHED), "trial", trial(verdict="excluded"), trial(2, verdict="declined")
    )
    assert move(out, Action.CLOSE_TRIAL, **closing("trial", "mixed")).state == "closed"


def test_a_trial_checked_long_ago_is_asked_about() -> None:
    old = with_rows(at(), "trial", trial(status_on="2026-08-20"))
    assert any(f"{NCT}: status is from Aug 20, 2026" in d.words for d in doubts(old, TODAY))
    fresh = with_rows(at(), "trial", trial(status_on="2026-08-22"))
    assert not doubts(fresh, TODAY)


# A patient assistance program


@pytest.mark.parametrize("lacking", list(PAP))
def test_no_application_for_a_drug_that_is_not_on_record_as_approved(lacking: str) -> None:
    """Programs concern approved drugs (domain 7.3)."""
    held = at(**{key: value for key, value in PAP.items() if key != lacking})
    found = refusals(held, Action.RECORD_APPLICATION, pap_applied_on="2026-11-02")
    assert [refusal.cure for refusal in found] == ["section:assistance"]
    said_no = at(**{**PAP, "pap_approved": "no"})
    assert "approved drugs" in refusals(said_no, Action.RECORD_APPLICATION, **DAY)[0].words
    assert any("approved drugs only" in doubt.words for doubt in doubts(said_no, TODAY))
    assert move(at(**PAP), Action.RECORD_APPLICATION, **DAY).state == "applied"


DAY = {"pap_applied_on": "2026-11-02"}


def test_an_approval_stands_while_its_renewal_is_asked_for() -> None:
    held = at({Track.ASSISTANCE: "approved"}, **PAP, pap_until="2026-12-31", pap_covers="All")
    again = move(held, Action.RECORD_APPLICATION, **DAY)
    assert again.state == "approved"
    assert "pap_until" not in again.words, "what was approved is not taken away"
    refused = move(
        replace(held, answers={**held.answers, **DAY}),
        Action.RECORD_NO_ASSISTANCE,
        pap_decided_on="2026-11-10",
        pap_refusal="Income above the limit",
    )
    assert (refused.state, refused.words["pap_until"]) == ("refused", "")


def test_the_last_day_of_an_approval_may_lie_ahead_and_its_answer_may_not() -> None:
    held = at({Track.ASSISTANCE: "applied"}, **PAP, **DAY)
    said = {"pap_decided_on": "2026-11-10", "pap_covers": "Free", "pap_until": "2027-11-10"}
    assert move(held, Action.RECORD_ASSISTANCE, **said).words["pap_until"] == "2027-11-10"
    early = refusals(held, Action.RECORD_ASSISTANCE, **{**said, "pap_decided_on": "2026-11-01"})
    assert "before the application" in early[0].words
    ahead = refusals(held, Action.RECORD_ASSISTANCE, **{**said, "pap_decided_on": "2026-11-20"})
    assert "has not come yet" in ahead[0].words


def test_what_the_program_asks_for_and_is_not_ready_is_missing() -> None:
    held = at({Track.ASSISTANCE: "preparing"}, pap_asks="income,signature", pap_ready="signature")
    lines = [line.words for line in card(held, Track.ASSISTANCE).missing]
    assert "Not ready: Household income, with proof" in lines
    assert not any("signature" in line for line in lines)


# The insurer

ASKED = {"asked_level": "request", "asked_on": "2026-11-02"}
WORDS = {"answered_on": "2026-11-10", "answer_words": "Not covered for this use."}


def test_the_insurer_is_asked_about_a_named_drug_and_each_step_once() -> None:
    assert refusals(at(), Action.RECORD_COVERAGE_REQUEST, **ASKED)[0].cure == "section:insurance"
    waiting = with_rows(at({Track.INSURANCE: "asked"}, **PLAN), "coverage", Row(7, ASKED))
    twice = refusals(waiting, Action.RECORD_COVERAGE_REQUEST, **ASKED)
    assert [(r.field, r.cure) for r in twice] == [("asked_level", "row:insurance:7")]
    made = move(at(**PLAN), Action.RECORD_COVERAGE_REQUEST, **ASKED)
    assert (made.state, made.row) == ("asked", 0)
    assert made.said["asked_on"] == "2026-11-02"
    assert "asked_on" not in made.words, "it stands in the row, not in the case"


def test_a_denial_is_kept_word_for_word_in_the_request_it_answers() -> None:
    held = with_rows(at({Track.INSURANCE: "asked"}, **PLAN), "coverage", Row(7, ASKED))
    bare = refusals(held, Action.RECORD_DENIAL, asked_level="request", answered_on="2026-11-10")
    assert [refusal.field for refusal in bare] == ["answer_words"], "never a denial without words"
    early = {**WORDS, "asked_level": "request", "answered_on": "2026-11-01"}
    assert refusals(held, Action.RECORD_DENIAL, **early)[0].field == "answered_on"
    made = move(held, Action.RECORD_DENIAL, asked_level="request", **WORDS)
    assert (made.state, made.row) == ("denied", 7)
    assert made.said["answered_as"] == "denied"
    assert made.said["answer_words"] == WORDS["answer_words"]
    unasked = move(held, Action.RECORD_DENIAL, asked_level="claim", **WORDS)
    assert unasked.row == 0, "a denial of what is not on record gets a row of its own"


def test_an_appeal_needs_a_denial_on_record_and_comes_after_it() -> None:
    first = {"asked_level": "first", "asked_on": "2026-11-02"}
    none = refusals(at({Track.INSURANCE: "preparing"}, **PLAN), Action.RECORD_APPEAL, **first)
    assert "No denial is on record" in none[0].words
    held = with_rows(at({Track.INSURANCE: "denied"}, **PLAN), "coverage", denial())
    early = refusals(held, Action.RECORD_APPEAL, **{**first, "asked_on": "2026-09-30"})
    assert [refusal.field for refusal in early] == ["asked_on"]
    assert move(held, Action.RECORD_APPEAL, **first).state == "appealed"


def test_outside_review_waits_for_the_plan_but_in_urgent_cases() -> None:
    outside = {"asked_level": "external", "asked_on": "2026-11-02"}
    held = with_rows(at({Track.INSURANCE: "denied"}, **PLAN), "coverage", denial())
    assert refusals(held, Action.RECORD_APPEAL, **outside)[0].field == "asked_level"
    second = {**outside, "asked_level": "second"}
    assert refusals(held, Action.RECORD_APPEAL, **second)[0].field == "asked_level"
    turned_down = with_rows(held, "coverage", denial(), denial(2, asked_level="first"))
    assert move(turned_down, Action.RECORD_APPEAL, **outside).state == "appealed"
    assert move(turned_down, Action.RECORD_APPEAL, **second).state == "appealed"
    inside = Row(2, {"asked_level": "first", "asked_on": "2026-11-01"})
    both = with_rows(at({Track.INSURANCE: "appealed"}, **PLAN), "coverage", denial(), inside)
    assert refusals(both, Action.RECORD_APPEAL, **outside)[0].field == "asked_level"
    assert move(both, Action.RECORD_APPEAL, **outside, asked_urgent="yes").state == "appealed"


def test_one_denial_leaves_the_other_review_open() -> None:
    rows = (
        denial(),
        Row(2, {"asked_level": "first", "asked_on": "2026-11-01"}),
        Row(3, {"asked_level": "external", "asked_on": "2026-11-01"}),
    )
    held = with_rows(at({Track.INSURANCE: "appealed"}, **PLAN), "coverage", *rows)
    one = move(held, Action.RECORD_DENIAL, asked_level="first", **WORDS)
    assert (one.state, one.row) == ("appealed", 2)
    then = with_rows(held, "coverage", denial(), denial(2, asked_level="first"), rows[2])
    assert move(then, Action.RECORD_DENIAL, asked_level="external", **WORDS).state == "denied"


def test_appeals_are_used_up_only_where_one_was_turned_down() -> None:
    """A payer's denial is not a lack of alternatives (domain 8)."""
    bare = at({Track.INSURANCE: "preparing"}, **PLAN)
    for why in ("exhausted", "too_late", "not_appealed"):
        found = refusals(bare, Action.CLOSE_INSURANCE, **closing("insurance", why))
        assert {refusal.field for refusal in found} == {"insurance_closed_why"}
    denied = with_rows(bare, "coverage", denial())
    assert refusals(denied, Action.CLOSE_INSURANCE, **closing("insurance", "exhausted"))
    assert move(denied, Action.CLOSE_INSURANCE, **closing("insurance", "too_late"))
    appealed = with_rows(bare, "coverage", denial(), denial(2, asked_level="second"))
    assert move(appealed, Action.CLOSE_INSURANCE, **closing("insurance", "exhausted"))


def test_a_day_of_the_insurer_without_its_letter_is_asked_about() -> None:
    held = with_rows(at(**PLAN), "coverage", denial())
    assert any("without the insurer's letter" in doubt.words for doubt in doubts(held, TODAY))
    proved = with_rows(at(**PLAN), "coverage", denial(answer_letter="12"))
    assert not any("letter" in doubt.words for doubt in doubts(proved, TODAY))


@pytest.mark.parametrize("state", ["denied", "appealed", "covered"])
def test_what_the_insurer_leaves_open_bears_on_the_packet(state: str) -> None:
    held = at({Track.INSURANCE: state}, **PLAN)
    assert any(doubt.section.key == "insurance" for doubt in paper_doubts(REQUEST, held, TODAY))
    shut = at({Track.INSURANCE: "closed"}, **PLAN)
    assert not any(doubt.section.key == "insurance" for doubt in paper_doubts(REQUEST, shut, TODAY))


# Expanded access as a whole


def test_expanded_access_does_not_close_under_treatment() -> None:
    treated = at({Track.TREATMENT: "on_treatment"})
    found = refusals(treated, Action.CLOSE_EXPANDED, **closing("expanded", "other_route"))
    assert [refusal.cure for refusal in found] == ["stage:6"]
    ended = at({Track.TREATMENT: "ended"})
    assert move(ended, Action.CLOSE_EXPANDED, **closing("expanded", "ended")).state == "closed"


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action.RECORD_SENDING, {}),
        (Action.RECORD_SUBMISSION, {"fda_sent_on": "2026-11-02"}),
        (Action.RECORD_FIRST_DOSE, {"first_dose_on": "2026-11-02"}),
    ],
)
def test_nobody_goes_on_along_a_closed_route(action: Action, words: dict[str, str]) -> None:
    ready = {Track.REQUEST: "agreed", Track.LETTER: "received"}
    closed = at({**ready, Track.FDA: "permitted", Track.EXPANDED: "closed"})
    shut = replace(closed, emergency=True)
    assert "routes" in {refusal.cure for refusal in refusals(shut, action, **words)}
    still = replace(shut, tracks={**shut.tracks, Track.EXPANDED: "pursued"})
    decided = decide(still, action, ROSA, words={**NEXT, **words}, now=NOW)
    assert isinstance(decided, Move) or "routes" not in {refusal.cure for refusal in decided}


def test_a_company_that_changes_its_mind_is_recorded_on_a_closed_route() -> None:
    closed = at({Track.REQUEST: "refused", Track.EXPANDED: "closed"})
    assert move(closed, Action.RECORD_AGREEMENT, request_decided_on="2026-11-02").state == "agreed"


# All of them


@pytest.mark.parametrize("track", ROUTES)
def test_every_route_closes_with_its_reason_and_opens_again_with_nothing_left(
    track: Track,
) -> None:
    acts = {t.action for t in TRANSITIONS if t.track is track}
    close = next(a for a in acts if a.value.startswith("close-"))
    reopen = next(a for a in acts if a.value.startswith("reopen-"))
    questions = asked(BY_ACTION[close], at())
    assert {q.key for q in questions if q.wanted} >= {
        f"{track}_closed_{key}" for key in ("on", "why", "words", "source")
    }
    held = at(**SEARCHED, trials_none="yes")
    bare = refusals(held, close)
    assert f"{track}_closed_why" in {refusal.field for refusal in bare}, "no reason is assumed"
    why = next(q for q in questions if q.key == f"{track}_closed_why").choices[0].key
    shut = move(held, close, **closing(track, why))
    assert shut.state == "closed"
    there = replace(held, tracks={**held.tracks, track: "closed"}, answers=shut.words)
    again = move(there, reopen, **{f"{track}_reopen_why": "New facts"})
    assert again.state != "closed"
    left = {q.key for q in asked(BY_ACTION[close], held) if q.key.startswith(f"{track}_closed")}
    assert {again.words[key] for key in left} == {""}, "what no longer holds is cleared"
    assert again.stage is held.stage


def test_only_whoever_follows_the_routes_may_act_on_them() -> None:
    for track in ROUTES:
        assert offered(at(), ROSA, now=NOW, track=track)
        assert offered(at(), LEE, now=NOW, track=track) == ()
    said = refusals(at(), Action.START_ASSISTANCE, LEE)
    assert "coordinator, nurse or physician" in said[0].words


def test_no_route_stands_on_the_case_page_or_a_stages_page() -> None:
    on_pages = [o for stage in (None, *Stage) for o in offered(at(), ROSA, now=NOW, stage=stage)]
    assert not [o for o in on_pages if o.transition.track in ROUTES]


def test_a_route_nobody_looked_at_is_missing_and_a_closed_one_is_done() -> None:
    for key, track in (("assistance", Track.ASSISTANCE), ("insurance", Track.INSURANCE)):
        section = BY_KEY[key]
        assert [gap.words for gap in gaps(section, at())] == [
            "A first look, or the reason to close this route"
        ]
        assert status(section, at()) is Status.NOT_STARTED
        begun = at({track: "preparing"})
        assert len(gaps(section, begun)) > 2
        shut = at({track: "closed"})
        assert gaps(section, shut) == ()
        assert status(section, shut) is Status.DONE


# What the cards say


@pytest.mark.parametrize(
    ("tracks", "answers", "stands", "since"),
    [
        ({}, {}, "Being prepared", ""),
        ({"request": "sent"}, {"request_sent_on": "2026-10-01"}, "Asked the company", "2026-10-01"),
        ({"request": "refused"}, {}, "The company declined", ""),
        ({"request": "agreed", "fda": "on_hold"}, {}, "FDA placed a hold", ""),
        ({"fda": "permitted", "treatment": "on_treatment"}, {}, "On treatment", ""),
        ({"expanded": "closed", "fda": "permitted"}, {}, "Closed", ""),
    ],
)
def test_expanded_access_stands_where_its_furthest_step_stands(
    tracks: dict[str, str], answers: dict[str, str], stands: str, since: str
) -> None:
    held = at({Track(name): state for name, state in tracks.items()}, **answers)
    route = card(held, Track.EXPANDED)
    assert (route.stands, route.since) == (stands, since)


def test_a_card_quotes_the_denial_with_its_day_and_number() -> None:
    row = denial(answer_number="12", answer_words="Not covered.", asked_on="2026-09-20")
    held = with_rows(at({Track.INSURANCE: "denied"}, **PLAN), "coverage", row)
    route = card(held, Track.INSURANCE)
    assert (route.stands, route.since) == ("Denied", "2026-10-01")
    (line,) = [line for line in route.evidence if line.label == "Prior authorization"]
    assert line.words == "Sent Sep 20, 2026; denied Oct 1, 2026, number 12: “Not covered.”"
    assert line.cure == "row:insurance:1"


def test_a_closed_card_says_why_and_lacks_nothing() -> None:
    held = at({Track.ASSISTANCE: "closed"}, **closing("assistance", "no_program"))
    route = card(held, Track.ASSISTANCE)
    assert route.closed
    assert [line.label for line in route.why_closed] == [
        "Closed on",
        "Why",
        "What was found",
        "Where",
    ]
    assert route.missing == ()
    assert closed_routes(held) == (Track.ASSISTANCE,)
    everything = at(dict.fromkeys(ROUTES, "closed"))
    assert Track.EXPANDED not in closed_routes(everything), "the request does not print itself"


# Programs and barriers


def test_an_open_program_and_an_approved_drug_are_asked_about() -> None:
    """21 CFR 312.310(a)(2): another IND or protocol."""
    for found, words in (("available", "program of the drug is open"), ("marketed", "approved")):
        held = at(program_status=found, program_on="2026-11-02")
        assert any(words in doubt.words for doubt in paper_doubts(REQUEST, held, TODAY))
    said = at(program_status="available", program_on="2026-11-02", program_note="Adults only")
    assert not [d for d in paper_doubts(REQUEST, said, TODAY) if d.section.key == "program"]
    stale = at(program_status="none", program_on="2026-08-01")
    assert any("last looked up Aug 1, 2026" in doubt.words for doubt in doubts(stale, TODAY))


STEP = {"barrier_next": "Ask the fund", "barrier_who": "1", "barrier_by": "2026-11-24"}


@pytest.mark.parametrize("lacking", list(STEP))
def test_a_barrier_that_stands_has_a_next_step(lacking: str) -> None:
    said = {"barrier_what": "900 miles", "barrier_kind": "geography", **STEP}
    assert row_errors("barrier", said) == {}
    assert list(row_errors("barrier", {**said, lacking: ""})) == [lacking]


def test_a_barrier_is_resolved_with_what_resolved_it() -> None:
    over = {"barrier_what": "900 miles", "barrier_over_on": "2026-11-18"}
    assert list(row_errors("barrier", over)) == ["barrier_over_how"]
    assert row_errors("barrier", {**over, "barrier_over_how": "The fund pays"}) == {}


def test_a_standing_barrier_blocks_with_its_cure_and_a_resolved_one_does_not() -> None:
    row = Row(5, {"barrier_what": "900 miles", **STEP})
    (found,) = blockers(with_rows(at(), "barrier", row))
    assert found.words == "900 miles. Next: Ask the fund, by Nov 24, 2026"
    assert found.cure == "row:barriers:5"
    over = Row(5, {**row.answers, "barrier_over_on": "2026-11-18"})
    assert blockers(with_rows(at(), "barrier", over)) == ()


# Clocks and steps


def due(facts: Facts, key: str) -> str:
    found = [one.due for one in running(facts) if one.clock.key == key]
    return found[0].isoformat() if found and found[0] else ""


@pytest.mark.parametrize(
    ("plan", "row", "key", "day"),
    [
        ("aca", {"asked_level": "request"}, "coverage_request", "2026-11-17"),
        ("erisa", {"asked_level": "request", "asked_urgent": "yes"}, "coverage_request_urgent", 3),
        ("aca", {"asked_level": "claim"}, "coverage_claim", 30),
        ("aca", {"asked_level": "first"}, "appeal_before_care", 30),
        ("erisa", {"asked_level": "second", "asked_urgent": "yes"}, "appeal_urgent", 3),
        ("aca", {"asked_level": "external"}, "external_review", 45),
        ("aca", {"asked_level": "external", "asked_urgent": "yes"}, "external_review_urgent", 3),
        ("part_d", {"asked_level": "first"}, "part_d_redetermination", 7),
        ("medicaid_plan", {"asked_level": "first"}, "medicaid_appeal", 30),
    ],
)
def test_each_request_runs_the_clock_of_its_plan_and_kind(
    plan: str, row: dict[str, str], key: str, day: str | int
) -> None:
    """Domain 7.4, and the rule named with each clock."""
    sent = date(2026, 11, 2)
    wanted = day if isinstance(day, str) else (sent + timedelta(days=day)).isoformat()
    held = at({Track.INSURANCE: "appealed"}, insurer_plan=plan)
    held = with_rows(held, "coverage", Row(1, {**row, "asked_on": sent.isoformat()}))
    assert due(held, key) == wanted
    assert len(running(held)) == 1, "no second clock for the same answer"
    named = Row(1, {**row, "asked_on": sent.isoformat(), "answer_by": "2026-12-24"})
    assert due(with_rows(held, "coverage", named), key) == "2026-12-24", "their letter wins"
    answered = Row(1, {**row, "asked_on": sent.isoformat(), "answered_on": "2026-11-05"})
    assert running(with_rows(held, "coverage", answered)) == ()


def test_an_appeal_after_care_has_sixty_days() -> None:
    held = at({Track.INSURANCE: "appealed"}, insurer_plan="aca")
    first = Row(2, {"asked_level": "first", "asked_on": "2026-11-02"})
    rows = (denial(asked_level="claim"), first)
    assert due(with_rows(held, "coverage", *rows), "appeal_after_care") == "2027-01-01"


@pytest.mark.parametrize(
    ("plan", "level", "key", "day"),
    [
        ("aca", "request", "appeal_filing", "2027-03-30"),
        ("erisa", "claim", "appeal_filing", "2027-03-30"),
        ("aca", "first", "external_review_filing", "2027-02-01"),
        ("part_d", "request", "part_d_filing", "2026-12-05"),
        ("medicaid_plan", "request", "medicaid_filing", "2026-11-30"),
    ],
)
def test_a_denial_starts_the_time_to_go_on_until_somebody_does(
    plan: str, level: str, key: str, day: str
) -> None:
    held = at({Track.INSURANCE: "denied"}, insurer_plan=plan)
    said = with_rows(held, "coverage", denial(asked_level=level))
    assert due(said, key) == day
    letter = with_rows(held, "coverage", denial(asked_level=level, appeal_by="2026-12-01"))
    assert due(letter, key) == "2026-12-01", "the letter's own day wins"
    appeal = Row(2, {"asked_level": "external", "asked_on": "2026-10-09"})
    gone_on = with_rows(held, "coverage", denial(asked_level=level), appeal)
    assert due(gone_on, key) == ""
    for state in ("appealed", "covered", "closed"):
        assert due(replace(said, tracks={Track.INSURANCE: state}), key) == ""


def test_where_no_rule_is_known_only_the_letters_own_day_counts() -> None:
    for plan in ("", "part_b", "military", "unknown"):
        held = at({Track.INSURANCE: "denied"}, insurer_plan=plan)
        silent = with_rows(held, "coverage", denial())
        assert running(silent) == (), "no day is made up"
        assert any("no rule" in doubt.words for doubt in doubts(silent, TODAY))
        named = with_rows(held, "coverage", denial(appeal_by="2026-12-01"))
        assert due(named, "go_on_by_letter") == "2026-12-01"


def test_a_day_that_only_a_rule_gives_is_asked_about() -> None:
    held = at({Track.INSURANCE: "denied"}, insurer_plan="aca")
    silent = with_rows(held, "coverage", denial())
    (said,) = [doubt.words for doubt in doubts(silent, TODAY) if "Mar 30, 2027" in doubt.words]
    assert "45 CFR 147.136" in said


def test_an_approval_ends_on_the_letters_day_or_after_twelve_months() -> None:
    held = at({Track.ASSISTANCE: "approved"}, pap_decided_on="2026-11-02")
    assert due(held, "assistance_ends") == "2027-11-02"
    named = replace(held, answers={**held.answers, "pap_until": "2026-12-31"})
    assert due(named, "assistance_ends") == "2026-12-31"
    assert due(replace(named, tracks={Track.ASSISTANCE: "refused"}), "assistance_ends") == ""
    steps = {item.key: item for item in agenda(named)}
    assert steps["assistance:renew"].on == date(2026, 12, 1), "thirty days before it ends"
    asked = replace(named, answers={**named.answers, "pap_applied_on": "2026-12-02"})
    assert "assistance:renew" not in {item.key for item in agenda(asked)}, "asked for once"


def test_each_card_holds_its_own_dates_the_earliest_first() -> None:
    held = at({Track.INSURANCE: "denied", Track.REQUEST: "sent"}, **PLAN)
    held = replace(held, answers={**held.answers, "request_sent_on": "2026-11-02"})
    held = with_rows(
        held, "coverage", denial(), denial(2, asked_level="claim", appeal_by="2026-12-01")
    )
    held = with_rows(held, "trial", trial(status_on="2026-09-01"))
    dates = {route.track: [step.on.isoformat() for step in route.steps] for route in routes(held)}
    assert dates == {
        Track.EXPANDED: ["2026-11-09"],
        Track.TRIAL: ["2026-11-30"],
        Track.ASSISTANCE: [],
        Track.INSURANCE: ["2026-12-01", "2027-03-30"],
    }


def test_barriers_and_old_trials_are_steps_of_the_day() -> None:
    barrier = Row(5, {"barrier_what": "900 miles", **STEP})
    held = with_rows(at(), "barrier", barrier)
    held = with_rows(held, "trial", trial(status_on="2026-09-01"), trial(2, status_on="2026-10-01"))
    steps = {item.key: item for item in agenda(held)}
    fund = steps["row:5"]
    assert (fund.what, fund.on, fund.who) == ("Ask the fund", date(2026, 11, 24), 1)
    assert fund.kept.on == "barrier_by", "another day is kept in the barrier itself"
    assert steps["trials:check"].on == date(2026, 11, 30)
    settled = replace(held, tracks={**held.tracks, Track.TRIAL: "closed"})
    assert "trials:check" not in {item.key for item in agenda(settled)}
    over = with_rows(held, "barrier", Row(5, {**barrier.answers, "barrier_over_on": "2026-11-18"}))
    assert "row:5" not in {item.key for item in agenda(over)}


def test_a_last_day_that_no_letter_names_is_counted_from_its_own_denial() -> None:
    both = (denial(), denial(2, answered_on="2026-10-09"))
    held = with_rows(at({Track.INSURANCE: "denied"}, **PLAN), "coverage", *both)
    told = {d.row.id: d.words for d in doubts(held, TODAY) if d.row and "By rule" in d.words}
    assert "Mar 30, 2027" in told[1]
    assert "Apr 7, 2027" in told[2], told
