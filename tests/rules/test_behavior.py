"""How an organization behaved: every request told by its events, small numbers one by one."""

import pytest

from casetrack.rules.behavior import Round, Spread, record, replies, rounds

SENT = "record-sending"


def spoken(spread: Spread) -> str:
    return str(spread).replace("\N{NO-BREAK SPACE}", " ")


def test_a_case_asked_twice_tells_both_answers() -> None:
    events = [
        ("saved", {"request_sent_on": "2026-01-01"}),  # before anything was sent: a stray answer
        (SENT, {"request_state": "sent", "request_sent_on": "2026-10-01"}),
        ("record-acknowledgment", {"request_acknowledged_on": "2026-10-02"}),
        ("corrected", {"request_acknowledged_on": "2026-10-05"}),
        (
            "record-refusal",
            {
                "request_state": "refused",
                "request_decided_on": "2026-10-08",
                "refusal_reason": "supply",
            },
        ),
        (
            SENT,
            {
                "request_state": "sent",
                "request_sent_on": "2026-11-02",
                "request_acknowledged_on": "",
                "request_decided_on": "",
                "refusal_reason": "",
            },
        ),
        ("record-agreement", {"request_state": "agreed", "request_decided_on": "2026-11-04"}),
    ]
    assert rounds(events) == [
        Round("2026-10-01", "2026-10-05", "2026-10-08", "refused", "supply"),
        Round("2026-11-02", "", "2026-11-04", "agreed", ""),
    ]


def test_another_version_sent_before_the_answer_is_the_same_request() -> None:
    cleared = {"request_acknowledged_on": "", "request_decided_on": ""}
    events = [
        (SENT, {"request_state": "sent", "request_sent_on": "2026-10-01"}),
        ("record-acknowledgment", {"request_acknowledged_on": "2026-10-02"}),
        (SENT, {"request_state": "sent", "request_sent_on": "2026-10-07", **cleared}),
        ("record-agreement", {"request_state": "agreed", "request_decided_on": "2026-10-09"}),
        (SENT, {"request_sent_on": "2026-10-20", **cleared}),
    ]
    assert rounds(events) == [Round("2026-10-01", "2026-10-02", "2026-10-09", "agreed")]
    refused = ("record-refusal", {"request_state": "refused"})
    same_day = [events[0], refused, (SENT, {"request_state": "sent"})]
    assert rounds(same_day) == [
        Round("2026-10-01", outcome="refused"),
        Round("2026-10-01"),
    ]


def test_a_company_answers_only_for_what_it_was_asked_itself() -> None:
    events = [
        ("saved", {"company": "Other"}),
        (SENT, {"request_sent_on": "2026-09-01"}),
        ("record-refusal", {"request_state": "refused", "refusal_reason": "supply"}),
        ("saved", {"company": "This"}),
        (SENT, {"request_sent_on": "2026-10-01", "refusal_reason": ""}),
    ]
    assert rounds(events) == [Round("2026-10-01", company="This")]


def test_few_requests_are_told_one_by_one_without_percentages() -> None:
    few = [
        Round("2026-10-01", "2026-10-02", "2026-10-08", "refused", "supply"),
        Round("2026-10-01", "2026-10-05"),
        Round("2026-10-01"),
    ]
    told = record(few)
    assert told.outcomes == ("declined: 1 of 3", "no answer yet: 2 of 3")
    assert told.reasons == ("no supply: 1",)
    assert spoken(told.acknowledged) == "1 and 2 working days (n = 2)"
    assert spoken(told.decided) == "5 working days (n = 1)"
    assert not any("%" in line for line in told.outcomes)


def test_from_five_on_there_is_a_median_and_a_share() -> None:
    many = [
        Round("2026-10-01", "2026-10-02", f"2026-10-{day:02d}", "agreed") for day in range(5, 10)
    ]
    told = record([*many, Round("2026-10-01", outcome="trial_first")])
    assert told.outcomes == (
        "agreed: 5 of 6 (83%)",
        "wanted a trial tried first: 1 of 6 (17%)",
    )
    assert spoken(told.decided) == "median 4 working days, 2 to 6 (n = 5)"
    assert spoken(told.acknowledged) == "median 1 working day, 1 to 1 (n = 5)"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), "not recorded"),
        ((1,), "1 working day (n = 1)"),
        ((0, 2, 7), "0, 2 and 7 working days (n = 3)"),
    ],
)
def test_single_values_are_listed(days: tuple[int, ...], words: str) -> None:
    assert spoken(Spread(days)) == words


def test_an_answer_is_counted_from_the_first_try_that_nobody_answered() -> None:
    thread = [
        {"said_on": "2026-10-01", "direction": "tried"},
        {"said_on": "2026-10-05", "direction": "out", "asked": "Again?"},
        {"said_on": "2026-10-08", "direction": "in", "answer": "Yes", "useful": "yes"},
        {"said_on": "2026-10-09", "direction": "in", "answer": "One more thing"},
        {"said_on": "2026-10-12", "direction": "out", "answer": "At once", "useful": "no"},
        {"said_on": "2026-10-13", "direction": "tried"},
    ]
    told = replies([thread, [{"said_on": "2026-10-01", "direction": "out", "answer": "x"}], []])
    assert told.answered.days == (0, 0, 5)
    assert told.silent == 1
    assert told.useful == ("useful: 1", "not useful: 1")
