"""What a transition is: its actions, states, refusals and moves."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from casetrack.rules.access import Permission
from casetrack.rules.facts import LIFE_WORDS, Facts, Life, Mark, Stage, Track
from casetrack.rules.questions.shape import Question
from casetrack.rules.tasks import Gap


class Action(StrEnum):
    FINISH_NEXT = "finish-next"
    PLAN_NEXT = "plan-next"
    MOVE_ON = "move-on"
    GO_BACK = "go-back"
    SKIP_STAGE = "skip-stage"
    HOLD = "hold"
    RESUME = "resume"
    HAND_OVER = "hand-over"
    CLOSE = "close"
    REOPEN = "reopen"
    RECORD_SENDING = "record-sending"
    RECORD_ACKNOWLEDGMENT = "record-acknowledgment"
    RECORD_AGREEMENT = "record-agreement"
    RECORD_REFUSAL = "record-refusal"
    RECORD_TRIAL_FIRST = "record-trial-first"
    RECORD_LETTER = "record-letter"
    PLAN_WITHOUT_LETTER = "plan-without-letter"
    RECORD_SUBMISSION = "record-fda-submission"
    RECORD_RECEIPT = "record-fda-receipt"
    RECORD_PERMISSION = "record-fda-permission"
    RECORD_FDA_HOLD = "record-fda-hold"
    RECORD_IRB_NOTICE = "record-irb-notice"
    RECORD_IRB_REQUEST = "record-irb-request"
    RECORD_IRB_CONCURRENCE = "record-irb-concurrence"
    RECORD_IRB_REFUSAL = "record-irb-refusal"
    RECORD_FIRST_DOSE = "record-first-dose"
    END_TREATMENT = "end-treatment"


class Step(StrEnum):
    """What a transition does to the seven stages."""

    STAY = "stay"
    ON = "on"
    BACK = "back"
    SKIP = "skip"


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done, and where it is cured: 'paper:…', 'stage:5', 'section:plan'.

    `field` names the question that must be answered differently, if it is one on the page.
    """

    words: str
    cure: str = ""
    field: str = ""


Words = Mapping[str, str]
Guard = Callable[[Facts, Words, datetime], Iterable[Refusal]]
"""Reads the case, what was typed, and the present moment at the clinic."""


@dataclass(frozen=True)
class After:
    """A day that cannot lie before another: `key` is asked, `anchor` is on record."""

    key: str
    anchor: str
    event: str


@dataclass(frozen=True, kw_only=True)
class Transition:
    action: Action
    track: Track
    frm: frozenset[str]
    to: str = ""  # the track's new state; empty leaves it as it is
    keeps: frozenset[str] = frozenset()  # states that it does not change
    may: Permission
    button: str
    sentence: str  # past tense, completes "Rosa Ortiz …"
    stages: frozenset[Stage]  # the stage pages that offer it; empty means the case page
    lives: frozenset[Life] = frozenset({Life.OPEN})
    step: Step = Step.STAY
    guards: tuple[Guard, ...] = ()
    asks: tuple[Question, ...] = ()
    after: tuple[After, ...] = ()
    clears: tuple[str, ...] = ()  # answers of what it replaces, when the state changes
    plans: bool = True  # asks what happens next
    note: str = ""

    def outcome(self, state: str) -> str:
        """The state of the track afterwards."""
        return state if state in self.keeps else self.to or state


@dataclass(frozen=True)
class Move:
    """What a decision changes: the store writes exactly this. A blank word clears its answer."""

    transition: Transition
    stage: Stage
    marks: Mapping[Stage, Mark]
    state: str
    words: Words
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Offer:
    """A button: pressed it leads to the action's page, refused it says why and what cures it."""

    transition: Transition
    refusals: tuple[Refusal, ...]


STATES: dict[Track, tuple[str, ...]] = {
    Track.CASE: tuple(Life),
    Track.REQUEST: ("not_asked", "sent", "acknowledged", "agreed", "refused", "trial_first"),
    Track.LETTER: ("none", "received", "without"),
    Track.FDA: ("not_submitted", "submitted", "received", "permitted", "on_hold"),
    Track.IRB: ("not_asked", "asked", "concurred", "refused"),
    Track.TREATMENT: ("not_started", "on_treatment", "ended"),
}
STATE_WORDS: Mapping[Track, Mapping[str, str]] = {
    Track.CASE: LIFE_WORDS,
    Track.REQUEST: {
        "not_asked": "Not asked yet",
        "sent": "Sent",
        "acknowledged": "Acknowledged",
        "agreed": "Agreed",
        "refused": "Declined",
        "trial_first": "Asked for a trial first",
    },
    Track.LETTER: {
        "none": "No letter yet",
        "received": "Received",
        "without": "Planned without a letter",
    },
    Track.FDA: {
        "not_submitted": "Not submitted",
        "submitted": "Submitted",
        "received": "Received by FDA",
        "permitted": "Permission on record",
        "on_hold": "Clinical hold",
    },
    Track.IRB: {
        "not_asked": "Not asked yet",
        "asked": "Asked",
        "concurred": "Approved",
        "refused": "Did not approve",
    },
    Track.TREATMENT: {
        "not_started": "Not started",
        "on_treatment": "On treatment",
        "ended": "Ended",
    },
}
TRACK_NAMES = {
    Track.CASE: "Case",
    Track.REQUEST: "Manufacturer request",
    Track.LETTER: "Letter of authorization",
    Track.FDA: "FDA",
    Track.IRB: "Ethics board (IRB)",
    Track.TREATMENT: "Treatment",
}
FIRST_STATES = {track: states[0] for track, states in STATES.items()}
