"""What a transition is: its actions, states, refusals and moves."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from casetrack.rules.access import Permission
from casetrack.rules.facts import LIFE_WORDS, Facts, Life, Mark, Row, Stage, Track
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
    RECORD_FOLLOW_UP = "record-fda-follow-up"
    RECORD_IND = "record-ind-number"
    RECORD_FDA_HOLD = "record-fda-hold"
    LIFT_HOLD = "record-fda-hold-lifted"
    RECORD_IRB_NOTICE = "record-irb-notice"
    RECORD_EXCEPTION_REPORT = "record-exception-report"
    RECORD_IRB_REQUEST = "record-irb-request"
    RECORD_IRB_CONCURRENCE = "record-irb-concurrence"
    RECORD_IRB_RENEWAL = "record-irb-renewal"
    RECORD_IRB_REFUSAL = "record-irb-refusal"
    RECORD_FIRST_DOSE = "record-first-dose"
    END_TREATMENT = "end-treatment"
    TAKE_BACK_PERMISSION = "take-back-fda-permission"
    TAKE_BACK_DOSE = "take-back-first-dose"
    CLOSE_EXPANDED = "close-expanded-access"
    REOPEN_EXPANDED = "reopen-expanded-access"
    RECORD_SITE_ASKED = "record-trial-site-asked"
    RECORD_TRIAL_JOINED = "record-trial-joined"
    CLOSE_TRIAL = "close-trial-route"
    REOPEN_TRIAL = "reopen-trial-route"
    START_ASSISTANCE = "look-into-assistance"
    RECORD_APPLICATION = "record-assistance-application"
    RECORD_ASSISTANCE = "record-assistance-approval"
    RECORD_NO_ASSISTANCE = "record-assistance-refusal"
    CLOSE_ASSISTANCE = "close-assistance-route"
    REOPEN_ASSISTANCE = "reopen-assistance-route"
    START_INSURANCE = "look-into-coverage"
    RECORD_COVERAGE_REQUEST = "record-coverage-request"
    RECORD_DENIAL = "record-denial"
    RECORD_APPEAL = "record-appeal"
    RECORD_COVERAGE = "record-coverage"
    CLOSE_INSURANCE = "close-insurance-route"
    REOPEN_INSURANCE = "reopen-insurance-route"


class Step(StrEnum):
    """What a transition does to the seven stages."""

    STAY = "stay"
    ON = "on"
    BACK = "back"
    SKIP = "skip"


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be done, and where it is cured: a place such as 'paper:…', 'routes',
    'stage:5', 'section:plan' or 'row:barriers:12'.

    `field` names the question that must be answered differently, if it is one on the page.
    """

    words: str
    cure: str = ""
    field: str = ""


Words = Mapping[str, str]
Guard = Callable[[Facts, Words, datetime], Iterable[Refusal]]
"""Reads the case, what was typed, and the present moment at the clinic."""


ON_ROUTES: frozenset[Stage] = frozenset()  # no stage's page: the page of the four routes


@dataclass(frozen=True)
class After:
    """A day that cannot lie before another: `key` is asked, `anchor` is on record."""

    key: str
    anchor: str
    event: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Keeps what is said as a row of the table `rows` instead of among the case's own answers.

    `completes` finds the row that this answers; where there is none, a row is added. `says` is what
    the act itself says there.
    """

    rows: str
    completes: Callable[[Facts, Words], Row | None] | None = None
    says: Words = field(default_factory=dict)

    def row(self, facts: Facts, words: Words) -> Row | None:
        return self.completes(facts, words) if self.completes else None


@dataclass(frozen=True, kw_only=True)
class Discloses:
    """Patient data leaves with this act, on the day that `on` asks for (rules/releases.py)."""

    on: str
    recipient: str
    content: str
    purpose: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class Transition:
    action: Action
    track: Track
    frm: frozenset[str]
    to: str = ""  # the track's new state; empty leaves it as it is
    keeps: frozenset[str] = frozenset()  # states that it does not change
    back: Callable[[Facts], str] | None = None  # the state that what else is on record leaves it in
    stays: Callable[[Facts, Words], bool] | None = None  # when it changes no state at all
    may: Permission
    button: str
    sentence: str  # past tense, completes "Rosa Ortiz …"
    stages: frozenset[Stage]  # the stage pages that offer it; empty means the case page
    lives: frozenset[Life] = frozenset({Life.OPEN})
    step: Step = Step.STAY
    guards: tuple[Guard, ...] = ()
    asks: tuple[Question, ...] = ()
    after: tuple[After, ...] = ()
    tells: Callable[[Words], Words] | None = None  # answers that follow from what was said
    clears: tuple[str, ...] = ()  # answers of what it replaces, when the state changes
    kept: Kept | None = None
    discloses: Discloses | None = None
    plans: bool = True  # asks what happens next
    note: str = ""

    @property
    def place(self) -> str:
        """As a refusal names it."""
        return f"action:{self.action}"

    def outcome(self, state: str) -> str:
        """The state of the track afterwards."""
        return state if state in self.keeps else self.to or state


@dataclass(frozen=True)
class Move:
    """What a decision changes: the store writes exactly this. A blank word clears its answer.

    `said` goes into the row `row` of the transition's table; 0 adds one.
    """

    transition: Transition
    stage: Stage
    marks: Mapping[Stage, Mark]
    state: str
    words: Words
    gaps: tuple[Gap, ...]
    row: int = 0
    said: Words = field(default_factory=dict)
    plans: bool = True  # says what happens next


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
    Track.EXPANDED: ("pursued", "closed"),
    Track.TRIAL: ("open", "asked", "joined", "closed"),
    Track.ASSISTANCE: ("not_looked", "preparing", "applied", "approved", "refused", "closed"),
    Track.INSURANCE: (
        *("not_looked", "preparing", "asked", "denied", "appealed", "covered", "closed"),
    ),
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
    Track.EXPANDED: {"pursued": "Pursued", "closed": "Closed"},
    Track.TRIAL: {
        "open": "Not settled",
        "asked": "A site was asked",
        "joined": "Patient joined",
        "closed": "Closed",
    },
    Track.ASSISTANCE: {
        "not_looked": "Not looked at yet",
        "preparing": "Being prepared",
        "applied": "Applied",
        "approved": "Approved",
        "refused": "Declined",
        "closed": "Closed",
    },
    Track.INSURANCE: {
        "not_looked": "Not looked at yet",
        "preparing": "Being prepared",
        "asked": "Asked for coverage",
        "denied": "Denied",
        "appealed": "Under appeal",
        "covered": "Covered",
        "closed": "Closed",
    },
}
TRACK_NAMES = {
    Track.CASE: "Case",
    Track.REQUEST: "Manufacturer request",
    Track.LETTER: "Letter of authorization",
    Track.FDA: "FDA",
    Track.IRB: "Ethics board (IRB)",
    Track.TREATMENT: "Treatment",
    Track.EXPANDED: "Expanded access",
    Track.TRIAL: "Clinical trial",
    Track.ASSISTANCE: "Patient assistance program",
    Track.INSURANCE: "Off-label through the insurer",
}
FIRST_STATES = {track: states[0] for track, states in STATES.items()}
