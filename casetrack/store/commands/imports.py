"""What was read from a file or a service waits here until its reader has chosen what to enter."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from casetrack.rules.people import Actor
from casetrack.store.acts import now
from casetrack.store.session import Db
from casetrack.store.tables import Import

KEPT_FOR = timedelta(days=7)
AT_ONCE = 100  # entered in one transaction, so that nobody waits long for it


@dataclass(frozen=True)
class Gathered:
    """What was read: each found one as plain data, what was broken, what to know."""

    source: str
    found: Sequence[Mapping[str, Any]]
    broken: Sequence[Mapping[str, str]] = ()
    warnings: Sequence[str] = ()
    about: str = "study"


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


def own_import(db: Db, number: int, *, about: str = "study", by: Actor) -> Import | None:
    """What this person had read, if it still waits."""
    held = db.get(Import, number)
    own = held is not None and held.user_id == by.user and held.about == about
    return held if own else None


def chosen_of(held: Import, chosen: Collection[int]) -> list[dict[str, Any]]:
    return [one for place, one in enumerate(held.found) if place in chosen]


def portion(db: Db, held: Import, chosen: Collection[int]) -> list[dict[str, Any]]:
    """The first AT_ONCE of what was chosen, to be entered now; the rest of the chosen waits.

    What was not chosen is gone then, and without a rest the import is over.
    """
    taken = chosen_of(held, chosen)
    first, rest = taken[:AT_ONCE], taken[AT_ONCE:]
    if rest:
        held.found, held.broken = rest, []
    else:
        db.delete(held)
    return first
