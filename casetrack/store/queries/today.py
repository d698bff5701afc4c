"""Today: dated steps across all cases, worst first, paged by key, in a fixed number of queries.

Steps stand in groups by their day; within a group what the law sets comes first, then what was
promised, then our own targets, and in each the oldest. An index gives each of these runs in order,
so a page takes the beginnings of a few runs and never walks through everybody's steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from functools import cache
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from casetrack.rules.agenda import NEXT
from casetrack.rules.facts import Life
from casetrack.rules.numbers import whole_number
from casetrack.rules.people import Actor
from casetrack.store.queries.scope import sees_every_case, visible_to
from casetrack.store.session import Db
from casetrack.store.tables import AgendaLine, Case, User

PAGE = 50
MOST_COUNTED = 1_000
MOST_LISTED = 500
WEEK = timedelta(days=7)
RANKS = (0, 1, 2)
ME, DAY, SOON_TO = (
    bindparam("me", type_=Integer),
    bindparam("today", type_=Date),
    bindparam("week", type_=Date),
)
RUN = (AgendaLine.due_on, AgendaLine.dossier_id, AgendaLine.key)
LAST = tuple_(
    bindparam("last_day", type_=Date),
    bindparam("last_case", type_=Integer),
    bindparam("last_key", type_=String),
)

LATE_WITH_OTHERS = select(func.count()).select_from(
    select(literal(1))
    .where(AgendaLine.owner_id == ME, AgendaLine.due_on < DAY, AgendaLine.who_id != ME)
    .limit(MOST_COUNTED)
    .subquery()
)


class View(StrEnum):
    MINE = "mine"
    TEAM = "team"
    WAITING = "waiting"


class Group(IntEnum):
    OVERDUE = 1
    TODAY = 2
    SOON = 3
    LATER = 4


DAYS: dict[Group, tuple[ColumnElement[bool], ...]] = {
    Group.OVERDUE: (AgendaLine.due_on < DAY,),
    Group.TODAY: (AgendaLine.due_on == DAY,),
    Group.SOON: (AgendaLine.due_on > DAY, AgendaLine.due_on <= SOON_TO),
    Group.LATER: (AgendaLine.due_on > SOON_TO,),
}


@dataclass(frozen=True)
class Place:
    """The last line of the page before."""

    group: Group
    rank: int
    due_on: date
    case: int
    key: str


@dataclass(frozen=True)
class Line:
    """One step in the list; only the columns shown."""

    case: int
    code: str
    initials: str
    drug: str
    stage: int
    life: Life
    emergency: bool
    key: str
    what: str
    why: str
    due_on: date
    rank: int
    waiting_on: str
    cure: str
    who_id: int
    who: str
    group: Group

    @property
    def is_next(self) -> bool:
        return self.key == NEXT


@dataclass(frozen=True)
class Listing:
    lines: tuple[Line, ...]
    after: str  # where the next page starts; empty on the last


Counts = dict[View, dict[Group, int]]
"""How many steps stand in each group of each view, counted up to a bound."""


def list_steps(db: Db, view: View, *, after: str, today: date, by: Actor) -> Listing:
    """One page of steps, and where the next one starts."""
    place = _place(after, today)
    begins = (place.group, place.rank) if place else (Group.OVERDUE, 0)
    paged, seen = place is not None, _seen(by)
    make = _page if seen is not None else _page_of_all
    query, said = make(view, begins, paged=paged, seen=seen), _days(today, by)
    if place:
        said |= {"last_day": place.due_on, "last_case": place.case, "last_key": place.key}
    lines = [Line(*tuple(row)) for row in db.execute(query, said)]
    more = len(lines) > PAGE
    return Listing(tuple(lines[:PAGE]), _spelled(lines[PAGE - 1]) if more else "")


def count_steps(db: Db, *, today: date, by: Actor) -> Counts:
    """Every group of every view, each counted up to MOST_COUNTED + 1."""
    found: Counts = {view: dict.fromkeys(Group, 0) for view in View}
    seen = _seen(by)
    query = _counting(seen) if seen is not None else _counting_all(None)
    for view, group, count in db.execute(query, _days(today, by)):
        held = found[View(view)]
        held[Group(group)] = min(held[Group(group)] + count, MOST_COUNTED + 1)
    return found


def next_chase(db: Db, *, today: date, by: Actor) -> date | None:
    """The first day on which somebody outside is to be chased, after today."""
    runs = [_run(View.WAITING, run, seen=_seen(by)) for run in _runs(View.WAITING)]
    firsts = union_all(*(select(r.order_by(*RUN).limit(1).subquery()) for r in runs)).subquery()
    first: date | None = db.scalar(select(func.min(firsts.c.due_on)), _days(today, by))
    return first


def overdue_with_others(db: Db, *, today: date, by: Actor) -> int:
    """Overdue steps of the actor's own cases that somebody else does, up to a bound."""
    return db.scalar(LATE_WITH_OTHERS, {"me": by.user, "today": today}) or 0


