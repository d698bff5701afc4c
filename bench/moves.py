"""A move, decided, written and audited, beside bare inserts of the very same rows.

The statements that a move sends to SQLite are replayed by the bare driver on a copy of the same
file, in one transaction with the same durability.
"""

import shutil
import sqlite3
import tempfile
from functools import partial
from pathlib import Path

from make import NEXT, NOW, Clinic

from bench import KEPT, table
from bench.clinic import Statements
from casetrack.rules.people import Actor
from casetrack.rules.workflow import Action
from casetrack.store.commands.cases import Asked, perform
from casetrack.store.prepare import prepare
from casetrack.store.queries.casefile import load_case
from casetrack.store.session import PRAGMAS, Store

MOVES = 60
TIMES = 2.0
WRITES = ("INSERT", "UPDATE", "DELETE")


def main() -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=KEPT))  # a real disk: durability is what is paid for
    try:
        _race(folder)
    finally:
        shutil.rmtree(folder)


def _race(folder: Path) -> None:
    table.head("A move on SQLite, synchronous=EXTRA, beside the same rows written bare")
    store = Store(f"sqlite:///{folder / 'ours.sqlite'}")
    prepare(store, clinic="Bench clinic")
    clinic = Clinic(store)
    codes = [clinic.case() for _ in range(MOVES)]
    shutil.copyfile(folder / "ours.sqlite", folder / "bare.sqlite")
    bare = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    for pragma in PRAGMAS:
        bare.execute(pragma)
    ours, raw = [], []
    for code in codes:
        with Statements(store) as sent:
            ours.append(table.seconds(partial(_move, store, code, clinic.rosa)))
        writes = [(sql, values) for sql, values in sent if sql.startswith(WRITES)]
        raw.append(table.seconds(partial(_replay, bare, writes)))
    bare.close()
    store.close()
    table.compare(
        f"moved on, {len(writes)} writes of {len(sent)} statements", ours, raw, most=TIMES
    )
    more = (table.usual(ours) - table.usual(raw)) * 1000
    table.say(
        f"beyond the commit {more:.0f} ms of Python: the case read, decided, written and derived;"
    )
    table.say("the target holds on a disk whose durable commit takes that long")


def _move(store: Store, code: str, by: Actor) -> None:
    with store.writing() as db:
        file = load_case(db, code, by=by)
        if file is None:
            raise LookupError(code)
        words = {**NEXT, "next_who": str(by.user), "gap_reason": "for the bench"}
        asked = Asked(action=Action.MOVE_ON, words=words, drawn=file.version, now=NOW)
        perform(db, file.facts, file.id, asked, by=by)
        db.commit()


def _replay(bare: sqlite3.Connection, writes: list[tuple[str, object]]) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for sql, values in writes:
        if isinstance(values, list):
            bare.executemany(sql, values)
        else:
            bare.execute(sql, values)  # type: ignore[arg-type]  # as the driver took it
    bare.execute("COMMIT")
