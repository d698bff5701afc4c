"""A second count of every clock, written apart from the first: whole numbers and the statute.

Days are numbered, holidays come from 5 USC 6103 by arithmetic, working days are looked up in one
long list. Neither the holidays library nor date arithmetic is used.
"""

from bisect import bisect_right
from collections.abc import Iterator

SUNDAY, MONDAY, THURSDAY, FRIDAY, SATURDAY = 0, 1, 4, 5, 6
FIRST, LAST = 2008, 2064
FIXED = {"New Year": (1, 1), "Independence": (7, 4), "Veterans": (11, 11), "Christmas": (12, 25)}
NTH = {  # (month, weekday, which one); -1 is the last
    "King": (1, MONDAY, 3),
    "Washington": (2, MONDAY, 3),
    "Memorial": (5, MONDAY, -1),
    "Labor": (9, MONDAY, 1),
    "Columbus": (10, MONDAY, 2),
    "Thanksgiving": (11, THURSDAY, 4),
}
JUNETEENTH, JUNETEENTH_SINCE = (6, 19), 2021  # Public Law 117-17
ZONES = {  # hours from Greenwich in winter, and whether summer time is kept (15 USC 260a and 261)
    "America/New_York": (-5, True),
    "America/Chicago": (-6, True),
    "America/Denver": (-7, True),
    "America/Los_Angeles": (-8, True),
    "America/Anchorage": (-9, True),
    "America/Adak": (-10, True),
    "Navajo": (-7, True),
    "America/Phoenix": (-7, False),
    "America/Puerto_Rico": (-4, False),
    "America/St_Thomas": (-4, False),
    "Pacific/Honolulu": (-10, False),
    "Pacific/Pago_Pago": (-11, False),
    "Pacific/Guam": (10, False),
    "Pacific/Saipan": (10, False),
}


def number(year: int, month: int, day: int) -> int:
    """The day's number in the Gregorian calendar, March 1 of year 0 being day 0."""
    year, month = (year - 1, month + 9) if month < 3 else (year, month - 3)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1


def weekday(day: int) -> int:
    """0 is Sunday: March 1 of year 0 was a Wednesday."""
    return (day + 3) % 7


def length(year: int, month: int) -> int:
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return number(*following, 1) - number(year, month, 1)


def statutory(year: int) -> Iterator[int]:
    fixed = [*FIXED.values(), *([JUNETEENTH] if year >= JUNETEENTH_SINCE else [])]
    for month, day in fixed:
        falls = number(year, month, day)
        yield falls + {SATURDAY: -1, SUNDAY: 1}.get(weekday(falls), 0)
    for month, wanted, which in NTH.values():
        first = number(year, month, 1)
        first += (wanted - weekday(first)) % 7
        if which > 0:
            yield first + 7 * (which - 1)
        else:
            last = number(year, month, length(year, month))
            yield last - (weekday(last) - wanted) % 7


HOLIDAYS = {day for year in range(FIRST, LAST + 1) for day in statutory(year)}
WORKING = [
    day
    for day in range(number(FIRST, 1, 1), number(LAST, 12, 31))
    if weekday(day) not in (SATURDAY, SUNDAY) and day not in HOLIDAYS
]


def working_days_on(day: int, count: int) -> int:
    return WORKING[bisect_right(WORKING, day) + count - 1] if count else day


def months_on(year: int, month: int, day: int, count: int, *, keeps: bool) -> int:
    if not count:
        return number(year, month, day)
    while count > 0:
        year, month, count = (
            (year + 1, 1, count - 1) if month == 12 else (year, month + 1, count - 1)
        )
    if day <= length(year, month):
        return number(year, month, day)
    last = number(year, month, length(year, month))
    return last + 1 if keeps else last


def local_day(zone: str, year: int, day: int, minute: int) -> int:
    """The day that a minute of a day in Greenwich falls on; summer time as since 2007."""
    hours, summer = ZONES[zone]
    moment = 1440 * day + minute + 60 * hours
    march, november = number(year, 3, 1), number(year, 11, 1)
    begins = 1440 * (march + (SUNDAY - weekday(march)) % 7 + 7) + 120
    ends = 1440 * (november + (SUNDAY - weekday(november)) % 7) + 60
    return (moment + 60 * (summer and begins <= moment < ends)) // 1440
