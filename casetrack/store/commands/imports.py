"""What was read from a file or a service waits here until its reader has chosen what to enter."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from casetrack.rules.people import Actor
from casetrack.store.acts import now
from casetrack.store.session import Db
from casetrack.store.tables import Import

STUDIES, CONTACTS = "study", "contacts"  # what an import is about
KEPT_FOR = timedelta(days=7)
AT_ONCE = 100  # entered in one transaction, so that nobody waits long for it

Found = Mapping[str, Any]
"""One line of what was read, as plain data."""


@dataclass(frozen=True)
class Gathered:
    """What was read: each found one as plain data, what was broken, what to know."""

    source: str
    found: Sequence[Found]
    broken: Sequence[Mapping[str, str]] = ()
    warnings: Sequence[str] = ()
    about: str = STUDIES


def keep_import(db: Db, gathered: Gathered, *, by: Actor) -> int:
    """Keeps what was read until its reader has chosen; older ones are purged on the way."""
    db.execute(delete(Import).where(Import.read_at < now() - KEPT_FOR))
    held = Import(
        user_id=by.user,
        read_at=now(),
        about=gathered.about,
        source=gathered.source,
        found=[dict(one) for one in gathered.found],
        broken=[dict(one) for one in gathered.broken],
        warnings=list(gathered.warnings),
    )
    db.add(held)
    db.flush()
    return held.id


def own_import(db: Db, number: int, *, about: str, by: Actor) -> Import | None:
    """What this person had read, if it still waits."""
    held = db.get(Import, number)
    own = held is not None and held.user_id == by.user and held.about == about
    return held if own else None


def take(
    db: Db,
    held: Import,
    chosen: Collection[int],
    *,
    check: Callable[[Sequence[Found]], None],
    enter: Callable[[Found], int],
) -> list[int]:
    """Enters the first AT_ONCE of what was chosen, by their places; the rest of it waits.

    What was not chosen is gone then, and without a rest the import is over. `check` raises Refused
    before any of this, so that the page is shown again as it was.
    """
    wanted = [one for place, one in enumerate(held.found) if place in chosen]
    first, rest = wanted[:AT_ONCE], wanted[AT_ONCE:]
    check(first)
    entered = [enter(one) for one in first]
    if rest:
        held.found, held.broken = rest, []
    else:
        db.delete(held)
    return entered
