"""Clocks of an insurer's answers (domain 7.4): each request to it is a row, and runs its own.

The day in the insurer's letter wins over every rule. Plans differ: rules are here for those we
know, each with its source; for any other plan only the letter's own day counts.
"""

from dataclasses import replace

from casetrack.rules.clocks.shape import Applies, Clock, Event, Party, Set, Sure
from casetrack.rules.coverage import APPEALS as APPEALED
from casetrack.rules.coverage import COVERAGE, INTERNAL, requests
from casetrack.rules.facts import Facts, Track
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers

ACT = ("aca", "erisa")  # whose claims procedure is that of 29 CFR 2560.503-1, and the ACA's on top
CLAIMS = "29 CFR 2560.503-1 and 45 CFR 147.136; the letter controls"
OUTSIDE = "45 CFR 147.136(d); the letter controls"
PART_D = "42 CFR 423.582, 423.590; the letter controls"
MEDICAID = "42 CFR 438.402, 438.408; the letter and the state's own rule control"
HOURS = "72 hours, counted as three days from the day of the event"

SENT = Event("asked_on", "it was sent to the insurer")
DENIED = Event("answered_on", "the date on the insurer's denial")


def _plan(facts: Facts) -> str:
    return facts.answers.get("insurer_plan", "")


def _open(facts: Facts) -> bool:
    return facts.tracks.get(Track.INSURANCE) not in ("covered", "closed")


def _waits(
    plans: tuple[str, ...], *levels: str, urgent: bool, after: bool | None = None
) -> Applies:
    """A request of these levels that this kind of plan has to answer."""

    def applies(facts: Facts, said: Answers) -> bool:
        asked_urgently = said.get("asked_urgent") == "yes"
        fits = said.get("asked_level") in levels and asked_urgently is urgent
        care_given = after is None or _after_care(facts) is after
        return _open(facts) and _plan(facts) in plans and fits and care_given

    return applies


def _after_care(facts: Facts) -> bool:
    """Whether a bill is argued about, not care that is still to come."""
    levels = {row.answers.get("asked_level") for row in requests(facts)}
    return "claim" in levels and "request" not in levels


def _denied(plans: tuple[str, ...], *levels: str) -> Applies:
    """A denial of this kind of plan that nobody has gone on against."""

    def applies(facts: Facts, said: Answers) -> bool:
        fits = _plan(facts) in plans and said.get("asked_level") in levels
        return fits and _unopposed(facts, said)

    return applies


def _unopposed(facts: Facts, said: Answers) -> bool:
    """Whether the route stands at a denial, and no appeal came on record after this one."""
    stands = facts.tracks.get(Track.INSURANCE) in ("denied", "preparing")
    rows = [row.answers for row in requests(facts)]
    after = next((rows[n + 1 :] for n, row in enumerate(rows) if row is said), [])
    opposed = any(row.get("asked_level") in APPEALED for row in after)
    return stands and said.get("answered_as") == "denied" and not opposed


def _by_letter_alone(facts: Facts, said: Answers) -> bool:
    """Where no rule is known for the plan, the letter's own day still counts."""
    known = any(clock.applies(facts, said) for clock in FILING)
    return _unopposed(facts, said) and not known and bool(said.get("appeal_by"))


def _promised(facts: Facts, said: Answers) -> bool:
    known = any(clock.applies(facts, said) for clock in DECIDING)
    return _open(facts) and not known and bool(said.get("answer_by"))


def _decides(
    key: str, title: str, days: int, *, cites: str, sure: Sure, applies: Applies, note: str = ""
) -> Clock:
    return Clock(
        key=key,
        title=title,
        event=SENT,
        days=days,
        set=Set.BY_LAW,
        owner=Party.REVIEWER if "external" in key else Party.INSURER,
        to=Party.CLINIC,
        cites=cites,
        sure=sure,
        met=("answered_on",),
        given="answer_by",
        rows=COVERAGE,
        applies=applies,
        todo="Ask for the answer",
        cure="routes",
        note=note or "That these are calendar days is from memory",
    )


def _files(
    key: str,
    title: str,
    *,
    days: int = 0,
    months: int = 0,
    cites: str,
    sure: Sure,
    applies: Applies,
    note: str,
) -> Clock:
    return Clock(
        key=key,
        title=title,
        event=DENIED,
        days=days,
        months=months,
        set=Set.BY_LAW,
        owner=Party.CLINIC,
        to=Party.INSURER,
        role=Role.COORDINATOR,
        cites=cites,
        sure=sure,
        given="appeal_by",
        rows=COVERAGE,
        applies=applies,
        todo=title,
        cure="routes",
        note=note,
    )


