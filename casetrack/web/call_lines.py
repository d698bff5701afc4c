"""Whom to call at this hour: FDA's lines and a company's, each with its hours and its check."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from casetrack.rules.dates import show_date
from casetrack.rules.hours import EASTERN, Line, in_force, open_now, spoken
from casetrack.rules.organizations import must_check
from casetrack.rules.questions import Of
from casetrack.store.queries.register import fda_lines, organizations
from casetrack.web.visit import Visit

ONCOLOGY = "oncology"  # whose lines of FDA answer for a cancer clinic


@dataclass(frozen=True)
class Number:
    """A phone line as the sheet shows it; `answers` is None where the hours are not known."""

    line: Line
    hours: str
    answers: bool | None
    check: str


@dataclass(frozen=True)
class Hour:
    """The present moment in FDA's zone and here; `here` is empty where both are the same."""

    eastern: datetime
    here: str


def hour_of(visit: Visit) -> Hour:
    here, eastern = visit.now, visit.now.astimezone(EASTERN)
    same = here.utcoffset() == eastern.utcoffset()
    return Hour(eastern, "" if same else visit.clock(here))


def numbers_of(visit: Visit, company: int = 0) -> tuple[tuple[Number, ...], tuple[Number, ...]]:
    """FDA's lines of this hour, and all of one company."""
    checks = {one.id: _checked(visit, one.of, one.answers) for one in organizations(visit.db)}
    lines = fda_lines(visit.db, beside=company)
    at_fda = in_force((x for x in lines if x.owner != company), product=ONCOLOGY, at=visit.now)
    at_company = (line for line in lines if line.owner == company)
    fda, there = (
        tuple(_number(visit, line, checks.get(line.owner, "")) for line in found)
        for found in (at_fda, at_company)
    )
    return fda, there


def _number(visit: Visit, line: Line, check: str) -> Number:
    hours = spoken(line.answers, here=visit.settings.zone, day=visit.today)
    return Number(line, hours, open_now(line.answers, visit.now), check)


def _checked(visit: Visit, of: Of, answers: Mapping[str, str]) -> str:
    """'Checked Oct 1, 2026', or that somebody should."""
    unsure = must_check(of, answers, visit.today)
    day = answers.get("policy_checked_on" if of is Of.COMPANY else "checked_on", "")
    return f"Check this: {unsure}" if unsure else f"Checked {show_date(day)}"
