"""The clock of a patient assistance program's approval (domain 7.3)."""

from casetrack.rules.clocks.shape import Clock, Event, Party, Set, Sure
from casetrack.rules.facts import Facts, Track
from casetrack.rules.people import Role
from casetrack.rules.questions.shape import Answers


def _approved(facts: Facts, _said: Answers) -> bool:
    return facts.tracks.get(Track.ASSISTANCE) == "approved"


ASSISTANCE: tuple[Clock, ...] = (
    Clock(
        key="assistance_ends",
        title="Approval of the patient assistance program ends",
        event=Event("pap_decided_on", "the program approved"),
        months=12,
        set=Set.OUR_TARGET,
        owner=Party.CLINIC,
        to=Party.CLINIC,
        role=Role.COORDINATOR,
        cites="No rule: programs commonly approve for twelve months; their letter's day wins",
        sure=Sure.OURS,
        given="pap_until",
        applies=_approved,
        todo="Have the patient assistance renewed",
        cure="routes",
        note="Each program has its own time",
    ),
)
