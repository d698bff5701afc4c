"""Every clock, in the order of domain 4 and ux.md 2.3. A length that changes is changed here."""

from casetrack.rules.clocks.appeals import APPEALS
from casetrack.rules.clocks.assistance import ASSISTANCE
from casetrack.rules.clocks.company import COMPANY
from casetrack.rules.clocks.events import EVENTS
from casetrack.rules.clocks.fda import FDA
from casetrack.rules.clocks.irb import IRB
from casetrack.rules.clocks.keeping import KEEPING
from casetrack.rules.clocks.shape import Clock
from casetrack.rules.clocks.treatment import ON_DRUG

SUBJECTS: tuple[tuple[str, tuple[Clock, ...]], ...] = (
    ("FDA", FDA),
    ("Events on treatment", EVENTS),
    ("Ethics board and consent", IRB),
    ("The company", COMPANY),
    ("How long records are kept", KEEPING),
    ("Insurance", APPEALS),
    ("Patient assistance", ASSISTANCE),
    ("On treatment", ON_DRUG),
)
CLOCKS: tuple[Clock, ...] = tuple(clock for _, clocks in SUBJECTS for clock in clocks)
BY_KEY = {clock.key: clock for clock in CLOCKS}
OTHERWISE = frozenset(
    {
        *("policy_days", "policy_days_of", "company", "urgency"),
        *("safety_hours", "irb_safety_days"),
        *("serious", "unexpected", "suspected", "life_threatening"),
        *("insurer_plan", "asked_level", "asked_urgent", "answered_as"),
    }
)
MOVED_BY = frozenset(key for clock in CLOCKS for key in clock.moved_by) | OTHERWISE
"""Every answer whose change may move a due date: days of events, named days, whose policy holds."""
COUNTED = frozenset(clock.rows for clock in CLOCKS if clock.rows)
"""The tables whose rows have clocks of their own."""
