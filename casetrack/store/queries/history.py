"""What happened to a dossier, newest first, and where one value came from."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from casetrack.rules.changes import Change
from casetrack.rules.facts import Track
from casetrack.rules.numbers import LARGEST
from casetrack.rules.questions import Of
from casetrack.store.base import table_of
from casetrack.store.session import Db
from casetrack.store.tables import Access, Answer, Chart, Entry, Event, EventValue, Proposal

PAGE = 50
EVENTS, VALUES = table_of(Event).c, table_of(EventValue).c
EVENTS_OF = (
    select(EVENTS.seq, EVENTS.at, EVENTS.actor_name, EVENTS.action, EVENTS.about)
    .where(EVENTS.dossier_id == bindparam("dossier"), EVENTS.seq < bindparam("before"))
    .order_by(EVENTS.seq.desc())
    .limit(bindparam("most"))
)
VALUES_OF = (
    select(VALUES.seq, VALUES.key, VALUES.old, VALUES.new, VALUES.rows)
    .where(VALUES.dossier_id == bindparam("dossier"))
    .where(VALUES.seq.in_(bindparam("seqs", expanding=True)))
    .order_by(VALUES.seq, VALUES.number)
)


@dataclass(frozen=True)
class Told:
    """One event with its values."""

    seq: int
    at: datetime
    by: str
    action: str
    about: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Page:
    lines: tuple[Told, ...]
    before: int  # older events have a lower number than this; 0 when there are none


@dataclass(frozen=True)
class Origin:
    """The chart entry an answer came from."""

    chart: int
    format: str
    read_by: str
    read_at: datetime
    resource: str
    path: str
    text: str
    decision: str
    removed_at: datetime | None
    removed_by: str
    removed_why: str


@dataclass(frozen=True)
class Look:
    at: datetime
    by: str
    what: str
    about: str


def timeline(
    db: Db, dossier_id: int, *, before: int = 0, limit: int = PAGE, of: Of = Of.CASE
) -> Page:
    """Events newest first; `before` is the number the next page starts below."""
    wanted = {"dossier": dossier_id, "before": before or LARGEST, "most": limit + 1}
    events = db.execute(EVENTS_OF, wanted).all()
    shown = events[:limit]
    changes = _changes(db, dossier_id, [event.seq for event in shown], of)
    lines = tuple(Told(*event, tuple(changes.get(event.seq, ()))) for event in shown)
    return Page(lines, shown[-1].seq if len(events) > limit else 0)


def history_of(db: Db, dossier_id: int, entry_id: int, key: str, *, of: Of = Of.CASE) -> list[Told]:
    """Every event that changed one answer, newest first."""
    query = (
        select(Event, EventValue)
        .join(
            EventValue,
            (EventValue.dossier_id == Event.dossier_id) & (EventValue.seq == Event.seq),
        )
        .where(
            Event.dossier_id == dossier_id,
            EventValue.entry_id == entry_id,
            EventValue.key == key,
        )
        .order_by(Event.seq.desc())
    )
    return [
        Told(e.seq, e.at, e.actor_name, e.action, e.about, (change,))
        for e, v in db.execute(query)
        for change in [Change(v.key, v.old, v.new, v.rows, of)]
    ]


def answer_at(db: Db, dossiers: set[int], entry_id: int, key: str) -> Answer | None:
    """An answer, if its entry belongs to one of these dossiers."""
    query = select(Answer).where(
        Answer.entry_id == entry_id, Answer.key == key, Answer.dossier_id.in_(dossiers)
    )
    return db.scalars(query).one_or_none()


def rows_of_entry(db: Db, entry_id: int) -> str:
    """The table an entry is a row of; empty for a dossier's own facts."""
    found = db.get(Entry, entry_id)
    return found.rows if found else ""


def origin(db: Db, proposal_id: int) -> Origin | None:
    found = db.execute(
        select(Proposal, Chart)
        .join(Chart, Chart.id == Proposal.chart_id)
        .where(Proposal.id == proposal_id)
    ).one_or_none()
    if found is None:
        return None
    proposal, chart = found
    return Origin(
        chart.id,
        chart.format,
        chart.read_by,
        chart.read_at,
        proposal.resource,
        proposal.path,
        proposal.text,
        proposal.decision,
        chart.removed_at,
        chart.removed_by,
        chart.removed_why,
    )


def states_since(db: Db, dossier_id: int) -> dict[str, datetime]:
    """When each track of a case came to where it stands: 'trial_state' -> the moment of its act."""
    told = (
        EventValue.dossier_id == dossier_id,
        EventValue.key.in_(f"{track}_state" for track in Track),
    )
    query = (
        select(EventValue.key, Event.at)
        .join(Event, (Event.dossier_id == EventValue.dossier_id) & (Event.seq == EventValue.seq))
        .where(*told)
        .order_by(EventValue.seq)
    )
    return {told.key: told.at for told in db.execute(query)}


def looks(db: Db, dossier_id: int, *, limit: int = PAGE) -> list[Look]:
    """Who opened, printed or exported this dossier, newest first."""
    query = select(Access).where(Access.dossier_id == dossier_id)
    rows = db.scalars(query.order_by(Access.id.desc()).limit(limit))
    return [Look(row.at, row.user_name, row.what, row.about) for row in rows]


def _changes(db: Db, dossier_id: int, seqs: list[int], of: Of) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {}
    for seq, key, old, new, rows in db.execute(VALUES_OF, {"dossier": dossier_id, "seqs": seqs}):
        found.setdefault(seq, []).append(Change(key, old, new, rows, of))
    return found
