"""What a report to FDA meets, and the event without which none can have been sent.

A report is sent as a paper of its own, or recorded as the content of a follow-up: both say it to
the same clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from casetrack.rules.dates import is_exact, show_date
from casetrack.rules.facts import Facts
from casetrack.rules.paper import Paper
from casetrack.rules.questions.shape import Answers
from casetrack.rules.reports import ANNUAL, COMPLETION
from casetrack.rules.text import within
from casetrack.rules.workflow.shape import Refusal, Words

SENT_ON, CONTENTS = "followup_sent_on", "followup_of"
IN_FOLLOW_UPS: Mapping[str, Paper] = {"annual": ANNUAL, "summary": COMPLETION}
"""The report that a box of Form FDA 3926, field 9, stands for. A safety report is about one
event, which the form does not name: that it was sent is recorded with its event.
"""


@dataclass(frozen=True)
class _Anchor:
    words: str
    place: str


ANCHORS = {
    "aware_on": _Anchor("The day the clinic learned of the event", "section:safety_report"),
    "first_dose_on": _Anchor("The day of the first dose", "stage:6"),
    "fda_permitted_on": _Anchor("The day of FDA's permission", "stage:5"),
    "last_dose_on": _Anchor("The day of the last dose", "stage:6"),
}


def without_anchor(
    paper: Paper, said: Answers, sent_on: str, *, field: str, place: str = ""
) -> Iterator[Refusal]:
    """A report whose clock has not started cannot be sent, nor before the day it counts from."""
    if not paper.anchor:
        return
    day, cure = said.get(paper.anchor, ""), ANCHORS[paper.anchor]
    if not is_exact(day):
        words = f"{cure.words} is not on record, so this report cannot be sent"
        yield Refusal(words, place or cure.place)
    elif sent_on and sent_on < day:
        words = f"Sent on: this is before {within(cure.words)}, {show_date(day)}"
        yield Refusal(words, field=field)


def anchored(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """What a follow-up contains can have been sent by then."""
    for paper in _contained(words):
        yield from without_anchor(paper, facts.answers, words.get(SENT_ON, ""), field=SENT_ON)


def reported(words: Words) -> dict[str, str]:
    """The answers that a follow-up gives, as sending the report's own paper does."""
    return {paper.told: words.get(SENT_ON, "") for paper in _contained(words)}


def _contained(words: Words) -> Iterator[Paper]:
    ticked = words.get(CONTENTS, "").split(",")
    return (paper for box, paper in IN_FOLLOW_UPS.items() if box in ticked)
