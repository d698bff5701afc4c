"""Every transition of a case, in the order in which buttons stand."""

from casetrack.rules.workflow.board import WITH_BOARD
from casetrack.rules.workflow.company import WITH_COMPANY
from casetrack.rules.workflow.life import LIFE
from casetrack.rules.workflow.routes import BY_ROUTES
from casetrack.rules.workflow.shape import Transition
from casetrack.rules.workflow.taken_back import TAKEN_BACK
from casetrack.rules.workflow.tracks import WITH_AGENCIES

TRANSITIONS: tuple[Transition, ...] = (
    *LIFE,
    *WITH_COMPANY,
    *WITH_AGENCIES,
    *WITH_BOARD,
    *BY_ROUTES,
    *TAKEN_BACK,
)
BY_ACTION = {transition.action: transition for transition in TRANSITIONS}
