"""Clocks of the company's answer, and of our own chasing."""

from collections.abc import Mapping
from dataclasses import replace

from casetrack.rules.clocks.shape import Clock, Event, Party, Set, Sure, Unit
from casetrack.rules.facts import Facts
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers


def _never(_facts: Facts, _said: Answers) -> bool:
    """The day to chase is chosen each time and stands beside the case's next step."""
    return False


COMPANY: tuple[Clock, ...] = (
    Clock(
        key="company_acknowledgment",
        title="Company acknowledges the request",
        event=Event("request_sent_on", "the request was sent"),
        days=5,
        unit=Unit.WORKING,
        set=Set.OUR_TARGET,
        owner=Party.COMPANY,
        to=Party.CLINIC,
        cites="21 USC 360bbb-0(c)(4): the posted policy's own time wins",
        sure=Sure.READ,
        met=("request_acknowledged_on", "request_decided_on"),
        todo="Ask whether the request arrived",
        cure="action:record-acknowledgment",
        note="An acknowledgment is receipt, not a decision",
    ),
    Clock(
        key="company_decision",
        title="Company decides",
        event=Event("request_acknowledged_on", "the company acknowledged the request"),
        days=10,
        unit=Unit.WORKING,
        set=Set.OUR_TARGET,
        owner=Party.COMPANY,
        to=Party.CLINIC,
        cites="No rule: the company may decline, and no law sets its time",
        sure=Sure.OURS,
        met=("request_decided_on",),
        given="decision_promised_on",
        todo="Ask for the decision",
        cure="stage:4",
        note="A day the company named wins",
    ),
    Clock(
        key="chase",
        title="Chase whoever we wait on",
        event=Event("last_contact_on", "the last contact"),
        days=5,
        unit=Unit.WORKING,
        set=Set.OUR_TARGET,
        owner=Party.CLINIC,
        to=Party.CLINIC,
        role=Role.COORDINATOR,
        cites="No rule: chosen each time, this is where forms start",
        sure=Sure.OURS,
        applies=_never,
    ),
)

# The units of a posted policy: how many make a day, and which days count. Part of a day is a day.
PROMISED_IN = {
    "business": (1, Unit.WORKING),
    "calendar": (1, Unit.CALENDAR),
    "hours": (24, Unit.CALENDAR),
}


def acknowledgment(policy: Mapping[str, str]) -> Clock:
    """By when this company acknowledges: as its posted policy promises, else by our target."""
    ours = COMPANY[0]
    promised, unit = policy.get("policy_days", ""), policy.get("policy_days_of", "")
    if not promised or unit not in PROMISED_IN:
        return ours
    in_one_day, counted = PROMISED_IN[unit]
    return replace(ours, days=-(-int(promised) // in_one_day), unit=counted, set=Set.PROMISED)
