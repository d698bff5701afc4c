"""When the pass is due and when it is late; what letters and calendars may say."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casetrack.rules.clocks import Set
from casetrack.rules.due import is_due, is_stale, morning
from casetrack.rules.notices import MOST, Notice, morning_letter, title

HERE = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 19)
SITE = "https://clinic.example"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


def test_a_morning_is_todays_from_its_hour_on() -> None:
    assert morning(at(19, 6), 6) == at(19, 6)
    assert morning(at(19, 5, 59), 6) == at(18, 6)
    summer = datetime(2026, 11, 1, 1, 30, tzinfo=HERE, fold=1)  # the hour that comes twice
    assert morning(summer, 6) == datetime(2026, 10, 31, 6, tzinfo=HERE)


@pytest.mark.parametrize(
    ("last", "now", "due", "stale"),
    [
        (None, at(19, 3), True, True),
        (at(18, 6, 1), at(19, 5, 59), False, False),
        (at(18, 6, 1), at(19, 6), True, False),
        (at(18, 6, 1), at(19, 6, 59), True, False),
        (at(18, 6, 1), at(19, 7), True, True),
        (at(19, 6, 1), at(19, 23, 59), False, False),
        (at(14, 6), at(16, 12), True, True),
    ],
)
def test_a_pass_has_an_hour_before_today_says_that_it_did_not_come(
    *, last: datetime | None, now: datetime, due: bool, stale: bool
) -> None:
    assert (is_due(last, now, 6), is_stale(last, now, 6)) == (due, stale)


def notice(day: int, *, chase: bool = False, kind: Set = Set.OUR_TARGET) -> Notice:
    return Notice(f"EA-2026-{day:03}", date(2026, 11, day), kind, chase)


def test_a_letter_counts_and_lists_by_code() -> None:
    due = [notice(17, kind=Set.BY_LAW), notice(19, chase=True, kind=Set.PROMISED), notice(26)]
    letter = morning_letter([*due, notice(27)], elsewhere=2, today=TODAY, site=SITE)
    assert letter
    assert letter.subject == "casetrack: 1 overdue, 1 due today"
    assert letter.body == (
        "Thursday, November 19, 2026\n\n"
        "1 overdue, 1 due today, 1 in the next 7 days.\n\n"
        "Overdue (1)\n  Nov 17, 2026  EA-2026-017  set by law\n\n"
        "Today (1)\n  Nov 19, 2026  EA-2026-019  promised, chase\n\n"
        "Next 7 days (1)\n  Nov 26, 2026  EA-2026-026  our target\n\n"
        "Overdue with colleagues in your cases: 2.\n\n"
        "What they are, and what to do: https://clinic.example/today\n\n"
        "To stop this letter: https://clinic.example/me\n"
    )


def test_where_nothing_is_due_no_letter_is_written_and_a_long_one_is_cut() -> None:
    assert morning_letter([notice(27)], elsewhere=0, today=TODAY, site=SITE) is None
    assert morning_letter([], elsewhere=1, today=TODAY, site=SITE)
    many = morning_letter([notice(1)] * (MOST + 3), elsewhere=0, today=TODAY, site=SITE)
    assert many
    assert "and 3 more" in many.body
    assert len(many.body.splitlines()) < MOST + 15


def test_a_calendar_says_the_code_and_who_set_the_day() -> None:
    assert title(notice(19)) == "EA-2026-019: due (our target)"
    assert title(notice(19, chase=True, kind=Set.BY_LAW)) == "EA-2026-019: chase (set by law)"
