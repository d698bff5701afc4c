"""Dates as charts write them: ISO 8601 in FHIR, digits in C-CDA, often only a year or a month."""

import re
from datetime import date


def iso(text: str | None) -> str | None:
    """The text itself if it is a FHIR date, dateTime or instant of a day that exists, else None."""
    found = _ISO.fullmatch(text or "")
    return text if found and _exists(*found.group(1, 2, 3)) else None


def from_hl7(text: str | None) -> str | None:
    """`20130710221054.000-0500` as `2013-07-10T22:10:54-05:00`; None if it is no date."""
    found = _HL7.fullmatch(text or "")
    if not found or not _exists(*found.group("year", "month", "day")):
        return None
    part = found.groupdict()
    day = "-".join(part[name] for name in ("year", "month", "day") if part[name])
    if not part["hour"] or not part["minute"]:
        return day
    zone = f"{part['zone'][:3]}:{part['zone'][3:]}" if part["zone"] else ""
    return f"{day}T{part['hour']}:{part['minute']}:{part['second'] or '00'}{zone}"


def before(one: str, other: str) -> bool:
    """Whether `one` is surely earlier: compared only as far as both are precise, to the day."""
    shared = min(len(one), len(other), len("2026-01-15"))
    return one[:shared] < other[:shared]


_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?",
    re.ASCII,
)
_HL7 = re.compile(
    r"(?P<year>\d{4})(?:(?P<month>\d\d)(?:(?P<day>\d\d)(?:(?P<hour>\d\d)(?:(?P<minute>\d\d)"
    r"(?:(?P<second>\d\d)(?:\.\d+)?)?)?)?)?)?(?P<zone>[+-]\d{4})?",
    re.ASCII,
)


def _exists(year: str, month: str | None, day: str | None) -> bool:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True
