"""Which buttons a person sees, and what pressing one does: a move, or every reason why not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from casetrack.rules.access import Permission, may, who_may
from casetrack.rules.dates import show_date
from casetrack.rules.facts import ROUTES, Facts, Mark, Stage, Track
from casetrack.rules.owed import owed
from casetrack.rules.people import Actor
from casetrack.rules.questions import BY_ROWS
from casetrack.rules.questions.shape import Kind, Question
from casetrack.rules.settling import settles
from casetrack.rules.tasks import stage_gaps
from casetrack.rules.text import within
from casetrack.rules.workflow.asks import GAP_REASON, NEXT, OWED_REASON
from casetrack.rules.workflow.shape import (
    STATES,
    Action,
    Move,
    Offer,
    Refusal,
    Step,
    Transition,
    Words,
)
from casetrack.rules.workflow.table import BY_ACTION, TRANSITIONS

# In an emergency the company agrees by phone, and FDA may permit the use before the written
# submission, which follows (21 CFR 312.310(d)).
IN_EMERGENCIES = {
    (Action.RECORD_PERMISSION, "not_submitted"),
    (Action.RECORD_AGREEMENT, "not_asked"),
    (Action.RECORD_SUBMISSION, "permitted"),
    (Action.RECORD_RECEIPT, "permitted"),
    *((Action.RECORD_IRB_NOTICE, state) for state in STATES[Track.IRB]),
}


def offered(
    facts: Facts,
    actor: Actor,
    *,
    now: datetime,
    stage: Stage | None = None,
    track: Track | None = None,
) -> tuple[Offer, ...]:
    """The buttons of the case page, of a stage's page, or of one track, in the table's order.

    An act that its guards refuse is offered with the reasons; one that the person may not do, or
    that the case's state does not know, is not shown at all.
    """
    wanted = frozenset() if stage is None else frozenset({stage})
    return tuple(
        Offer(transition, tuple(_guarded(transition, facts, {}, now)))
        for transition in TRANSITIONS
        if (transition.track is track if track else _on_page(transition, wanted))
        and _possible(transition, facts)
        and may(actor, transition.may, facts, at=transition.place)
    )


def _on_page(transition: Transition, stages: frozenset[Stage]) -> bool:
    return transition.stages == stages and transition.track not in ROUTES


def asked(transition: Transition, facts: Facts) -> tuple[Question, ...]:
    """What the action's page asks: its own questions, a reason for gaps, and what happens next."""
    own = tuple(_with_choices(question, facts) for question in transition.asks)
    gaps = transition.step is Step.ON and stage_gaps(facts.stage, facts)
    owes = transition.action is Action.CLOSE and owed(facts)
    reasons = (*((GAP_REASON,) if gaps else ()), *((OWED_REASON,) if owes else ()))
    return (*reasons, *own, *(NEXT if _plans(transition, facts) else ()))


def decide(
    facts: Facts, action: Action, actor: Actor, *, words: Words, now: datetime
) -> Move | list[Refusal]:
    """A move, or every reason why not."""
    transition = BY_ACTION[action]
    if not may(actor, transition.may, facts, at=transition.place):
        return [Refusal(who_may(transition.may, facts))]
    if action is Action.CLOSE and owed(facts) and not may(actor, Permission.CLOSE_OWING, facts):
        return [Refusal(who_may(Permission.CLOSE_OWING, facts))]
    if not _possible(transition, facts):
        return [Refusal("The case has moved meanwhile, so this is no longer possible")]
    questions = [question for question in asked(transition, facts) if question.applies(words)]
    heard = {question.key: words.get(question.key, "") for question in questions}
    refusals = unanswered(questions, heard)
    refusals += dates_apart(transition, facts, heard, now.date())
    refusals += _guarded(transition, facts, heard, now)
    return refusals or _move(transition, facts, heard)


def unanswered(questions: Iterable[Question], words: Words) -> list[Refusal]:
    """What must be answered and is not, as far as it applies."""
    return [
        Refusal(ask_for(question), field=question.key)
        for question in questions
        if question.wanted and question.applies(words) and not words.get(question.key)
    ]


def ask_for(question: Question) -> str:
    verb = "Choose" if question.kind in (Kind.CHOICE, Kind.PERSON, Kind.VERSION) else "Enter"
    return f"{verb}: {within(question.label)}".rstrip("?")


def dates_apart(
    transition: Transition, facts: Facts, words: Words, today: date
) -> Iterator[Refusal]:
    """What is recorded has happened, and not before what it follows."""
    asked_days = {q.key: q.label for q in transition.asks if q.kind is Kind.DATE and not q.ahead}
    for key, label in asked_days.items():
        if words.get(key) and date.fromisoformat(words[key]) > today:
            yield Refusal(f"{label}: {show_date(words[key])} has not come yet", field=key)
    for rule in transition.after:
        day, earlier = words.get(rule.key, ""), facts.answers.get(rule.anchor, "")
        if day and earlier and day < earlier:
            said = f"{asked_days[rule.key]}: this is before {rule.event}, {show_date(earlier)}"
            yield Refusal(said, field=rule.key)


def _possible(transition: Transition, facts: Facts) -> bool:
    if facts.life not in transition.lives and not settles(facts, transition.place):
        return False
    if transition.step is Step.ON and facts.stage is Stage.FOLLOW_UP:
        return False
    if transition.step is Step.BACK and facts.stage is Stage.TEAM:
        return False
    state = facts.life if transition.track is Track.CASE else facts.tracks[transition.track]
    if (transition.action, state) in IN_EMERGENCIES:
        return facts.emergency
    return state in transition.frm


def _plans(transition: Transition, facts: Facts) -> bool:
    """What is settled in a closed case is followed by nothing."""
    return transition.plans and facts.life in transition.lives


def _guarded(
    transition: Transition, facts: Facts, words: Words, now: datetime
) -> Iterator[Refusal]:
    for guard in transition.guards:
        yield from guard(facts, words, now)


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
    before = facts.life if transition.track is Track.CASE else facts.tracks[transition.track]
    same = transition.stays and transition.stays(facts, words)
    reached = transition.back(facts) if transition.back else transition.outcome(before)
    state = before if same else reached
    cleared = dict.fromkeys(transition.clears, "") if state != before else {}
    gaps = stage_gaps(facts.stage, facts) if transition.step is Step.ON else ()
    row, said = _kept(transition, facts, words)
    own = {key: word for key, word in words.items() if key not in said}
    told = transition.tells(words) if transition.tells else {}
    plans, all_words = _plans(transition, facts), {**cleared, **own, **told}
    return Move(transition, stage, marks, state, all_words, gaps, row, said, plans)


def _kept(transition: Transition, facts: Facts, words: Words) -> tuple[int, Words]:
    """What goes into a row of its own: the row's number, 0 for a new one, and its answers."""
    kept = transition.kept
    if kept is None:
        return 0, {}
    section, row = BY_ROWS[kept.rows], kept.row(facts, words)
    asked = {q.key for q in section.table.questions}
    said = {key: word for key, word in words.items() if key in asked}
    return row.id if row else 0, {**said, **kept.says}


def _following(stage: Stage, marks: Mapping[Stage, Mark]) -> Stage:
    """The next stage that is still open; the last one is never passed over."""
    later = [s for s in Stage if s > stage and marks.get(s, Mark.NOT_YET) is Mark.NOT_YET]
    return later[0] if later else Stage.FOLLOW_UP
