"""The demonstration's calendar: every day is told from today backwards, so that it stays fresh.

"~12d" is the working day twelve days ago or just before, "~12c" that very day, "~40m15" the 15th of
the month forty months ago, "~40m" that month and "~6y" that year as a chart gives them; "in 3wd"
lies ahead of today. Whatever else can be typed as a date, like "today" or "+3wd", counts from the
scene's day.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from casetrack.rules.clocks import add_working_days, day_off
from casetrack.rules.dates import AHEAD, earliest, read_date, show_date
from casetrack.store import acts

TOLD = re.compile(r"~(\d+)(c|d|m|y)(\d\d?)?")
IN_TEXT = re.compile(r"\{(~[^}]+)\}")
OPENING = time(8, 10)
BETWEEN_ACTS = timedelta(seconds=50)


@dataclass(frozen=True)
class Days:
    today: date

    def stored(self, told: str) -> str:
        """A told day in stored form; anything else as it is."""
        if told.startswith("in ") and AHEAD.fullmatch(told.replace("in ", "+")):
            return read_date(told.replace("in ", "+"), today=self.today, working=add_working_days)
        found = TOLD.fullmatch(told)
        if not found:
            return told
        count, unit, day = int(found[1]), found[2], int(found[3] or 0)
        if unit in "cd":
            told_day = self.today - timedelta(days=count)
            return (told_day if unit == "c" else self._worked(told_day)).isoformat()
        if unit == "y":
            return f"{self.today.year - count:04d}"
        year, month = divmod(self.today.year * 12 + self.today.month - 1 - count, 12)
        if day:
            return self._worked(date(year, month + 1, day)).isoformat()
        return f"{year:04d}-{month + 1:02d}"

    def day(self, told: str, *, start: date = date.min) -> date:
        """The day of a scene: told from today, or as "+5d" from the day the case was started."""
        if told.startswith("+"):
            return self._worked(min(self.today, start + timedelta(days=int(told[1:-1]))))
        return earliest(self.stored(told))

    def text(self, told: str, *, long: bool = True) -> str:
        """Text with its told days, like {~40m}, spelled out."""
        return IN_TEXT.sub(lambda found: show_date(self.stored(found[1]), long=long), told)

    def _worked(self, day: date) -> date:
        while day < self.today and day_off(day):
            day -= timedelta(days=1)
        return day


class StoryClock:
    """The history's clock while the story is told: its days, minutes apart, never ahead of now."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._next = datetime.now(zone)

    def turn_to(self, day: date) -> None:
        """Acts from here on happen on this day; a day already under way goes on."""
        if day != self._next.date():
            into_the_day = timedelta(minutes=day.toordinal() * 97 % 420)
            self._next = datetime.combine(day, OPENING, self._zone) + into_the_day

    def read(self) -> datetime:
        told = min(self._next, datetime.now(self._zone))
        self._next = told + BETWEEN_ACTS
        return told.astimezone(UTC)


@contextmanager
def history_told_by(clock: StoryClock) -> Iterator[None]:
    """Invented people act on invented days: their events carry the story's time, not the loading's.

    Only the demonstration does this, in the transaction that marks the store as one for good.
    """
    real = acts.now
    acts.now = clock.read
    try:
        yield
    finally:
        acts.now = real
