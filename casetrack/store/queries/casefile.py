"""One whole case, read in a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, DateTime, Select, bindparam, select, type_coerce
from sqlalchemy import Row as Line

from casetrack.rules.dates import earliest
from casetrack.rules.evidence import Study, cited
from casetrack.rules.facts import Facts, Mark, Row, Stage
from casetrack.rules.numbers import whole_number
from casetrack.rules.people import Actor
from casetrack.rules.questions import BY_ROWS, Answers, Kind, Of
from casetrack.rules.tasks import row_title
from casetrack.rules.text import counted
from casetrack.rules.values import Names
from casetrack.store.base import in_utc, table_of
from casetrack.store.queries.library import studies_of
from casetrack.store.queries.scope import visible_to
from casetrack.store.session import Db
from casetrack.store.tables import (
    CLINIC_ID,
    Answer,
    Case,
    Dossier,
    Entry,
    Grant,
    Paper,
    Sending,
    StageMark,
    Upload,
    User,
)
from casetrack.store.tables.cases import STATE_OF

CASES, OWNER, CHASER = table_of(Case), table_of(User).alias(), table_of(User).alias()
OF_CASE = (CASES.c.dossier_id.label("id"), *(c for c in CASES.c if c.name != "dossier_id"))
CASE_LINE = (
    select(*OF_CASE, table_of(Dossier).c.version)
    .add_columns(OWNER.c.name.label("owner_name"), CHASER.c.name.label("chaser_name"))
    .join(table_of(Dossier), table_of(Dossier).c.id == CASES.c.dossier_id)
    .outerjoin(OWNER, OWNER.c.dossier_id == CASES.c.owner_id)
    .outerjoin(CHASER, CHASER.c.dossier_id == CASES.c.next_who_id)
    .where(CASES.c.code == bindparam("code"))
)
# Said once: putting a query together takes as long as asking it.
CASE: BindParameter[int] = bindparam("case")
DOSSIERS: BindParameter[int] = bindparam("dossiers", expanding=True)
ENTRIES, ANSWERS, MARKS = table_of(Entry).c, table_of(Answer).c, table_of(StageMark).c
GRANTS, UPLOADS = table_of(Grant).c, table_of(Upload).c
PAPERS, SENT = table_of(Paper).c, table_of(Sending).c
STORED_AT = type_coerce(ANSWERS.given_at, DateTime(timezone=True))
ANSWERS_OF = (
    select(ENTRIES.id, ENTRIES.dossier_id, ENTRIES.rows, ENTRIES.position)
    .add_columns(ANSWERS.key, ANSWERS.value, ANSWERS.given_by, STORED_AT, ANSWERS.seq)
    .outerjoin(table_of(Answer), ANSWERS.entry_id == ENTRIES.id)
    .where(ENTRIES.removed_at.is_(None), ENTRIES.dossier_id.in_(DOSSIERS))
    .where((ENTRIES.rows == "") | (ENTRIES.dossier_id == CASE))
    .order_by(ENTRIES.position, ENTRIES.id)
)
STAGES_OF = (
    select(MARKS.stage, MARKS.mark, MARKS.day, MARKS.gaps, MARKS.reason)
    .where(MARKS.dossier_id == CASE)
    .order_by(MARKS.stage)
)
GRANTED_OF = select(GRANTS.user_id).where(GRANTS.dossier_id == CASE, GRANTS.active)
VERSIONS_OF = (
    select(PAPERS.id, PAPERS.paper, PAPERS.version, PAPERS.frozen_at, PAPERS.frozen_by)
    .add_columns(PAPERS.pages, PAPERS.size, PAPERS.sha256, PAPERS.changes, PAPERS.reason)
    .add_columns(SENT.seq, SENT.to_whom, SENT.channel, SENT.sent_on, SENT.proof)
    .add_columns(SENT.recorded_by, SENT.recorded_at)
    .outerjoin(table_of(Sending), SENT.paper_id == PAPERS.id)
    .where(PAPERS.dossier_id == CASE)
    .order_by(PAPERS.version, SENT.id)
)
REPORTS_OF = select(
    *(UPLOADS.entry_id, UPLOADS.sha256, UPLOADS.media_type, UPLOADS.size),
    *(UPLOADS.pages, UPLOADS.given_name, UPLOADS.notes),
).where(UPLOADS.dossier_id == CASE)


class Given(NamedTuple):
    """An answer with who gave it, when, and in which event."""

    value: str
    by: str
    stored_at: datetime
    seq: int

    @property
    def at(self) -> datetime:
        """Made of what is stored when it is asked for, which of most answers it never is."""
        return in_utc(self.stored_at)


@dataclass(frozen=True)
class Next:
    """What happens next: our move, or whom we wait on since when."""

    what: str
    who: int | None
    who_name: str
    on: date | None
    waiting_on: str
    waiting_since: date | None


@dataclass(frozen=True)
class StageLine:
    stage: Stage
    mark: Mark
    day: date | None
    gaps: int
    reason: str


@dataclass(frozen=True)
class Sent:
    """To whom a frozen version went, and the event that says so."""

    seq: int
    to_whom: str
    channel: str
    sent_on: date
    proof: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class Version:
    """A frozen paper and its sendings."""

    id: int
    paper: str
    version: int
    frozen_at: datetime
    frozen_by: str
    pages: int
    size: int
    sha256: str
    changes: tuple[str, ...]
    reason: str
    sent: tuple[Sent, ...]

    @property
    def length(self) -> str:
        return counted(self.pages, "page")


@dataclass(frozen=True)
class Report:
    """The file behind an uploaded report."""

    sha256: str
    media_type: str
    size: int
    pages: int
    given_name: str
    notes: str


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A case as pages and papers know it."""

    id: int
    code: str
    version: int
    synthetic: bool
    facts: Facts
    owner_name: str
    next: Next
    stages: tuple[StageLine, ...]
    stage_since: date
    started_at: datetime
    closed_at: datetime | None
    roots: Mapping[Of, int]
    dossiers: Mapping[Of, int]
    given: Mapping[tuple[int, str], Given]
    positions: Mapping[int, int]
    studies: Mapping[int, Study] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    reports: Mapping[int, Report] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """What its reports and the studies it cites are called."""
        return {
            Kind.EXHIBIT: self._titles("document"),
            Kind.EVENT: self._titles("safety"),
            Kind.STUDY: {str(study.id): study.name for study in self.studies.values()},
        }

    def _titles(self, rows: str) -> dict[str, str]:
        found = self.facts.rows.get(rows, ())
        return {str(row.id): row_title(BY_ROWS[rows], row) for row in found}

    def versions_of(self, paper: str) -> list[Version]:
        """The frozen versions of one paper, oldest first."""
        return [found for found in self.versions if found.paper == paper]

    def root(self, of: Of = Of.CASE) -> int:
        """The entry that holds a dossier's own facts."""
        return self.roots[of]


