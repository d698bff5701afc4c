"""What somebody chooses for themselves: the letter of the morning, a calendar, shortcuts."""

import secrets

from casetrack.store.acts import now
from casetrack.store.session import Db
from casetrack.store.tables import Reminder


def want_letters(db: Db, user_id: int, *, wanted: bool) -> None:
    _of(db, user_id).digest = wanted


def want_shortcuts(db: Db, user_id: int, *, wanted: bool) -> None:
    _of(db, user_id).shortcuts = wanted


def open_calendar(db: Db, user_id: int) -> Reminder:
    """A new seed for the calendar's address; an older address leads nowhere from now on."""
    reminder = _of(db, user_id)
    reminder.feed_seed, reminder.feed, reminder.feed_since = secrets.token_hex(16), None, now()
    db.flush()
    return reminder


def close_calendar(db: Db, user_id: int) -> None:
    reminder = _of(db, user_id)
    reminder.feed_seed = reminder.feed = reminder.feed_since = None


def _of(db: Db, user_id: int) -> Reminder:
    reminder = db.get(Reminder, user_id, with_for_update=True)
    if reminder is None:
        reminder = Reminder(user_id=user_id, digest=True)
        db.add(reminder)
        db.flush()
    return reminder
