"""The daily pass: every date derived anew, the morning's letters written, what is old purged.

It may run twice, on two machines at once, or after days of sleep: one machine at a time holds the
day, a letter is written once for a person and a day, and everything else gives the same again.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from casetrack.rules.notices import morning_letter
from casetrack.store.acts import now
from casetrack.store.agenda import derive_all
from casetrack.store.commands.letters import write_letter
from casetrack.store.commands.purge import PURGES
from casetrack.store.queries.notices import notices_for
from casetrack.store.queries.today import overdue_with_others
from casetrack.store.session import Db, Store
from casetrack.store.tables import Pass, Reminder, User

SILENT = timedelta(minutes=15)
DIGEST = "digest"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Whose day it is, and what the letters need to know."""

    day: date  # at the clinic
    machine: str
    site: str  # the address people reach casetrack under
    letters: bool  # whether mail is set up
    physicians_see_all: bool = False

    @property
    def domain(self) -> str:
        return self.site.split("://")[-1].split("/")[0].split(":")[0]


@dataclass
class Outcome:
    """What a pass did; `held_by` names the machine that is running one, and then it did nothing."""

    held_by: str = ""
    righted: int = 0
    letters: int = 0
    purged: int = 0


def run_pass(store: Store, plan: Plan) -> Outcome:
    """Runs the day's pass, again if it has run before."""
    held_by = _hold(store, plan)
    if held_by:
        return Outcome(held_by=held_by)
    done = Outcome()
    done.righted = derive_all(store, beat=lambda: _beat(store, plan))
    done.letters = _write_letters(store, plan) if plan.letters else 0
    done.purged = _purge(store)
    _finish(store, plan, done)
    return done


def last_pass(db: Db) -> datetime | None:
    """When the last pass was finished."""
    return db.scalar(select(func.max(Pass.finished_at)))


def _hold(store: Store, plan: Plan) -> str:
    """Takes the day for this machine; else who is running it."""
    with store.writing() as db:
        held = _of(db, plan)
        if held is None:
            try:
                with db.begin_nested():
                    db.add(Pass(day=plan.day, machine=plan.machine, beat_at=now()))
            except IntegrityError:  # the other one was faster
                held = _of(db, plan)
        if held is not None:
            if held.beat_at and held.beat_at > now() - SILENT:
                return held.machine
            held.machine, held.beat_at = plan.machine, now()
        db.commit()
    return ""


def _beat(store: Store, plan: Plan) -> None:
    with store.writing() as db:
        held = _of(db, plan)
        if held:
            held.beat_at = now()
        db.commit()


def _finish(store: Store, plan: Plan, done: Outcome) -> None:
    with store.writing() as db:
        held = _of(db, plan)
        if held:
            held.beat_at, held.finished_at = None, now()
            held.righted, held.purged = held.righted + done.righted, held.purged + done.purged
            held.letters += done.letters
        db.commit()


def _of(db: Db, plan: Plan) -> Pass | None:
    return db.get(Pass, plan.day, with_for_update=True, populate_existing=True)


def _write_letters(store: Store, plan: Plan) -> int:
    """One for each person who has something due and has not said no."""
    with store.reading() as db:
        silent = select(Reminder.user_id).where(Reminder.digest.is_(False))
        wanting = select(User).where(User.active, User.id.not_in(silent)).order_by(User.id)
        people = [user.actor(sees_all=plan.physicians_see_all) for user in db.scalars(wanting)]
    written = 0
    for person in people:
        with store.writing() as db:
            said = morning_letter(
                notices_for(db, person, today=plan.day),
                elsewhere=overdue_with_others(db, today=plan.day, by=person),
                today=plan.day,
                site=plan.site,
            )
            if said:
                written += write_letter(
                    db, person.user, DIGEST, said, day=plan.day, domain=plan.domain
                )
            db.commit()
    return written


def _purge(store: Store) -> int:
    gone = 0
    for purge in PURGES:
        with store.writing() as db:
            gone += purge(db, now())
            db.commit()
    return gone