def load_case(db: Db, code: str, *, by: Actor) -> CaseFile | None:
    """The case with this code if the actor may see it; None looks the same as no such case."""
    found = db.execute(_line_for(by), {"code": code}).one_or_none()
    return _assemble(db, found) if found else None


@lru_cache(maxsize=500)
def _line_for(actor: Actor) -> Select[*tuple[Any, ...]]:
    return CASE_LINE.where(visible_to(actor))


def _assemble(db: Db, case: Line[Any]) -> CaseFile:
    dossiers = dossiers_of(case)
    roots, own, rows, given, positions = _answers(db, case.id, dossiers)
    studies = studies_of(db, cited_by(rows))
    rows = with_figures(rows, studies)
    stages = _stages(db, case.id)
    versions = _versions(db, case.id)
    facts = facts_from(
        case,
        said={of: own.get(dossiers.get(of, 0), {}) for of in Of},
        rows=rows,
        marks={line.stage: line.mark for line in stages},
        granted=_granted(db, case.id),
        frozen=_frozen(versions),
    )
    return CaseFile(
        id=case.id,
        code=case.code,
        version=case.version,
        synthetic=case.synthetic,
        facts=facts,
        owner_name=case.owner_name or "",
        next=Next(
            case.next_what,
            case.next_who_id,
            case.chaser_name or "",
            case.next_on,
            case.waiting_on,
            case.waiting_since,
        ),
        stages=stages,
        stage_since=case.stage_since,
        started_at=case.started_at,
        closed_at=case.closed_at,
        roots=roots,
        dossiers=dossiers,
        given=given,
        positions=positions,
        studies=studies,
        versions=versions,
        reports=_reports(db, case.id),
    )


def facts_from(
    case: Line[Any],
    *,
    said: Mapping[Of, Answers],
    rows: Mapping[str, tuple[Row, ...]],
    marks: Mapping[Stage, Mark],
    granted: frozenset[int],
    frozen: Mapping[str, Mapping[int, datetime]],
) -> Facts:
    """What the rules may know of a case, whether one is read or many."""
    return Facts(
        life=case.life,
        stage=Stage(case.stage),
        marks=marks,
        owner=case.owner_id,
        next_what=case.next_what,
        next_who=case.next_who_id,
        next_on=case.next_on,
        waiting_on=case.waiting_on,
        waiting_since=case.waiting_since,
        register=case.physician_id,
        granted=granted,
        emergency=case.emergency,
        tracks={track: getattr(case, column) for track, column in STATE_OF.items()},
        answers=said[Of.CASE],
        rows=rows,
        physician=said[Of.PHYSICIAN],
        company=said[Of.COMPANY],
        clinic=said[Of.CLINIC],
        frozen=frozen,
    )


