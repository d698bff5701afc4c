"""How far each section is, and what is missing: decided once, for every list and paper."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from casetrack.rules import values
from casetrack.rules.facts import NOT_LOOKED, ROUTE_CLOSED, Facts, Row, Stage, Track
from casetrack.rules.questions import (
    SECTIONS,
    Of,
    Question,
    Section,
    preset_alternatives,
    sections_of,
)
from casetrack.rules.questions.shape import Answers, Choice, Duty, Kind
from casetrack.rules.text import within


class Status(StrEnum):
    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    WAITING = "Waiting"
    DONE = "Done"
    NOT_NEEDED = "Not needed"


@dataclass(frozen=True)
class Gap:
    """A fact that is missing: where to enter it, and for which part of a paper."""

    section: Section
    question: Question | None
    row: Row | None
    words: str
    part: str = ""


WAITING, NOT_NEEDED = "waiting", "not_needed"
MARK = (
    Question(
        key="mark",
        label="This section",
        kind=Kind.CHOICE,
        choices=(
            Choice("working", "We work on it"),
            Choice(WAITING, "Waits on somebody"),
            Choice(NOT_NEEDED, "Is not needed for this patient"),
        ),
    ),
    Question(key="mark_words", label="On whom, or why not"),
    Question(key="mark_on", label="Ask again on", kind=Kind.DATE),
)


def mark_key(section: Section, question: Question) -> str:
    """The answer under which a section's mark is kept beside the case's facts."""
    return f"{section.key}.{question.key}"


def marks_of(section: Section) -> tuple[Question, ...]:
    """What is asked about a section as a whole; what every request needs cannot be set aside."""
    if not section.needed:
        return MARK
    kept = tuple(choice for choice in MARK[0].choices if choice.key != NOT_NEEDED)
    return (replace(MARK[0], choices=kept, hint=_needed_words(section)), *MARK[1:])


def mark_refused(key: str, answer: str) -> str:
    """Why a section cannot be set aside; empty for any other answer."""
    section = next((s for s in SECTIONS if mark_key(s, MARK[0]) == key), None)
    needed = section and section.needed and answer == NOT_NEEDED
    return _needed_words(section) if section and needed else ""


def mark_errors(said: Answers) -> dict[str, str]:
    """What a mark lacks: whom one waits on, or why it is not needed."""
    needs = said.get("mark") in (WAITING, NOT_NEEDED) and not said.get("mark_words")
    return {"mark_words": "Say on whom, or why not"} if needs else {}


def set_aside(section: Section, facts: Facts) -> bool:
    return marked(section, facts) == NOT_NEEDED and not section.needed


def marked(section: Section, facts: Facts) -> str:
    return facts.answers.get(mark_key(section, MARK[0]), "")


def holder(section: Section, facts: Facts) -> str:
    """Who has to fill it, in words; empty where that is the case's owner."""
    if marked(section, facts) == WAITING:
        return facts.answers.get(mark_key(section, MARK[1]), "")
    return facts.answers.get("doctor", "") if section.duty is Duty.APPROVAL else ""


def status(section: Section, facts: Facts) -> Status:
    if set_aside(section, facts):
        return Status.NOT_NEEDED
    if _stands(section, facts) == ROUTE_CLOSED:
        return Status.DONE
    if not gaps(section, facts) and _begun(section, facts):
        return Status.DONE
    if marked(section, facts) == WAITING:
        return Status.WAITING
    return Status.IN_PROGRESS if _begun(section, facts) else Status.NOT_STARTED


def gaps(section: Section, facts: Facts) -> tuple[Gap, ...]:
    """Everything this section still needs; a section marked as not needed needs nothing."""
    if set_aside(section, facts) or _stands(section, facts) == ROUTE_CLOSED:
        return ()
    if _stands(section, facts) == NOT_LOOKED:
        return (Gap(section, None, None, "A first look, or the reason to close this route"),)
    said = facts.said(section)
    own = (
        Gap(section, question, None, question.label, question.tab)
        for question in section.questions
        if needed(question, said) and not question.answered(said)
    )
    return (*own, *_row_gaps(section, facts))


def stage_gaps(stage: Stage, facts: Facts) -> tuple[Gap, ...]:
    return tuple(gap for section in sections_of(stage) for gap in gaps(section, facts))


def row_title(section: Section, row: Row) -> str:
    """What a row is called in lists: its first column as shown."""
    rows = section.table
    first = next(q for q in rows.questions if q.key == rows.columns[0])
    return values.show(first, row.answers.get(first.key, "")) or rows.one


def _needed_words(section: Section) -> str:
    return f"Every request needs this section ({section.needed}), so it cannot be set aside"


def rows_that_stay(section: Section, facts: Facts) -> frozenset[int]:
    """Alternatives that every request for this diagnosis must answer (312.305(a)(1))."""
    if not section.rows or section.rows.key != "alternative":
        return frozenset()
    presets = preset_alternatives(facts.answers.get("diagnosis", ""))
    rows = facts.rows_of(section)
    options = [row.answers.get("option", "") for row in rows]
    return frozenset(
        row.id
        for row, option in zip(rows, options, strict=True)
        if option in presets and options.count(option) == 1
    )


def _stands(section: Section, facts: Facts) -> str:
    """Where the route stands whose evidence the section holds; empty for any other section."""
    return facts.tracks.get(Track(section.route), NOT_LOOKED) if section.route else ""


def needed(question: Question, said: Answers) -> bool:
    return (question.wanted or bool(question.tab)) and question.applies(said)


def _row_gaps(section: Section, facts: Facts) -> Iterable[Gap]:
    rows = section.rows
    if rows is None:
        return
    held = facts.rows_of(section)
    none = rows.none and facts.said(section).get(rows.none) == values.YES
    if len(held) < rows.at_least and not none:
        alternative = ", or say that there is none" if rows.none else ""
        yield Gap(section, None, None, f"At least one {rows.one}{alternative}", rows.tab)
    for row in held:
        for question in rows.questions:
            if needed(question, row.answers) and not question.answered(row.answers):
                words = f"{row_title(section, row)}: {within(question.label)}"
                yield Gap(section, question, row, words, question.tab or rows.tab)


def _begun(section: Section, facts: Facts) -> bool:
    """Whether anybody has answered here; preset rows alone are not a beginning."""
    said = facts.said(section)
    given_by_name = set() if section.of is Of.CASE else {"name"}
    if any(said.get(q.key) for q in section.questions if q.key not in given_by_name):
        return True
    return any(
        len([answer for answer in row.answers.values() if answer]) > 1
        for row in facts.rows_of(section)
    )
