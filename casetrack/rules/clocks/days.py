"""The arithmetic of clocks: working days, months, and what was skipped or not moved (domain 4.1).

Working days skip Saturdays, Sundays and federal holidays as observed (5 USC 6103), also those that
fall into the neighboring year. One-off closures are not skipped: the earlier day is safer.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from holidays import country_holidays

from casetrack.rules.clocks.shape import Clock, Unit
from casetrack.rules.dates import show_date

WEEKEND = {5: "Saturday", 6: "Sunday"}
KNOWN_TO = country_holidays("US").end_year


@dataclass(frozen=True)
class Count:
    """A due date and how it was counted: every day skipped, with its name, and what to know."""

    start: date
    due: date
    skipped: tuple[tuple[date, str], ...] = ()
    notes: tuple[str, ...] = ()


def due(clock: Clock, anchor: date) -> Count:
    """When `clock` runs out, counted from the day of its event."""
    start, notes = anchor, list[str]()
    if clock.months:
        start, told = _months_after(anchor, clock)
        notes.append(told)
    if clock.unit is Unit.WORKING:
        counted = count_working_days(start, clock.days)
        return Count(anchor, counted.due, counted.skipped, tuple(notes))
    end = start + timedelta(days=clock.days)
    return Count(anchor, end, notes=(*notes, *(() if clock.keeps else _not_moved(end))))


@lru_cache(maxsize=2_000)
def count_working_days(start: date, days: int) -> Count:
    """The day `days` working days after `start`, which is not counted itself."""
    skipped: list[tuple[date, str]] = []
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        name = day_off(day)
        if name:
            skipped.append((day, name))
        else:
            left -= 1
    return Count(start, day, tuple(skipped))


def add_working_days(start: date, days: int) -> date:
    return count_working_days(start, days).due


def working_days_between(start: date, end: date) -> int:
    """How many working days have passed after `start`, up to and with `end`."""
    span = range(start.toordinal() + 1, end.toordinal() + 1)
    return sum(1 for day in span if not day_off(date.fromordinal(day)))


def day_off(day: date) -> str:
    """The holiday's name, or the weekday's; empty on a working day."""
    if day.year > KNOWN_TO:
        raise ValueError(f"Federal holidays are known to the end of {KNOWN_TO}")
    return _observed(day.year).get(day) or WEEKEND.get(day.weekday(), "")


def days_off(year: int) -> tuple[tuple[date, str], ...]:
    """The federal holidays observed in a year, in order: what working days skip beside weekends."""
    return tuple(sorted(_observed(year).items()))


def months_after(start: date, months: int, *, keeps: bool = False) -> date:
    """The same day of a later month. Where that month has no such day: its last day, which is
    the earlier and safer one; for a time to keep, the first of the next month.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    late = start.day > last and keeps
    return date(year, month + 1, min(start.day, last)) + timedelta(days=late)


def _months_after(anchor: date, clock: Clock) -> tuple[date, str]:
    day = months_after(anchor, clock.months, keeps=clock.keeps)
    rest = clock.months % 12
    what = f"{clock.months} months later" if rest or clock.keeps else "Anniversary"
    words = f"{what}: {show_date(day)}"
    if day.day != anchor.day:
        side = "the day after" if clock.keeps else "the day before"
        words += f". That month has no {anchor.day}; we count {side} it"
    return day, words


def _not_moved(end: date) -> tuple[str, ...]:
    """Calendar clocks run through weekends and holidays; no rule found moves their end."""
    name = day_off(end)
    return (f"{show_date(end)} is {_article(name)}{name}; the date is not moved",) if name else ()


def _article(name: str) -> str:
    return "a " if name in WEEKEND.values() else ""


@cache
def _observed(year: int) -> dict[date, str]:
    """Federal holidays observed in `year`; a Saturday January 1 is observed the year before."""
    near = country_holidays("US", years=year, observed=True)
    return {day: name for day, name in near.items() if day.year == year}
