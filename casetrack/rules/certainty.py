"""How sure a study makes us, as a word with the reason for each step down (GRADE).

Guyatt and others, BMJ 2008;336:924; five domains, randomized trials start high, others low. Steps
up are not offered: a reader who thinks of one says so in the answer.
"""

from dataclasses import dataclass

from casetrack.rules.questions.grading import DOMAINS, NONE, SERIOUS, VERY
from casetrack.rules.questions.shape import Answers

WORDS = ("Very low", "Low", "Moderate", "High")
START = {"randomized": 3, "comparative": 1, "single_arm": 1, "series": 1, "report": 1}
STEPS = {NONE: 0, SERIOUS: 1, VERY: 2}


@dataclass(frozen=True)
class Step:
    """A domain that lowers the certainty, by how many steps, and why."""

    domain: str
    down: int
    why: str

    def __str__(self) -> str:
        steps = "one step" if self.down == 1 else "two steps"
        return f"{self.domain}, {steps} down: {self.why or 'no reason given'}"


@dataclass(frozen=True)
class Certainty:
    """The word, where it started, and each step; no word before every domain is judged."""

    word: str
    start: str
    steps: tuple[Step, ...]
    unjudged: tuple[str, ...] = ()


def certainty(said: Answers) -> Certainty:
    """What the judgments on record come to; nothing is assumed where there is none."""
    start = START.get(said.get("design", ""))
    steps = tuple(
        Step(label, STEPS[said[key]], said.get(f"{key}_why", ""))
        for key, (label, _) in DOMAINS.items()
        if STEPS.get(said.get(key, ""), 0)
    )
    unjudged = tuple(label for key, (label, _) in DOMAINS.items() if said.get(key) not in STEPS)
    if start is None:
        return Certainty("", "", steps, unjudged)
    level = max(0, start - sum(step.down for step in steps))
    return Certainty("" if unjudged else WORDS[level], WORDS[start], steps, unjudged)


def certainty_errors(said: Answers) -> dict[str, str]:
    """A step down without its reason cannot be saved (ux.md 5(b))."""
    return {
        f"{key}_why": f"Say why {label.lower()} lowers the certainty"
        for key, (label, _) in DOMAINS.items()
        if STEPS.get(said.get(key, ""), 0) and not said.get(f"{key}_why")
    }
