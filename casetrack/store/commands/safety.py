"""Acts about an event on treatment: the physician's judgment, and what is learned later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casetrack.rules.access import Permission, may, who_may
from casetrack.rules.facts import Facts
from casetrack.rules.judging import judgment_refused, news, news_refused
from casetrack.rules.people import Actor
from casetrack.rules.questions.safety import JUDGMENT
from casetrack.rules.safety import SAFETY, event
from casetrack.store.acts import act
from casetrack.store.commands.answers import write_answers
from casetrack.store.commands.cases import hold
from casetrack.store.refusals import Refused, Stale
from casetrack.store.session import Db
from casetrack.store.since import changed_since, contradicting
from casetrack.store.tables import Entry


@dataclass(frozen=True, kw_only=True)
class About:
    """What was said of one event on its page, and the version of the case that the page showed."""

    event: int
    words: Mapping[str, str]
    drawn: int
    today: date


def judge(db: Db, facts: Facts, case_id: int, said: About, *, by: Actor) -> None:
    """The physician's own words on an event. Raises Refused or Stale."""
    if not may(by, Permission.JUDGE, facts):
        raise Refused(who_may(Permission.JUDGE, facts))
    row = _row(db, facts, case_id, said)
    if refused := judgment_refused(row, said.words):
        raise Refused(refused)
    answers = {q.key: said.words.get(q.key, "") if q.applies(said.words) else "" for q in JUDGMENT}
    answers |= {"judged_on": said.today.isoformat(), "judged_by": by.name}
    _write(db, case_id, said, answers, by=by, action="judged")


def learn_more(db: Db, facts: Facts, case_id: int, said: About, *, by: Actor) -> None:
    """New information, from whose day the follow-up report is owed. Raises Refused or Stale."""
    row = _row(db, facts, case_id, said)
    if refused := news_refused(row, said.words, today=said.today):
        raise Refused(refused)
    _write(db, case_id, said, news(row, said.words), by=by, action="learned")


def _row(db: Db, facts: Facts, case_id: int, said: About) -> Mapping[str, str]:
    """What is on record of the event; nobody judges what was changed since the page showed it."""
    dossier, row = hold(db, case_id), event(facts, said.event)
    if row is None:
        raise Refused("This event is no longer in the case")
    since = changed_since(db, dossier.id, said.drawn, entries=(said.event,))
    if since:
        clashing = contradicting(said.words, since)
        raise Stale(since, clashing=clashing, version=dossier.version)
    return row.answers


def _write(
    db: Db, case_id: int, said: About, answers: Mapping[str, str], *, by: Actor, action: str
) -> None:
    with act(db, hold(db, case_id), by=by, action=action, about=SAFETY) as writing:
        entry = db.get_one(Entry, said.event, populate_existing=True)
        write_answers(writing, entry, answers)
