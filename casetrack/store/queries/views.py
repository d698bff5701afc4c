"""One's own views of the case list."""

from collections.abc import Sequence

from sqlalchemy import select

from casetrack.store.session import Db
from casetrack.store.tables import View


def views_of(db: Db, user: int) -> Sequence[View]:
    """By name; nobody else's."""
    return db.scalars(select(View).where(View.user_id == user).order_by(View.name, View.id)).all()
