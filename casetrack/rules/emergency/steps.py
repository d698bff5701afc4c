"""The steps of an emergency use, each with what it asks, says and starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from casetrack.rules.clocks import due, held
from casetrack.rules.facts import Facts, Track

FDA = "FDA"
YES, NO = "yes", "no"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that happens: `says` is what the act itself says, `at` keeps its hour.

    A call is one with a party; one without is told by its act alone. `then` comes next, by the day
    of the clock it starts or else at once.
    """

    key: str
    title: str
    action: str  # the transition that records it (rules/workflow)
    day: str  # the answer with its day
    at: str  # the answer with its hour
    who: str  # the answer with who it was
    note: str = ""  # the answer with what else was said
    yes: str
    then: str
    says: Mapping[str, str]
    told: str  # past tense
    party: Callable[[Facts], str] | None = None
    asked: str = ""
    no: str = ""
    tried: str = ""
    starts: str = ""  # the clock that its day starts
    track: Track
    states: tuple[str, ...]  # in which it is done

    def done(self, facts: Facts) -> bool:
        return facts.tracks.get(self.track) in self.states


def company_of(facts: Facts) -> str:
    return facts.answers.get("company", "") or "The company"


STEPS = (
    Step(
        key="company",
        title="Company",
        action="record-agreement",
        day="request_decided_on",
        at="company_agreed_at",
        who="request_decided_by",
        note="request_conditions",
        yes="Company agrees",
        no="Company says no",
        tried="No answer",
        then="Call FDA",
        says={},
        told="The company agreed",
        party=company_of,
        track=Track.REQUEST,
        states=("agreed",),
        asked="Emergency use for one patient: the drug, and a letter of authorization",
    ),
    Step(
        key="fda",
        title="FDA",
        action="record-fda-permission",
        day="fda_permitted_on",
        at="fda_permitted_at",
        who="fda_official",
        note="fda_conditions",
        yes="FDA authorized",
        no="FDA said no",
        tried="Call dropped",
        then="Receive the drug, give the first dose",
        says={"fda_permitted_how": "phone"},
        told="FDA authorized the use by phone",
        party=lambda _facts: FDA,
        track=Track.FDA,
        states=("permitted",),
        asked="Authorization of an emergency use for one patient",
        starts="emergency_submission",
    ),
    Step(
        key="dose",
        title="First dose",
        action="record-first-dose",
        day="first_dose_on",
        at="first_dose_at",
        who="first_dose_by",
        yes="Record first dose",
        then="Ask the ethics board to review any further use",
        says={},
        told="The first dose was given",
        track=Track.TREATMENT,
        states=("on_treatment", "ended"),
        starts="emergency_irb_notice",
    ),
)
BY_STEP = {step.key: step for step in STEPS}


def present_step(facts: Facts) -> Step | None:
    """What happens next; None once the first dose is on record."""
    return next((step for step in STEPS if not step.done(facts)), None)


def follows(step: Step, facts: Facts, *, day: date, user: int) -> dict[str, str]:
    """The case's next step after this one, in the words of `workflow.NEXT`."""
    on = due(held(step.starts, facts), day).due if step.key == "dose" else day
    return {
        "next_what": step.then,
        "waiting_on": "",
        "next_who": str(facts.next_who or user),
        "next_on": on.isoformat(),
    }
