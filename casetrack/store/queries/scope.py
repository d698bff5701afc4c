"""Which cases a person's role shows, as SQL: the counterpart of rules.access.SEES."""

from collections.abc import Collection
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, or_, select, true

from casetrack.rules.people import Actor, Role
from casetrack.store.session import Db
from casetrack.store.tables import Case, Grant

SEES_ALL = (Role.COORDINATOR, Role.NURSE, Role.PHARMACIST, Role.REGULATORY)


def sees_every_case(actor: Actor) -> bool:
    return actor.holds(*SEES_ALL) or (actor.sees_all and actor.holds(Role.PHYSICIAN))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Holds for the cases the actor may see."""
    if sees_every_case(actor):
        return true()
    if not actor.holds(Role.PHYSICIAN, Role.VIEWER):
        return false()
    granted = exists(
        select(Grant.user_id).where(
            and_(Grant.dossier_id == Case.id, Grant.user_id == actor.user, Grant.active)
        )
    )
    if not actor.holds(Role.PHYSICIAN):
        return granted
    responsible = or_(Case.owner_id == actor.user, Case.next_who_id == actor.user)
    if actor.register is None:
        return or_(responsible, granted)
    return or_(Case.physician_id == actor.register, responsible, granted)


def number_of(db: Db, code: str) -> int | None:
    """The number behind a code, whoever asks: for the access log, and never to load a case by."""
    return db.scalar(select(Case.id).where(Case.code == code))


def find_case(db: Db, code: str, *, by: Actor) -> int | None:
    """The number of the case with this code, if the actor may see it."""
    return db.scalar(_number_for(by), {"code": code})


@lru_cache(maxsize=500)
def _number_for(actor: Actor) -> Select[int]:
    return select(Case.id).where(Case.code == bindparam("code"), visible_to(actor))


def codes_of(db: Db, ids: Collection[int], *, by: Actor) -> dict[int, str]:
    """The codes of those among these cases that the actor may see."""
    query = select(Case.id, Case.code).where(Case.id.in_(ids), visible_to(by))
    return {row.id: row.code for row in db.execute(query)}