DECIDING: tuple[Clock, ...] = (
    _decides(
        "coverage_request",
        "Insurer answers a prior authorization",
        15,
        cites=CLAIMS,
        sure=Sure.LENGTH,
        applies=_waits(ACT, "request", urgent=False),
    ),
    _decides(
        "coverage_request_urgent",
        "Insurer answers an urgent request",
        3,
        cites=CLAIMS,
        sure=Sure.LENGTH,
        applies=_waits(ACT, "request", urgent=True),
        note=HOURS,
    ),
    _decides(
        "coverage_claim",
        "Insurer answers a claim after care",
        30,
        cites=CLAIMS,
        sure=Sure.LENGTH,
        applies=_waits(ACT, "claim", urgent=False),
    ),
    _decides(
        "appeal_before_care",
        "Insurer decides the appeal, before care",
        30,
        cites=CLAIMS,
        sure=Sure.LENGTH,
        applies=_waits(ACT, *INTERNAL, urgent=False, after=False),
        note="A plan with two levels has 15 days for each",
    ),
    _decides(
        "appeal_after_care",
        "Insurer decides the appeal, after care",
        60,
        cites=CLAIMS,
        sure=Sure.LENGTH,
        applies=_waits(ACT, *INTERNAL, urgent=False, after=True),
        note="A plan with two levels has 30 days for each",
    ),
    _decides(
        "appeal_urgent",
        "Insurer decides an urgent appeal",
        3,
        cites=CLAIMS,
        sure=Sure.LENGTH,
        applies=_waits(ACT, *INTERNAL, urgent=True),
        note=HOURS,
    ),
    _decides(
        "external_review",
        "External review decided",
        45,
        cites=OUTSIDE,
        sure=Sure.LENGTH,
        applies=_waits(ACT, "external", urgent=False),
    ),
    _decides(
        "external_review_urgent",
        "Urgent external review decided",
        3,
        cites=OUTSIDE,
        sure=Sure.LENGTH,
        applies=_waits(ACT, "external", urgent=True),
        note=HOURS,
    ),
    _decides(
        "part_d_redetermination",
        "Part D plan decides the appeal",
        7,
        cites=PART_D,
        sure=Sure.READ,
        applies=_waits(("part_d",), *INTERNAL, urgent=False),
        note="From the plan's receipt: we count from the day of sending, the earlier one",
    ),
    _decides(
        "part_d_redetermination_urgent",
        "Part D plan decides an urgent appeal",
        3,
        cites=PART_D,
        sure=Sure.READ,
        applies=_waits(("part_d",), *INTERNAL, urgent=True),
        note=HOURS,
    ),
    _decides(
        "medicaid_appeal",
        "Medicaid plan decides the appeal",
        30,
        cites=MEDICAID,
        sure=Sure.MEMORY,
        applies=_waits(("medicaid_plan",), *INTERNAL, urgent=False),
        note="The longest time federal law allows: the state's may be shorter",
    ),
    _decides(
        "medicaid_appeal_urgent",
        "Medicaid plan decides an urgent appeal",
        3,
        cites=MEDICAID,
        sure=Sure.MEMORY,
        applies=_waits(("medicaid_plan",), *INTERNAL, urgent=True),
        note=HOURS,
    ),
)
FILING: tuple[Clock, ...] = (
    _files(
        "appeal_filing",
        "File the internal appeal",
        days=180,
        cites=CLAIMS,
        sure=Sure.LENGTH,
        applies=_denied(ACT, "request", "claim"),
        note="From the notice of denial. The day in the denial letter wins",
    ),
    _files(
        "external_review_filing",
        "Ask for external review",
        months=4,
        cites=OUTSIDE,
        sure=Sure.LENGTH,
        applies=_denied(ACT, *INTERNAL),
        note="An older page of HealthCare.gov says 60 days: where the letter is silent, be early",
    ),
    _files(
        "part_d_filing",
        "Ask the Part D plan for a redetermination",
        days=65,
        cites=PART_D,
        sure=Sure.READ,
        applies=_denied(("part_d",), "request", "claim"),
        note="60 days from receipt, which is taken to be five days after the date of the notice",
    ),
    _files(
        "medicaid_filing",
        "File the appeal with the Medicaid plan",
        days=60,
        cites=MEDICAID,
        sure=Sure.MEMORY,
        applies=_denied(("medicaid_plan",), "request", "claim"),
        note="From the date on the notice. The day in the letter wins",
    ),
)
BY_LETTER: tuple[Clock, ...] = (
    _files(
        "go_on_by_letter",
        "Go on against the insurer's denial",
        cites="The insurer's letter; no rule for this kind of plan is known here",
        sure=Sure.OURS,
        applies=_by_letter_alone,
        note="Only the letter's own day",
    ),
    replace(
        _decides(
            "answer_by_letter",
            "Insurer answers, as its letter says",
            0,
            cites="The insurer's letter; no rule for this kind of plan is known here",
            sure=Sure.OURS,
            applies=_promised,
            note="Only the letter's own day",
        ),
        set=Set.PROMISED,
    ),
)
APPEALS: tuple[Clock, ...] = (*DECIDING, *FILING, *BY_LETTER)
