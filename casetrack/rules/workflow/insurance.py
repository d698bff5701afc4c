"""The route of an approved drug off-label: asked of the insurer, denied, appealed, covered.

Each request and its answer is one row of the case, so that every denial stays word for word.
"""

from dataclasses import replace

from casetrack.rules.access import Permission
from casetrack.rules.coverage import COVERAGE, another_waits, answered_now
from casetrack.rules.facts import Track
from casetrack.rules.questions import insurance as ask
from casetrack.rules.questions.shape import Question
from casetrack.rules.workflow.route_asks import NO_COVERAGE, closed_keys, closing, reopening
from casetrack.rules.workflow.route_guards import (
    answer_after_asking,
    appeals_used_up,
    denial_first,
    drug_and_insurer,
    one_at_a_time,
    plan_first,
)
from casetrack.rules.workflow.shape import ON_ROUTES, Action, Kept, Transition


def _plainly(*questions: Question) -> tuple[Question, ...]:
    """As the act asks them: that they apply is known."""
    return tuple(replace(question, only=()) for question in questions)


def _of(level: Question, *keys: str) -> Question:
    return replace(level, choices=tuple(c for c in level.choices if c.key in keys))


WITH_INSURER: tuple[Transition, ...] = (
    Transition(
        action=Action.START_INSURANCE,
        track=Track.INSURANCE,
        frm=frozenset({"not_looked"}),
        to="preparing",
        may=Permission.FOLLOW_ROUTES,
        button="Look into coverage",
        sentence="began to look into an approved drug off-label",
        stages=ON_ROUTES,
    ),
    Transition(
        action=Action.RECORD_COVERAGE_REQUEST,
        track=Track.INSURANCE,
        frm=frozenset({"not_looked", "preparing", "asked", "denied", "covered"}),
        to="asked",
        keeps=frozenset({"covered"}),
        may=Permission.FOLLOW_ROUTES,
        button="Record request to the insurer",
        sentence="recorded a request to the insurer",
        stages=ON_ROUTES,
        guards=(drug_and_insurer, one_at_a_time),
        kept=Kept(rows=COVERAGE),
        asks=(
            _of(ask.LEVEL, "request", "claim"),
            ask.URGENT,
            replace(ask.ASKED_ON, wanted=True),
            ask.ASKED_HOW,
            ask.ANSWER_BY,
        ),
    ),
    Transition(
        action=Action.RECORD_DENIAL,
        track=Track.INSURANCE,
        frm=frozenset({"not_looked", "preparing", "asked", "appealed", "covered", "denied"}),
        to="denied",
        stays=another_waits,
        may=Permission.FOLLOW_ROUTES,
        button="Record denial",
        sentence="recorded the insurer's denial",
        stages=ON_ROUTES,
        guards=(drug_and_insurer, answer_after_asking),
        kept=Kept(rows=COVERAGE, completes=answered_now, says={"answered_as": "denied"}),
        asks=(
            ask.LEVEL,
            *_plainly(ask.ANSWERED_ON, ask.NUMBER, ask.GROUND, ask.WORDS, ask.APPEAL_BY),
            *_plainly(replace(ask.LETTER, wanted=False)),
        ),
        note="The letter's own days win over every rule. A day without the letter stands as Check "
        "this.",
    ),
    Transition(
        action=Action.RECORD_APPEAL,
        track=Track.INSURANCE,
        frm=frozenset({"preparing", "denied", "appealed"}),
        to="appealed",
        may=Permission.FOLLOW_ROUTES,
        button="Record appeal",
        sentence="recorded an appeal to the insurer",
        stages=ON_ROUTES,
        guards=(denial_first, plan_first, one_at_a_time),
        kept=Kept(rows=COVERAGE),
        asks=(
            _of(ask.LEVEL, "first", "second", "external", "hearing"),
            ask.URGENT,
            replace(ask.ASKED_ON, wanted=True),
            ask.ASKED_HOW,
            ask.ANSWER_BY,
        ),
        note="In urgent cases outside review may run beside the plan's own.",
    ),
    Transition(
        action=Action.RECORD_COVERAGE,
        track=Track.INSURANCE,
        frm=frozenset({"not_looked", "preparing", "asked", "denied", "appealed", "covered"}),
        to="covered",
        may=Permission.FOLLOW_ROUTES,
        button="Record coverage",
        sentence="recorded that the insurer covers the drug",
        stages=ON_ROUTES,
        guards=(drug_and_insurer, answer_after_asking),
        kept=Kept(rows=COVERAGE, completes=answered_now, says={"answered_as": "covered"}),
        asks=(
            ask.LEVEL,
            *_plainly(ask.ANSWERED_ON, ask.NUMBER, ask.COVERED_UNTIL),
            *_plainly(replace(ask.LETTER, wanted=False)),
        ),
    ),
    Transition(
        action=Action.CLOSE_INSURANCE,
        track=Track.INSURANCE,
        frm=frozenset({"not_looked", "preparing", "asked", "denied", "appealed", "covered"}),
        to="closed",
        may=Permission.FOLLOW_ROUTES,
        button="Close the insurer's route",
        sentence="closed the route of an approved drug off-label",
        stages=ON_ROUTES,
        guards=(appeals_used_up,),
        asks=closing("insurance", NO_COVERAGE),
        clears=("insurance_reopen_why",),
        note="A denial alone is not a lack of alternatives: say what was tried against it.",
    ),
    Transition(
        action=Action.REOPEN_INSURANCE,
        track=Track.INSURANCE,
        frm=frozenset({"closed"}),
        to="preparing",
        may=Permission.FOLLOW_ROUTES,
        button="Reopen the insurer's route",
        sentence="reopened the route of an approved drug off-label",
        stages=ON_ROUTES,
        asks=reopening("insurance"),
        clears=closed_keys("insurance"),
    ),
)
