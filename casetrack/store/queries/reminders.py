"""Who gets letters, and whose calendar an address opens."""

from sqlalchemy import select

from casetrack.rules.people import Actor
from casetrack.store.session import Db
from casetrack.store.tables import Reminder, User
from casetrack.store.tokens import digest


def reminder_of(db: Db, user_id: int) -> Reminder:
    """What somebody chose; who never chose gets the morning's letter and has no calendar."""
    return db.get(Reminder, user_id) or Reminder(user_id=user_id, digest=True)


def reader_of(db: Db, token: str, *, physicians_see_all: bool) -> Actor | None:
    """Whose calendar this is; None for a token that opens nothing, or no longer."""
    query = (
        select(User)
        .join(Reminder, Reminder.user_id == User.id)
        .where(Reminder.feed == digest(token), User.active)
    )
    user = db.scalars(query).one_or_none()
    return user.actor(sees_all=physicians_see_all) if user else None
