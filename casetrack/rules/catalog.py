"""Finds any question by its key: facts, section marks, what transitions ask, what events tell."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import starmap

from casetrack.rules.agenda import said_of
from casetrack.rules.clocks import ASKED as OF_RULES
from casetrack.rules.clocks import CLOCKS, RULE_OF
from casetrack.rules.facts import MARK_WORDS, STAGE_NAMES, Track
from casetrack.rules.form3926 import OF_FORM
from casetrack.rules.people import Role
from casetrack.rules.questions import BY_KEY, Choice, Kind, Of, Question, find
from casetrack.rules.tasks import MARK, mark_key
from casetrack.rules.workflow import NEXT, STATE_WORDS, TRACK_NAMES, TRANSITIONS, WHY
from casetrack.rules.workflow.asks import GAP_REASON, OWED_REASON


@cache
def question(key: str, *, rows: str = "", of: Of = Of.CASE) -> Question | None:
    """The question behind a stored answer; None for a key that is no longer asked."""
    return asked(key, rows=rows, of=of) or said_of(key)


@cache
def asked(key: str, *, rows: str = "", of: Of = Of.CASE) -> Question | None:
    """The question a page asks; not what an agenda's line says about itself."""
    return find(key, rows=rows, of=of) or _beside_the_facts().get(key)


@cache
def _beside_the_facts() -> dict[str, Question]:
    found = {q.key: q for t in TRANSITIONS for q in t.asks}
    reasons = (GAP_REASON, OWED_REASON, WHY)
    found |= {q.key: q for q in (*NEXT, *reasons, *TOLD, *_states(), *_stages())}
    found |= {
        key: Question(key=key, label=label, kind=Kind.DATE, ahead=True)
        for key, label in DUE.items()
    }
    found |= {key: replace(q, label=_of_rule(key, q)) for key, q in OF_RULES.items()}
    found |= {key: replace(q, label=f"Form FDA 3926: {q.label}") for key, q in OF_FORM.items()}
    for section in BY_KEY.values():
        found |= {mark_key(section, q): q for q in MARK}
    return found


def _of_rule(key: str, question: Question) -> str:
    return f"{RULE_OF[key].title}, {question.label[0].lower()}{question.label[1:]}"


def _states() -> list[Question]:
    return [_choice(f"{track}_state", TRACK_NAMES[track], STATE_WORDS[track]) for track in Track]


def _stages() -> list[Question]:
    return [
        _choice(f"stage_{stage}", f"Stage {stage}, {name}", MARK_WORDS)
        for stage, name in STAGE_NAMES.items()
    ]


def _choice(key: str, label: str, words: Mapping[str, str], kind: Kind = Kind.CHOICE) -> Question:
    return Question(key=key, label=label, kind=kind, choices=tuple(starmap(Choice, words.items())))


TOLD = (
    Question(key="access", label="Sees the case", kind=Kind.PERSON),
    Question(key="active", label="May sign in", kind=Kind.YES_NO),
    Question(key="chart", label="Chart"),
    Question(key="demonstration", label="An invented clinic", kind=Kind.YES_NO),
    Question(key="email", label="E-mail"),
    Question(key="file", label="File"),
    Question(key="password", label="Password"),
    Question(key="physician", label="Entry in the register"),
    Question(key="position", label="Place in the list"),
    Question(key="proposal", label="Not taken over"),
    Question(key="removed", label="Removed"),
    Question(key="removed_why", label="Why"),
    Question(key="restored", label="Restored"),
    Question(key="shipped", label="As installed with casetrack"),
    _choice("roles", "Roles", {role: role.capitalize() for role in Role}, Kind.SEVERAL),
    Question(key="sent_on", label="Sent or given on", kind=Kind.DATE),
    Question(key="step", label="Step"),
    Question(key="version", label="Frozen"),
    Question(key="waiting_since", label="Waiting since", kind=Kind.DATE),
)
"""What events tell beside answers: who may see a case, which file came in."""
DUE = {clock.told: f"Due: {clock.title}" for clock in CLOCKS}
"""What an act that moves a due date tells."""
