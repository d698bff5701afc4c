"""Finds any question by its key: facts, section marks, and what transitions ask."""

from functools import cache

from casetrack.rules.questions import BY_KEY, Of, Question, find
from casetrack.rules.tasks import MARK, mark_key
from casetrack.rules.workflow import NEXT, TRANSITIONS
from casetrack.rules.workflow.asks import GAP_REASON


@cache
def question(key: str, *, rows: str = "", of: Of = Of.CASE) -> Question | None:
    """The question behind a stored answer; None for a key that is no longer asked."""
    return find(key, rows=rows, of=of) or _beside_the_facts().get(key)


@cache
def _beside_the_facts() -> dict[str, Question]:
    found = {q.key: q for t in TRANSITIONS for q in t.asks}
    found |= {q.key: q for q in (*NEXT, GAP_REASON)}
    for section in BY_KEY.values():
        found |= {mark_key(section, q): q for q in MARK}
    return found
