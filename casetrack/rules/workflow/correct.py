"""The day of an event on record, put right: refused where it would break what else is on record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from casetrack.rules.access import may, who_may
from casetrack.rules.facts import Facts
from casetrack.rules.people import Actor
from casetrack.rules.questions.shape import Kind, Question
from casetrack.rules.workflow.asks import reason
from casetrack.rules.workflow.decide import ask_for, dates_apart
from casetrack.rules.workflow.guards import ends_later, submission_first, thirty_days
from casetrack.rules.workflow.shape import Action, Refusal, Transition, Words
from casetrack.rules.workflow.table import TRANSITIONS

WHY = reason("correction_why", "Why is it another day?")
OF_DAYS = (submission_first, thirty_days, ends_later)
RECORDED_AGAIN = (Action.RECORD_SENDING, Action.RECORD_FOLLOW_UP)


def correctable(facts: Facts) -> dict[str, tuple[Question, Transition]]:
    """The days on record that can be put right, each with its question and the act that asked it.

    A sending is not among them: it stands beside the frozen copy or says what was reported, and
    is recorded again instead.
    """
    return {
        question.key: (question, transition)
        for transition in TRANSITIONS
        for question in transition.asks
        if question.kind is Kind.DATE and facts.answers.get(question.key)
        if transition.action not in RECORDED_AGAIN
    }


def corrected(
    facts: Facts, key: str, actor: Actor, *, words: Words, now: datetime
) -> list[Refusal]:
    """Every reason why the event `key` cannot have been on the day that `words` say."""
    question, transition = correctable(facts).get(key, (None, None))
    if question is None or transition is None:
        return [Refusal("The case has moved meanwhile, so this is no longer possible")]
    if not may(actor, transition.may, facts):
        return [Refusal(who_may(transition.may, facts))]
    blank = [Refusal(ask_for(q), field=q.key) for q in (question, WHY) if not words.get(q.key)]
    if blank:
        return blank
    after = replace(facts, answers={**facts.answers, key: words[key]})
    held = set(_amiss(facts, now))
    wrong = (refusal.words for refusal in _amiss(after, now) if refusal not in held)
    return [Refusal(said, field=key) for said in dict.fromkeys(wrong)]


def _amiss(facts: Facts, now: datetime) -> Iterator[Refusal]:
    """What does not hold among all the days on record."""
    for transition in TRANSITIONS:
        words = {q.key: facts.answers.get(q.key, "") for q in transition.asks}
        if any(words[q.key] for q in transition.asks if q.kind is Kind.DATE):
            yield from dates_apart(transition, facts, words, now.date())
            for guard in OF_DAYS:
                if guard in transition.guards:
                    yield from guard(facts, words, now)
