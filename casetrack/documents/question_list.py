"""The patient's question list for a visit: one page at 12 point, two at 18, and no health facts."""

from dataclasses import dataclass

from casetrack.documents.content import Content, Draft
from casetrack.documents.values import Reader, Value
from casetrack.rules.prompts import chosen, grouped

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


def build(of: Draft) -> QuestionList:
    """What is ticked, then the patient's own questions."""
    read, said = Reader(of.file), of.file.facts.answers
    groups = _groups(read)
    return QuestionList(
        **of.heading("name", "phone") | {"missing": ()},
        groups=groups,
        size=18 if said.get("visit_size") == "18" else 12,
        endorsed=said.get("visit_unendorsed") != "yes",
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
