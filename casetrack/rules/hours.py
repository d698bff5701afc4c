"""When a phone line answers: in its own zone, told in ours, by weekday and federal holiday.

A line is the answers of a row of `questions.organizations.LINES`. What is not known is not guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from casetrack.rules.clocks import day_off
from casetrack.rules.dates import show_time
from casetrack.rules.questions.shape import Answers


class Hours(StrEnum):
    WEEKDAYS = "weekdays"
    AFTER = "after"
    ALWAYS = "always"


EVERY_PRODUCT = "every"
ZONES = {
    "eastern": ("Eastern", ZoneInfo("America/New_York")),
    "central": ("Central", ZoneInfo("America/Chicago")),
    "mountain": ("Mountain", ZoneInfo("America/Denver")),
    "pacific": ("Pacific", ZoneInfo("America/Los_Angeles")),
}
EASTERN = ZONES["eastern"][1]


@dataclass(frozen=True)
class Line:
    """A phone number of somebody, with what is known about when it answers."""

    owner: int
    owner_name: str
    answers: Answers


def open_now(line: Answers, at: datetime) -> bool | None:
    """Whether somebody answers; None where the hours are not known.

    A federal holiday counts as after hours: the line that also answers at night is the safe one.
    """
    kind = line.get("hours", "")
    if kind == Hours.ALWAYS:
        return True
    opens, closes, zone = _span(line)
    if zone is None:
        return None
    there = at.astimezone(zone)
    on_duty = not day_off(there.date()) and opens <= f"{there:%H:%M}" < closes
    return on_duty if kind == Hours.WEEKDAYS else not on_duty


def spoken(line: Answers, *, here: ZoneInfo, day: date) -> str:
    """'Weekdays 8:00 AM to 4:30 PM Eastern (7:00 AM to 3:30 PM here)'; empty if unknown."""
    kind = line.get("hours", "")
    if kind == Hours.ALWAYS:
        return "At all hours"
    opens, closes, zone = _span(line)
    if zone is None:
        return ""
    name, _ = ZONES[line["zone"]]
    told = f"{show_time(opens)} to {show_time(closes)} {name}"
    ours = [_moved(time, day, zone, here) for time in (opens, closes)]
    if ours != [opens, closes]:
        told += f" ({show_time(ours[0])} to {show_time(ours[1])} here)"
    if kind == Hours.WEEKDAYS:
        return f"Weekdays {told}"
    return f"Nights, weekends and federal holidays: outside {told}"


def in_eastern(day: str, hour: str, *, zone: tzinfo) -> str:
    """'7:52 PM Eastern' for a stored day and hour here; empty where our clock shows the same."""
    here = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=zone)
    there = here.astimezone(EASTERN)
    same = here.utcoffset() == there.utcoffset()
    return "" if same else f"{show_time(f'{there:%H:%M}')} Eastern"


def in_force(lines: Iterable[Line], *, product: str, at: datetime) -> tuple[Line, ...]:
    """The lines for a product that answer at this moment, those made for it first."""
    serving = [
        line
        for line in lines
        if line.answers.get("product") in (product, EVERY_PRODUCT) and open_now(line.answers, at)
    ]
    return tuple(sorted(serving, key=lambda line: line.answers.get("product") == EVERY_PRODUCT))


def _span(line: Answers) -> tuple[str, str, ZoneInfo | None]:
    opens, closes = line.get("opens", ""), line.get("closes", "")
    known = line.get("hours") and opens and closes and line.get("zone") in ZONES
    return opens, closes, ZONES[line["zone"]][1] if known else None


def _moved(time: str, day: date, zone: ZoneInfo, here: ZoneInfo) -> str:
    there = datetime.fromisoformat(f"{day.isoformat()}T{time}").replace(tzinfo=zone)
    return f"{there.astimezone(here):%H:%M}"