def dossiers_of(case: Line[Any]) -> dict[Of, int]:
    found = {
        Of.CASE: case.id,
        Of.PHYSICIAN: case.physician_id,
        Of.COMPANY: case.company_id,
        Of.CLINIC: CLINIC_ID,
    }
    return {of: dossier for of, dossier in found.items() if dossier is not None}


def _answers(
    db: Db, case_id: int, dossiers: Mapping[Of, int]
) -> tuple[
    dict[Of, int],
    dict[int, dict[str, str]],
    dict[str, tuple[Row, ...]],
    dict[tuple[int, str], Given],
    dict[int, int],
]:
    """Root entries of these dossiers and what they say, the case's rows, and every answer."""
    of_dossier = {dossier: of for of, dossier in dossiers.items()}
    wanted = {"case": case_id, "dossiers": list(of_dossier)}
    roots: dict[Of, int] = {}
    own: dict[int, dict[str, str]] = {}
    given: dict[tuple[int, str], Given] = {}
    held: dict[str, dict[int, dict[str, str]]] = {}
    positions: dict[int, int] = {}
    for entry_id, dossier_id, table, position, key, value, by, at, seq in db.execute(
        ANSWERS_OF, wanted
    ).all():
        positions[entry_id] = position
        if table:
            said = held.setdefault(table, {}).setdefault(entry_id, {})
        else:
            roots[of_dossier[dossier_id]] = entry_id
            said = own.setdefault(dossier_id, {})
        if key is not None:
            given[entry_id, key] = Given(value, by, at, seq)
            said[key] = value
    rows = {table: in_order(table, kept) for table, kept in held.items()}
    return roots, own, rows, given, positions


def cited_by(rows: Mapping[str, tuple[Row, ...]]) -> set[int]:
    """The studies of the library that a case's evidence leans on."""
    named = (whole_number(row.answers.get("library", "")) for row in rows.get("study", ()))
    return {number for number in named if number}


def with_figures(
    rows: Mapping[str, tuple[Row, ...]], studies: Mapping[int, Study]
) -> dict[str, tuple[Row, ...]]:
    """The tables, where a row that cites a study says what the library knows of it."""
    if not studies or "study" not in rows:
        return dict(rows)
    told = {
        row.id: {**row.answers, **cited(studies[number])}
        if (number := whole_number(row.answers.get("library", "")) or 0) in studies
        else row.answers
        for row in rows["study"]
    }
    return {**rows, "study": in_order("study", told)}


def in_order(key: str, held: Mapping[int, Mapping[str, str]]) -> tuple[Row, ...]:
    """Rows in the order their section asks for, else as they were added."""
    rows = [Row(entry, answers) for entry, answers in held.items()]
    order = BY_ROWS[key].table.order if key in BY_ROWS else ""
    if order:
        kind = next(q.kind for q in BY_ROWS[key].table.questions if q.key == order)
        dated = kind in (Kind.DATE, Kind.ROUGH)
        rows.sort(key=lambda row: _rank(row.answers.get(order, ""), dated=dated))
    return tuple(rows)


def _rank(stored: str, *, dated: bool) -> tuple[bool, str]:
    if dated and stored:
        return False, earliest(stored).isoformat() + stored
    return not stored, stored.casefold()


def _stages(db: Db, case_id: int) -> tuple[StageLine, ...]:
    lines = db.execute(STAGES_OF, {"case": case_id}).all()
    return tuple(StageLine(Stage(stage), *marked) for stage, *marked in lines)


def _granted(db: Db, case_id: int) -> frozenset[int]:
    return frozenset(db.scalars(GRANTED_OF, {"case": case_id}))


def _versions(db: Db, case_id: int) -> tuple[Version, ...]:
    papers: dict[int, tuple[Any, ...]] = {}
    sent: dict[int, list[Sent]] = {}
    of_sending = len(fields(Sent))
    for line in db.execute(VERSIONS_OF, {"case": case_id}):
        papers[line.id] = tuple(line[:-of_sending])
        told = [Sent(*line[-of_sending:])] if line.seq else []
        sent.setdefault(line.id, []).extend(told)
    return tuple(
        Version(*(*frozen, tuple(changes), reason, tuple(sent[number])))
        for number, (*frozen, changes, reason) in papers.items()
    )


def _frozen(versions: Iterable[Version]) -> dict[str, dict[int, datetime]]:
    """When each version of each paper was frozen."""
    frozen: dict[str, dict[int, datetime]] = {}
    for found in versions:
        frozen.setdefault(found.paper, {})[found.version] = found.frozen_at
    return frozen


def _reports(db: Db, case_id: int) -> dict[int, Report]:
    return {entry: Report(*file) for entry, *file in db.execute(REPORTS_OF, {"case": case_id})}


def sorted_rows(rows: Iterable[Row], *, positions: Mapping[int, int]) -> list[Row]:
    """Rows in the order a person gave them (exhibits)."""
    return sorted(rows, key=lambda row: (positions.get(row.id, 0), row.id))
