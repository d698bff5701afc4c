"""A step of an emergency as it happens: the call, its hour and what it moves, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from casetrack.rules.contacts import Logged, log
from casetrack.rules.emergency.calls import call
from casetrack.rules.emergency.steps import YES, Step, follows
from casetrack.rules.facts import Facts
from casetrack.rules.people import Actor
from casetrack.rules.workflow import Action, Move, Refusal, decide
from casetrack.store.commands.answers import root_of
from casetrack.store.commands.cases import Asked, check_not_stale, hold, perform
from casetrack.store.commands.contacts import Said, log_contact
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.refusals import Refused
from casetrack.store.session import Db

HOURS = "emergency_hours"


@dataclass(frozen=True, kw_only=True)
class Happened:
    """What came of a step, in its own words, and the version of the case that its form showed."""

    step: Step
    outcome: str  # YES, NO, or that nobody answered
    words: Mapping[str, str]
    drawn: int
    now: datetime  # at the clinic


def record_step(db: Db, facts: Facts, case_id: int, told: Happened, *, by: Actor) -> None:
    """Raises Refused with every reason, or Stale; then nothing of it is kept."""
    step, dossier = told.step, hold(db, case_id)
    check_not_stale(db, dossier, drawn=told.drawn, words=told.words)
    if refused := [*_not_logged(facts, told), *_not_done(facts, told, by)]:
        raise Refused(refused)
    if step.party:
        said = Said(words=_call(facts, told), drawn=dossier.version, now=told.now)
        log_contact(db, facts, case_id, said, by=by)
    if told.outcome == YES:
        hour = {step.at: told.words.get(step.at, "")}
        typed = Typed(entry=root_of(db, case_id).id, answers=hour, drawn=dossier.version)
        save_answers(db, case_id, typed, by=by, about=HOURS)
        perform(db, facts, case_id, replace(_asked(facts, told, by), drawn=dossier.version), by=by)


def declare_emergency(db: Db, case_id: int, *, drawn: int, by: Actor) -> None:
    """An ordinary case becomes an emergency; what is on record stays."""
    dossier = hold(db, case_id)
    typed = Typed(entry=root_of(db, dossier.id).id, answers={"urgency": "emergency"}, drawn=drawn)
    save_answers(db, case_id, typed, by=by, about="patient")


def _call(facts: Facts, told: Happened) -> dict[str, str]:
    words = {**told.step.says, **told.words}
    return call(told.step, facts, words, outcome=told.outcome, today=told.now.date())


def _asked(facts: Facts, told: Happened, by: Actor) -> Asked:
    step, day = told.step, told.words.get(told.step.day, "")
    on = date.fromisoformat(day) if day else told.now.date()
    words = {**told.words, **step.says, **follows(step, facts, day=on, user=by.user)}
    return Asked(action=Action(step.action), words=words, drawn=told.drawn, now=told.now)


def _not_logged(facts: Facts, told: Happened) -> list[Refusal]:
    """Why the call cannot be logged, beside the fields of the sheet."""
    if told.step.party is None:
        return []
    logged, step = log(facts, _call(facts, told), now=told.now), told.step
    fields = {"said_on": step.day, "said_at": step.at, "spoke_with": step.who}
    if isinstance(logged, Logged):
        return []
    return [replace(refusal, field=fields.get(refusal.field, "")) for refusal in logged]


def _not_done(facts: Facts, told: Happened, by: Actor) -> list[Refusal]:
    if told.outcome != YES:
        return []
    asked = _asked(facts, told, by)
    decided = decide(facts, asked.action, by, words=asked.words, now=told.now)
    return [] if isinstance(decided, Move) else decided
