"""The transitions of the case itself: along its stages, onto hold, to its end and back."""

from casetrack.rules.access import Permission
from casetrack.rules.facts import Life, Stage, Track
from casetrack.rules.questions.shape import Kind, Question
from casetrack.rules.workflow.asks import CLOSE_REASONS, STAGE_CHOICES, reason
from casetrack.rules.workflow.guards import earlier_stage, open_stage
from casetrack.rules.workflow.shape import Action, Step, Transition

CASE_PAGE: frozenset[Stage] = frozenset()
OPEN = frozenset({Life.OPEN})

LIFE: tuple[Transition, ...] = (
    Transition(
        action=Action.PLAN_NEXT,
        track=Track.CASE,
        frm=frozenset({Life.OPEN, Life.HELD}),
        lives=frozenset({Life.OPEN, Life.HELD}),
        may=Permission.EDIT_FACTS,
        button="Change what is next",
        sentence="changed what happens next",
        stages=CASE_PAGE,
    ),
    Transition(
        action=Action.MOVE_ON,
        track=Track.CASE,
        frm=OPEN,
        step=Step.ON,
        may=Permission.MOVE_CASE,
        button="Move on",
        sentence="moved the case on",
        stages=CASE_PAGE,
        note="Work in the stage you leave can go on.",
    ),
    Transition(
        action=Action.GO_BACK,
        track=Track.CASE,
        frm=OPEN,
        step=Step.BACK,
        may=Permission.MOVE_CASE,
        button="Go back",
        sentence="took the case back",
        stages=CASE_PAGE,
        guards=(earlier_stage,),
        asks=(
            Question(
                key="back_to",
                label="Back to",
                kind=Kind.CHOICE,
                choices=STAGE_CHOICES,
                wanted=True,
            ),
            reason("back_reason", "Why"),
        ),
    ),
    Transition(
        action=Action.SKIP_STAGE,
        track=Track.CASE,
        frm=OPEN,
        step=Step.SKIP,
        may=Permission.MOVE_CASE,
        button="Skip a stage",
        sentence="marked a stage as not needed",
        stages=CASE_PAGE,
        guards=(open_stage,),
        asks=(
            Question(
                key="skipped",
                label="Stage that is not needed",
                kind=Kind.CHOICE,
                choices=STAGE_CHOICES,
                wanted=True,
            ),
            reason("skip_reason", "Why it is not needed"),
        ),
    ),
    Transition(
        action=Action.HOLD,
        track=Track.CASE,
        frm=OPEN,
        to=Life.HELD,
        may=Permission.MOVE_CASE,
        button="Put on hold",
        sentence="put the case on hold",
        stages=CASE_PAGE,
        asks=(reason("hold_reason", "Why"),),
        note="A case on hold still has a day on which somebody looks at it again.",
    ),
    Transition(
        action=Action.RESUME,
        track=Track.CASE,
        frm=frozenset({Life.HELD}),
        lives=frozenset({Life.HELD}),
        to=Life.OPEN,
        may=Permission.MOVE_CASE,
        button="Resume",
        clears=("hold_reason",),
        sentence="resumed the case",
        stages=CASE_PAGE,
    ),
    Transition(
        action=Action.HAND_OVER,
        track=Track.CASE,
        frm=frozenset({Life.OPEN, Life.HELD}),
        lives=frozenset({Life.OPEN, Life.HELD}),
        may=Permission.HAND_OVER,
        button="Hand over",
        sentence="handed the case over",
        stages=CASE_PAGE,
        asks=(
            Question(key="owner", label="New owner", kind=Kind.PERSON, wanted=True),
            Question(key="hand_over_note", label="What they must know", kind=Kind.TEXT, cap=2_000),
        ),
        plans=False,
        note="The next action goes to the new owner if it was the old owner's.",
    ),
    Transition(
        action=Action.CLOSE,
        track=Track.CASE,
        frm=frozenset({Life.OPEN, Life.HELD}),
        lives=frozenset({Life.OPEN, Life.HELD}),
        to=Life.CLOSED,
        may=Permission.MOVE_CASE,
        button="Close case",
        sentence="closed the case",
        stages=CASE_PAGE,
        asks=(
            Question(
                key="close_reason",
                label="Why it ends",
                kind=Kind.CHOICE,
                choices=CLOSE_REASONS,
                wanted=True,
            ),
            Question(key="close_note", label="In a few words", kind=Kind.TEXT, cap=1_000),
        ),
        plans=False,
    ),
    Transition(
        action=Action.REOPEN,
        track=Track.CASE,
        frm=frozenset({Life.CLOSED}),
        lives=frozenset({Life.CLOSED}),
        to=Life.OPEN,
        may=Permission.MOVE_CASE,
        button="Reopen case",
        sentence="reopened the case",
        stages=CASE_PAGE,
        asks=(reason("reopen_reason", "Why"),),
        clears=("close_reason", "close_note"),
    ),
)
