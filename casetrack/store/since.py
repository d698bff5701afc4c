"""What was changed in a dossier after a form was drawn: each value then, and as it is now."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from casetrack.store.refusals import Change
from casetrack.store.session import Db
from casetrack.store.tables import Event, EventValue

BESIDE_ENTRIES = 0
"""Where the next step and the owner stand: values of the case that belong to no entry."""


def changed_since(
    db: Db, dossier_id: int, drawn: int, *, entries: Collection[int]
) -> dict[str, Change]:
    """By key, every value of these entries that was told since version `drawn`."""
    query = (
        select(EventValue.key, EventValue.old, EventValue.new, Event.actor_name, Event.at)
        .join(Event, (Event.dossier_id == EventValue.dossier_id) & (Event.seq == EventValue.seq))
        .where(
            EventValue.dossier_id == dossier_id,
            EventValue.seq > drawn,
            EventValue.entry_id.in_(entries),
        )
        .order_by(EventValue.seq, EventValue.number)
    )
    found: dict[str, Change] = {}
    for key, old, new, by, at in db.execute(query):
        found[key] = Change(found[key].was if key in found else old, new, by, at)
    return found


def contradicting(typed: Mapping[str, str], changes: Mapping[str, Change]) -> list[str]:
    """Where somebody typed one thing and somebody else has saved another since.

    What a form only still shows as it was drawn contradicts nobody.
    """
    return [
        key
        for key, change in changes.items()
        if key in typed and typed[key] not in (change.was, change.theirs)
    ]
