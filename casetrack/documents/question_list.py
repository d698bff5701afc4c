"""The patient's question list for a visit: one page at 12 point, two at 18, and no health facts."""

from dataclasses import dataclass

from casetrack.documents.content import Content
from casetrack.documents.values import Reader, Value
from casetrack.rules.dates import show_date
from casetrack.rules.documents import QUESTIONS
from casetrack.rules.prompts import chosen, grouped
from casetrack.rules.questions import Of
from casetrack.store.queries.casefile import CaseFile

OWN = "My own questions"
HEADING = 0.6  # of the room that a question with its lines takes
ROOMY, TIGHT = 7, 11.5  # up to so many questions: two ruled lines each, one, none


@dataclass(frozen=True)
class Group:
    title: str
    questions: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class QuestionList(Content):
    groups: tuple[Group, ...]
    size: int  # of the letters, in points
    endorsed: bool
    lines: int  # ruled lines behind each question


def build(file: CaseFile, *, version: int, prepared_by: str, today: str) -> QuestionList:
    """What is ticked, then the patient's own questions."""
    read = Reader(file)
    groups = _groups(read)
    return QuestionList(
        paper=QUESTIONS.key,
        code=file.code,
        version=version,
        printed_on=show_date(today, long=True),
        synthetic=file.synthetic,
        prepared_by=prepared_by,
        clinic={key: read.own(key, of=Of.CLINIC) for key in ("name", "phone")},
        missing=(),
        groups=groups,
        size=18 if file.facts.answers.get("visit_size") == "18" else 12,
        endorsed=file.facts.answers.get("visit_unendorsed") != "yes",
        lines=_lines(groups),
    )


def _lines(groups: tuple[Group, ...]) -> int:
    headings = len(groups) if len(groups) > 1 else 0
    taken = sum(len(group.questions) for group in groups) + HEADING * headings
    return 2 if taken <= ROOMY else 1 if taken <= TIGHT else 0


def _groups(read: Reader) -> tuple[Group, ...]:
    ticked = read.file.facts.answers.get("visit_questions", "")
    own = [read.cell(row, "visit_question", "words") for row in read.rows("visit_question")]
    own = [value for value in own if value]
    behind = (read.file.root(), "visit_questions") if ticked else (0, "")
    groups = [
        Group(name, tuple(Value(prompt.words, *behind) for prompt in prompts))
        for name, prompts in grouped(chosen(ticked)).items()
    ]
    return (*groups, *([Group(OWN, tuple(own))] if own else []))
