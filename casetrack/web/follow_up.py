"""What stage 7 shows beside its tasks: what is still owed, the outcome, and how long to keep it."""

from dataclasses import dataclass

from casetrack.rules.clocks import Deadline, deadlines
from casetrack.rules.documents import BY_KEY, Paper
from casetrack.rules.owed import Owed, owed
from casetrack.web.visit import Visit


@dataclass(frozen=True)
class FollowUp:
    owed: tuple[Owed, ...]
    keeping: tuple[Deadline, ...]
    reports: tuple[Deadline, ...]
    papers: tuple[Paper, ...]


def follow_up_of(visit: Visit) -> FollowUp:
    facts = visit.case.facts
    found = deadlines(facts)
    return FollowUp(
        owed=owed(facts),
        keeping=tuple(one for one in found if one.clock.keeps),
        reports=tuple(o for o in found if o.clock.key in ("annual_report", "treatment_summary")),
        papers=(BY_KEY["annual-report"], BY_KEY["completion-summary"]),
    )
