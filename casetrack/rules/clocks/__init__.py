"""Clocks: which deadlines a case has, when each runs out, and how that was counted (domain 4).

`deadlines(facts)` gives every deadline of a case: running ones first, each with its `clock` (title,
set by law / promised / our target, owner, role, to whom, source), its `due` date and its `count`
(start, every day skipped by name, notes). `Deadline.order` sorts deadlines of many cases: set by
law, then promised, then our target, then the earliest. `how_counted` words one, `moved` says what a
change of facts moves, `due` counts any clock from any day. To add a clock is to add a row to the
table of its subject (`fda`, `irb`, `company`, `keeping`, `appeals`); an event that is recorded as
the answer its row names starts it by itself. `as_kept` gives a rule the length that the clinic's
administrator entered for it, with source and day; `held` is the clock that counts in a case.
"""

from casetrack.rules.clocks.days import (
    Count,
    add_working_days,
    count_working_days,
    day_off,
    days_off,
    due,
    months_after,
    working_days_between,
)
from casetrack.rules.clocks.deadlines import (
    Deadline,
    Moved,
    Stand,
    deadlines,
    held,
    how_counted,
    late_first,
    moved,
    of_row,
    running,
)
from casetrack.rules.clocks.kept import ASKED, RULE_OF, as_kept, fixed, rule_errors
from casetrack.rules.clocks.kept import asked_of as asked_of_rule
from casetrack.rules.clocks.shape import Clock, Event, Party, Set, Sure, Unit
from casetrack.rules.clocks.table import BY_KEY, CLOCKS, COUNTED, MOVED_BY, SUBJECTS

__all__ = [
    "ASKED",
    "BY_KEY",
    "CLOCKS",
    "COUNTED",
    "MOVED_BY",
    "RULE_OF",
    "SUBJECTS",
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
    "add_working_days",
    "as_kept",
    "asked_of_rule",
    "count_working_days",
    "day_off",
    "days_off",
    "deadlines",
    "due",
    "fixed",
    "held",
    "how_counted",
    "late_first",
    "months_after",
    "moved",
    "of_row",
    "rule_errors",
    "running",
    "working_days_between",
]
