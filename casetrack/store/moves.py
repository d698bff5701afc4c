"""Due dates that an act moves: named in its event, and told to whoever is about to save it.

What a company's posted policy moves is told by an event of each case it concerns.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from casetrack.rules.clocks import COUNTED, MOVED_BY, Moved, moved
from casetrack.rules.facts import Facts, Life
from casetrack.store.acts import Act, act, lock
from casetrack.store.queries.facts import facts_of
from casetrack.store.session import Db
from casetrack.store.tables import Case


@dataclass(frozen=True)
class MovedIn:
    """One deadline that this transaction moves, and the case it belongs to."""

    case: int
    moved: Moved


def facts_before(within: Act, keys: Collection[str], *, rows: str = "") -> dict[int, Facts]:
    """The facts of each case whose dates these answers, or leaving out a row, may move."""
    db, dossier = within.db, within.dossier
    if within.seq == 1 or (MOVED_BY.isdisjoint(keys) and rows not in COUNTED):
        return {}
    if dossier.kind == "case":
        return facts_of(db, [dossier.id])
    return facts_of(db, _asked(db, dossier.id)) if dossier.kind == "company" else {}


def tell_moves(within: Act, before: Mapping[int, Facts]) -> None:
    """Tells what has moved since: in this act, or in one of each other case."""
    db = within.db
    after = facts_of(db, before) if before else {}
    for case, facts in before.items():
        found = moved(facts, after[case])
        moves_in(db).extend(MovedIn(case, one) for one in found)
        if case == within.dossier.id:
            _tell(within, found)
        elif found:
            about = within.dossier.name
            with act(db, lock(db, case), by=within.by, action="recounted", about=about) as own:
                _tell(own, found)


def moves_in(db: Db) -> list[MovedIn]:
    """Everything that this transaction has moved so far."""
    found: list[MovedIn] = db.info.setdefault("moved", [])
    return found


def _tell(within: Act, found: Collection[Moved]) -> None:
    for one in found:
        new = one.new.isoformat() if one.new else ""
        within.tell(one.clock.told, one.old.isoformat(), new)


def _asked(db: Db, company: int) -> list[int]:
    """The cases under way whose request this company has not acknowledged yet."""
    under_way = Case.life.in_((Life.OPEN, Life.HELD))
    query = select(Case.id).where(Case.company_id == company, Case.request_state == "sent")
    return list(db.scalars(query.where(under_way).order_by(Case.id)))
