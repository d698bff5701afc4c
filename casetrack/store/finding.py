"""Keeps what can be found in step with the answers, in the transaction of every act."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, event, insert, select, update

from casetrack.rules.finding import SHELVES, Shelf, shelves_of, title_of, words_of
from casetrack.store import fulltext
from casetrack.store.base import table_of
from casetrack.store.session import Db, Store
from casetrack.store.tables import Answer, Dossier, Entry, Findable

CHUNK = 500
KINDS = {shelf.of.value for shelf in SHELVES}
ROW_CHANGES = ("removed", "restored")

Line = dict[str, Any]
Place = tuple[int, str]  # an entry, and the shelf it stands on

DOSSIERS: BindParameter[int] = bindparam("dossiers", expanding=True)
NAMED, ENTRIES, ANSWERS = table_of(Dossier).c, table_of(Entry).c, table_of(Answer).c
LINES = table_of(Findable)
ENTRIES_OF = (
    select(NAMED.id, NAMED.kind, NAMED.name, ENTRIES.id, ENTRIES.rows)
    .join(table_of(Entry), ENTRIES.dossier_id == NAMED.id)
    .where(NAMED.id.in_(DOSSIERS), ENTRIES.rows.in_({shelf.rows for shelf in SHELVES}))
    .where(ENTRIES.removed_at.is_(None))
)
SAID_IN = select(ANSWERS.entry_id, ANSWERS.key, ANSWERS.value).where(
    ANSWERS.entry_id.in_(bindparam("entries", expanding=True)),
    ANSWERS.key.in_({key for shelf in SHELVES for key in (*shelf.title, *shelf.more)}),
)
HELD_OF = select(LINES).where(LINES.c.dossier_id.in_(DOSSIERS))
CHANGED = update(LINES).where(LINES.c.id == bindparam("number"))
ADDED = insert(LINES).returning(LINES.c.id)


def acted(db: Db, dossier: Dossier, told: Iterable[tuple[str, str]]) -> None:
    """Notes a dossier of which something changed that is searched for."""
    if dossier.kind in KINDS and any(_bears(dossier.kind, *said) for said in told):
        db.info.setdefault("to be found", set()).add(dossier.id)


@event.listens_for(Db, "before_commit")
def keep_in_step(db: Db) -> None:
    changed: set[int] = db.info.pop("to be found", set())
    if changed:
        db.flush()
        shelve(db, changed)


def shelve(db: Db, dossiers: Collection[int]) -> int:
    """Makes the lines of these dossiers what their answers say; how many were not."""
    wanted, held = _wanted(db, dossiers), _held(db, dossiers)
    wrong = [held[place] for place in held if held[place][1] != wanted.get(place)]
    new = [place for place in sorted(wanted) if place not in held]
    other = [place for place in wanted if place in held and held[place][1] != wanted[place]]
    gone = [held[place][0] for place in held if place not in wanted]
    fulltext.forget(db, [_shelved(number, line) for number, line in wrong])
    if gone:
        db.execute(delete(Findable).where(Findable.id.in_(gone)))
    for place in other:
        db.execute(CHANGED, wanted[place] | {"number": held[place][0]})
    numbers = [held[place][0] for place in other] + [_add(db, wanted[place]) for place in new]
    lines = [wanted[place] for place in (*other, *new)]
    fulltext.learn(db, map(_shelved, numbers, lines))
    return len(gone) + len(lines)


def shelve_all(store: Store) -> int:
    """The same for every dossier, some at a time."""
    wrong, last = 0, 0
    while True:
        with store.writing() as db:
            query = select(Dossier.id).where(Dossier.id > last, Dossier.kind.in_(KINDS))
            found = list(db.scalars(query.order_by(Dossier.id).limit(CHUNK)))
            if not found:
                if wrong:
                    fulltext.rebuild(db)
                    db.commit()
                return wrong
            wrong += shelve(db, found)
            db.commit()
        last = found[-1]


def _add(db: Db, line: Line) -> int:
    return int(db.execute(ADDED, line).scalar_one())


def _shelved(number: int, line: Line) -> fulltext.Shelved:
    return number, str(line["shelf"]), str(line["words"])


def _bears(kind: str, rows: str, key: str) -> bool:
    return any(
        key in (*shelf.title, *shelf.more, *ROW_CHANGES) for shelf in shelves_of(kind, rows=rows)
    )


def _wanted(db: Db, dossiers: Collection[int]) -> dict[Place, Line]:
    entries = db.execute(ENTRIES_OF, {"dossiers": list(dossiers)}).all()
    said = _said(db, [entry for *_, entry, _rows in entries])
    return {
        (entry, shelf.group.value): _line(shelf, dossier, name, entry, said.get(entry, {}))
        for dossier, kind, name, entry, rows in entries
        for shelf in shelves_of(kind, rows=rows)
    }


def _said(db: Db, entries: Collection[int]) -> dict[int, dict[str, str]]:
    said: dict[int, dict[str, str]] = {}
    for entry, key, value in db.execute(SAID_IN, {"entries": list(entries)}):
        said.setdefault(entry, {})[key] = value
    return said


def _line(shelf: Shelf, dossier: int, name: str, entry: int, said: dict[str, str]) -> Line:
    return {
        "dossier_id": dossier,
        "entry_id": entry,
        "shelf": shelf.group,
        "title": title_of(shelf, said) or name,
        "words": words_of(shelf, said, name=name),
        "rows": shelf.rows,
    }


def _held(db: Db, dossiers: Collection[int]) -> dict[Place, tuple[int, Line]]:
    found = [dict(one) for one in db.execute(HELD_OF, {"dossiers": list(dossiers)}).mappings()]
    return {(one["entry_id"], one["shelf"].value): (one.pop("id"), one) for one in found}
