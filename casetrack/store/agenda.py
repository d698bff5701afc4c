"""Keeps the agenda in step: its lines are what the rules make of the cases, at every commit.

Each act notes its dossier; just before the commit the lines of the cases concerned are derived
anew, and what differs is written. A change in the register concerns every case that names the
entry: the first hundred follow at once, the others with the daily pass (`casetrack due run`).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, delete, event, insert, or_, select, update

from casetrack.rules.agenda import Item, agenda
from casetrack.rules.facts import Facts
from casetrack.store.base import table_of
from casetrack.store.queries.facts import facts_of
from casetrack.store.session import Db, Store
from casetrack.store.tables import UNDER_WAY, AgendaLine, Case, Dossier

AT_ONCE = 100
CHUNK = 200
NAMED = ("physician", "company")  # kinds of dossiers whose facts are a case's facts as well

Line = dict[str, Any]
LINES = table_of(AgendaLine)
LINE = [column for column in LINES.columns if column.name != "since"]
LINES_OF = select(*LINE).where(LINES.c.dossier_id.in_(bindparam("cases", expanding=True)))
OWN = (LINES.c.dossier_id == bindparam("case"), LINES.c.key == bindparam("line"))
ADD, CHANGE, DROP = insert(LINES), update(LINES).where(*OWN), delete(LINES).where(*OWN)


@dataclass(frozen=True)
class Difference:
    """A step whose line is not what the rules say; `held` or `wanted` is None where it is not."""

    case: int
    key: str
    held: Line | None
    wanted: Line | None

    @property
    def own(self) -> Line:
        return {"case": self.case, "line": self.key}


def acted(db: Db, dossier: Dossier) -> None:
    """Notes that this dossier changed; the agenda follows before the commit."""
    if dossier.kind == "case" or dossier.kind in NAMED:
        db.info.setdefault("acted", {})[dossier.id] = dossier.kind


def touched(db: Db, cases: Collection[int]) -> None:
    """Notes cases whose agenda follows although no act of theirs moved a day."""
    db.info.setdefault("acted", {}).update(dict.fromkeys(cases, "case"))


@event.listens_for(Db, "before_commit")
def keep_in_step(db: Db) -> None:
    changed: dict[int, str] = db.info.pop("acted", {})
    if changed:
        db.flush()
        cases = {dossier for dossier, kind in changed.items() if kind == "case"}
        derive(db, cases | _naming(db, changed.keys() - cases))


def derive(db: Db, cases: Collection[int]) -> int:
    """Makes the lines of these cases what the rules say; how many were not."""
    wrong, since = differences(db, cases), {"since": datetime.now(UTC)}
    for statement, rows in (
        (ADD, [one.wanted | since for one in wrong if one.wanted and not one.held]),
        (CHANGE, [one.own | one.wanted | since for one in wrong if one.wanted and one.held]),
        (DROP, [one.own for one in wrong if not one.wanted]),
    ):
        if rows:
            db.execute(statement, rows)
    return len(wrong)


def derive_all(store: Store, *, beat: Callable[[], object] = lambda: None) -> int:
    """The same for every case, some at a time; each is held while its lines are written."""
    wrong, last = 0, 0
    while True:
        with store.writing() as db:
            after = select(Case.id).where(Case.id > last).order_by(Case.id).limit(CHUNK)
            cases = list(db.scalars(after))
            if not cases:
                return wrong
            db.execute(select(Dossier.id).where(Dossier.id.in_(cases)).with_for_update())
            wrong += derive(db, cases)
            db.commit()
        beat()
        last = cases[-1]


def differences(db: Db, cases: Collection[int]) -> list[Difference]:
    """Where the lines of these cases are not what the rules make of their facts."""
    wanted = {
        (case, item.key): _line(case, item, facts)
        for case, facts in facts_of(db, cases).items()
        for item in agenda(facts)
    }
    rows = db.execute(LINES_OF, {"cases": list(cases)}).mappings()
    held = {(row["dossier_id"], row["key"]): dict(row) for row in rows}
    return [
        Difference(at[0], at[1], held.get(at), wanted.get(at))
        for at in sorted(held.keys() | wanted.keys())
        if held.get(at) != wanted.get(at)
    ]


def _line(case: int, item: Item, facts: Facts) -> Line:
    return {
        "dossier_id": case,
        "key": item.key,
        "what": item.what,
        "why": item.why,
        "who_id": item.who or facts.owner,
        "owner_id": facts.owner,
        "due_on": item.on,
        "rank": item.rank,
        "waits": bool(item.waiting_on),
        "waiting_on": item.waiting_on,
        "cure": item.cure,
    }


def _naming(db: Db, dossiers: Collection[int]) -> set[int]:
    """Cases under way that name one of these register entries."""
    if not dossiers:
        return set()
    named = or_(Case.physician_id.in_(dossiers), Case.company_id.in_(dossiers))
    under_way = select(Case.id).where(named, UNDER_WAY)
    return set(db.scalars(under_way.order_by(Case.id).limit(AT_ONCE)))
