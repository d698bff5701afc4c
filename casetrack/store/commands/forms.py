"""Forms used once: sent twice, the second answer is the first one's."""

from datetime import timedelta

from sqlalchemy import CursorResult, bindparam, delete, select, text, update

from casetrack.store.acts import now
from casetrack.store.base import Moment, table_of
from casetrack.store.session import Db
from casetrack.store.tables import FormToken

KEPT = timedelta(days=7)
TOKENS = table_of(FormToken)
CLAIM = text(  # where another transaction claims it as well, this waits for its end
    "INSERT INTO form_tokens (token, user_id, at, location) VALUES (:token, :user, :at, :location) "
    "ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=Moment()))
HELD = select(TOKENS.c.user_id, TOKENS.c.location).where(TOKENS.c.token == bindparam("token"))
ANSWERED = update(TOKENS).where(TOKENS.c.token == bindparam("of"))
OLD = delete(TOKENS).where(TOKENS.c.at < bindparam("before", type_=Moment()))


def claim(db: Db, token: str, *, user: int, location: str = "") -> str:
    """Takes the token for this transaction. Where it was used before: the answer it got then."""
    taken = db.execute(
        CLAIM, {"token": token, "user": user, "at": now(), "location": location[:500]}
    )
    if isinstance(taken, CursorResult) and taken.rowcount:
        return ""
    of, answer = db.execute(HELD, {"token": token}).one()
    return str(answer) if of == user else "/"


def answered(db: Db, token: str, location: str) -> None:
    """Notes where the form's answer went, in the same transaction."""
    db.execute(ANSWERED, {"of": token, "location": location[:500]})
    db.execute(OLD, {"before": now() - KEPT})
