"""The register: physicians, companies, other organizations and the clinic, listed and read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.orm import aliased

from casetrack.rules.facts import Row
from casetrack.rules.hours import Line
from casetrack.rules.numbers import whole_number
from casetrack.rules.organizations import CHECKED, Organization
from casetrack.rules.questions import REGISTER, Answers, Of
from casetrack.rules.shipped import MARK
from casetrack.store.session import Db
from casetrack.store.tables import CLINIC_ID, Answer, Dossier, Entry

PAGE = 50
MOST_NAMES = 300
ASKED_AT_ONCE = 500  # values in one question to the database
ORGANIZATIONS = (Of.COMPANY, Of.ORGANIZATION)
IS_ORGANIZATION = Dossier.kind.in_([of.value for of in ORGANIZATIONS])
EREQUEST = "reagan-udall-navigator/"
"""By whose mark the entry of eRequest is known."""
LISTED_KEYS = ("type", "serves", "email", "retired", "policy_checked_on", "checked_on")


@dataclass(frozen=True)
class Listed:
    """One entry of a page of the list; `missing` counts its wanted facts that are blank."""

    of: Of
    id: int
    name: str
    answers: Answers
    missing: int
    numbers: tuple[str, ...]

    @property
    def type(self) -> str:
        return self.answers.get("type", "") if self.of is Of.ORGANIZATION else self.of.value


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list shows; every field stands in the page's address."""

    type: str = ""  # a kind of dossier, or a type of organization
    q: str = ""
    retired: bool = False
    after: str = ""  # the last line of the page before: its number


@dataclass(frozen=True)
class Register:
    lines: tuple[Listed, ...]
    after: str  # where the next page starts; empty on the last


@dataclass(frozen=True)
class Card:
    """One entry with all its answers and rows, and what a form needs to change them."""

    of: Of
    id: int
    name: str
    version: int
    root: int
    answers: Answers
    rows: Mapping[str, tuple[Row, ...]]


def register(db: Db, wanted: Wanted) -> Register:
    """One page of the register by name, in three queries."""
    query = select(Dossier).where(*_conditions(wanted), *after_name(db, wanted.after))
    found = list(db.scalars(query.order_by(Dossier.name_key, Dossier.id).limit(PAGE + 1)))
    shown = found[:PAGE]
    answers, numbers = _answers_of(db, [dossier.id for dossier in shown])
    lines = tuple(
        _listed(dossier, answers.get(dossier.id, {}), numbers.get(dossier.id, ()))
        for dossier in shown
    )
    return Register(lines, str(shown[-1].id) if len(found) > PAGE else "")


def after_name(db: Db, after: str) -> list[ColumnElement[bool]]:
    """What stands by name behind the dossier whose number ends the page before."""
    last = db.get(Dossier, whole_number(after) or 0) if after else None
    if last is None:
        return []
    return [tuple_(Dossier.name_key, Dossier.id) > (last.name_key, last.id)]


def card(db: Db, dossier_id: int) -> Card | None:
    """One entry; None if no entry of the register has this number."""
    dossier = db.get(Dossier, dossier_id)
    if dossier is None or dossier.kind not in {of.value for of in REGISTER}:
        return None
    query = (
        select(Entry.id, Entry.rows, Answer.key, Answer.value)
        .outerjoin(Answer, Answer.entry_id == Entry.id)
        .where(
            Entry.dossier_id == dossier_id,
            Entry.rows.in_(("", *(s.rows.key for s in REGISTER[Of(dossier.kind)] if s.rows))),
            Entry.removed_at.is_(None),
        )
        .order_by(Entry.position, Entry.id)
    )
    root = 0
    said: dict[str, str] = {}
    rows: dict[str, dict[int, dict[str, str]]] = {}
    for entry, kind, key, value in db.execute(query):
        root = root if kind else entry
        told = rows.setdefault(kind, {}).setdefault(entry, {}) if kind else said
        if key is not None:
            told[key] = value
    held = {kind: tuple(Row(*row) for row in kept.items()) for kind, kept in rows.items()}
    return Card(Of(dossier.kind), dossier.id, dossier.name, dossier.version, root, said, held)


