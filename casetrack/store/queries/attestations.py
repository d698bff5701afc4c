"""Which attestations of criteria rest on a study of the library, and which fell with it."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import aliased

from casetrack.rules.criteria import CRITERIA, resting_on
from casetrack.store.session import Db
from casetrack.store.tables import NUMBERED, UNDER_WAY, Answer, Case, Dossier, Entry, Event

CHANGED = "evidence-changed"
ATTESTED = tuple(criterion.attested for criterion in CRITERIA)


def attested_on(db: Db, study: int) -> dict[int, set[str]]:
    """The attestations of each case under way that rest on this study, by the case's number."""
    supports = aliased(Answer)
    rows = (
        select(Entry.dossier_id, supports.value)
        .join(Answer, Answer.entry_id == Entry.id)
        .outerjoin(supports, (supports.entry_id == Entry.id) & (supports.key == "supports"))
        .join(Case, Case.id == Entry.dossier_id)
        .where(NUMBERED, Answer.key == "library", Answer.value == str(study))
        .where(Entry.removed_at.is_(None), UNDER_WAY)
    )
    rests: dict[int, set[str]] = {}
    for case, named in db.execute(rows):
        rests.setdefault(case, set()).update(resting_on(named or ""))
    given = (
        select(Answer.dossier_id, Answer.key)
        .join(Entry, Entry.id == Answer.entry_id)
        .where(Answer.dossier_id.in_(rests), Entry.rows == "")
        .where(Answer.key.in_(ATTESTED), Answer.value != "")
    )
    found: dict[int, set[str]] = {}
    for case, key in db.execute(given).all() if rests else ():
        if key in rests[case]:
            found.setdefault(case, set()).add(key)
    return found


def studies_behind(db: Db, case: int, seqs: Collection[int]) -> dict[int, str]:
    """The studies whose change is told by these events of a case, by the event's number."""
    query = select(Event.seq, Event.about).where(Event.dossier_id == case, Event.action == CHANGED)
    told = db.execute(query.where(Event.seq.in_(seqs))) if seqs else ()
    return {event.seq: event.about for event in told}


def evidence_stamp(db: Db, studies: Collection[int]) -> str:
    """Changes with every change of these studies."""
    query = select(Dossier.id, Dossier.version).where(Dossier.id.in_(studies)).order_by(Dossier.id)
    return " ".join(f"{number}:{version}" for number, version in db.execute(query))
