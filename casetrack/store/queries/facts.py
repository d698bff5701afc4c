"""The facts of many cases at once, in a fixed number of queries: for what is derived from them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select

from casetrack.rules.facts import Facts, Mark, Row, Stage
from casetrack.rules.questions import Of
from casetrack.store.base import table_of
from casetrack.store.queries.casefile import (
    OF_CASE,
    cited_by,
    dossiers_of,
    facts_from,
    in_order,
    with_figures,
)
from casetrack.store.queries.library import studies_of
from casetrack.store.session import Db
from casetrack.store.tables import Answer, Case, Entry, Grant, Paper, StageMark

Rows = Mapping[str, tuple[Row, ...]]

CASES: BindParameter[int] = bindparam("cases", expanding=True)
DOSSIERS: BindParameter[int] = bindparam("dossiers", expanding=True)
CASES_OF = (
    select(*OF_CASE)
    .where(table_of(Case).c.dossier_id.in_(CASES))
    .order_by(table_of(Case).c.dossier_id)
)
ENTRIES, ANSWERS = table_of(Entry).c, table_of(Answer).c
MARKS, GRANTS, PAPERS = table_of(StageMark).c, table_of(Grant).c, table_of(Paper).c
ANSWERS_OF = (
    select(ENTRIES.dossier_id, ENTRIES.id, ENTRIES.rows, ANSWERS.key, ANSWERS.value)
    .outerjoin(table_of(Answer), ANSWERS.entry_id == ENTRIES.id)
    .where(ENTRIES.dossier_id.in_(DOSSIERS), ENTRIES.removed_at.is_(None))
    .where((ENTRIES.rows == "") | ENTRIES.dossier_id.in_(CASES))
    .order_by(ENTRIES.position, ENTRIES.id)
)
MARKS_OF = select(MARKS.dossier_id, MARKS.stage, MARKS.mark).where(MARKS.dossier_id.in_(CASES))
GRANTED_OF = select(GRANTS.dossier_id, GRANTS.user_id).where(
    GRANTS.active, GRANTS.dossier_id.in_(CASES)
)
FROZEN_OF = select(PAPERS.dossier_id, PAPERS.paper, PAPERS.version, PAPERS.frozen_at).where(
    PAPERS.dossier_id.in_(CASES)
)


def facts_of(db: Db, ids: Collection[int]) -> dict[int, Facts]:
    """What the rules may know of each of these cases, with all that was written so far."""
    db.flush()
    cases = db.execute(CASES_OF, {"cases": list(ids)}).all()
    behind = {case.id: dossiers_of(case) for case in cases}
    named = {dossier for held in behind.values() for dossier in held.values()}
    own, rows = _answers(db, named, behind)
    cited = {case: cited_by(rows.get(case, {})) for case in behind}
    studies = studies_of(db, {number for held in cited.values() for number in held})
    marks, granted, frozen = _marks(db, ids), _granted(db, ids), _frozen(db, ids)
    return {
        case.id: facts_from(
            case,
            said={of: own.get(behind[case.id].get(of, 0), {}) for of in Of},
            rows=with_figures(rows.get(case.id, {}), studies),
            marks=marks[case.id],
            granted=frozenset(granted[case.id]),
            frozen=frozen[case.id],
        )
        for case in cases
    }


def _answers(
    db: Db, dossiers: Collection[int], cases: Collection[int]
) -> tuple[dict[int, dict[str, str]], dict[int, Rows]]:
    """The own answers of each dossier, and the tables of the cases among them."""
    wanted = {"dossiers": list(dossiers), "cases": list(cases)}
    own: dict[int, dict[str, str]] = defaultdict(dict)
    held: dict[int, dict[str, dict[int, dict[str, str]]]] = defaultdict(dict)
    for dossier, entry, table, key, value in db.execute(ANSWERS_OF, wanted).all():
        said = held[dossier].setdefault(table, {}).setdefault(entry, {}) if table else own[dossier]
        if key is not None:
            said[key] = value
    rows: dict[int, Rows] = {
        dossier: {table: in_order(table, lines) for table, lines in tables.items()}
        for dossier, tables in held.items()
    }
    return own, rows


def _marks(db: Db, ids: Collection[int]) -> dict[int, dict[Stage, Mark]]:
    found: dict[int, dict[Stage, Mark]] = defaultdict(dict)
    for case, stage, mark in db.execute(MARKS_OF, {"cases": list(ids)}).all():
        found[case][Stage(stage)] = mark
    return found


def _granted(db: Db, ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for case, user in db.execute(GRANTED_OF, {"cases": list(ids)}).all():
        found[case].add(user)
    return found


def _frozen(db: Db, ids: Collection[int]) -> dict[int, dict[str, dict[int, datetime]]]:
    """When each version of each paper of these cases was frozen."""
    found: dict[int, dict[str, dict[int, datetime]]] = defaultdict(lambda: defaultdict(dict))
    for case, paper, version, at in db.execute(FROZEN_OF, {"cases": list(ids)}).all():
        found[case][paper][version] = at
    return found
