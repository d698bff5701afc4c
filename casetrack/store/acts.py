"""An act: the only way to change a dossier. It raises the version, and ends with its event.

The event's bytes are canonical JSON that names who did what, and holds a salted hash of every old
and new value; `hash` chains it to the act before. `casetrack verify` checks all of it.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import bindparam, select

from casetrack.rules.people import Actor
from casetrack.store import agenda, finding
from casetrack.store.session import Db
from casetrack.store.tables import Dossier, Event, EventValue

CHAIN = b"casetrack-event/1"
GENESIS = "0" * 64
LOCKED = (
    select(Dossier)
    .where(Dossier.id == bindparam("dossier"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
HASH_OF = select(Event.hash).where(
    Event.dossier_id == bindparam("dossier"), Event.seq == bindparam("seq")
)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Act:
    """One act under way. Guarded rows written within it carry its `seq`."""

    db: Db
    dossier: Dossier
    by: Actor
    action: str
    about: str
    at: datetime
    values: list[EventValue] = field(default_factory=list)

    @property
    def seq(self) -> int:
        return self.dossier.version

    def tell(self, key: str, old: str, new: str, *, entry: int = 0, rows: str = "") -> None:
        """Records that a value changed, or (with no old value) what was said."""
        self.values.append(
            EventValue(
                dossier_id=self.dossier.id,
                seq=self.seq,
                number=len(self.values) + 1,
                entry_id=entry,
                rows=rows,
                key=key,
                old=old,
                new=new,
                salt=secrets.token_hex(16),
            )
        )


def lock(db: Db, dossier_id: int) -> Dossier:
    """The dossier, held until the transaction ends, as it stands now."""
    found = db.scalars(LOCKED, {"dossier": dossier_id}).one_or_none()
    if found is None:
        raise LookupError(f"no dossier {dossier_id}")
    return found


@contextmanager
def act(db: Db, dossier: Dossier, *, by: Actor, action: str, about: str = "") -> Iterator[Act]:
    """Everything written inside belongs to one event of a locked dossier."""
    dossier.version += 1
    under_way = Act(db, dossier, by, action, about, now())
    db.flush()
    yield under_way
    db.flush()
    _close(under_way)


@contextmanager
def founding(db: Db, *, by: Actor, kind: str, name: str, action: str) -> Iterator[Act]:
    """The first act of a new dossier."""
    dossier = Dossier(kind=kind, name=name, name_key=name.casefold(), version=1)
    db.add(dossier)
    db.flush()
    under_way = Act(db, dossier, by, action, "", now())
    yield under_way
    db.flush()
    _close(under_way)


def commitment(salt: str, value: str) -> str:
    """What the event holds in place of a value."""
    return hashlib.sha256(f"{salt}\0{value}".encode()).hexdigest()


def chained(before: str, body: bytes) -> str:
    return hashlib.sha256(b"\0".join((CHAIN, before.encode(), body))).hexdigest()


def body_of(event: Event, values: list[EventValue], *, origin: dict[str, str]) -> bytes:
    """The event's exact bytes: sorted keys, no spaces, UTF-8."""
    said = {
        "v": 1,
        "dossier": event.dossier_id,
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [event.actor_id, event.actor_name],
        "origin": origin,
        "action": event.action,
        "about": event.about,
        "changes": [
            [v.entry_id, v.rows, v.key, commitment(v.salt, v.old), commitment(v.salt, v.new)]
            for v in values
        ],
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _close(done: Act) -> None:
    db = done.db
    event = Event(
        dossier_id=done.dossier.id,
        seq=done.seq,
        at=done.at,
        actor_id=done.by.user,
        actor_name=done.by.name,
        action=done.action,
        about=done.about,
        before=_head(db, done.dossier.id, done.seq),
    )
    roles = ",".join(sorted(done.by.roles))
    event.body = body_of(event, done.values, origin={"roles": roles, **db.info.get("origin", {})})
    event.hash = chained(event.before, event.body)
    db.add(event)
    db.flush()
    db.add_all(done.values)
    db.flush()
    agenda.acted(db, done.dossier)
    finding.acted(db, done.dossier, done.values)


def _head(db: Db, dossier_id: int, seq: int) -> str:
    if seq == 1:
        return GENESIS
    return db.scalars(HASH_OF, {"dossier": dossier_id, "seq": seq - 1}).one()
