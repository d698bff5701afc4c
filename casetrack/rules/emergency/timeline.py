"""What happened in an emergency, hour by hour, and what is unusual about the hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from casetrack.rules.consent import EMERGENCY_USE, lacking
from casetrack.rules.dates import show_time
from casetrack.rules.doubt import Doubt
from casetrack.rules.emergency.steps import FDA, STEPS, company_of
from casetrack.rules.facts import Facts, Row
from casetrack.rules.organizations import same_party
from casetrack.rules.questions import BY_KEY
from casetrack.rules.questions.contacts import TRIED


@dataclass(frozen=True)
class Moment:
    """Something that happened, with the hour if it is known; `row` is its contact's."""

    day: str
    at: str
    words: str
    who: str
    row: int = 0

    @property
    def time(self) -> str:
        return show_time(self.at) if self.at else ""


def timeline(facts: Facts) -> tuple[Moment, ...]:
    """Calls with the company and FDA, and what was recorded, in the order in which it happened."""
    found = [*_calls(facts), *_recorded(facts)]
    return tuple(sorted(found, key=lambda moment: (moment.day, moment.at or "99", moment.row)))


def is_call(row: Row, facts: Facts) -> bool:
    """Whether a contact is a call of the emergency: with FDA or the company."""
    whom = row.answers.get("with_whom", "")
    return same_party(whom, FDA) or same_party(whom, company_of(facts))


def _calls(facts: Facts) -> Iterable[Moment]:
    for row in facts.rows.get("contact", ()):
        said = row.answers
        if not is_call(row, facts):
            continue
        tried = said.get("direction") == TRIED
        words = "No answer" if tried else said.get("answer") or said.get("asked", "")
        who = " at ".join(p for p in (said.get("spoke_with", ""), said.get("with_whom", "")) if p)
        yield Moment(said.get("said_on", ""), said.get("said_at", ""), words, who, row.id)


def _recorded(facts: Facts) -> Iterable[Moment]:
    said = facts.answers
    called = {(m.day, m.at) for m in _calls(facts) if m.at}
    for step in STEPS:
        hour = (said.get(step.day, ""), said.get(step.at, ""))
        if step.done(facts) and not (step.party and hour in called):  # the call itself tells it
            yield Moment(said[step.day], said.get(step.at, ""), step.told, said.get(step.who, ""))
    for row in facts.rows.get("consent_form", ()):
        if row.answers.get("signed_on"):
            day, at = row.answers["signed_on"], row.answers.get("signed_at", "")
            yield Moment(day, at, "Consent was signed", row.answers.get("obtained_by", ""))
    if said.get("exception_on") and said.get("consent_how") == "exception":
        words = "The exception from consent was certified (21 CFR 50.23)"
        yield Moment(
            said["exception_on"], said.get("exception_at", ""), words, said.get("exception_by", "")
        )
    if said.get("irb_told_on"):
        yield Moment(said["irb_told_on"], "", "The ethics board was told", "")


def ahead(facts: Facts, now: datetime) -> tuple[str, ...]:
    """Hours that have not come yet, as Check this."""
    today, hour = now.date().isoformat(), f"{now:%H:%M}"
    return tuple(
        f"{moment.words}: {moment.time} has not come yet"
        for moment in timeline(facts)
        if moment.day == today and moment.at > hour
    )


def about_emergency(facts: Facts, _today: date) -> Iterable[Doubt]:
    """Hours out of order, and what the physician has not found yet, once the drug was used."""
    said = facts.answers
    if not facts.emergency:
        return
    known = [
        (said[step.day], said[step.at], step)
        for step in STEPS
        if said.get(step.day) and said.get(step.at)
    ]
    for (day, at, before), (later_day, later_at, after) in pairwise(known):
        if (later_day, later_at) < (day, at):
            first, second = (
                f"{before.told}, {show_time(at)}",
                f"{after.told}, {show_time(later_at)}",
            )
            said_at = f"Hours out of order: {first}; {second}"
            yield Doubt(BY_KEY["emergency_hours"], after.at, None, said_at)
    missing = lacking(EMERGENCY_USE, said.get("emergency_finds", ""))
    if said.get("first_dose_on") and missing:
        words = "The drug was used; the physician's findings of an emergency are not complete"
        yield Doubt(BY_KEY["emergency"], "emergency_finds", None, words)


def began(facts: Facts) -> tuple[str, str]:
    """The day and hour of the first call; empty before it."""
    hours = [(moment.day, moment.at) for moment in timeline(facts) if moment.at]
    return min(hours, default=("", ""))
