"""Working days: the day of the event is not counted, every skipped day has its name."""

import csv
import json
from datetime import date

import pytest
from shared_data import shared

from casetrack.rules.clocks import (
    CLOCKS,
    Set,
    acknowledgment,
    count_working_days,
    day_off,
    due,
    working_days_between,
)

VECTORS = [  # domain 4.1
    ("2026-11-25", 15, "2026-12-17"),
    ("2026-11-25", 5, "2026-12-03"),
    ("2026-12-18", 5, "2026-12-28"),
    ("2026-12-18", 15, "2027-01-12"),
    ("2026-07-01", 5, "2026-07-09"),
    ("2026-07-02", 15, "2026-07-24"),
    ("2027-06-17", 5, "2027-06-25"),
    ("2027-12-23", 5, "2028-01-03"),
    ("2021-12-30", 5, "2022-01-07"),
    ("2026-11-21", 5, "2026-11-30"),
]


@pytest.mark.parametrize(("start", "days", "end"), VECTORS)
def test_working_days_skip_weekends_and_observed_holidays(start: str, days: int, end: str) -> None:
    counted = count_working_days(date.fromisoformat(start), days)
    assert counted.due == date.fromisoformat(end)
    between = working_days_between(date.fromisoformat(start), counted.due)
    assert between == days


def test_every_skipped_day_is_named() -> None:
    counted = count_working_days(date(2026, 10, 30), 15)
    assert (date(2026, 11, 11), "Veterans Day") in counted.skipped
    assert counted.due == date(2026, 11, 23)


def test_the_federal_holidays_are_those_of_the_statute() -> None:
    with shared("holidays/us_federal_holidays_2021_2030.csv").open() as table:
        observed = {date.fromisoformat(row["observed_date"]) for row in csv.DictReader(table)}
    wrong = [day for day in observed if not day_off(day) or day_off(day) == day.strftime("%A")]
    assert wrong == []


def test_the_shared_deadline_vectors_hold() -> None:
    vectors = json.loads(shared("holidays/deadline_vectors.json").read_text())["vectors"]
    for vector in vectors:
        start = date.fromisoformat(vector["event_date"])
        for days in (5, 15):
            wanted = date.fromisoformat(vector[f"plus_{days}_working_days"])
            assert count_working_days(start, days).due == wanted, (start, days)


def test_each_clock_names_its_anchor_and_its_source() -> None:
    for clock in CLOCKS:
        assert clock.anchor
        assert clock.cites
        assert due(clock, date(2026, 11, 19)).due > date(2026, 11, 19)


@pytest.mark.parametrize(
    ("days", "of", "end"),
    [
        ("2", "business", "2026-11-23"),
        ("48", "hours", "2026-11-21"),
        ("36", "hours", "2026-11-21"),
        ("30", "calendar", "2026-12-19"),
        ("0", "calendar", "2026-11-19"),
    ],
)
def test_the_posted_policys_own_time_wins(days: str, of: str, end: str) -> None:
    clock = acknowledgment({"policy_days": days, "policy_days_of": of})
    assert due(clock, date(2026, 11, 19)).due == date.fromisoformat(end)
    assert clock.set is Set.PROMISED


def test_a_policy_that_names_no_time_leaves_our_target() -> None:
    for policy in ({}, {"policy_days": "3"}, {"policy_days_of": "hours"}):
        clock = acknowledgment(policy)
        assert (clock.set, due(clock, date(2026, 11, 19)).due) == (
            Set.OUR_TARGET,
            date(2026, 11, 27),
        )
