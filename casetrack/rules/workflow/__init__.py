"""How a case moves: transitions as data, decided here and nowhere else."""

from casetrack.rules.workflow.asks import NEXT
from casetrack.rules.workflow.correct import WHY, correctable, corrected
from casetrack.rules.workflow.decide import asked, decide, offered, unanswered
from casetrack.rules.workflow.shape import (
    FIRST_STATES,
    STATE_WORDS,
    STATES,
    TRACK_NAMES,
    Action,
    Move,
    Offer,
    Refusal,
    Step,
    Transition,
    Words,
)
from casetrack.rules.workflow.table import BY_ACTION, TRANSITIONS
from casetrack.rules.workflow.taken_back import INSTEAD

__all__ = [
    "BY_ACTION",
    "FIRST_STATES",
    "INSTEAD",
    "NEXT",
    "STATES",
    "STATE_WORDS",
    "TRACK_NAMES",
    "TRANSITIONS",
    "WHY",
    "Action",
    "Move",
    "Offer",
    "Refusal",
    "Step",
    "Transition",
    "Words",
    "asked",
    "correctable",
    "corrected",
    "decide",
    "offered",
    "unanswered",
]
