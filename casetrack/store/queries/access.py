"""The access log: who signed in, opened, printed or was refused what; a case by its code only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from casetrack.store.session import Db
from casetrack.store.tables import Access, Case

PAGE = 50


@dataclass(frozen=True)
class Noted:
    id: int
    at: datetime
    who: str  # empty for somebody without an account
    what: str
    code: str
    about: str


@dataclass(frozen=True)
class AccessPage:
    lines: tuple[Noted, ...]
    before: int  # older ones have a lower number than this; 0 when there are none


def access_log(db: Db, *, before: int = 0) -> AccessPage:
    """One page of the log, newest first."""
    query = (
        select(Access.id, Access.at, Access.user_name, Access.what, Case.code, Access.about)
        .outerjoin(Case, Case.id == Access.dossier_id)
        .order_by(Access.id.desc())
        .limit(PAGE + 1)
    )
    if before:
        query = query.where(Access.id < before)
    found = [
        Noted(number, at, who, what, code or "", about)
        for number, at, who, what, code, about in db.execute(query)
    ]
    shown = tuple(found[:PAGE])
    return AccessPage(shown, shown[-1].id if len(found) > PAGE else 0)
