"""The evidence library: the list of studies, one study, and which of them a record repeats."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, distinct, exists, func, or_, select
from sqlalchemy.orm import aliased

from casetrack.rules.evidence import FRESH, Known, Study
from casetrack.rules.facts import Row
from casetrack.rules.people import Actor
from casetrack.rules.questions import Answers, Of
from casetrack.rules.source_ids import IdKind
from casetrack.store.queries.register import after_name
from casetrack.store.queries.scope import visible_to
from casetrack.store.session import Db
from casetrack.store.tables import NUMBERED, Answer, Case, Dossier, Entry

PAGE = 50
ASKED_AT_ONCE = 500  # values in one question to the database


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list shows; every field stands in the page's address."""

    q: str = ""
    drug: str = ""
    diagnosis: str = ""
    design: str = ""
    year: str = ""
    checked: bool = False  # in the last six months
    set_aside: bool = False
    after: str = ""  # the last line of the page before: its number


@dataclass(frozen=True)
class Shelf:
    """One page of the library, with how many cases use each study."""

    studies: tuple[Study, ...]
    used: Mapping[int, int]
    after: str  # where the next page starts; empty on the last


@dataclass(frozen=True)
class Kept:
    """One study or drug, and what a form needs to change it."""

    of: Of
    version: int
    study: Study

    @property
    def id(self) -> int:
        return self.study.id

    @property
    def name(self) -> str:
        return self.study.name


def library(db: Db, wanted: Wanted, *, today: date) -> Shelf:
    """One page of studies by name, in three queries."""
    query = select(Dossier).where(*_conditions(wanted, today), *after_name(db, wanted.after))
    found = list(db.scalars(query.order_by(Dossier.name_key, Dossier.id).limit(PAGE + 1)))
    shown = [dossier.id for dossier in found[:PAGE]]
    held = studies_of(db, shown)
    used = _uses(db, shown)
    return Shelf(
        tuple(held[number] for number in shown),
        used,
        str(shown[-1]) if len(found) > PAGE else "",
    )


def every(db: Db, wanted: Wanted, *, today: date) -> list[Study]:
    """All the studies that the list would show page by page, by name."""
    query = select(Dossier.id).where(*_conditions(wanted, today))
    numbers = list(db.scalars(query.order_by(Dossier.name_key, Dossier.id)))
    held = studies_of(db, numbers)
    return [held[number] for number in numbers]


def choices(db: Db) -> dict[str, list[str]]:
    """The drugs, diseases and years that studies name, to filter by."""
    root = aliased(Entry)
    query = (
        select(Answer.key, Answer.value)
        .join(root, root.id == Answer.entry_id)
        .join(Dossier, Dossier.id == Answer.dossier_id)
        .where(Dossier.kind == Of.STUDY, root.rows == "", Answer.value != "")
        .where(Answer.key.in_(("drug", "diagnosis", "year")))
        .group_by(Answer.key, Answer.value)
    )
    found: dict[str, list[str]] = {"drug": [], "diagnosis": [], "year": []}
    for key, value in db.execute(query):
        found[key].append(value)
    return {
        key: sorted(values, key=str.casefold, reverse=key == "year")
        for key, values in found.items()
    }


def kept(db: Db, number: int, of: Of) -> Kept | None:
    """The study or drug with this number; None if there is none."""
    dossier = db.get(Dossier, number)
    if dossier is None or dossier.kind != of:
        return None
    return Kept(of, dossier.version, _read(db, Dossier.id == number)[number])


def drugs(db: Db) -> tuple[Study, ...]:
    """Every drug with how it stands, by name."""
    found = _read(db, Dossier.kind == Of.DRUG).values()
    return tuple(sorted(found, key=lambda drug: (drug.name.casefold(), drug.id)))


def studies_of(db: Db, numbers: Collection[int]) -> dict[int, Study]:
    """These studies with all their answers and rows, in one query."""
    if not numbers:
        return {}
    return _read(db, and_(Dossier.id.in_(numbers), Dossier.kind == Of.STUDY))


