"""Days as charts record them, cut to what a case stores; what is no such date is blank."""

import re
from datetime import date

from casetrack.intake.chart import Finding
from casetrack.rules.dates import read_rough, show_date
from casetrack.rules.text import Unreadable


def day(recorded: str | None) -> str:
    """'2026-01-08' of '2026-01-08T10:00:00Z'; a month stays a month, a year a year."""
    found = _ISO.match(recorded or "")
    if not found:
        return ""
    try:
        return read_rough(found.group(), today=date.min)  # no digits mean today
    except Unreadable:
        return ""


def shown(recorded: str | None) -> str:
    """'Jan 8, 2026', 'Jan 2026' or '2026'; blank for what is no date."""
    stored = day(recorded)
    return show_date(stored) if stored else ""


def span(finding: Finding) -> str:
    """When it began, and when it ended if that is recorded and was another day."""
    start, end = day(finding.date), day(finding.end)
    if not end or end == start:
        return shown(start)
    return f"{shown(start)} to {shown(end)}" if start else f"until {shown(end)}"


def may_be_the_same(one: str, other: str) -> bool:
    """Whether two stored days can mean the same one: '2022-05' and '2022-05-03', or a blank."""
    return one.startswith(other) or other.startswith(one)


_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?![\d-])", re.ASCII)
