"""The case list: filtered, sorted by the next date, paged by key, counted up to a bound."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    UnaryExpression,
    and_,
    func,
    or_,
    select,
    true,
    tuple_,
    union,
)
from sqlalchemy.orm import aliased

from casetrack.rules.facts import Life
from casetrack.rules.numbers import whole_number
from casetrack.rules.people import Actor, Role
from casetrack.rules.text import search_key
from casetrack.store.queries.scope import visible_to
from casetrack.store.session import Db
from casetrack.store.tables import UNDER_WAY, Case, User

Conditions = tuple[ColumnElement[bool], ...]
PAGE = 50
MOST_COUNTED = 1_000


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the list shows. Every field stands in the page's address."""

    life: str = "open"  # open, held, closed or all
    stage: int = 0
    owner: int = 0
    physician: int = 0
    company: int = 0
    drug: str = ""
    emergency: bool = False
    waiting: bool = False
    q: str = ""
    after: str = ""  # the last line of the page before: its date and id


@dataclass(frozen=True)
class Line:
    """One case in the list; only the columns shown."""

    id: int
    code: str
    initials: str
    birth_year: int | None
    diagnosis: str
    drug: str
    stage: int
    stage_since: date
    life: Life
    emergency: bool
    synthetic: bool
    next_what: str
    waiting_on: str
    next_on: date | None
    listed_on: date
    who: str
    owner: str


@dataclass(frozen=True)
class Listing:
    lines: tuple[Line, ...]
    count: int  # at most MOST_COUNTED + 1
    after: str  # where the next page starts; empty on the last


def list_cases(db: Db, wanted: Filter, *, by: Actor) -> Listing:
    """One page of cases, next date first, and how many there are."""
    owner, chaser = aliased(User), aliased(User)
    if codes_only(by):
        wanted = _without_patient_data(wanted)
    held = and_(_visible(by), *_conditions(wanted))
    sought = _matches(wanted.q, codes_only=codes_only(by))
    page = _found(wanted, and_(held, *_after(wanted)), sought, most=PAGE + 1)
    query = (
        select(
            Case.id,
            Case.code,
            Case.initials,
            Case.birth_year,
            Case.diagnosis,
            Case.drug,
            Case.stage,
            Case.stage_since,
            Case.life,
            Case.emergency,
            Case.synthetic,
            Case.next_what,
            Case.waiting_on,
            Case.next_on,
            Case.listed_on,
            chaser.name,
            owner.name,
        )
        .join(owner, owner.id == Case.owner_id)
        .outerjoin(chaser, chaser.id == Case.next_who_id)
        .where(Case.id.in_(page))
        .order_by(*_order(wanted))
        .limit(PAGE + 1)
    )
    lines = [Line(*tuple(row)) for row in db.execute(query)]
    more = len(lines) > PAGE
    shown = tuple(lines[:PAGE])
    counted = _found(wanted, held, sought, most=MOST_COUNTED + 1).subquery()
    count = db.scalar(select(func.count()).select_from(counted)) or 0
    return Listing(shown, min(count, MOST_COUNTED + 1), _key(shown[-1]) if more else "")


def same_person(db: Db, *, initials: str, birth_year: str, by: Actor) -> list[tuple[str, str]]:
    """Open cases that may be of the same patient: (code, diagnosis)."""
    if not initials:
        return []
    alike = [Case.initials_key == search_key(initials), UNDER_WAY]
    if birth_year:
        alike.append(or_(Case.birth_year == int(birth_year), Case.birth_year.is_(None)))
    query = select(Case.code, Case.diagnosis).where(_visible(by), *alike)
    return [(code, what) for code, what in db.execute(query.order_by(Case.id).limit(5))]


def every_case(db: Db, *, by: Actor) -> list[Line]:
    """All open and held cases, page after page (the command line)."""
    lines: list[Line] = []
    wanted = Filter(life="all")
    while True:
        page = list_cases(db, wanted, by=by)
        lines.extend(page.lines)
        if not page.after:
            return lines
        wanted = replace(wanted, after=page.after)


def codes_only(by: Actor) -> bool:
    """An administrator lists every case, by its code only (ux.md S23)."""
    return by.roles == {Role.ADMIN}


def _visible(by: Actor) -> ColumnElement[bool]:
    return Case.id > 0 if codes_only(by) else visible_to(by)


def _without_patient_data(wanted: Filter) -> Filter:
    """What an administrator may ask; a filter that says who has which drug would tell it."""
    kept = {"life", "stage", "owner", "q", "after"}
    return replace(Filter(), **{name: getattr(wanted, name) for name in kept})


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    offered: list[tuple[object, ColumnElement[bool]]] = [
        (wanted.stage, Case.stage == wanted.stage),
        (wanted.owner, Case.owner_id == wanted.owner),
        (wanted.physician, Case.physician_id == wanted.physician),
        (wanted.company, Case.company_id == wanted.company),
        (wanted.drug, Case.drug_key == search_key(wanted.drug)),
        (wanted.emergency, Case.emergency.is_(True)),
        (wanted.waiting, Case.waiting_since.is_not(None)),
    ]
    return [condition for chosen, condition in offered if chosen]


def _found(
    wanted: Filter, held: ColumnElement[bool], sought: Conditions, *, most: int
) -> Select[int] | CompoundSelect[int]:
    """The first ids in the list's order, asked of one index after the other.

    Each gives only as many as are wanted; an OR of them would walk every case.
    """
    lives = [Case.life == life for life in Life if wanted.life in (life, "all")]
    ways = [and_(held, *way) for way in product(lives, sought)]
    if len(ways) == 1:
        return _first(wanted, ways[0], most=most)
    parts = [_first(wanted, way, most=most).subquery() for way in ways]
    return union(*(select(part.c.id) for part in parts))


def _first(wanted: Filter, held: ColumnElement[bool], *, most: int) -> Select[int]:
    return select(Case.id).where(held).order_by(*_order(wanted)).limit(most)


def _matches(q: str, *, codes_only: bool) -> Conditions:
    """By code, initials or drug, whole, so that an index answers."""
    if not q:
        return (true(),)
    code = Case.code == q.strip().upper()
    if codes_only:
        return (code,)
    key = search_key(q) or "-"
    return code, Case.initials_key == key, Case.drug_key == key


def _order(wanted: Filter) -> tuple[UnaryExpression[Any], ...]:
    if _newest_first(wanted):
        return Case.listed_on.desc(), Case.id.desc()
    return Case.listed_on.asc(), Case.id.asc()


def _newest_first(wanted: Filter) -> bool:
    return wanted.life == Life.CLOSED


def _after(wanted: Filter) -> list[ColumnElement[bool]]:
    """The lines after the last one of the page before."""
    here = _place(wanted.after)
    if here is None:
        return []
    line = tuple_(Case.listed_on, Case.id)
    return [line < here if _newest_first(wanted) else line > here]


def _place(after: str) -> tuple[date, int] | None:
    day, _, last = after.partition("_")
    number = whole_number(last)
    try:
        return (date.fromisoformat(day), number) if number is not None else None
    except ValueError:
        return None


def _key(line: Line) -> str:
    return f"{line.listed_on.isoformat()}_{line.id}"
