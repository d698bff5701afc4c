"""Forms used once: sent twice, the second answer is the first one's."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from casetrack.store.acts import now
from casetrack.store.session import Db
from casetrack.store.tables import FormToken

KEPT = timedelta(days=7)


def claim(db: Db, token: str, *, user: int) -> str:
    """Takes the token for this transaction. Where it was used before: the answer it got then."""
    held = db.get(FormToken, token)
    if held is None:
        try:
            with db.begin_nested():
                db.add(FormToken(token=token, user_id=user, at=now()))
        except IntegrityError:  # the other one was faster; it has committed by now
            held = db.get(FormToken, token, populate_existing=True)
    if held is None:
        return ""
    return held.location if held.user_id == user else "/"


def answered(db: Db, token: str, location: str) -> None:
    """Notes where the form's answer went, in the same transaction."""
    db.get_one(FormToken, token).location = location[:500]
    db.execute(delete(FormToken).where(FormToken.at < now() - KEPT))
