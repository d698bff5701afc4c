"""Every deadline of a case: running, not started or met, each with how it was counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from casetrack.rules.clocks.company import acknowledgment
from casetrack.rules.clocks.days import Count, due, months_after
from casetrack.rules.clocks.events import to_board, to_company
from casetrack.rules.clocks.kept import as_kept
from casetrack.rules.clocks.shape import Clock, Set
from casetrack.rules.clocks.table import BY_KEY, CLOCKS
from casetrack.rules.dates import is_exact, weekday
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions.shape import Answers

KINDS = tuple(Set)
AS_AGREED: Mapping[str, Callable[[Facts], Clock]] = {
    "company_acknowledgment": lambda facts: acknowledgment(facts.company),
    "safety_company": to_company,
    "safety_irb": to_board,
}
"""Clocks whose length the other side has set."""
PLACES = {clock.key: place for place, clock in enumerate(CLOCKS)}


class Stand(IntEnum):
    """How a deadline stands; lists show them in this order."""

    RUNNING = 1
    NOT_STARTED = 2
    MET = 3


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One clock of one case. `row` is the line of a table it belongs to, 0 for the case itself."""

    clock: Clock  # with the length and the kind that hold for this case
    stand: Stand
    row: int = 0
    count: Count | None = None  # None: not started
    met_on: date | None = None
    given: bool = False  # a day that somebody named, not counted

    @property
    def due(self) -> date | None:
        return self.count.due if self.count else None

    @property
    def order(self) -> tuple[int, int, date, int]:
        """Running first; set by law, then promised, then our target; then the earliest."""
        day = self.due or date.max
        return self.stand, KINDS.index(self.clock.set), day, PLACES[self.clock.key]

    def overdue(self, today: date) -> bool:
        """A day has passed without its act; what is only kept is never late."""
        running = self.stand is Stand.RUNNING and not self.clock.keeps
        return running and self.due is not None and self.due < today


def held(key: str, facts: Facts) -> Clock:
    """A clock as it holds for this case: as promised to it, else as the clinic keeps the rule."""
    clock = AS_AGREED[key](facts) if key in AS_AGREED else BY_KEY[key]
    return clock if clock.set is Set.PROMISED else as_kept(clock, facts.clinic)


def deadlines(facts: Facts) -> tuple[Deadline, ...]:
    """Every clock that concerns this case, in the order of a list."""
    return _sorted(one for clock in CLOCKS for one in _of(clock, facts, _lines(clock, facts)))


def of_row(facts: Facts, row: Row, *, rows: str) -> tuple[Deadline, ...]:
    """Those of one line of a table."""
    clocks = (clock for clock in CLOCKS if clock.rows == rows)
    return _sorted(one for clock in clocks for one in _of(clock, facts, [row]))


def late_first(found: Iterable[Deadline], today: date) -> tuple[Deadline, ...]:
    """What is overdue before everything else; each of the two as it was ordered."""
    return tuple(sorted(found, key=lambda one: not one.overdue(today)))


def running(facts: Facts) -> tuple[Deadline, ...]:
    return tuple(one for one in deadlines(facts) if one.stand is Stand.RUNNING)


@dataclass(frozen=True)
class Moved:
    """A running deadline that a change of facts moves; `new` is None where it no longer runs."""

    clock: Clock
    row: int
    old: date
    new: date | None

    @property
    def words(self) -> str:
        """'Company decides: from Tue Sep 8, 2026 to Wed Sep 9, 2026'."""
        if not self.new:
            return f"{self.clock.title}: was {weekday(self.old)}, no longer runs"
        return f"{self.clock.title}: from {weekday(self.old)} to {weekday(self.new)}"


def moved(before: Facts, after: Facts) -> tuple[Moved, ...]:
    """What another day of an event moves. Starting a clock, or doing what is owed, does not."""
    now = {(one.clock.key, one.row): one for one in deadlines(after)}
    found = ((old, now.get((old.clock.key, old.row))) for old in running(before))
    return tuple(
        Moved(old.clock, old.row, old.due, new.due if new else None)
        for old, new in found
        if old.due and not (new and _stays(old, new))
    )


def _stays(old: Deadline, new: Deadline) -> bool:
    if old.clock.again and old.count and new.count and old.count.start == new.count.start:
        return True  # another round of the same event
    return old.due == new.due


def how_counted(deadline: Deadline) -> tuple[str, ...]:
    """The words of "How was this counted?", but for the days skipped."""
    clock, count = deadline.clock, deadline.count
    if count is None:
        return (f"Starts with this event: {clock.event.words}", clock.length)
    began = f"{clock.event.words[0].upper()}{clock.event.words[1:]}: {weekday(count.start)}"
    if deadline.given:
        return (began, f"A day that was named: {weekday(count.due)}")
    return (f"{began}, the day itself not counted", clock.length, *count.notes)


def _sorted(found: Iterable[Deadline]) -> tuple[Deadline, ...]:
    return tuple(sorted(found, key=lambda deadline: (deadline.order, deadline.row)))


def _lines(clock: Clock, facts: Facts) -> Iterable[Row]:
    return facts.rows.get(clock.rows, ()) if clock.rows else [Row(0, facts.answers)]


def _of(clock: Clock, facts: Facts, lines: Iterable[Row]) -> Iterator[Deadline]:
    concerned = [row for row in lines if clock.applies(facts, row.answers)]
    if concerned:
        clock = held(clock.key, facts)
        yield from (_stands(clock, row.answers, row.id) for row in concerned)


def _stands(clock: Clock, said: Answers, row: int) -> Deadline:
    anchor, met = _day(clock.event.day(said)), _met_on(clock, said)
    named = _day(said.get(clock.given, "")) if anchor else None
    count = None
    if anchor and named:
        clock = replace(clock, set=Set.PROMISED if clock.set is Set.OUR_TARGET else clock.set)
        count = Count(anchor, named)
    elif anchor:
        clock = _next_round(clock, anchor, done=_day(said.get(clock.again, "")))
        count = due(clock, anchor)
    met = met or _ended_on(clock, said, count)
    stand = Stand.MET if met else Stand.RUNNING if count else Stand.NOT_STARTED
    return Deadline(clock=clock, stand=stand, row=row, count=count, met_on=met, given=bool(named))


def _next_round(clock: Clock, anchor: date, *, done: date | None) -> Clock:
    """What was done after an anniversary is owed again at the next one."""
    months = clock.months
    while clock.again and done and months_after(anchor, months) <= done:
        months += clock.months
    return replace(clock, months=months)


def _met_on(clock: Clock, said: Answers) -> date | None:
    days = [day for key in clock.met if (day := _day(said.get(key, "")))]
    return min(days, default=None)


def _ended_on(clock: Clock, said: Answers, count: Count | None) -> date | None:
    """When nothing more came to be owed; what was overdue by then is still owed."""
    ended = _day(said.get(clock.ends, ""))
    return ended if ended and (count is None or ended <= count.due) else None


def _day(stored: str) -> date | None:
    """A clock needs the very day: an approximate date starts nothing."""
    return date.fromisoformat(stored) if is_exact(stored) else None
