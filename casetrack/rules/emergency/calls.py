"""A step's call as the contact log keeps it."""

from datetime import date

from casetrack.rules.contacts import OURS
from casetrack.rules.emergency.steps import NO, YES, Step
from casetrack.rules.facts import Facts
from casetrack.rules.questions import Answers
from casetrack.rules.questions.contacts import TRIED


def call(step: Step, facts: Facts, words: Answers, *, outcome: str, today: date) -> dict[str, str]:
    """The contact that such a call is, and what follows, in the words of the contact log."""
    if step.party is None:
        return {}
    answer, note = {YES: step.yes, NO: step.no}.get(outcome, ""), words.get(step.note, "")
    party = step.party(facts)
    after = {YES: step.then, NO: f"Ask the physician how to go on: {step.no}"}
    return {
        "with_whom": party,
        "how": "phone",
        "direction": TRIED if outcome == TRIED else "out",
        "asked": step.asked,
        "answer": ". ".join(part for part in (answer, note) if part),
        "spoke_with": words.get(step.who, ""),
        "said_on": words.get(step.day, ""),
        "said_at": words.get(step.at, ""),
        "then": OURS,
        "then_what": after.get(outcome, f"Call again: {party}"),
        "chase_on": today.isoformat(),
    }
