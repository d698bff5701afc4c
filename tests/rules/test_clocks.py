"""Deadlines counted twice, by two programs that share nothing: they must never disagree (R27)."""

import csv
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest
import statute
from shared_data import shared

from casetrack.rules.clocks import (
    BY_KEY,
    CLOCKS,
    Clock,
    Set,
    Sure,
    Unit,
    as_kept,
    asked_of_rule,
    count_working_days,
    day_off,
    due,
    fixed,
    held,
    months_after,
    rule_errors,
    working_days_between,
)
from casetrack.rules.facts import Facts
from casetrack.rules.questions import Kind
from casetrack.settings import Settings

ANCHORS = 10_000
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
BY_HAND = [
    ("ind_in_effect", "2026-03-02", "2026-04-01"),  # domain 4.1
    ("annual_report", "2026-04-01", "2027-05-31"),  # Memorial Day, not moved
    ("emergency_submission", "2026-10-30", "2026-11-23"),  # ux.md 1.4
    ("emergency_irb_notice", "2026-11-01", "2026-11-06"),
    ("ind_in_effect", "2026-10-20", "2026-11-19"),  # ux.md check 13
    ("annual_report", "2026-10-23", "2027-12-22"),
    ("safety_report_fatal", "2027-03-03", "2027-03-10"),  # ux.md 2.3
    ("safety_report", "2027-03-05", "2027-03-20"),  # a Saturday, not moved
    ("annual_report", "2024-02-29", "2025-04-29"),  # anniversary on February 28
    ("external_review_filing", "2026-10-31", "2027-02-28"),
    ("keep_investigator_records", "2024-02-29", "2026-03-01"),
    ("irb_continuing_review", "2026-10-28", "2027-10-28"),
]


@cache
def days_2010_to_2060() -> list[date]:
    first = date(2010, 1, 1).toordinal()
    return [date.fromordinal(day) for day in range(first, date(2061, 1, 1).toordinal())]


def second_count(clock: Clock, anchor: date) -> int:
    """The due date's number, by the second program."""
    parts = anchor.year, anchor.month, anchor.day
    day = statute.months_on(*parts, clock.months, keeps=clock.keeps)
    if clock.unit is Unit.WORKING:
        return statute.working_days_on(day, clock.days)
    return day + clock.days


def numbered(day: date) -> int:
    return statute.number(day.year, day.month, day.day)


def disagreements(clock: Clock, anchors: list[date]) -> list[date]:
    return [day for day in anchors if numbered(due(clock, day).due) != second_count(clock, day)]


@pytest.fixture(scope="module")
def anchors() -> list[date]:
    drawn = random.Random("2010-2060")  # noqa: S311 - the same days each time
    return drawn.choices(days_2010_to_2060(), k=ANCHORS)


def test_two_counts_agree_on_ten_thousand_days_over_every_rule(anchors: list[date]) -> None:
    """Rules of the same length are counted alike, so each length is tried once."""
    lengths = {(one.months, one.days, one.unit, one.keeps): one for one in CLOCKS}
    assert len(lengths) > 10
    wrong = {key: bad[:3] for key, one in lengths.items() if (bad := disagreements(one, anchors))}
    assert wrong == {}


def test_the_second_count_would_find_a_wrong_rule(anchors: list[date]) -> None:
    """Negative control: one day more, the other unit, or a Juneteenth too early is noticed."""
    rule = BY_KEY["emergency_submission"]
    wrong = (replace(rule, days=16), replace(rule, unit=Unit.CALENDAR), replace(rule, months=1))
    for one in wrong:
        bad = [d for d in anchors[:100] if numbered(due(one, d).due) != second_count(rule, d)]
        assert len(bad) > 90
    summer_of_2020 = date(2020, 6, 15)
    assert numbered(due(rule, summer_of_2020).due) == second_count(rule, summer_of_2020)
    assert statute.number(2020, 6, 19) not in statute.HOLIDAYS
    assert statute.number(2021, 6, 18) in statute.HOLIDAYS


def test_every_day_off_for_fifty_years_is_one_by_statute() -> None:
    working = set(statute.WORKING)
    wrong = [day for day in days_2010_to_2060() if bool(day_off(day)) is (numbered(day) in working)]
    assert wrong == []


def test_exactly_the_days_between_are_skipped_each_with_its_name(anchors: list[date]) -> None:
    working = set(statute.WORKING)
    for day in anchors[:1000]:
        count = count_working_days(day, 15)
        skipped = {numbered(one) for one, _ in count.skipped}
        between = range(numbered(day) + 1, numbered(count.due) + 1)
        assert skipped == {one for one in between if one not in working}
        assert all(name for _, name in count.skipped)
        assert working_days_between(day, count.due) == 15


@pytest.mark.parametrize(("start", "days", "end"), VECTORS)
def test_the_vectors_of_the_domain(start: str, days: int, end: str) -> None:
    assert count_working_days(date.fromisoformat(start), days).due == date.fromisoformat(end)


