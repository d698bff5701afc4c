"""The day of an event, put right in an act of its own that says why."""

from dataclasses import dataclass
from datetime import datetime

from casetrack.rules.facts import Facts
from casetrack.rules.people import Actor
from casetrack.rules.workflow import WHY, Refusal, Words, corrected
from casetrack.store.acts import act
from casetrack.store.commands.answers import root_of, write_answers
from casetrack.store.commands.cases import check_not_stale, hold
from casetrack.store.refusals import Refused
from casetrack.store.session import Db


@dataclass(frozen=True, kw_only=True)
class Correction:
    """Which event's day, what was typed, and the version of the case its page showed."""

    key: str
    words: Words
    drawn: int
    now: datetime  # at the clinic


def correct_day(
    db: Db, facts_of: Facts, case_id: int, correction: Correction, *, by: Actor
) -> None:
    """Writes the other day; every due date counted from it follows. Raises Refused, or Stale."""
    dossier = hold(db, case_id)
    check_not_stale(db, dossier, drawn=correction.drawn, words=correction.words)
    key, words = correction.key, correction.words
    refusals = corrected(facts_of, key, by, words=words, now=correction.now)
    if not refusals and words[key] == facts_of.answers.get(key):
        refusals = [Refusal("This is the day on record", field=key)]
    if refusals:
        raise Refused(refusals)
    with act(db, dossier, by=by, action="corrected", about=key) as correcting:
        correcting.tell(WHY.key, "", words[WHY.key])
        write_answers(correcting, root_of(db, case_id), {key: words[key]})
