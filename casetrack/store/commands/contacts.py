"""Logging a contact: one act writes the contact and, where it does, the case's next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from casetrack.rules.contacts import Logged, log, log_outside
from casetrack.rules.facts import Facts
from casetrack.rules.people import Actor
from casetrack.store.acts import act, lock
from casetrack.store.commands.answers import insert_row
from casetrack.store.commands.cases import hold, plan_next
from casetrack.store.logbook import ROWS
from casetrack.store.refusals import Refused, Stale
from casetrack.store.session import Db


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was typed about a contact, and the version of the case that the form showed."""

    words: Mapping[str, str]
    drawn: int
    now: datetime  # at the clinic


def log_contact(db: Db, facts: Facts, case_id: int, said: Said, *, by: Actor) -> Logged:
    """A contact of this case. Raises Refused, or Stale if its next step would change unseen."""
    dossier = hold(db, case_id)
    logged = log(facts, said.words, now=said.now)
    if not isinstance(logged, Logged):
        raise Refused(logged)
    if logged.next and dossier.version != said.drawn:
        raise Stale({}, clashing=(), version=dossier.version)
    with act(db, dossier, by=by, action="contacted", about=ROWS) as logging:
        insert_row(logging, ROWS, logged.row)
        if logged.next:
            plan_next(logging, logged.next, today=date.fromisoformat(logged.row["said_on"]))
    return logged


def log_outside_cases(db: Db, organization: int, said: Said, *, by: Actor) -> Logged:
    """A contact with an organization that concerns no case."""
    dossier = lock(db, organization)
    logged = log_outside(said.words, now=said.now)
    if not isinstance(logged, Logged):
        raise Refused(logged)
    with act(db, dossier, by=by, action="contacted", about=ROWS) as logging:
        insert_row(logging, ROWS, logged.row)
    return logged
