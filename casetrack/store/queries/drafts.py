"""Drafts, offered to their author only, and only while the author may see the case."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from casetrack.rules.people import Actor
from casetrack.store.acts import now
from casetrack.store.queries.scope import visible_to
from casetrack.store.seal import Broken, Seal
from casetrack.store.session import Db
from casetrack.store.tables import Case, Draft, User
from casetrack.store.tables.drafts import KEPT_FOR

LATELY = timedelta(days=1)
ALIVE = Draft.kept_at > bindparam("since")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A draft, opened. `legible` is False where the key that sealed it is gone."""

    id: int
    key: str
    code: str
    page: str
    address: str
    started_at: datetime
    kept_at: datetime
    discarded: bool
    legible: bool = True
    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    def said(self, name: str) -> str:
        """What was typed in this field."""
        return next((value for field, value in self.fields if field == name), "")


@dataclass(frozen=True)
class Other:
    """That somebody else is typing in the same form; never what."""

    name: str
    since: datetime


AT_PAGE = (  # asked for every page with a form
    select(Draft, Case.code, User.name)
    .join(User, User.id == Draft.user_id)
    .outerjoin(Case, Case.id == Draft.case_id)
    .where(Draft.page == bindparam("page"), Draft.discarded_at.is_(None))
    .where(ALIVE)
    .order_by(Draft.kept_at.desc(), Draft.id.desc())
)


def drafts_of(db: Db, seal: Seal, *, by: Actor) -> list[Kept]:
    """Every draft of the actor, the latest first, the discarded ones among them."""
    return _kept(db, seal, by)


def draft(db: Db, seal: Seal, number: int, *, by: Actor) -> Kept | None:
    """One draft, if it is the actor's own and the case may still be seen."""
    return next(iter(_kept(db, seal, by, Draft.id == number)), None)


def drafts_at(db: Db, seal: Seal, page: str, *, by: Actor) -> tuple[list[Kept], list[Other]]:
    """The actor's drafts of the forms on a page, and who else has begun one on this case lately."""
    wanted = {"page": page, "since": now() - KEPT_FOR}
    own: list[Kept] = []
    others: dict[str, Other] = {}
    for found, code, name in db.execute(AT_PAGE, wanted):
        if found.user_id == by.user:
            own.append(_opened(seal, found, code))
        elif found.case_id is not None and found.kept_at > now() - LATELY:
            others[name] = Other(name, found.started_at)
    return own, list(others.values())


def count_drafts(db: Db, seal: Seal) -> tuple[int, int]:
    """How many drafts wait, whoever's they are, and how many of them this key does not open."""
    found = db.scalars(select(Draft).where(ALIVE), {"since": now() - KEPT_FOR})
    opened = [_opened(seal, draft, "") for draft in found]
    return len(opened), sum(not kept.legible for kept in opened)


def _kept(db: Db, seal: Seal, by: Actor, *wanted: ColumnElement[bool]) -> list[Kept]:
    found = db.execute(_own_of(by).where(*wanted), {"since": now() - KEPT_FOR})
    return [_opened(seal, draft, code) for draft, code in found]


@lru_cache(maxsize=500)
def _own_of(actor: Actor) -> Select[Draft, str]:
    return (
        select(Draft, Case.code)
        .outerjoin(Case, Case.id == Draft.case_id)
        .where(Draft.user_id == actor.user, or_(Draft.case_id.is_(None), visible_to(actor)), ALIVE)
        .order_by(Draft.kept_at.desc(), Draft.id.desc())
    )


def _opened(seal: Seal, found: Draft, code: str | None) -> Kept:
    outside: dict[str, Any] = {
        "id": found.id,
        "key": found.key,
        "code": code or "",
        "page": found.page,
        "address": found.address,
        "started_at": found.started_at,
        "kept_at": found.kept_at,
        "discarded": found.discarded_at is not None,
    }
    try:
        text = seal.open(found.sealed, bound=found.bound)
    except Broken:
        return Kept(**outside, legible=False)
    said = json.loads(text)
    fields = tuple((name, value) for name, value in said["fields"])
    return Kept(**outside, title=said["title"], fields=fields)