def known(db: Db, numbers: Iterable[tuple[str, str]]) -> list[Known]:
    """Which of these numbers (kind, value) studies of the library have already."""
    wanted = sorted({value for _, value in numbers if value})
    published = aliased(Answer)
    query = (
        select(Dossier.id, Dossier.name, Dossier.kind, Answer.key, Answer.value, published.value)
        .join(Dossier, Dossier.id == Answer.dossier_id)
        .outerjoin(
            published,
            and_(published.entry_id == Answer.entry_id, published.key == "published"),
        )
        .where(NUMBERED, Answer.key.in_(tuple(IdKind)))
        .order_by(Dossier.id)
    )
    found: list[Known] = []
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        part = wanted[start : start + ASKED_AT_ONCE]
        for number, name, kind, key, value, told in db.execute(query.where(Answer.value.in_(part))):
            if kind == Of.STUDY:  # cases have such numbers too; asked here, the index leads
                found.append(Known(number, name, IdKind(key), value, told == "registry"))
    return found


def cases_citing(db: Db, number: int, *, by: Actor) -> list[str]:
    """The codes of the cases that cite a study, of those the actor may see."""
    citing = (
        select(Answer.dossier_id)
        .join(Entry, Entry.id == Answer.entry_id)
        .where(NUMBERED, Answer.key == "library", Answer.value == str(number))
        .where(Entry.removed_at.is_(None))
    )
    query = select(Case.code).where(Case.id.in_(citing), visible_to(by))
    return list(db.scalars(query.order_by(Case.id)))


def uses(db: Db, number: int) -> int:
    """How many cases cite a study."""
    return _uses(db, [number]).get(number, 0)


def _uses(db: Db, numbers: Collection[int]) -> dict[int, int]:
    query = (
        select(Answer.value, func.count(distinct(Answer.dossier_id)))
        .join(Entry, Entry.id == Answer.entry_id)
        .where(NUMBERED, Answer.key == "library")
        .where(Answer.value.in_([str(number) for number in numbers]), Entry.removed_at.is_(None))
        .group_by(Answer.value)
    )
    return {int(value): count for value, count in db.execute(query)}


def _read(db: Db, which: ColumnElement[bool]) -> dict[int, Study]:
    """Studies or drugs with all their answers and rows, in one query."""
    query = (
        select(Dossier.id, Dossier.name, Entry.id, Entry.rows, Answer.key, Answer.value)
        .join(Entry, Entry.dossier_id == Dossier.id)
        .outerjoin(Answer, Answer.entry_id == Entry.id)
        .where(which, Entry.removed_at.is_(None))
        .order_by(Dossier.id, Entry.position, Entry.id)
    )
    named: dict[int, str] = {}
    roots: dict[int, int] = {}
    said: dict[int, dict[str, str]] = {}
    tables: dict[int, dict[str, dict[int, dict[str, str]]]] = {}
    for number, name, entry, rows, key, value in db.execute(query).all():
        named[number] = name
        told = said.setdefault(number, {})
        if rows:
            told = tables.setdefault(number, {}).setdefault(rows, {}).setdefault(entry, {})
        else:
            roots[number] = entry
        if key is not None:
            told[key] = value
    return {
        number: Study(number, name, said[number], _rows(tables.get(number, {})), root=roots[number])
        for number, name in named.items()
    }


def _rows(tables: Mapping[str, Mapping[int, Answers]]) -> dict[str, tuple[Row, ...]]:
    return {
        key: tuple(Row(entry, answers) for entry, answers in kept.items())
        for key, kept in tables.items()
    }


def _conditions(wanted: Wanted, today: date) -> Iterable[ColumnElement[bool]]:
    yield Dossier.kind == Of.STUDY
    for key in ("drug", "diagnosis", "design", "year"):
        if value := getattr(wanted, key):
            yield _says(key, Answer.value == value)
    if wanted.checked:
        yield _says("checked_on", Answer.value >= (today - FRESH).isoformat())
    if not wanted.set_aside:
        yield ~_says("set_aside", Answer.value == "yes")
    for word in wanted.q.casefold().split()[:6]:
        told = func.lower(Answer.value).contains(word, autoescape=True)
        yield or_(Dossier.name_key.contains(word, autoescape=True), _says("", told))


def _says(key: str, holds: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of the study's own answers to this question (to any, if blank) is so."""
    asked = (Answer.key == key,) if key else ()
    return exists(
        select(Answer.entry_id)
        .join(Entry, Entry.id == Answer.entry_id)
        .where(Answer.dossier_id == Dossier.id, Entry.rows == "", *asked, holds)
    )
