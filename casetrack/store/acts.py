"""An act: the only way to change a dossier. It raises the version, and ends with its event.

The event's bytes are canonical JSON that names who did what, and holds a salted hash of every old
and new value; `hash` chains it to the act before. `casetrack verify` checks all of it.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm.attributes import set_committed_value

from casetrack.rules.people import Actor
from casetrack.store import agenda, finding
from casetrack.store.base import table_of
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
DOSSIERS, EVENTS = table_of(Dossier), table_of(Event)
RAISED = (
    update(DOSSIERS)
    .where(DOSSIERS.c.id == bindparam("dossier"))
    .values(version=DOSSIERS.c.version + 1)
    .returning(DOSSIERS.c.version)
)
HASH_OF = select(EVENTS.c.hash).where(
    EVENTS.c.dossier_id == bindparam("dossier"), EVENTS.c.seq == bindparam("seq")
)
HAPPENED, TOLD = insert(EVENTS), insert(table_of(EventValue))


def now() -> datetime:
    return datetime.now(UTC)


class Told(NamedTuple):
    """A value of an event, as its table has it."""

    dossier_id: int
    seq: int
    number: int
    entry_id: int
    rows: str
    key: str
    old: str
    new: str
    salt: str


@dataclass
class Act:
    """One act under way. Guarded rows written within it carry its `seq`."""

    db: Db
    dossier: Dossier
    by: Actor
    action: str
    about: str
    at: datetime
    values: list[Told] = field(default_factory=list)

    @property
    def seq(self) -> int:
        return self.dossier.version

    def tell(self, key: str, old: str, new: str, *, entry: int = 0, rows: str = "") -> None:
        """Records that a value changed, or (with no old value) what was said."""
        self.values.append(
            Told(
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
    version = db.scalars(RAISED, {"dossier": dossier.id}).one()
    set_committed_value(dossier, "version", version)
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


def body_of(event: Mapping[str, Any], values: Iterable[Told], *, origin: dict[str, str]) -> bytes:
    """The exact bytes of an event of this line: sorted keys, no spaces, UTF-8."""
    said = {
        "v": 1,
        "dossier": event["dossier_id"],
        "seq": event["seq"],
        "at": event["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": [event["actor_id"], event["actor_name"]],
        "origin": origin,
        "action": event["action"],
        "about": event["about"],
        "changes": [
            [v.entry_id, v.rows, v.key, commitment(v.salt, v.old), commitment(v.salt, v.new)]
            for v in values
        ],
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _close(done: Act) -> None:
    db, dossier = done.db, done.dossier
    before = _head(db, dossier.id, done.seq)
    event = {
        "dossier_id": dossier.id,
        "seq": done.seq,
        "at": done.at,
        "actor_id": done.by.user,
        "actor_name": done.by.name,
        "action": done.action,
        "about": done.about,
        "before": before,
    }
    roles = ",".join(sorted(done.by.roles))
    body = body_of(event, done.values, origin={"roles": roles, **db.info.get("origin", {})})
    db.execute(HAPPENED, event | {"body": body, "hash": chained(before, body)})
    if done.values:
        db.execute(TOLD, [value._asdict() for value in done.values])
    agenda.acted(db, dossier)
    finding.acted(db, dossier, {(value.rows, value.key) for value in done.values})


def _head(db: Db, dossier_id: int, seq: int) -> str:
    if seq == 1:
        return GENESIS
    return str(db.scalars(HASH_OF, {"dossier": dossier_id, "seq": seq - 1}).one())
