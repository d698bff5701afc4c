"""What is to be done in a case, by whom and when: the dated steps that make up Today.

`agenda(facts)` asks every function of `SOURCES`; to put a step before people is to add one there.
A step goes when its source no longer gives it: when it is done, re-dated or handed over, that is
an answer of the case like any other (`Kept`), or one beside the facts (`SAID`).
"""

from casetrack.rules.agenda.agreement import agreement_steps
from casetrack.rules.agenda.chased import chases, policy_checks
from casetrack.rules.agenda.clocked import deadline_of, deadlines_due, step_key
from casetrack.rules.agenda.closing import closing_steps
from casetrack.rules.agenda.filing import fda_requests
from casetrack.rules.agenda.on_drug import treatment_steps
from casetrack.rules.agenda.routes import assistance_to_renew, barrier_steps, trials_to_check
from casetrack.rules.agenda.said import (
    NOT_NEEDED,
    OF,
    ON,
    SAID,
    WHO,
    as_said,
    is_beside,
    said_key,
    said_of,
)
from casetrack.rules.agenda.shape import Deed, Item, Kept, Source
from casetrack.rules.agenda.steps import NEXT, next_step, waiting_tasks
from casetrack.rules.agenda.targets import targets_moved
from casetrack.rules.clocks import Set
from casetrack.rules.facts import Facts, Life

SOURCES: tuple[Source, ...] = (
    *(next_step, waiting_tasks, chases, deadlines_due, policy_checks),
    *(barrier_steps, trials_to_check, assistance_to_renew),
    *(agreement_steps, fda_requests, treatment_steps, closing_steps),
)


def agenda(facts: Facts) -> tuple[Item, ...]:
    """Every open step of a case, the most binding first. A closed case owes what it owed."""
    found = (as_said(item, facts) for source in SOURCES for item in source(facts))
    closed = facts.life is Life.CLOSED
    owed = (i for i in found if i and (not closed or i.stays or i.set is Set.BY_LAW))
    return tuple(sorted(owed, key=lambda item: item.order))


def find_step(facts: Facts, key: str) -> Item | None:
    """The open step of this key."""
    return next((item for item in agenda(facts) if item.key == key), None)


__all__ = [
    "NEXT",
    "NOT_NEEDED",
    "OF",
    "ON",
    "SAID",
    "SOURCES",
    "WHO",
    "Deed",
    "Item",
    "Kept",
    "Source",
    "agenda",
    "agreement_steps",
    "chases",
    "deadline_of",
    "deadlines_due",
    "fda_requests",
    "find_step",
    "is_beside",
    "next_step",
    "policy_checks",
    "said_key",
    "said_of",
    "step_key",
    "targets_moved",
    "waiting_tasks",
]
