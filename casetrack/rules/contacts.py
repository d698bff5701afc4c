"""Logging a contact: what must be said, and what it does to the case's own next step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from casetrack.rules import values
from casetrack.rules.dates import show_date, show_time
from casetrack.rules.facts import Facts, Row
from casetrack.rules.organizations import party_key, same_party
from casetrack.rules.questions import Answers
from casetrack.rules.questions.contacts import CONTACTS, TRIED
from casetrack.rules.questions.shape import Choice, If, Kind, Question
from casetrack.rules.workflow import Refusal

WAITS, OURS = "waits", "ours"
ABOUT_THE_CASE = (
    Question(
        key="then",
        label="And the case?",
        kind=Kind.CHOICE,
        choices=(
            Choice(WAITS, "It waits on them, until the day to chase"),
            Choice(OURS, "It is our move now, to be done by that day"),
        ),
    ),
    Question(
        key="then_what",
        label="What happens next",
        hint="A verb first, for example: send the newest MRI",
        only=(If("then", (OURS, WAITS)),),
    ),
)
"""Asked beside the contact itself; they change the case's next step and are kept there."""


@dataclass(frozen=True)
class Logged:
    """What is written: the row, and the case's new next step unless it stays as it is."""

    row: Answers
    next: Mapping[str, str] | None


def asked() -> tuple[Question, ...]:
    """A contact's questions; whether it is the case's own next step follows by itself."""
    return tuple(question for question in CONTACTS.table.questions if question.key != "case_waited")


def log(facts: Facts, words: Mapping[str, str], *, now: datetime) -> Logged | list[Refusal]:
    """What logging a contact of this case does, or every reason why not."""
    waited = bool(facts.waiting_on) and same_party(words.get("with_whom", ""), facts.waiting_on)
    then = words.get("then", "") or (WAITS if waited else "")
    refused = [*_incomplete(words, now), *_undated(words, then, facts, now.date())]
    if refused:
        return refused
    row = {question.key: words.get(question.key, "") for question in asked()}
    if then == OURS:
        row["chase_on"] = ""
    row["case_waited"] = values.YES if then == WAITS else ""
    return Logged(row, _next(facts, words, then, waited=waited))


def log_outside(words: Mapping[str, str], *, now: datetime) -> Logged | list[Refusal]:
    """The same for a contact that concerns no case."""
    refused = [*_incomplete(words, now), *_passed(words, now.date())]
    row = {question.key: words.get(question.key, "") for question in asked()}
    return refused or Logged(row, None)


def newest_first(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Contacts by day and time, the latest first."""
    return tuple(sorted(rows, key=_moment, reverse=True))


def last_with(rows: tuple[Row, ...], party: str) -> Row | None:
    """The latest contact with this party."""
    return next(iter(all_with(rows, party)), None)


def all_with(rows: tuple[Row, ...], party: str) -> tuple[Row, ...]:
    """Every contact with this party, the latest first."""
    wanted = party_key(party)
    return tuple(row for row in newest_first(rows) if party_key(whom(row)) == wanted)


def parties(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The latest contact with each party, by the party's name."""
    latest: dict[str, Row] = {}
    for row in newest_first(rows):
        latest.setdefault(party_key(whom(row)), row)
    return tuple(latest[key] for key in sorted(latest))


def whom(row: Row) -> str:
    return row.answers.get("with_whom", "")


def open_chases(facts: Facts) -> Iterator[Row]:
    """The latest contact with each party, where it names a day to chase.

    The chase of whom the case itself waits on is the case's next step, not one more.
    """
    for row in parties(facts.rows.get("contact", ())):
        of_the_case = row.answers.get("case_waited") == values.YES
        of_the_case = of_the_case or same_party(whom(row), facts.waiting_on)
        if row.answers.get("chase_on") and not of_the_case:
            yield row


def _moment(row: Row) -> tuple[str, str, int]:
    return row.answers.get("said_on", ""), row.answers.get("said_at", ""), row.id


def _incomplete(words: Mapping[str, str], now: datetime) -> Iterator[Refusal]:
    if not words.get("with_whom"):
        yield Refusal("Enter with whom", field="with_whom")
    for key, what in (("how", "how"), ("direction", "who reached whom")):
        if not words.get(key):
            yield Refusal(f"Choose {what}", field=key)
    said = words.get("asked") or words.get("answer")
    if words.get("direction") not in ("", None, TRIED) and not said:
        yield Refusal("Enter what was asked or said, in a few words", field="asked")
    day, time = words.get("said_on", ""), words.get("said_at", "")
    if not day:
        yield Refusal("Enter the day of the contact", field="said_on")
    elif date.fromisoformat(day) > now.date():
        yield Refusal(f"On: {show_date(day)} has not come yet", field="said_on")
    elif time and day == now.date().isoformat() and time > f"{now:%H:%M}":
        yield Refusal(f"At: {show_time(time)} has not come yet", field="said_at")


def _undated(words: Mapping[str, str], then: str, facts: Facts, today: date) -> Iterator[Refusal]:
    if then == OURS and not words.get("then_what"):
        yield Refusal("Enter what happens next, with a verb first", field="then_what")
    if then and not words.get("chase_on"):
        party = words.get("with_whom", "") or facts.waiting_on
        said = "by when it is done" if then == OURS else f"when to chase: the case waits on {party}"
        yield Refusal(f"Enter {said}", field="chase_on")
    yield from _passed(words, today)


def _passed(words: Mapping[str, str], today: date) -> Iterator[Refusal]:
    day = words.get("chase_on", "")
    if day and date.fromisoformat(day) < today:
        yield Refusal(f"Chase again on: {show_date(day)} has passed", field="chase_on")


def _next(
    facts: Facts, words: Mapping[str, str], then: str, *, waited: bool
) -> Mapping[str, str] | None:
    """The case's next step, in the words of `workflow.NEXT`; its person stays who it was."""
    if not then:
        return None
    party = words["with_whom"]
    expected = facts.next_what if waited else f"answer from {party}"[:200]
    return {
        "next_what": words.get("then_what", "") or expected,
        "waiting_on": "" if then == OURS else (facts.waiting_on if waited else party),
        "next_who": str(facts.next_who or facts.owner),
        "next_on": words["chase_on"],
    }
