"""What a logged contact does: to the case's next step, and to the days on which we chase."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casetrack.rules.agenda import agenda
from casetrack.rules.contacts import Logged, log, log_outside, newest_first, open_chases
from casetrack.rules.facts import Facts, Row, Stage, Track

NOW = datetime(2026, 11, 19, 12, tzinfo=ZoneInfo("America/New_York"))
WAITING = Facts(
    owner=4,
    next_what="acknowledgment",
    next_who=7,
    next_on=date(2026, 11, 19),
    waiting_on="Iterion",
    waiting_since=date(2026, 11, 12),
)
CALL = {"how": "phone", "direction": "tried", "said_on": "2026-11-19", "said_at": "11:00"}


def row(number: int, party: str, day: str, chase: str = "", **more: str) -> Row:
    return Row(number, {"with_whom": party, "said_on": day, "chase_on": chase, **more})


def done(facts: Facts, **words: str) -> Logged:
    logged = log(facts, {**CALL, **words}, now=NOW)
    assert isinstance(logged, Logged), logged
    return logged


@pytest.mark.parametrize("party", ["Iterion", "iterion Therapeutics", "ITERION"])
def test_whom_the_case_waits_on_is_known_by_the_beginning_of_the_name(party: str) -> None:
    refused = log(WAITING, {**CALL, "with_whom": party}, now=NOW)
    assert isinstance(refused, list)
    assert [refusal.field for refusal in refused] == ["chase_on"]
    logged = done(WAITING, with_whom=party, chase_on="2026-11-24")
    assert logged.next == {
        "next_what": "acknowledgment",
        "waiting_on": "Iterion",
        "next_who": "7",
        "next_on": "2026-11-24",
    }
    assert logged.row["case_waited"] == "yes"


def test_our_move_ends_the_waiting_and_is_no_chase() -> None:
    words = {"then": "ours", "then_what": "Send the MRI", "chase_on": "2026-11-24"}
    logged = done(WAITING, with_whom="Iterion", answer="Send the MRI", **words)
    assert logged.next
    assert (logged.next["waiting_on"], logged.next["next_what"]) == ("", "Send the MRI")
    assert logged.row["chase_on"] == ""
    assert logged.row["case_waited"] == ""


def test_a_contact_with_others_changes_nothing_unless_it_is_said() -> None:
    assert done(WAITING, with_whom="DTRF").next is None
    assert done(WAITING, with_whom="DTRF", chase_on="2026-11-24").next is None
    logged = done(WAITING, with_whom="DTRF", chase_on="2026-11-24", then="waits")
    assert logged.next
    assert logged.next["waiting_on"] == "DTRF"
    assert logged.next["next_what"] == "answer from DTRF"
    nobody = done(Facts(owner=4), with_whom="DTRF", chase_on="2026-11-24", then="waits")
    assert nobody.next
    assert nobody.next["next_who"] == "4", "the owner chases where nobody else was named"


def test_outside_a_case_the_same_is_asked_for() -> None:
    refused = log_outside({**CALL, "how": ""}, now=NOW)
    assert isinstance(refused, list)
    assert [refusal.field for refusal in refused] == ["with_whom", "how"]
    assert isinstance(log_outside({**CALL, "with_whom": "DTRF"}, now=NOW), Logged)


def test_contacts_are_told_by_day_and_time_and_then_in_the_order_of_logging() -> None:
    rows = (
        row(1, "A", "2026-11-01", said_at="10:00"),
        row(2, "A", "2026-11-02", said_at="09:00"),
        row(3, "A", "2026-11-02", said_at="11:00"),
        row(4, "A", "2026-11-02", said_at="11:00"),
    )
    assert [one.id for one in newest_first(rows)] == [4, 3, 2, 1]


def test_only_the_latest_contact_with_each_party_asks_to_be_chased() -> None:
    facts = Facts(
        waiting_on="Iterion",
        waiting_since=date(2026, 11, 1),
        rows={
            "contact": (
                row(1, "DTRF", "2026-11-01", "2026-11-10"),
                row(2, "dtrf ", "2026-11-05", "2026-11-20"),
                row(3, "xCures", "2026-11-05", "2026-11-21"),
                row(4, "xCures", "2026-11-06"),
                row(5, "Iterion Therapeutics", "2026-11-07", "2026-11-22"),
                row(6, "FDA", "2026-11-07", "2026-11-23", case_waited="yes"),
            )
        },
    )
    assert [one.id for one in open_chases(facts)] == [2]
    [item] = [item for item in agenda(facts) if item.key.startswith("contact:")]
    assert (item.what, item.on, item.waiting_on) == ("Chase dtrf ", date(2026, 11, 20), "dtrf ")
    assert item.kept.done == {"chase_on": ""}
    assert item.kept.entry == 2


def test_a_policy_is_checked_again_while_the_company_is_being_asked() -> None:
    company = {"name": "Iterion", "policy_checked_on": "2026-02-02"}
    asking = Facts(stage=Stage.MANUFACTURER, company=company)
    [item] = [item for item in agenda(asking) if item.key == "policy"]
    assert item.on == date(2026, 8, 1)
    agreed = Facts(stage=Stage.MANUFACTURER, company=company, tracks={Track.REQUEST: "agreed"})
    for facts in (agreed, Facts(company=company), Facts(stage=Stage.MANUFACTURER)):
        assert [item for item in agenda(facts) if item.key == "policy"] == []
