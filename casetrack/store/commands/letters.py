"""The outbox: letters are written with what caused them, taken one by one, and marked when sent.

A letter is held while it is being delivered. Whoever delivers and dies leaves it held; after a
while it is taken again under the same message id: each is sent at least once, and recorded once.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from casetrack.rules.notices import Morning
from casetrack.store.acts import now
from casetrack.store.session import Db
from casetrack.store.tables import Letter, State, User

HOLD = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240, 240, 240, 240))
LEFT = "The account was disabled before it was sent"


@dataclass(frozen=True)
class Taken:
    """A letter on its way."""

    id: int
    to: str
    subject: str
    body: str
    message_id: str
    made_at: datetime


def write_letter(db: Db, user_id: int, kind: str, said: Morning, *, day: date, domain: str) -> bool:
    """Puts a letter into the outbox, one of each kind for a person and a day."""
    own = (Letter.user_id == user_id, Letter.kind == kind, Letter.day == day)
    if db.scalar(select(Letter.id).where(*own)) is not None:
        return False
    letter = Letter(user_id=user_id, kind=kind, day=day, subject=said.subject, body=said.body)
    letter.made_at = letter.try_at = now()
    letter.message_id = f"<{secrets.token_hex(16)}@{domain}>"
    db.add(letter)
    db.flush()
    return True


def take_letter(db: Db) -> Taken | None:
    """The next letter that is to be tried, held for whoever delivers it."""
    moment = now()
    free = or_(Letter.held_until.is_(None), Letter.held_until < moment)
    query = (
        select(Letter, User)
        .join(User, User.id == Letter.user_id)
        .where(Letter.state == State.WAITING, Letter.try_at <= moment, free)
        .order_by(Letter.try_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Letter)
    )
    found = db.execute(query).one_or_none()
    if found is None:
        return None
    letter, user = found
    if not user.active:
        letter.state, letter.said = State.FAILED, LEFT
        db.flush()
        return take_letter(db)
    letter.held_until, letter.tries = moment + HOLD, letter.tries + 1
    db.flush()
    return Taken(
        letter.id, user.email, letter.subject, letter.body, letter.message_id, letter.made_at
    )


def note_sent(db: Db, letter_id: int) -> None:
    letter = _waiting(db, letter_id)
    if letter:
        letter.state, letter.sent_at, letter.held_until, letter.said = State.SENT, now(), None, ""


def note_refused(db: Db, letter_id: int, said: str, *, for_good: bool) -> None:
    """Keeps the mail server's last word; tried again later, unless it said no for good."""
    letter = _waiting(db, letter_id)
    if letter is None:
        return
    letter.said, letter.held_until = said[:300], None
    if for_good or letter.tries > len(PAUSES):
        letter.state = State.FAILED
    else:
        letter.try_at = now() + PAUSES[letter.tries - 1]


def send_again(db: Db, letter_id: int) -> bool:
    """Another chance for a letter that was given up; False for any other."""
    letter = db.get(Letter, letter_id, with_for_update=True)
    if letter is None or letter.state is not State.FAILED:
        return False
    letter.state, letter.tries, letter.try_at = State.WAITING, 0, now()
    return True


def _waiting(db: Db, letter_id: int) -> Letter | None:
    letter = db.get(Letter, letter_id, with_for_update=True, populate_existing=True)
    return letter if letter and letter.state is State.WAITING else None
