"""What is kept for a while only, and goes with the daily pass."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Delete, delete

from casetrack.store.commands.drafts import purge_drafts
from casetrack.store.commands.forms import KEPT as FORMS_KEPT
from casetrack.store.commands.papers import PREVIEWS_KEPT
from casetrack.store.session import Db
from casetrack.store.tables import Attempt, FormToken, Letter, Print, State

LETTERS_KEPT = timedelta(days=90)
ATTEMPTS_KEPT = timedelta(days=7)


def used_forms(db: Db, now: datetime) -> int:
    return _deleted(db, delete(FormToken).where(FormToken.at < now - FORMS_KEPT))


def previews(db: Db, now: datetime) -> int:
    return _deleted(db, delete(Print).where(Print.started_at < now - PREVIEWS_KEPT))


def failed_sign_ins(db: Db, now: datetime) -> int:
    return _deleted(db, delete(Attempt).where(Attempt.at < now - ATTEMPTS_KEPT))


def old_letters(db: Db, now: datetime) -> int:
    old = (Letter.made_at < now - LETTERS_KEPT, Letter.state != State.WAITING)
    return _deleted(db, delete(Letter).where(*old))


PURGES: tuple[Callable[[Db, datetime], int], ...] = (
    used_forms,
    previews,
    failed_sign_ins,
    old_letters,
    purge_drafts,
)


def _deleted(db: Db, statement: Delete) -> int:
    done = db.execute(statement)
    return done.rowcount if isinstance(done, CursorResult) else 0
