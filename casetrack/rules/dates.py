"""Dates as clinics write them: exact or approximate, typed in many ways, kept as given."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from casetrack.rules.text import Unreadable

LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS = tuple(name[:3] for name in LONG_MONTHS)
EARLIEST, LATEST = 1900, 2090  # whatever is counted from the last ends where holidays are known
PIVOT = 70  # 69 is 2069, 70 is 1970

NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
MONTH_YEAR = re.compile(r"(\d{1,2})/(\d{4})")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
DAY_FIRST = re.compile(r"(\d{1,2}) ([a-z]{3,9})\.?,? (\d{4})")
NAMED_MONTH = re.compile(r"([a-z]{3,9})\.?,? (\d{4})")
CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm|a\.m\.|p\.m\.)?")
AHEAD = re.compile(r"\+ ?(\d{1,3}) ?(d|wd|w)")

NAMED = {"today": 0, "now": 0, "yesterday": 1}  # how many days ago

EXAMPLE = "Enter a date like 10/20/2026 or Oct 20 2026"
TIME_EXAMPLE = "Enter a time like 2:30 PM or 14:30"
ROUGH_EXAMPLE = "Enter a date like 10/20/2026, a month like Oct 2026, or a year"


def read_date(raw: str, *, today: date, working: Callable[[date, int], date]) -> str:
    """An exact date in ISO form, typed as 10/20/2026, Oct 20 2026, today, yesterday or +5wd."""
    text = raw.strip().lower()
    if text in NAMED:
        return (today - timedelta(days=NAMED[text])).isoformat()
    if ahead := AHEAD.fullmatch(text):
        return _ahead(int(ahead[1]), ahead[2], today, working).isoformat()
    return _calendar(_parts(text, EXAMPLE), EXAMPLE)


def read_rough(raw: str, *, today: date) -> str:
    """A date as exact as its writer knew it: '2022', '2022-05' or '2022-05-03'."""
    text = raw.strip().lower()
    if text in NAMED:
        return (today - timedelta(days=NAMED[text])).isoformat()
    if re.fullmatch(r"\d{4}", text):
        return _checked_year(int(text), ROUGH_EXAMPLE)
    if found := MONTH_YEAR.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if (found := NAMED_MONTH.fullmatch(text)) and (month := _month_number(found[1])):
        return _month(int(found[2]), month)
    if (found := ISO.fullmatch(text)) and not found[3]:
        return _month(int(found[1]), int(found[2]))
    return _calendar(_parts(text, ROUGH_EXAMPLE), ROUGH_EXAMPLE)


def read_time(raw: str) -> str:
    """A time of day as '14:30', typed as 2:30 PM, 2 pm, 14:30, noon or midnight."""
    text = {"noon": "12 pm", "midnight": "12 am"}.get(raw.strip().lower(), raw.strip().lower())
    found = CLOCK.fullmatch(text)
    if not found or not (found[2] or found[3]):
        raise Unreadable(TIME_EXAMPLE)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    highest = 12 if half else 23
    if hour > highest or minute > 59 or (half and hour == 0):
        raise Unreadable(f"There is no such time of day. {TIME_EXAMPLE}")
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02d}:{minute:02d}"


def show_time(stored: str) -> str:
    """'2:30 PM'."""
    hour, minute = (int(part) for part in stored.split(":"))
    return f"{hour % 12 or 12}:{minute:02d} {'PM' if hour >= 12 else 'AM'}"


def show_date(told: date | str, *, long: bool = False) -> str:
    """'Oct 20, 2026', 'Oct 2026' or '2026': exactly as precise as it is stored."""
    year, month, day = [*str(told).split("-"), "", ""][:3]
    if not month:
        return year
    name = (LONG_MONTHS if long else MONTHS)[int(month) - 1]
    return f"{name} {int(day)}, {year}" if day else f"{name} {year}"


def weekday(day: date) -> str:
    """'Tue Oct 20, 2026'."""
    return f"{day:%a} {show_date(day)}"


def long_day(day: date) -> str:
    """'Tuesday, October 20, 2026'."""
    return f"{day:%A}, {show_date(day, long=True)}"


def earliest(stored: str) -> date:
    """The first day a rough date can mean."""
    year, month, day = (int(part) for part in [*stored.split("-"), "1", "1"][:3])
    return date(year, month, day)


def latest(stored: str) -> date:
    """The last day a rough date can mean."""
    year, month, day = [*stored.split("-"), "", ""][:3]
    if day:
        return earliest(stored)
    following = date(int(year) + (month in ("", "12")), int(month or 12) % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def is_exact(stored: str) -> bool:
    return stored.count("-") == 2


def _parts(text: str, example: str) -> tuple[int, int, int]:
    if found := NUMBERS.fullmatch(text):
        return _full_year(found[3]), int(found[1]), int(found[2])
    if (found := ISO.fullmatch(text)) and found[3]:
        return int(found[1]), int(found[2]), int(found[3])
    if (found := MONTH_FIRST.fullmatch(text)) and (month := _month_number(found[1])):
        return int(found[3]), month, int(found[2])
    if (found := DAY_FIRST.fullmatch(text)) and (month := _month_number(found[2])):
        return int(found[3]), month, int(found[1])
    raise Unreadable(example)


def _calendar(parts: tuple[int, int, int], example: str) -> str:
    _checked_year(parts[0], example)
    try:
        return date(*parts).isoformat()
    except ValueError:
        raise Unreadable(f"There is no such day in the calendar. {example}") from None


def _month(year: int, month: int) -> str:
    _checked_year(year, ROUGH_EXAMPLE)
    if not 1 <= month <= len(MONTHS):
        raise Unreadable(ROUGH_EXAMPLE)
    return f"{year:04d}-{month:02d}"


def _checked_year(year: int, example: str) -> str:
    if not EARLIEST <= year <= LATEST:
        raise Unreadable(f"The year must be from {EARLIEST} to {LATEST}. {example}")
    return f"{year:04d}"


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= PIVOT else 2000)


def _month_number(name: str) -> int | None:
    for number, (short, long) in enumerate(zip(MONTHS, LONG_MONTHS, strict=True), start=1):
        if name in (short.lower(), long.lower(), "sept" if number == 9 else ""):
            return number
    return None


def _ahead(count: int, unit: str, today: date, working: Callable[[date, int], date]) -> date:
    if unit == "wd":
        return working(today, count)
    return date.fromordinal(today.toordinal() + count * (7 if unit == "w" else 1))
