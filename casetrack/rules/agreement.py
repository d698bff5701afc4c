"""How the agreement with the company stands: the newest version of each paper says whose turn.

What is doubtful about its letter and its charge is asked as Check this.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from casetrack.rules.dates import show_date
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Facts, Row, Track
from casetrack.rules.ind import NUMERAL
from casetrack.rules.questions.agreement import AGREEMENT, OPEN_TURNS
from casetrack.rules.questions.shape import Answers


def newest(facts: Facts) -> tuple[Row, ...]:
    """The newest version of each paper, in the order of their first versions."""
    found: dict[str, Row] = {}
    for row in facts.rows_of(AGREEMENT):
        found[row.answers.get("paper", "")] = row
    return tuple(found.values())


def open_papers(facts: Facts) -> tuple[Row, ...]:
    """The papers that wait for somebody."""
    return tuple(row for row in newest(facts) if row.answers.get("turn") in OPEN_TURNS)


def agreement_errors(answers: Answers) -> dict[str, str]:
    came, signed = answers.get("came_on", ""), answers.get("signed_on", "")
    if answers.get("turn") in OPEN_TURNS and not answers.get("chase_on"):
        return {"chase_on": "Enter by when it is done, or chased"}
    if answers.get("turn") == "signed" and came and signed and signed < came:
        return {"signed_on": f"Signed: this is before the version came, {show_date(came)}"}
    return {}


def about_agreement(facts: Facts, today: date) -> Iterator[Doubt]:
    """What does not fit between the letter and the case, and a charge FDA has not authorized."""
    if facts.tracks.get(Track.LETTER) == "received":
        yield from (Doubt(AGREEMENT, "", None, words) for words in _of_letter(facts))
    said = facts.answers
    if said.get("charge") == "charged":
        until, since = said.get("charge_until", ""), said.get("charge_authorized_on", "")
        if not since:
            words = "A charge needs FDA's prior written authorization (21 CFR 312.8(a))"
            yield Doubt(AGREEMENT, "charge_authorized_on", None, words)
        if until and until < today.isoformat():
            words = f"FDA's authorization to charge ended {show_date(until)}"
            yield Doubt(AGREEMENT, "charge_until", None, words)


def _of_letter(facts: Facts) -> Iterable[str]:
    said = facts.answers
    for key, held, what in (
        ("letter_drug", "drug", "drug"),
        ("letter_physician", "doctor", "physician"),
        ("letter_issuer", "company", "company"),
    ):
        named, ours = said.get(key, ""), said.get(held, "")
        if named and ours and not _agree(named, ours):
            yield f"The letter of authorization names the {what} {named}, the case {ours}"
    if not NUMERAL.search(said.get("letter_refers_to", "")):
        yield "The letter of authorization names no application by its number"


def _agree(named: str, ours: str) -> bool:
    """Whether one name stands within the other, titles and other names beside it."""
    one, other = (" ".join(name.casefold().split(",")[0].split()) for name in (named, ours))
    return one in other or other in one