def steps_between(
    db: Db, view: View, *, first: date, last: date, ranks: tuple[int, ...], by: Actor
) -> list[Line]:
    """Everything due in a span of days, chases as well, by day; at most MOST_LISTED."""
    own = () if view is View.TEAM else (AgendaLine.who_id == by.user,)
    seen = _seen(by)
    parts = []
    for waits, rank in product((False, True), ranks):
        query = select(AgendaLine.dossier_id, AgendaLine.key, literal(0).label("step_group"))
        query = query.where(AgendaLine.waits == waits, AgendaLine.rank == rank, *own)
        query = query.where(AgendaLine.due_on.between(first, last)).order_by(*RUN)
        query = query if seen is None else query.where(AgendaLine.dossier_id.in_(seen))
        parts.append(select(query.limit(MOST_LISTED).subquery()))
    found = union_all(*parts).subquery()
    listed = _shown(found).order_by(AgendaLine.due_on, AgendaLine.rank, *RUN[1:])
    return [Line(*tuple(row)) for row in db.execute(listed.limit(MOST_LISTED))]


Seen = Select[int] | None
Run = tuple[Group, bool, int]
AnySelect = Select[*tuple[Any, ...]]
AnyUnion = CompoundSelect[*tuple[Any, ...]]


def _seen(by: Actor) -> Seen:
    """The cases the actor may see; None where that is every case."""
    return None if sees_every_case(by) else select(Case.id).where(visible_to(by))


def _runs(view: View) -> Iterator[Run]:
    """The runs of the index that a view shows. A chase is ours from its day on."""
    for group, waits, rank in product(Group, (False, True), RANKS):
        ours = not waits or group in (Group.OVERDUE, Group.TODAY)
        if ours is (view is not View.WAITING):
            yield group, waits, rank


def _page(view: View, begins: tuple[Group, int], *, paged: bool, seen: Seen) -> AnySelect:
    """The beginnings of the runs from here on, in the list's order."""
    runs = [run for run in _runs(view) if (run[0], run[2]) >= begins]
    parts = [
        _first(view, run, seen=seen, after=paged and (run[0], run[2]) == begins) for run in runs
    ]
    found = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return _shown(found).order_by(found.c.step_group, AgendaLine.rank, *RUN).limit(PAGE + 1)


def _shown(found: Subquery) -> AnySelect:
    """The columns of these lines."""
    doer = aliased(User)
    at = (AgendaLine.dossier_id == found.c.dossier_id, AgendaLine.key == found.c.key)
    return (
        select(
            Case.id,
            Case.code,
            Case.initials,
            Case.drug,
            Case.stage,
            Case.life,
            Case.emergency,
            AgendaLine.key,
            AgendaLine.what,
            AgendaLine.why,
            AgendaLine.due_on,
            AgendaLine.rank,
            AgendaLine.waiting_on,
            AgendaLine.cure,
            doer.id,
            doer.name,
            found.c.step_group,
        )
        .select_from(found)
        .join(AgendaLine, and_(*at))
        .join(Case, Case.id == AgendaLine.dossier_id)
        .join(doer, doer.id == AgendaLine.who_id)
    )


def _counting(seen: Seen) -> AnyUnion:
    parts = []
    for view in View:
        for run in _runs(view):
            most = _run(view, run, seen=seen).limit(MOST_COUNTED + 1).subquery()
            shown = (literal(view.value), literal(int(run[0])))
            parts.append(select(*shown, func.count()).select_from(most))
    return union_all(*parts)


def _first(view: View, run: Run, *, seen: Seen, after: bool = False) -> AnySelect:
    """As many lines of a run as a page can hold."""
    query = _run(view, run, seen=seen).order_by(*RUN).limit(PAGE + 1)
    return query.where(tuple_(*RUN) > LAST) if after else query


def _run(view: View, run: Run, *, seen: Seen) -> AnySelect:
    group, waits, rank = run
    query = select(AgendaLine.dossier_id, AgendaLine.key, AgendaLine.due_on).add_columns(
        literal(int(group)).label("step_group")
    )
    query = query.where(AgendaLine.waits == waits, AgendaLine.rank == rank, *DAYS[group])
    if view is View.MINE:
        query = query.where(AgendaLine.who_id == ME)
    return query if seen is None else query.where(AgendaLine.dossier_id.in_(seen))


_page_of_all, _counting_all = cache(_page), cache(_counting)  # the same for whoever sees every case


def _days(today: date, by: Actor) -> dict[str, object]:
    return {"me": by.user, "today": today, "week": today + WEEK}


def _place(after: str, today: date) -> Place | None:
    """The place an address names; what cannot be read is the beginning."""
    rank, _, rest = after.partition("_")
    day, _, rest = rest.partition("_")
    case, _, key = rest.partition("_")
    numbers = whole_number(rank), whole_number(case)
    try:
        due_on = date.fromisoformat(day)
    except ValueError:
        return None
    if None in numbers or numbers[0] not in RANKS or not key:
        return None
    return Place(group_of(due_on, today), numbers[0], due_on, numbers[1] or 0, key)


def group_of(day: date, today: date) -> Group:
    if day < today:
        return Group.OVERDUE
    if day == today:
        return Group.TODAY
    return Group.SOON if day <= today + WEEK else Group.LATER


def _spelled(line: Line) -> str:
    return f"{line.rank}_{line.due_on.isoformat()}_{line.case}_{line.key}"
