"""Clocks of an insurer's denial (domain 7.4). The letter's own dates win over these.

They hold for plans under the Affordable Care Act. Self-funded plans (29 CFR 2560.503-1), Medicare
Part D and Medicaid have timetables of their own.
"""

from casetrack.rules.clocks.shape import Applies, Clock, Event, Party, Set, Sure
from casetrack.rules.facts import Facts
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers

DENIALS = "denial"  # the table of an insurer's denials
RULE = "45 CFR 147.136; the denial letter controls"
HOURS = "72 hours, counted as three days from the day of the event"
TWO_WINDOWS = "An older page of HealthCare.gov says 60 days: where the letter is silent, be early"


def _care(*kinds: str) -> Applies:
    def applies(_facts: Facts, said: Answers) -> bool:
        return said.get("care", "") in kinds

    return applies


BEFORE, AFTER, URGENT = _care("before"), _care("after"), _care("urgent")
NOT_URGENT = _care("before", "after", "")
ASKED = Event("coverage_asked_on", "coverage was asked for")
DENIED = Event("denied_on", "the insurer's denial notice")
APPEALED = Event("appealed_on", "the internal appeal was filed")
DENIED_AGAIN = Event("denied_again_on", "the insurer's final denial")
REVIEW_ASKED = Event("review_asked_on", "external review was asked for")


def _decision(  # what the other side owes: the same but for its event, length and kind of care
    key: str,
    title: str,
    event: Event,
    days: int,
    *,
    met: str,
    applies: Applies,
    note: str = "That these are calendar days is from memory",
) -> Clock:
    return Clock(
        key=key,
        title=title,
        event=event,
        days=days,
        set=Set.BY_LAW,
        owner=Party.REVIEWER if event is REVIEW_ASKED else Party.INSURER,
        to=Party.CLINIC,
        cites=RULE,
        sure=Sure.LENGTH,
        met=(met,),
        rows=DENIALS,
        applies=applies,
        todo="Ask for the answer",
        note=note,
    )


def _filing(
    key: str, title: str, event: Event, *, met: str, given: str, todo: str, note: str
) -> Clock:
    return Clock(
        key=key,
        title=title,
        event=event,
        days=180 if event is DENIED else 0,
        months=4 if event is DENIED_AGAIN else 0,
        set=Set.BY_LAW,
        owner=Party.CLINIC,
        to=Party.INSURER,
        role=Role.COORDINATOR,
        cites=RULE,
        sure=Sure.LENGTH,
        met=(met,),
        given=given,
        rows=DENIALS,
        todo=todo,
        note=note,
    )


APPEALS: tuple[Clock, ...] = (
    _decision(
        "coverage_before_care",
        "Insurer answers a prior authorization",
        ASKED,
        15,
        met="denied_on",
        applies=BEFORE,
    ),
    _decision(
        "coverage_after_care",
        "Insurer answers a claim after care",
        ASKED,
        30,
        met="denied_on",
        applies=AFTER,
    ),
    _decision(
        "coverage_urgent",
        "Insurer answers an urgent request",
        ASKED,
        3,
        met="denied_on",
        applies=URGENT,
        note=HOURS,
    ),
    _filing(
        "appeal_filing",
        "Internal appeal filed",
        DENIED,
        met="appealed_on",
        given="appeal_by",
        todo="File the internal appeal",
        note="The day in the denial letter wins",
    ),
    _decision(
        "appeal_before_care",
        "Insurer decides the appeal, before care",
        APPEALED,
        30,
        met="appeal_decided_on",
        applies=BEFORE,
    ),
    _decision(
        "appeal_after_care",
        "Insurer decides the appeal, after care",
        APPEALED,
        60,
        met="appeal_decided_on",
        applies=AFTER,
    ),
    _decision(
        "appeal_urgent",
        "Insurer decides an urgent appeal",
        APPEALED,
        3,
        met="appeal_decided_on",
        applies=URGENT,
        note=HOURS,
    ),
    _filing(
        "external_review_filing",
        "External review asked for",
        DENIED_AGAIN,
        met="review_asked_on",
        given="review_by",
        todo="Ask for external review",
        note=TWO_WINDOWS,
    ),
    _decision(
        "external_review",
        "External review decided",
        REVIEW_ASKED,
        45,
        met="review_decided_on",
        applies=NOT_URGENT,
    ),
    _decision(
        "external_review_urgent",
        "Urgent external review decided",
        REVIEW_ASKED,
        3,
        met="review_decided_on",
        applies=URGENT,
        note=HOURS,
    ),
)