def row_of(db: Db, dossier_id: int, rows: str, entry_id: int) -> Row | None:
    """One row that stands in this table of this entry."""
    query = (
        select(Answer.key, Answer.value)
        .join(Entry, Entry.id == Answer.entry_id)
        .where(Entry.id == entry_id, Entry.dossier_id == dossier_id, Entry.rows == rows)
        .where(Entry.removed_at.is_(None))
    )
    answers = {key: value for key, value in db.execute(query)}  # noqa: C416 - dict() loses the types
    return Row(entry_id, answers) if answers else None


def same_names(db: Db, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Which of these (kind, name) the register has, by kind and the name without capitals."""
    keys = {(of, name.casefold()) for of, name in names}
    there: dict[tuple[str, str], int] = {}
    wanted = sorted({key for _, key in keys})
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        part = wanted[start : start + ASKED_AT_ONCE]
        query = select(Dossier.kind, Dossier.name_key, Dossier.id).where(
            Dossier.name_key.in_(part), IS_ORGANIZATION
        )
        there |= {(kind, key): number for kind, key, number in db.execute(query)}
    return {key: number for key, number in there.items() if key in keys}


def directory(db: Db) -> Iterator[tuple[Organization, tuple[str, ...]]]:
    """Every company and organization with all its answers and phone numbers, by name."""
    query = (
        select(Dossier, Entry.id, Entry.rows, Answer.key, Answer.value)
        .join(Entry, Entry.dossier_id == Dossier.id)
        .join(Answer, Answer.entry_id == Entry.id)
        .where(IS_ORGANIZATION, Entry.rows.in_(("", "line")), Entry.removed_at.is_(None))
        .order_by(Dossier.name_key, Dossier.id, Entry.position, Entry.id)
    )
    for dossier, lines in groupby(db.execute(query), key=lambda line: line[0]):
        said: dict[str, str] = {}
        numbers = []
        for _, _, rows, key, value in lines:
            if not rows:
                said[key] = value
            elif key == "number":
                numbers.append(value)
        yield Organization(dossier.id, Of(dossier.kind), dossier.name, said), tuple(numbers)


def organizations(db: Db) -> tuple[Organization, ...]:
    """Every company and organization with what rules ask about it, in one query."""
    query = (
        select(Dossier.id, Dossier.kind, Dossier.name, Answer.key, Answer.value)
        .outerjoin(
            Answer,
            and_(Answer.dossier_id == Dossier.id, Answer.key.in_((*LISTED_KEYS, "offers"))),
        )
        .where(IS_ORGANIZATION)
        .order_by(Dossier.name_key, Dossier.id)
    )
    found: dict[int, tuple[str, str, dict[str, str]]] = {}
    for number, kind, name, key, value in db.execute(query):
        said = found.setdefault(number, (kind, name, {}))[2]
        if key is not None:
            said[key] = value
    return tuple(
        Organization(number, Of(kind), name, said) for number, (kind, name, said) in found.items()
    )


def party_names(db: Db) -> list[str]:
    """The names of companies and organizations in use, for whoever types one."""
    query = select(Dossier.name).where(IS_ORGANIZATION, ~_is_retired())
    return list(db.scalars(query.order_by(Dossier.name_key, Dossier.id).limit(MOST_NAMES)))


def find_party(db: Db, name: str) -> int | None:
    """The company or organization of exactly this name."""
    query = select(Dossier.id).where(IS_ORGANIZATION, Dossier.name_key == name.casefold())
    return db.scalars(query.order_by(Dossier.id)).first()


def fda_lines(db: Db, *, beside: int = 0) -> tuple[Line, ...]:
    """The phone lines of every FDA office in use, and those of one company beside them."""
    told = aliased(Answer)
    office = exists().where(told.dossier_id == Dossier.id, told.key == "type", told.value == "fda")
    fda = and_(Dossier.kind == "organization", office, ~_is_retired())
    query = (
        select(Dossier.id, Dossier.name, Entry.id, Answer.key, Answer.value)
        .join(Entry, Entry.dossier_id == Dossier.id)
        .join(Answer, Answer.entry_id == Entry.id)
        .where(or_(fda, Dossier.id == beside))
        .where(Entry.rows == "line", Entry.removed_at.is_(None))
        .order_by(Dossier.name_key, Entry.position, Entry.id)
    )
    lines: dict[int, tuple[int, str, dict[str, str]]] = {}
    for owner, name, entry, key, value in db.execute(query):
        lines.setdefault(entry, (owner, name, {}))[2][key] = value
    return tuple(Line(*line) for line in lines.values())


def fda_offices(db: Db) -> tuple[Organization, ...]:
    """The FDA offices in use, and where eRequest is, with how each is reached."""
    told = aliased(Answer)
    erequest = and_(told.key == MARK, told.value.startswith(EREQUEST, autoescape=True))
    files = or_(and_(told.key == "type", told.value == "fda"), erequest)
    query = (
        select(Dossier.id, Dossier.name, Answer.key, Answer.value)
        .join(Entry, Entry.dossier_id == Dossier.id)
        .join(Answer, Answer.entry_id == Entry.id)
        .where(Dossier.kind == "organization", Entry.rows == "", ~_is_retired())
        .where(exists().where(told.dossier_id == Dossier.id, files))
        .order_by(Dossier.name_key, Dossier.id)
    )
    found: dict[int, tuple[str, dict[str, str]]] = {}
    for number, name, key, value in db.execute(query):
        found.setdefault(number, (name, {}))[1][key] = value
    return tuple(Organization(n, Of.ORGANIZATION, name, said) for n, (name, said) in found.items())


def is_demonstration(db: Db) -> bool:
    """Whether everything here is invented (store.commands.register.mark_demonstration)."""
    query = select(Answer.value).where(
        Answer.dossier_id == CLINIC_ID, Answer.key == "demonstration"
    )
    return db.scalars(query).first() == "yes"


def _conditions(wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    kinds = {of.value for of in REGISTER}
    if wanted.type in kinds - {Of.ORGANIZATION}:
        yield Dossier.kind == wanted.type
    elif wanted.type:
        yield Dossier.kind == Of.ORGANIZATION.value
        yield _says("type", Answer.value == wanted.type)
    else:
        yield Dossier.kind.in_(kinds)
    if wanted.q:
        like = f"%{_escaped(wanted.q.casefold())}%"
        named = Dossier.name_key.like(like, escape="\\")
        yield or_(named, _says("person", Answer.value.ilike(like, escape="\\")))
    if not wanted.retired:
        yield ~_is_retired()


def _says(key: str, holds: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of the dossier's answers to this question is so; removed rows say nothing."""
    said = select(Answer.entry_id).join(Entry, Entry.id == Answer.entry_id)
    live = and_(Answer.dossier_id == Dossier.id, Entry.removed_at.is_(None))
    return exists(said.where(live, Answer.key == key, holds))


def _is_retired() -> ColumnElement[bool]:
    return _says("retired", Answer.value == "yes")


def _answers_of(
    db: Db, dossiers: list[int]
) -> tuple[dict[int, dict[str, str]], dict[int, tuple[str, ...]]]:
    """Own facts of these entries, and the numbers of their phone lines."""
    query = (
        select(Answer.dossier_id, Entry.rows, Answer.key, Answer.value)
        .join(Entry, Entry.id == Answer.entry_id)
        .where(
            Answer.dossier_id.in_(dossiers),
            Entry.removed_at.is_(None),
            or_(Entry.rows == "", and_(Entry.rows == "line", Answer.key == "number")),
        )
        .order_by(Entry.position, Entry.id)
    )
    said: dict[int, dict[str, str]] = {}
    numbers: dict[int, tuple[str, ...]] = {}
    for dossier, rows, key, value in db.execute(query):
        if rows:
            numbers[dossier] = (*numbers.get(dossier, ()), value)
        else:
            said.setdefault(dossier, {})[key] = value
    return said, numbers


def _listed(dossier: Dossier, said: Answers, numbers: tuple[str, ...]) -> Listed:
    of = Of(dossier.kind)
    missing = [
        question
        for question in REGISTER[of][0].questions
        if (question.wanted or question.tab)
        and question.key not in CHECKED.get(of, ())
        and not said.get(question.key)
    ]
    return Listed(of, dossier.id, dossier.name, said, len(missing), numbers)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
