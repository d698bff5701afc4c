"""Working days, and the clocks that run while a case waits on somebody (domain 4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from holidays import country_holidays

SATURDAY = 5


class Set(StrEnum):
    """Who set a date: always worded beside it."""

    BY_LAW = "Set by law"
    PROMISED = "Promised"
    OUR_TARGET = "Our target"


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One deadline: `days` of `unit` counted from `anchor`, the day of the event not counted."""

    key: str
    title: str
    anchor: str
    days: int
    unit: Unit
    set: Set
    cites: str
    confirmed: bool


CLOCKS = (
    Clock(
        key="ind_in_effect",
        title="IND in effect, unless FDA holds it or permits it earlier",
        anchor="fda_received_on",
        days=30,
        unit=Unit.CALENDAR,
        set=Set.BY_LAW,
        cites="21 CFR 312.305(d)(1), 312.40(b)(1)",
        confirmed=True,
    ),
    Clock(
        key="company_acknowledgment",
        title="Company acknowledges the request",
        anchor="request_sent_on",
        days=5,
        unit=Unit.WORKING,
        set=Set.OUR_TARGET,
        cites="21 USC 360bbb-0(c)(4): the posted policy's own time wins",
        confirmed=True,
    ),
    Clock(
        key="company_decision",
        title="Company decides",
        anchor="request_acknowledged_on",
        days=10,
        unit=Unit.WORKING,
        set=Set.OUR_TARGET,
        cites="No rule: chosen by the clinic",
        confirmed=True,
    ),
)
BY_KEY = {clock.key: clock for clock in CLOCKS}

# The units of a posted policy: how many make a day, and which days count. Part of a day is a day.
PROMISED_IN = {
    "business": (1, Unit.WORKING),
    "calendar": (1, Unit.CALENDAR),
    "hours": (24, Unit.CALENDAR),
}


@dataclass(frozen=True)
class Count:
    """A due date and how it was counted: every day skipped, with its name."""

    due: date
    skipped: tuple[tuple[date, str], ...]


def due(clock: Clock, anchor: date) -> Count:
    """When `clock` runs out, counted from the day of its event."""
    if clock.unit is Unit.CALENDAR:
        return Count(due=anchor + timedelta(days=clock.days), skipped=())
    return count_working_days(anchor, clock.days)


def acknowledgment(policy: Mapping[str, str]) -> Clock:
    """By when this company acknowledges: as its posted policy promises, else by our target."""
    ours = BY_KEY["company_acknowledgment"]
    promised, unit = policy.get("policy_days", ""), policy.get("policy_days_of", "")
    if not promised or unit not in PROMISED_IN:
        return ours
    in_one_day, counted = PROMISED_IN[unit]
    return replace(ours, days=-(-int(promised) // in_one_day), unit=counted, set=Set.PROMISED)


def count_working_days(start: date, days: int) -> Count:
    """The day `days` working days after `start`, which is not counted itself.

    Skipped are Saturdays, Sundays and federal holidays as observed (5 USC 6103), also those that
    fall into the neighboring year. One-off closures are not skipped: the earlier day is safer.
    """
    skipped: list[tuple[date, str]] = []
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        name = day_off(day)
        if name:
            skipped.append((day, name))
        else:
            left -= 1
    return Count(due=day, skipped=tuple(skipped))


def add_working_days(start: date, days: int) -> date:
    return count_working_days(start, days).due


def working_days_between(start: date, end: date) -> int:
    """How many working days have passed after `start`, up to and with `end`."""
    span = range(start.toordinal() + 1, end.toordinal() + 1)
    return sum(1 for day in span if not day_off(date.fromordinal(day)))


def day_off(day: date) -> str:
    """The holiday's name, or the weekday's; empty on a working day."""
    holiday = _observed(day.year).get(day)
    if holiday:
        return holiday
    return day.strftime("%A") if day.weekday() >= SATURDAY else ""


@cache
def _observed(year: int) -> dict[date, str]:
    """Federal holidays observed in `year`; a Saturday January 1 is observed the year before."""
    near = country_holidays("US", years=(year, year + 1), observed=True)
    return {day: name for day, name in near.items() if day.year == year}