@pytest.mark.parametrize(("key", "anchor", "end"), BY_HAND)
def test_dates_counted_by_hand(key: str, anchor: str, end: str) -> None:
    assert due(BY_KEY[key], date.fromisoformat(anchor)).due == date.fromisoformat(end)


def test_the_shared_deadline_vectors_hold() -> None:
    vectors = json.loads(shared("holidays/deadline_vectors.json").read_text())["vectors"]
    rules = {
        "plus_5_working_days": "emergency_irb_notice",
        "plus_15_working_days": "emergency_submission",
        "plus_7_calendar_days": "safety_report_fatal",
        "plus_15_calendar_days": "safety_report",
        "plus_30_calendar_days": "ind_in_effect",
    }
    for vector in vectors:
        start = date.fromisoformat(vector["event_date"])
        for column, key in rules.items():
            assert due(BY_KEY[key], start).due == date.fromisoformat(vector[column]), vector


def test_the_federal_holidays_are_those_of_the_shared_table() -> None:
    with shared("holidays/us_federal_holidays_2021_2030.csv").open() as table:
        rows = list(csv.DictReader(table))
    observed = {date.fromisoformat(row["observed_date"]) for row in rows}
    weekdays = {day for day in days_2010_to_2060() if day.weekday() < 5 and day_off(day)}
    years = {int(row["opm_year"]) for row in rows}
    within = {day for day in weekdays if day.year in years}
    assert within ^ observed == {date(2020, 12, 31)} & observed, "none missing, none more"


@pytest.mark.parametrize(
    "closed",
    ["2018-12-05", "2019-12-24", "2020-12-24", "2024-12-24", "2025-01-09", "2013-01-21"],
)
def test_closures_by_order_and_inauguration_days_extend_nothing(closed: str) -> None:
    day = date.fromisoformat(closed)
    by_statute = numbered(day) in statute.HOLIDAYS
    assert bool(day_off(day)) is by_statute
    assert by_statute is (closed == "2013-01-21"), "that one was Martin Luther King's birthday"


def test_a_holiday_in_the_neighboring_year_is_skipped_by_name() -> None:
    count = count_working_days(date(2021, 12, 20), 15)
    names = {day: name for day, name in count.skipped if day.weekday() < 5}
    assert names[date(2021, 12, 24)] == "Christmas Day (observed)"
    assert names[date(2021, 12, 31)] == "New Year's Day (observed)"
    assert count.due == date(2022, 1, 12)
    assert day_off(date(2028, 1, 1)), "the Saturday itself is no working day either"


def test_a_calendar_clock_is_not_moved_off_a_day_off_and_says_so() -> None:
    saturday = due(BY_KEY["safety_report"], date(2027, 3, 5))
    assert saturday.notes == ("Mar 20, 2027 is a Saturday; the date is not moved",)
    holiday = due(BY_KEY["annual_report"], date(2026, 4, 1))
    assert holiday.notes[-1] == "May 31, 2027 is Memorial Day; the date is not moved"
    weekday = due(BY_KEY["ind_in_effect"], date(2026, 3, 2))
    assert (weekday.notes, weekday.skipped) == ((), ())


def test_a_february_29_has_its_anniversary_on_the_28th_and_again_on_the_29th() -> None:
    leap = date(2024, 2, 29)
    assert months_after(leap, 12) == date(2025, 2, 28)
    assert months_after(leap, 48) == date(2028, 2, 29)
    assert months_after(leap, 24, keeps=True) == date(2026, 3, 1)
    said = due(BY_KEY["annual_report"], leap).notes[0]
    assert said == "Anniversary: Feb 28, 2025. That month has no 29; we count the day before it"


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/New_York", "2026-10-31T03:59:59", "2026-10-30"),  # 23:59:59 in the East
        ("Pacific/Honolulu", "2026-10-31T09:30:00", "2026-10-30"),
        ("Pacific/Guam", "2026-10-30T14:00:00", "2026-10-31"),
        ("America/Puerto_Rico", "2026-10-31T03:59:59", "2026-10-30"),
        ("America/New_York", "2026-03-08T06:59:59", "2026-03-08"),  # before the hour that is not
        ("America/New_York", "2026-03-08T07:00:00", "2026-03-08"),
        ("America/New_York", "2026-11-01T05:30:00", "2026-11-01"),  # the hour that comes twice
        ("America/New_York", "2026-11-01T06:30:00", "2026-11-01"),
        ("America/Phoenix", "2026-11-02T06:59:59", "2026-11-01"),
        ("America/Denver", "2026-11-02T06:59:59", "2026-11-01"),
    ],
)
def test_the_day_of_an_event_is_the_day_at_the_clinic(zone: str, moment: str, day: str) -> None:
    happened = datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert happened.date() == date.fromisoformat(day)
    clock = BY_KEY["emergency_irb_notice"]
    assert numbered(due(clock, happened.date()).due) == second_count(clock, happened.date())


