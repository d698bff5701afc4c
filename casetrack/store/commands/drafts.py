"""Drafts: what is typed in a form is kept, sealed, until the form is saved or seven days pass."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, bindparam, delete, func, select, update

from casetrack.rules.people import Actor
from casetrack.store.acts import now
from casetrack.store.base import table_of
from casetrack.store.commands.forms import claim
from casetrack.store.refusals import Refused
from casetrack.store.seal import Seal
from casetrack.store.session import Db
from casetrack.store.tables import Case, Draft, FormToken
from casetrack.store.tables.drafts import KEPT_FOR, LONGEST_ADDRESS

MOST = 50  # of one person
LONGEST = 500_000  # bytes of one form's text
DRAFTS = table_of(Draft)
END = delete(DRAFTS).where(
    DRAFTS.c.user_id == bindparam("user"), DRAFTS.c.key.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, kw_only=True)
class Typing:
    """What stands in a form, field by field as it was typed.

    `key` names the form as drawn in one window; `follows` are the drafts it goes on from.
    """

    key: str
    follows: Sequence[str]
    page: str
    address: str
    code: str
    title: str
    fields: Sequence[tuple[str, str]]


def keep_draft(db: Db, typing: Typing, *, seal: Seal, user: int) -> int:
    """Keeps what is typed in place of what this form's draft held; the draft's number.

    0 when the form has been saved meanwhile. Raises Refused when it is too long or one too many.
    """
    used = _used(typing.key)
    if claim(db, used, user=user):
        return 0
    purge_drafts(db, now())
    draft = _find(db, typing, user) or _begin(db, typing, user)
    draft.key, draft.kept_at, draft.discarded_at = typing.key, now(), None
    draft.sealed = seal.close(_text(typing), bound=draft.bound)
    db.flush()
    db.execute(delete(FormToken).where(FormToken.token == used))
    return draft.id


def saved(db: Db, key: str, *, follows: Sequence[str], user: int) -> None:
    """Ends a form's draft in the transaction that saves it; what comes late begins no other."""
    claim(db, _used(key), user=user, location="/")
    db.execute(END, {"user": user, "keys": (key, *follows)})


def discard_draft(db: Db, number: int, *, by: Actor) -> None:
    """Offers the draft no longer; it can be brought back until it would have gone anyway."""
    _set_aside(db, number, by, now())


def bring_back_draft(db: Db, number: int, *, by: Actor) -> None:
    _set_aside(db, number, by, None)


def purge_drafts(db: Db, at: datetime) -> int:
    """Deletes what nobody has typed in for seven days; how many drafts that were."""
    done = db.execute(delete(Draft).where(Draft.kept_at < at - KEPT_FOR))
    return done.rowcount if isinstance(done, CursorResult) else 0


def _set_aside(db: Db, number: int, by: Actor, at: datetime | None) -> None:
    own = (Draft.id == number, Draft.user_id == by.user)
    db.execute(update(Draft).where(*own).values(discarded_at=at))


def _find(db: Db, typing: Typing, user: int) -> Draft | None:
    """The form's own draft, else the one it goes on from."""
    for key in (typing.key, *typing.follows):
        query = select(Draft).where(
            Draft.user_id == user, Draft.key == key, Draft.address == typing.address
        )
        found = db.scalars(query.with_for_update()).one_or_none()
        if found is not None:
            return found
    return None


def _begin(db: Db, typing: Typing, user: int) -> Draft:
    own = Draft.user_id == user
    if (db.scalar(select(func.count()).where(own)) or 0) >= MOST:
        db.execute(delete(Draft).where(own, Draft.discarded_at.is_not(None)))
    if (db.scalar(select(func.count()).where(own)) or 0) >= MOST:
        raise Refused(f"You have {MOST} drafts already. Save or discard some of them first")
    if max(len(typing.address), len(typing.page)) > LONGEST_ADDRESS:
        raise Refused("The address of this form is too long")
    case = db.scalar(select(Case.id).where(Case.code == typing.code)) if typing.code else None
    draft = Draft(
        user_id=user,
        key=typing.key,
        case_id=case,
        page=typing.page,
        address=typing.address,
        started_at=now(),
    )
    db.add(draft)
    return draft


def _text(typing: Typing) -> bytes:
    said = {"title": typing.title, "fields": list(typing.fields)}
    text = json.dumps(said, ensure_ascii=True).encode()  # lone surrogates as well
    if len(text) > LONGEST:
        raise Refused(f"A draft holds at most {LONGEST:,} characters, and this form has more")
    return text


def _used(key: str) -> str:
    """The one-use token that says whether the form behind a draft has been saved."""
    return hashlib.sha256(f"draft\0{key}".encode()).hexdigest()
