"""How cases with a company ended, and what the clinic learned for the next request to it.

Read from the cases' own records, so that it is never older than they are. No facts of a patient.
"""

from dataclasses import dataclass
from datetime import date

from casetrack.rules.dates import is_exact
from casetrack.rules.facts import Life
from casetrack.rules.questions.shape import Answers
from casetrack.rules.workflow.asks import CLOSE_REASONS

KEYS = ("first_dose_on", "last_dose_on", "close_reason", "learned_company")
REASONS = {choice.key: choice.label for choice in CLOSE_REASONS}


@dataclass(frozen=True)
class Lesson:
    code: str
    treated_days: int | None  # the first and the last one counted
    outcome: str
    learned: str


def lesson(code: str, said: Answers, *, life: str) -> Lesson | None:
    """None while the case goes on and nobody has written anything down."""
    learned = said.get("learned_company", "")
    if life != Life.CLOSED and not learned:
        return None
    ended = REASONS.get(said.get("close_reason", ""), "") if life == Life.CLOSED else ""
    days = _days(said.get("first_dose_on", ""), said.get("last_dose_on", ""))
    return Lesson(code, days, ended or "Goes on", learned)


def _days(first: str, last: str) -> int | None:
    if not is_exact(first) or not is_exact(last) or last < first:
        return None
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
