"""What an organization did in the cases one may see: its requests, its contacts, its open cases."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import ColumnElement, and_, select, union_all

from casetrack.rules.behavior import TOLD, Record, Replies, record, replies, rounds
from casetrack.rules.facts import Life
from casetrack.rules.people import Actor
from casetrack.rules.questions import Of
from casetrack.store.queries.contacts import Log
from casetrack.store.queries.register import Card
from casetrack.store.queries.scope import visible_to
from casetrack.store.session import Db
from casetrack.store.tables import Case, Event, EventValue

LATEST = 100  # of its requests, so that a card costs the same however many there were
SHOWN = 10


@dataclass(frozen=True)
class OpenCase:
    """A case under way that asks this company, or waits on this organization."""

    code: str
    initials: str
    drug: str
    stage: int
    waiting_on: str
    next_what: str
    next_on: date | None


def open_cases(db: Db, card: Card, *, by: Actor) -> list[OpenCase]:
    """Of a company those that name it, of others those that wait on it; the next date first."""
    its = Case.company_id == card.id if card.of is Of.COMPANY else Case.waiting_on == card.name
    columns = (
        *(Case.code, Case.initials, Case.drug, Case.stage),
        *(Case.waiting_on, Case.next_what, Case.next_on),
    )
    query = select(*columns).where(Case.life == Life.OPEN, its, visible_to(by))
    lines = db.execute(query.order_by(Case.listed_on, Case.id).limit(SHOWN + 1))
    return [OpenCase(*line) for line in lines]


def requests_to(db: Db, company: int, *, by: Actor) -> Record:
    """What became of the latest requests to a company, in two queries."""
    query = (
        select(Event.dossier_id, Event.seq, Event.action, EventValue.key, EventValue.new)
        .join(
            EventValue,
            and_(EventValue.dossier_id == Event.dossier_id, EventValue.seq == Event.seq),
        )
        .where(Event.dossier_id.in_(_asked(db, company, by)), EventValue.key.in_(TOLD))
        .where(EventValue.rows == "")
        .order_by(Event.dossier_id, Event.seq, EventValue.number)
    )
    told = db.execute(query).all()
    found = []
    for _, of_case in groupby(told, key=lambda line: line.dossier_id):
        acts = groupby(of_case, key=lambda line: (line.seq, line.action))
        found += rounds((act[1], {line.key: line.new for line in said}) for act, said in acts)
    return record(found)


def replies_in(log: Log) -> Replies:
    """How the contacts of a log were answered, case by case."""
    oldest_first = sorted(log.lines, key=lambda one: (one.code, one.said_on, one.entry))
    return replies(
        [one.answers for one in thread]
        for _, thread in groupby(oldest_first, key=lambda one: one.code)
    )


def _asked(db: Db, company: int, by: Actor) -> list[int]:
    """The cases that asked this company last, asked of one index after the other."""
    parts = [
        select(Case.id, Case.listed_on)
        .where(Case.life == life, *_of_company(company), visible_to(by))
        .order_by(Case.listed_on.desc(), Case.id.desc())
        .limit(LATEST)
        .subquery()
        for life in Life
    ]
    every = union_all(*(select(part.c.id, part.c.listed_on) for part in parts)).subquery()
    query = select(every.c.id).order_by(every.c.listed_on.desc(), every.c.id.desc())
    return list(db.scalars(query.limit(LATEST)))


def _of_company(company: int) -> tuple[ColumnElement[bool], ...]:
    return Case.company_id == company, Case.request_state != "not_asked"