def test_the_clinics_own_day_starts_the_clock_in_every_zone_of_the_country() -> None:
    """Around midnight, every other time in the weeks in which the clocks change."""
    drawn = random.Random("zones")  # noqa: S311 - the same moments each time
    clock, wrong = BY_KEY["ind_in_effect"], []
    zones = {name: Settings(time_zone=name).zone for name in statute.ZONES}
    days = days_2010_to_2060()
    changing = [one for one in days if one.month in (3, 11) and one.day < 16]
    for number in range(ANCHORS):
        name, day = drawn.choice(list(zones)), drawn.choice(changing if number % 2 else days)
        minute = (drawn.randrange(-90, 90) - 60 * statute.ZONES[name][0]) % 1440
        happened = datetime(day.year, day.month, day.day, *divmod(minute, 60), tzinfo=UTC)
        here = happened.astimezone(zones[name]).date()
        second = statute.local_day(name, day.year, numbered(day), minute)
        if numbered(due(clock, here).due) != second + clock.days:
            wrong.append((name, happened))
    assert wrong == []


def test_days_beyond_the_known_holidays_are_refused_not_guessed() -> None:
    with pytest.raises(ValueError, match="known to the end of 2100"):
        count_working_days(date(2100, 12, 30), 15)


def test_each_clock_says_everything_about_itself() -> None:
    assert len({clock.key for clock in CLOCKS}) == len(CLOCKS)
    for clock in CLOCKS:
        assert clock.event.words
        assert clock.anchor
        assert clock.cites
        assert bool(clock.days or clock.months) is not clock.named_only
        assert clock.named_only or due(clock, date(2026, 11, 19)).due > date(2026, 11, 19)


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
    policy = {"policy_days": days, "policy_days_of": of}
    clock = held("company_acknowledgment", Facts(company=policy))
    assert due(clock, date(2026, 11, 19)).due == date.fromisoformat(end)
    assert clock.set is Set.PROMISED


def test_a_policy_that_names_no_time_leaves_our_target() -> None:
    for policy in ({}, {"policy_days": "3"}, {"policy_days_of": "hours"}):
        clock = held("company_acknowledgment", Facts(company=policy))
        assert (clock.set, due(clock, date(2026, 11, 19)).due) == (
            Set.OUR_TARGET,
            date(2026, 11, 27),
        )


@pytest.mark.parametrize("clock", [one for one in CLOCKS if not fixed(one)], ids=lambda c: c.key)
def test_every_rule_counts_by_the_length_that_the_clinic_entered(clock: Clock) -> None:
    """design.md 3: rule lengths are data that an administrator can edit."""
    said = {q.key: "3" for q in asked_of_rule(clock) if q.kind is Kind.WHOLE}
    kept = as_kept(clock, said)
    assert (kept.months, kept.days) == (3 if clock.months else 0, 3 if clock.days else 0)
    assert as_kept(clock, {}) is clock


def test_another_length_needs_its_source_and_the_day_it_was_read() -> None:
    clock, today = BY_KEY["emergency_submission"], date(2026, 11, 19)
    days, source, checked = (f"rule_{clock.key}_{part}" for part in ("days", "source", "checked"))
    assert set(rule_errors(clock, {days: "10"}, today=today)) == {source, checked}
    assert rule_errors(clock, {days: "15"}, today=today) == {}, "as shipped"
    assert rule_errors(clock, {checked: "2026-11-19"}, today=today) == {}
    assert checked in rule_errors(clock, {checked: "2026-11-20"}, today=today)
    said = {days: "10", source: "eCFR, read Nov 19", checked: "2026-11-19"}
    assert rule_errors(clock, said, today=today) == {}
    kept = as_kept(clock, said)
    assert (kept.length, kept.sure, kept.checked_on) == (
        "10 working days",
        Sure.COMPARED,
        "2026-11-19",
    )
    assert kept.cites == "21 CFR 312.310(d)(2); eCFR, read Nov 19"
    annual = BY_KEY["annual_report"]
    assert as_kept(annual, {"rule_annual_report_days": "0"}).length == "12 months"


def test_what_the_other_side_promised_wins_over_the_clinics_target() -> None:
    ours = {"rule_company_acknowledgment_days": "8"}
    assert held("company_acknowledgment", Facts(clinic=ours)).days == 8
    promised = Facts(clinic=ours, company={"policy_days": "2", "policy_days_of": "business"})
    assert held("company_acknowledgment", promised).days == 2


def test_what_other_rules_rest_on_is_not_changed_here() -> None:
    clock = BY_KEY["ind_in_effect"]
    assert fixed(clock)
    assert asked_of_rule(clock) == ()
    assert as_kept(clock, {"rule_ind_in_effect_days": "1"}) is clock
