"""Clocks: which deadlines a case has, when each runs out, and how that was counted (domain 4).

`deadlines(facts)` gives every deadline of a case: running ones first, each with its `clock` (title,
set by law / promised / our target, owner, role, to whom, source), its `due` date and its `count`
(start, every day skipped by name, notes). `Deadline.order` sorts deadlines of many cases: set by
law, then promised, then our target, then the earliest. `how_counted` words one, `moved` says what a
change of facts moves, `due` counts any clock from any day. To add a clock is to add a row to the
table of its subject (`fda`, `irb`, `company`, `keeping`, `appeals`); an event that is recorded as
the answer its row names starts it by itself.
"""

from casetrack.rules.clocks.company import acknowledgment
from casetrack.rules.clocks.days import (
    Count,
    add_working_days,
    count_working_days,
    day_off,
    due,
    months_after,
    working_days_between,
)
from casetrack.rules.clocks.deadlines import (
    Deadline,
    Moved,
    Stand,
    deadlines,
    how_counted,
    moved,
    running,
)
from casetrack.rules.clocks.shape import Clock, Event, Party, Set, Sure, Unit
from casetrack.rules.clocks.table import BY_KEY, CLOCKS, COUNTED, MOVED_BY

__all__ = [
    "BY_KEY",
    "CLOCKS",
    "COUNTED",
    "MOVED_BY",
    "Clock",
    "Count",
    "Deadline",
    "Event",
    "Moved",
    "Party",
    "Set",
    "Stand",
    "Sure",
    "Unit",
    "acknowledgment",
    "add_working_days",
    "count_working_days",
    "day_off",
    "deadlines",
    "due",
    "how_counted",
    "months_after",
    "moved",
    "running",
    "working_days_between",
]
