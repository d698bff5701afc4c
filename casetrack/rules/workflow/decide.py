"""Which buttons a person sees, and what pressing one does: a move, or every reason why not."""

from collections.abc import Mapping
from dataclasses import replace

from casetrack.rules.access import may, who_may
from casetrack.rules.facts import Facts, Mark, Stage, Track
from casetrack.rules.people import Actor
from casetrack.rules.questions.shape import Kind, Question
from casetrack.rules.tasks import stage_gaps
from casetrack.rules.workflow.asks import GAP_REASON, NEXT
from casetrack.rules.workflow.shape import (
    Action,
    Move,
    Offer,
    Refusal,
    Step,
    Transition,
    Words,
)
from casetrack.rules.workflow.table import BY_ACTION, TRANSITIONS


def offered(facts: Facts, actor: Actor, *, stage: Stage | None = None) -> tuple[Offer, ...]:
    """The buttons of the case page, or of a stage's page, in the table's order.

    An act that its guards refuse is offered with the reasons; one that the person may not do, or
    that the case's state does not know, is not shown at all.
    """
    wanted = frozenset() if stage is None else frozenset({stage})
    return tuple(
        Offer(transition, tuple(_guarded(transition, facts, {})))
        for transition in TRANSITIONS
        if transition.stages == wanted
        and _possible(transition, facts)
        and may(actor, transition.may, facts)
    )


def asked(transition: Transition, facts: Facts) -> tuple[Question, ...]:
    """What the action's page asks: its own questions, a reason for gaps, and what happens next."""
    own = tuple(_with_choices(question, facts) for question in transition.asks)
    gaps = transition.step is Step.ON and stage_gaps(facts.stage, facts)
    return (*((GAP_REASON,) if gaps else ()), *own, *(NEXT if transition.plans else ()))


def decide(facts: Facts, action: Action, actor: Actor, *, words: Words) -> Move | list[Refusal]:
    """A move, or every reason why not."""
    transition = BY_ACTION[action]
    if not may(actor, transition.may, facts):
        return [Refusal(who_may(transition.may, facts))]
    if not _possible(transition, facts):
        return [Refusal("The case has moved meanwhile, so this is no longer possible")]
    refusals = [
        Refusal(_ask(question), field=question.key)
        for question in asked(transition, facts)
        if question.wanted and not words.get(question.key)
    ]
    refusals += _guarded(transition, facts, words)
    return refusals or _move(transition, facts, words)


def _ask(question: Question) -> str:
    verb = "Choose" if question.kind in (Kind.CHOICE, Kind.PERSON, Kind.VERSION) else "Enter"
    return f"{verb}: {question.label[0].lower()}{question.label[1:]}".rstrip("?")


def _possible(transition: Transition, facts: Facts) -> bool:
    if facts.life not in transition.lives:
        return False
    if transition.step is Step.ON and facts.stage is Stage.FOLLOW_UP:
        return False
    if transition.step is Step.BACK and facts.stage is Stage.TEAM:
        return False
    state = facts.life if transition.track is Track.CASE else facts.tracks[transition.track]
    if transition.action is Action.RECORD_PERMISSION and state == "not_submitted":
        return facts.emergency
    return state in transition.frm


def _guarded(transition: Transition, facts: Facts, words: Words) -> list[Refusal]:
    return [refusal for guard in transition.guards for refusal in guard(facts, words)]


def _with_choices(question: Question, facts: Facts) -> Question:
    """Stage choices that would be refused are not shown."""
    if question.key == "back_to":
        kept = [c for c in question.choices if int(c.key) < facts.stage]
    elif question.key == "skipped":
        left = (Mark.NOT_YET, Mark.NOW)
        kept = [c for c in question.choices[:-1] if facts.marks.get(Stage(int(c.key))) in left]
    else:
        return question
    return replace(question, choices=tuple(kept))


def _move(transition: Transition, facts: Facts, words: Words) -> Move:
    marks = dict(facts.marks)
    stage = facts.stage
    if transition.step is Step.ON:
        marks[stage] = Mark.DONE
        stage = _following(stage, marks)
    elif transition.step is Step.BACK:
        stage = Stage(int(words["back_to"]))
        marks[facts.stage] = Mark.NOT_YET
    elif transition.step is Step.SKIP:
        skipped = Stage(int(words["skipped"]))
        marks[skipped] = Mark.SKIPPED
        stage = _following(stage, marks) if skipped is stage else stage
    marks[stage] = Mark.NOW
    state = transition.to or (
        facts.life if transition.track is Track.CASE else facts.tracks[transition.track]
    )
    gaps = stage_gaps(facts.stage, facts) if transition.step is Step.ON else ()
    return Move(transition, stage, marks, state, words, gaps)


def _following(stage: Stage, marks: Mapping[Stage, Mark]) -> Stage:
    """The next stage that is still open; the last one is never passed over."""
    later = [s for s in Stage if s > stage and marks.get(s, Mark.NOT_YET) is Mark.NOT_YET]
    return later[0] if later else Stage.FOLLOW_UP
