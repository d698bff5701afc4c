"""Clocks between the physician and the ethics board: an emergency's notice, consent, renewal."""

from casetrack.rules.clocks.shape import COPIES_READ_ON, Clock, Event, Party, Set, Sure, Unit
from casetrack.rules.facts import Facts, Track
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers


def _without_review(facts: Facts, said: Answers) -> bool:
    """The notice replaces a review that did not come before the use (21 CFR 56.104(c))."""
    decided, used = said.get("irb_decided_on", ""), said.get("first_dose_on", "")
    concurred = facts.tracks.get(Track.IRB) == "concurred"
    return facts.emergency and not (concurred and decided and (not used or decided <= used))


def _without_consent(_facts: Facts, said: Answers) -> bool:
    return said.get("consent_how") == "exception"


def _opinion_after(facts: Facts, said: Answers) -> bool:
    return _without_consent(facts, said) and said.get("second_physician") == "after"


def _approved(facts: Facts, _said: Answers) -> bool:
    return facts.tracks.get(Track.IRB) == "concurred"


def approved_on(said: Answers) -> str:
    """The day of the latest review that approved it, first or continuing."""
    return max(said.get("irb_decided_on", ""), said.get("irb_renewed_on", ""))


USED = Event("first_dose_on", "the first dose was given")
APPROVED = Event(
    "irb_approved_on",
    "the ethics board approved",
    reads=("irb_decided_on", "irb_renewed_on"),
    work_out=approved_on,
)

OF_2001 = "Read in the text of 2001"
IRB: tuple[Clock, ...] = (
    Clock(
        key="emergency_irb_notice",
        title="Report of the emergency use to the ethics board",
        event=USED,
        days=5,
        unit=Unit.WORKING,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.IRB,
        role=Role.REGULATORY,
        cites="21 CFR 56.104(c)",
        sure=Sure.READ,
        met=("irb_told_on",),
        applies=_without_review,
        cure="action:record-irb-notice",
        todo="Report the emergency use to the ethics board",
        note="Counted from the use, not from FDA's authorization. The report is not an approval: "
        "any later use needs review first",
    ),
    Clock(
        key="consent_exception_report",
        title="Report of treatment without consent to the ethics board",
        event=USED,
        days=5,
        unit=Unit.WORKING,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.IRB,
        role=Role.REGULATORY,
        cites="21 CFR 50.23(c)",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        met=("consent_exception_told_on",),
        applies=_without_consent,
        cure="action:record-exception-report",
        todo="Report the treatment without consent to the ethics board",
        note=OF_2001,
    ),
    Clock(
        key="second_opinion",
        title="Written evaluation by an independent physician",
        event=USED,
        days=5,
        unit=Unit.WORKING,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.IRB,
        role=Role.PHYSICIAN,
        cites="21 CFR 50.23(b)",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        met=("second_physician_on",),
        applies=_opinion_after,
        todo="Get the independent physician's written evaluation",
        note=f"Only where there was no time for it before the use. {OF_2001}",
    ),
    Clock(
        key="irb_continuing_review",
        title="Continuing review by the ethics board",
        event=APPROVED,
        months=12,
        set=Set.BY_LAW,
        owner=Party.PHYSICIAN,
        to=Party.IRB,
        role=Role.REGULATORY,
        cites="21 CFR 56.109(f): at least once a year",
        sure=Sure.READ,
        checked_on=COPIES_READ_ON,
        met=("irb_closed_on",),
        given="irb_expires_on",
        applies=_approved,
        todo="Ask the ethics board for its continuing review",
        cure="action:record-irb-renewal",
        note="The day in the board's letter wins",
    ),
)
