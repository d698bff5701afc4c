"""A person's own steps as letters and calendars may tell them, and how the outbox stands."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from casetrack.rules.clocks import Set
from casetrack.rules.notices import Notice
from casetrack.rules.people import Actor
from casetrack.store.queries.scope import visible_to
from casetrack.store.session import Db
from casetrack.store.tables import AgendaLine, Case, Letter, State, User

SETS = tuple(Set)
WEEK = timedelta(days=7)
BEHIND = timedelta(days=31)
MOST, MOST_SHOWN = 500, 50


@dataclass(frozen=True)
class Dated:
    """A step in somebody's calendar: `uid` stays the same as long as the step does."""

    notice: Notice
    uid: str
    since: datetime


@dataclass(frozen=True)
class Trouble:
    """A letter that was given up, or has been tried in vain."""

    id: int
    to: str
    day: date
    tries: int
    said: str
    try_at: datetime
    given_up: bool


@dataclass(frozen=True)
class Post:
    """How the outbox stands: what waits, what was sent in a week, and what did not get through."""

    waiting: int
    sent: int
    troubled: tuple[Trouble, ...]


def notices_for(db: Db, by: Actor, *, today: date) -> list[Notice]:
    """What the person must do up to a week ahead; a chase counts from its day on."""
    ours = or_(AgendaLine.waits.is_(False), AgendaLine.due_on <= today)
    query = _own(by).where(AgendaLine.due_on <= today + WEEK, ours)
    order = (AgendaLine.rank, AgendaLine.due_on, Case.code)
    return [_notice(row) for row in db.execute(query.order_by(*order).limit(MOST))]


def calendar_of(db: Db, by: Actor, *, today: date) -> list[Dated]:
    """Every step of the person from a month ago on, chases among them."""
    query = _own(by).where(AgendaLine.due_on >= today - BEHIND)
    order = (AgendaLine.due_on, AgendaLine.dossier_id, AgendaLine.key)
    return [
        Dated(_notice(row), _uid(row.code, row.key), row.since)
        for row in db.execute(query.order_by(*order).limit(MOST))
    ]


def post(db: Db, *, now: datetime) -> Post:
    recent = (Letter.state == State.SENT, Letter.sent_at > now - WEEK)
    waiting = select(func.count()).select_from(Letter).where(Letter.state == State.WAITING)
    sent = select(func.count()).select_from(Letter).where(*recent)
    tried = and_(Letter.state == State.WAITING, Letter.said != "")
    troubled = (
        select(Letter, User.name)
        .join(User, User.id == Letter.user_id)
        .where(or_(Letter.state == State.FAILED, tried))
        .order_by(Letter.made_at.desc(), Letter.id.desc())
        .limit(MOST_SHOWN)
    )
    return Post(
        db.scalar(waiting) or 0,
        db.scalar(sent) or 0,
        tuple(
            Trouble(
                *(one.id, name, one.day, one.tries, one.said, one.try_at),
                given_up=one.state is State.FAILED,
            )
            for one, name in db.execute(troubled)
        ),
    )


def _own(by: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Case.code,
            AgendaLine.key,
            AgendaLine.due_on,
            AgendaLine.rank,
            AgendaLine.waits,
            AgendaLine.since,
        )
        .join(Case, Case.id == AgendaLine.dossier_id)
        .where(AgendaLine.who_id == by.user, visible_to(by))
    )


def _notice(row: Row[*tuple[Any, ...]]) -> Notice:
    return Notice(row.code, row.due_on, SETS[row.rank], chase=row.waits)


def _uid(code: str, key: str) -> str:
    """Tells two steps apart and nothing else."""
    return hashlib.sha256(f"{code} {key}".encode()).hexdigest()[:32]
