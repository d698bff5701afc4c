"""Who got which frozen version of a paper whose sending moves no track, how, when and with what."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from casetrack.rules.dates import show_date
from casetrack.rules.documents import Paper
from casetrack.rules.facts import Facts
from casetrack.rules.questions.shape import Kind, Question
from casetrack.rules.sense import permission_lacking
from casetrack.rules.workflow.asks import CHANNELS, day
from casetrack.rules.workflow.guards import frozen_before
from casetrack.rules.workflow.shape import Refusal

SENDING = (
    Question(key="sent_version", label="Version", kind=Kind.VERSION, wanted=True),
    Question(key="sent_to", label="To whom", hint="Person and place", wanted=True),
    Question(key="sent_how", label="How", kind=Kind.CHOICE, choices=CHANNELS, wanted=True),
    day("sent_on", "Sent or given on"),
    Question(
        key="sent_proof",
        label="Proof",
        hint="For example: portal number, fax confirmation, message id",
    ),
)


def sending_refused(
    paper: Paper, facts: Facts, words: Mapping[str, str], *, now: datetime
) -> list[Refusal]:
    """Every reason why this sending cannot be recorded."""
    return list(_refused(paper, facts, words, now))


def _refused(
    paper: Paper, facts: Facts, words: Mapping[str, str], now: datetime
) -> Iterable[Refusal]:
    for question in SENDING:
        if question.wanted and not words.get(question.key):
            yield Refusal(f"Enter: {question.label.lower()}", field=question.key)
    yield from frozen_before(paper, facts, words, now, asked=("sent_version", "sent_on"))
    given = words.get("sent_on", "")
    if given and date.fromisoformat(given) > now.date():
        yield Refusal(f"Sent on: {show_date(given)} has not come yet", field="sent_on")
    if paper.shared_with:
        until = given or now.date().isoformat()
        _, lacking = permission_lacking(facts, until, whom=paper.shared_with)
        if lacking:
            yield Refusal(lacking, "section:wishes")
