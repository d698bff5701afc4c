"""What somebody settled on Today in the last days, and can still take back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, text, tuple_

from casetrack.rules.agenda import Deed
from casetrack.rules.people import Actor
from casetrack.store.acts import now
from casetrack.store.base import table_of
from casetrack.store.session import Db
from casetrack.store.tables import Dossier, Event, EventValue
from casetrack.store.tables.dossiers import SETTLED

KEPT = timedelta(days=7)
MOST = 20
EVENTS, NAMED = table_of(Event).c, table_of(Dossier).c
SETTLED_BY = (
    select(EVENTS.dossier_id, EVENTS.seq, EVENTS.at, EVENTS.action, EVENTS.about, NAMED.name)
    .join(table_of(Dossier), NAMED.id == EVENTS.dossier_id)
    .where(EVENTS.actor_id == bindparam("by"), EVENTS.at > bindparam("since"))
    .where(text(f"events.{SETTLED}"))
    .order_by(EVENTS.at.desc(), EVENTS.seq.desc())
    .limit(MOST)
)


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
    events = db.execute(SETTLED_BY, {"by": by.user, "since": now() - KEPT}).all()
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
