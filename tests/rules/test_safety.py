"""An event on treatment: judged by nobody but the physician, counted from the day of learning."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casetrack.rules.agenda import agenda
from casetrack.rules.documents import SAFETY, SAFETY_COMPANY
from casetrack.rules.facts import Facts, Row, Track
from casetrack.rules.judging import judgment_refused, news, news_refused
from casetrack.rules.questions import overtaken_beside
from casetrack.rules.questions.safety import JUDGED
from casetrack.rules.safety import reports, result, untold
from casetrack.rules.sending import sending_refused, told_by_sending
from casetrack.rules.sense import doubts, row_errors

TODAY = date(2027, 3, 9)
NOW = datetime(2027, 3, 9, 17, tzinfo=UTC)
KNOWN = {
    "event_what": "Vomiting",
    "happened_on": "2027-03-02",
    "aware_on": "2027-03-03",
    "serious_by": "hospital",
    "brochure_says": "no",
    "related_said": "yes",
}
JUDGED_YES = {
    "serious": "yes",
    "life_threatening": "no",
    "unexpected": "yes",
    "suspected": "yes",
    "judged_on": "2027-03-05",
    "judged_by": "Anil Shah",
}
SENT = {"sent_version": "1", "sent_to": "FDA", "sent_how": "fax", "sent_on": "2027-03-09"}


def case(**said: str) -> tuple[Facts, Row]:
    row = Row(7, {**KNOWN, **said})
    facts = Facts(
        tracks={Track.TREATMENT: "on_treatment", Track.FDA: "permitted"},
        answers={"doctor": "Anil Shah, MD", "first_dose_on": "2026-11-02"},
        rows={"safety": (row,)},
        frozen={SAFETY.key: {1: datetime(2027, 3, 8, 17, tzinfo=UTC)}},
    )
    return facts, row


def due(facts: Facts, row: Row) -> dict[str, str]:
    return {
        one.to.name: one.deadline.due.isoformat()
        for one in reports(facts, row)
        if one.deadline and one.deadline.due
    }


def test_what_nobody_has_judged_runs_on_the_shorter_clock() -> None:
    """ux.md S14: a missing judgment is waited for, and nothing is taken for granted meanwhile."""
    facts, row = case()
    assert result(facts, row) == (
        "Waiting on the judgment of Anil Shah, MD. Until then the shorter clock runs: 7 calendar "
        "days from the day the clinic learned of it, Mar 3, 2027, so Wed Mar 10, 2027 "
        "(21 CFR 312.32(c)(2))"
    )
    assert due(facts, row) == {
        "FDA": "2027-03-10",
        "The company": "2027-03-04",
        "The ethics board": "2027-03-10",
    }


@pytest.mark.parametrize(
    ("judged", "owed", "words"),
    [
        ({}, "2027-03-18", "15 calendar days"),  # ux.md counts from judging, domain 4 wins
        ({"life_threatening": "yes"}, "2027-03-10", "7 calendar days"),
        ({"unexpected": "no"}, "", "No report of its own is owed to FDA"),
        ({"suspected": "no"}, "", "No report of its own is owed to FDA"),
        ({"serious": "no", "life_threatening": ""}, "", "not serious"),
    ],
)
def test_the_judgment_sets_the_clock_counted_from_the_day_of_learning(
    judged: dict[str, str], owed: str, words: str
) -> None:
    facts, row = case(**{**JUDGED_YES, **judged})
    assert due(facts, row).get("FDA", "") == owed
    assert words in result(facts, row)
    assert "by Anil Shah" in result(facts, row)


def test_the_agreement_and_the_board_set_their_own_time() -> None:
    facts, row = case(**JUDGED_YES)
    agreed = replace(
        facts, answers={**facts.answers, "safety_hours": "72", "irb_safety_days": "10"}
    )
    assert due(agreed, row)["The company"] == "2027-03-06"
    assert due(agreed, row)["The ethics board"] == "2027-03-13"


def test_an_event_without_its_day_of_learning_starts_no_clock_and_no_report() -> None:
    facts, row = case(aware_on="")
    assert "no clock runs and no report can be sent" in result(facts, row)
    assert due(facts, row) == {}
    assert [r.words for r in judgment_refused(row.answers, JUDGED_YES)] == [
        "Enter first when the clinic learned of it"
    ]
    [refused] = sending_refused(SAFETY, facts, SENT, now=NOW, subject=7)
    assert refused.words == (
        "The day the clinic learned of the event is not on record, so this report cannot be sent"
    )
    assert refused.cure == "row:safety:7"


def test_nothing_is_chosen_for_the_physician() -> None:
    assert [r.field for r in judgment_refused(KNOWN, {})] == ["serious", "unexpected", "suspected"]
    assert [r.field for r in judgment_refused(KNOWN, {"serious": "yes"})] == [
        *("life_threatening", "unexpected", "suspected"),
    ]
    assert judgment_refused(KNOWN, JUDGED_YES) == []


@pytest.mark.parametrize("changed", ["event_what", "happened_on", "serious_by", "brochure_says"])
def test_a_judgment_falls_when_a_fact_under_it_changes(changed: str) -> None:
    assert overtaken_beside("safety", [changed]) == tuple(q.key for q in JUDGED)
    assert overtaken_beside("safety", ["event_outcome", "aware_on"]) == ()
    assert overtaken_beside("therapy", [changed]) == ()


def test_a_sending_says_who_was_told_and_with_what_proof() -> None:
    facts, _ = case(**JUDGED_YES)
    words = {**SENT, "sent_proof": "FAKE-12"}
    assert sending_refused(SAFETY, facts, words, now=NOW, subject=7) == []
    told = told_by_sending(SAFETY, facts, words, subject=7)
    assert told == {
        "fda_told_on": "2027-03-09",
        "fda_proof": "Version 1 to FDA, fax; FAKE-12",
    }
    assert list(told_by_sending(SAFETY_COMPANY, facts, words, subject=7)) == [
        *("company_told_on", "company_proof"),
    ]
    facts, row = case(**JUDGED_YES, **told)
    assert [one.to.name for one in untold(facts, row)] == ["The company", "The ethics board"]


def test_nobody_was_told_before_the_clinic_knew() -> None:
    facts, _ = case(**{**JUDGED_YES, "aware_on": "2027-03-09", "happened_on": "2027-03-08"})
    early = {**SENT, "sent_on": "2027-03-08"}
    [refused] = sending_refused(SAFETY, facts, early, now=NOW, subject=7)
    assert refused.field == "sent_on"


def test_new_information_is_owed_anew_and_told_as_a_follow_up() -> None:
    told = {**JUDGED_YES, "fda_told_on": "2027-03-06"}
    facts, row = case(**told)
    words = {"learned_more_on": "2027-03-08", "learned_more": "Virus found."}
    assert news_refused(row.answers, words, today=TODAY) == []
    more = news(row.answers, words)
    facts, row = case(**told, **more)
    assert due(facts, row)["FDA, what is new"] == "2027-03-23"
    sent = told_by_sending(SAFETY, facts, SENT, subject=7)
    assert sent["fda_told_more_on"] == "2027-03-09"
    assert sent["fda_more_proof"] == "Version 1 to FDA, fax"
    again = news({**row.answers, **sent}, {"learned_more_on": "2027-03-09", "learned_more": "Well"})
    assert again["fda_told_more_on"] == "", "what is newer is owed again"
    assert again["learned_more"] == "Mar 8, 2027: Virus found.\n\nMar 9, 2027: Well"


def test_later_news_does_not_put_off_what_is_still_untold() -> None:
    """21 CFR 312.32(d): 15 days from the receipt of each piece of new information."""
    facts, row = case(**JUDGED_YES, fda_told_on="2027-03-05")
    first = news(row.answers, {"learned_more_on": "2027-03-06", "learned_more": "Virus found."})
    then = news({**row.answers, **first}, {"learned_more_on": "2027-03-09", "learned_more": "Well"})
    facts, row = case(**JUDGED_YES, fda_told_on="2027-03-05", **then)
    assert due(facts, row)["FDA, what is new"] == "2027-03-21"
    assert "Mar 9, 2027: Well" in then["learned_more"]


@pytest.mark.parametrize(
    ("frozen", "sent"), [("2027-03-04", "2027-03-09"), ("2027-03-08", "2027-03-05")]
)
def test_what_was_frozen_or_sent_before_the_news_does_not_tell_it(frozen: str, sent: str) -> None:
    said = {**JUDGED_YES, "fda_told_on": "2027-03-05"}
    for day in ("2027-03-04", "2027-03-06"):  # a version between the two tells one of them only
        said |= news(said, {"learned_more_on": day, "learned_more": "Virus."})
    facts, row = case(**said)
    made = datetime.fromisoformat(f"{frozen}T17:00:00+00:00")
    facts = replace(facts, frozen={SAFETY.key: {1: made}})
    assert told_by_sending(SAFETY, facts, {**SENT, "sent_on": sent}, subject=7) == {}
    assert next(one.to.name for one in untold(facts, row)) == "FDA, what is new"


@pytest.mark.parametrize(
    ("on", "words"),
    [("2027-03-01", "before the clinic learned"), ("2027-03-10", "not come yet"), ("", "Enter")],
)
def test_new_information_cannot_come_before_the_event_was_known_or_tomorrow(
    on: str, words: str
) -> None:
    typed = {"learned_more_on": on, "learned_more": "More"}
    [refused] = news_refused(KNOWN, typed, today=TODAY)
    assert (refused.field, words in refused.words) == ("learned_more_on", True)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"aware_on": "2027-03-01"}, "aware_on"),
        ({"event_over_on": "2027-03-01"}, "event_over_on"),
        ({"serious_by": "death,none"}, "serious_by"),
        ({"event_what": ""}, "event_what"),
    ],
)
def test_what_cannot_be_is_an_error(said: dict[str, str], field: str) -> None:
    assert list(row_errors("safety", {**KNOWN, **said})) == [field]
    assert row_errors("safety", KNOWN) == {}
    assert row_errors("safety", {**KNOWN, "happened_on": "2027-03"}) == {}, "a month is enough"


def test_what_is_out_of_order_or_against_the_staff_is_asked_about() -> None:
    facts, _ = case(
        **{
            **JUDGED_YES,
            "happened_on": "2026-10-30",
            "aware_on": "2027-04-01",
            "serious_by": "death",
            "brochure_says": "yes",
            "suspected": "no",
        }
    )
    about = [d.words for d in doubts(facts, TODAY) if d.section.key == "safety"]
    assert [words.removeprefix("Vomiting: ") for words in about] == [
        "began before the first dose, Nov 2, 2026",
        "judged before the clinic learned of it, Apr 1, 2027",
        "judged neither fatal nor life-threatening, though that is named",
        "judged unexpected, though the brochure is said to list it",
        "judged not caused by the drug, though it is said that it may be",
        "The clinic learned of it on: Apr 1, 2027 has not come yet",
    ]


def test_every_report_owed_stands_on_today_and_leads_to_the_event() -> None:
    facts, _ = case()
    steps = {i.key: i for i in agenda(facts) if i.key.endswith(":7")}
    assert list(steps) == [
        *("clock:safety_report_fatal:7", "clock:safety_company:7"),
        *("clock:safety_judgment:7", "clock:safety_irb:7"),
    ]
    assert {item.cure for item in steps.values()} == {"safety:7"}
    assert not any("Vomiting" in item.what for item in steps.values()), "letters carry these words"
