"""What somebody settled on Today in the last days, and can still take back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, text, tuple_

from casetrack.rules.agenda import Deed
from casetrack.rules.people import Actor
from casetrack.store.acts import now
from casetrack.store.session import Db
from casetrack.store.tables import Dossier, Event, EventValue
from casetrack.store.tables.dossiers import SETTLED

KEPT = timedelta(days=7)
MOST = 20


@dataclass(frozen=True)
class Settled:
    """One act on a step, as its event calls it, and what the step was."""

    code: str
    seq: int
    at: datetime
    deed: str
    what: str


def settled_by(db: Db, by: Actor) -> list[Settled]:
    """The newest first; what was taken back is not among them."""
    query = (
        select(Event.dossier_id, Event.seq, Event.at, Event.action, Event.about, Dossier.name)
        .join(Dossier, Dossier.id == Event.dossier_id)
        .where(Event.actor_id == by.user, Event.at > now() - KEPT, text(f"events.{SETTLED}"))
        .order_by(Event.at.desc(), Event.seq.desc())
        .limit(MOST)
    )
    events = db.execute(query).all()
    undone = {(e.dossier_id, e.about) for e in events if e.action == Deed.UNDONE}
    standing = [
        e for e in events if e.action != Deed.UNDONE and (e.dossier_id, str(e.seq)) not in undone
    ]
    what = _steps(db, [(e.dossier_id, e.seq) for e in standing])
    return [
        Settled(e.name, e.seq, e.at, e.action, what.get((e.dossier_id, e.seq), ""))
        for e in standing
    ]


def _steps(db: Db, events: list[tuple[int, int]]) -> dict[tuple[int, int], str]:
    own = tuple_(EventValue.dossier_id, EventValue.seq).in_(events)
    query = select(EventValue.dossier_id, EventValue.seq, EventValue.new)
    rows = db.execute(query.where(own, EventValue.key == "step")) if events else ()
    return {(dossier, seq): what for dossier, seq, what in rows}
