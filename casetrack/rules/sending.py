"""Who got which frozen version of a paper, how, when and with what proof.

A sending that moves a track is asked by its act (`MOVING`); any other asks `SENDING`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from casetrack.rules.dates import show_date
from casetrack.rules.documents import FDA_SET, REQUEST, Paper
from casetrack.rules.facts import Facts
from casetrack.rules.papers import ON_HOLD, rests
from casetrack.rules.questions.shape import LINE_CAP, Answers, Kind, Question
from casetrack.rules.sense import permission_lacking
from casetrack.rules.workflow.asks import CHANNELS, day
from casetrack.rules.workflow.decide import unanswered
from casetrack.rules.workflow.guards import frozen_before
from casetrack.rules.workflow.reported import without_anchor
from casetrack.rules.workflow.shape import Refusal


@dataclass(frozen=True)
class Moving:
    """Under which keys an act that sends a paper asks about the sending."""

    paper: Paper
    version: str
    on: str
    how: str
    to: str
    proof: str
    somebody: str = ""  # who got it where nobody in particular is named


FOLLOW_UP = "record-fda-follow-up"
MOVING = {
    REQUEST.sent_by: Moving(
        REQUEST, "sent_version", "request_sent_on", "sent_how", "sent_to", "sent_proof"
    ),
    FDA_SET.sent_by: Moving(
        FDA_SET, "fda_version", "fda_sent_on", "fda_sent_how", "fda_sent_to", "fda_proof", "FDA"
    ),
    FOLLOW_UP: Moving(
        *(FDA_SET, "followup_version", "followup_sent_on", "followup_how", "followup_to"),
        *("followup_proof", "FDA"),
    ),
}
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


def act_of(paper: Paper, facts: Facts) -> str:
    """The act that records the sending of this paper now; empty where none does."""
    followed = paper is FDA_SET and facts.answers.get("fda_kind") == "followup"
    return FOLLOW_UP if followed else paper.sent_by


def sending_refused(
    paper: Paper, facts: Facts, words: Mapping[str, str], *, now: datetime, subject: int = 0
) -> list[Refusal]:
    """Every reason why this sending cannot be recorded; `subject` is the row the paper is about."""
    return [*_refused(paper, facts, words, now), *_without_anchor(paper, facts, words, subject)]


def told_by_sending(
    paper: Paper, facts: Facts, words: Mapping[str, str], *, subject: int
) -> dict[str, str]:
    """The answers that a sending gives: who was told, when, with what proof."""
    said, key = _about(facts, subject), paper.told
    news = said.get("learned_more_on", "")
    if key and paper.told_again and said.get(key) and news:
        key = paper.told_again
        if _made_before(paper, facts, words, said.get("learned_last_on") or news):
            return {}
    if not key or (paper.told_once and said.get(key)):
        return {}
    told = {key: words["sent_on"]}
    if subject:
        how = next(c.label for c in CHANNELS if c.key == words["sent_how"])
        proof = f"; {words['sent_proof']}" if words.get("sent_proof") else ""
        sent = f"Version {words['sent_version']} to {words['sent_to']}, {how.lower()}{proof}"
        told[key.replace("_told", "").removesuffix("_on") + "_proof"] = sent[:LINE_CAP]
    return told


def _made_before(paper: Paper, facts: Facts, words: Mapping[str, str], news: str) -> bool:
    """Whether the version was frozen, or sent, before what it is to tell was known."""
    made = facts.frozen[paper.key][int(words["sent_version"])]
    return words["sent_on"] < news or made.date().isoformat() < news


def _without_anchor(
    paper: Paper, facts: Facts, words: Mapping[str, str], subject: int
) -> Iterable[Refusal]:
    place = f"row:safety:{subject}" if subject else ""
    said, sent_on = _about(facts, subject), words.get("sent_on", "")
    return without_anchor(paper, said, sent_on, field="sent_on", place=place)


def _about(facts: Facts, subject: int) -> Answers:
    """The answers of the row that the paper is about, or the case's own."""
    if not subject:
        return facts.answers
    return next((r.answers for rows in facts.rows.values() for r in rows if r.id == subject), {})


def _refused(
    paper: Paper, facts: Facts, words: Mapping[str, str], now: datetime
) -> Iterable[Refusal]:
    yield from unanswered(SENDING, words)
    if rests(facts):
        yield Refusal(ON_HOLD)
    yield from frozen_before(paper, facts, words, now, asked=("sent_version", "sent_on"))
    given = words.get("sent_on", "")
    if given and date.fromisoformat(given) > now.date():
        yield Refusal(f"Sent on: {show_date(given)} has not come yet", field="sent_on")
    if paper.shared_with:
        until = given or now.date().isoformat()
        _, lacking = permission_lacking(facts, until, whom=paper.shared_with)
        if lacking:
            yield Refusal(lacking, "section:wishes")
