"""What a version of a paper says otherwise than the frozen one before it: only what both print."""

from collections.abc import Iterable, Mapping
from typing import Any

from casetrack.documents.content import Content
from casetrack.rules.evidence import Study
from casetrack.rules.facts import Row
from casetrack.rules.questions import BY_KEY, LIBRARY, Of, Section
from casetrack.rules.tasks import row_title
from casetrack.rules.text import within
from casetrack.rules.workflow import TRACK_NAMES, TRANSITIONS
from casetrack.store.queries.casefile import CaseFile

LONGEST = 80  # letters of a text that is quoted
LEAD = 24  # letters before the place where two long texts part

Said = Mapping[str, tuple[str, str]]
"""'entry/key' of an answer -> where it stands, and what is printed of it."""


def record_of(content: Content, file: CaseFile) -> dict[str, Any]:
    """What a frozen version keeps beside its bytes."""
    return {"packet": content.made_of(), "said": said(content, file)}


def said(content: Content, file: CaseFile) -> Said:
    """Every answer the paper prints."""
    labels = dict(_labels(file))
    printed: dict[str, tuple[str, str]] = {}
    for place, text in printed_values(content.made_of()):
        if place in labels:
            printed.setdefault(place, (labels[place], text))
    return printed


def changes_since(before: Said, now: Said) -> tuple[str, ...]:
    """Sentences such as 'Weight: 70.1 kg → 68.2 kg'."""
    words = []
    for place, (label, text) in now.items():
        if place not in before:
            words.append(f"Added: {label}: {_brief(text)}")
        elif before[place][1] != text:
            start = _parted(before[place][1], text)
            words.append(f"{label}: {_brief(before[place][1], start)} → {_brief(text, start)}")
    gone = [before[place] for place in before if place not in now]
    return (*words, *(f"Removed: {label}: {_brief(text)}" for label, text in gone))


def _labels(file: CaseFile) -> Iterable[tuple[str, str]]:
    for act in TRANSITIONS:
        name = TRACK_NAMES[act.track]
        yield from ((f"{file.root()}/{q.key}", f"{name}: {within(q.label)}") for q in act.asks)
    for section in BY_KEY.values():
        root = file.roots.get(section.of, 0)
        yield from ((f"{root}/{q.key}", q.label) for q in section.questions if not q.personal)
        for row in file.facts.rows_of(section):
            yield from _row_labels(section, row)
    for study in file.studies.values():
        yield from _study_labels(study)


def _row_labels(section: Section, row: Row, of: str = "") -> Iterable[tuple[str, str]]:
    title = f"{of}{row_title(section, row)}"
    for q in section.table.known:
        yield f"{row.id}/{q.key}", f"{title}: {within(q.label)}"


def _study_labels(study: Study) -> Iterable[tuple[str, str]]:
    """What the library says of a study the case cites."""
    for section in LIBRARY[Of.STUDY]:
        for question in section.questions:
            yield f"{study.root}/{question.key}", f"{study.name}: {within(question.label)}"
        for row in study.rows.get(section.rows.key, ()) if section.rows else ():
            yield from _row_labels(section, row, f"{study.name}, ")


def printed_values(part: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401 - plain data of any shape
    """Each value that knows its answer."""
    if isinstance(part, dict) and part.keys() == {"text", "entry", "key"}:
        if part["text"] and part["entry"]:
            yield f"{part['entry']}/{part['key']}", part["text"]
    elif isinstance(part, dict):
        for inner in part.values():
            yield from printed_values(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from printed_values(inner)


def _parted(before: str, text: str) -> int:
    """From where to quote, so that the reader sees what is new even late in a long text."""
    if max(len(before), len(text)) <= LONGEST:
        return 0
    letters = enumerate(zip(before, text, strict=False))
    same = next((n for n, (old, new) in letters if old != new), min(len(before), len(text)))
    return text.rfind(" ", 0, max(0, same - LEAD)) + 1


def _brief(text: str, start: int = 0) -> str:
    quoted = f"…{text[start:]}" if start else text
    return quoted if len(quoted) <= LONGEST else f"{quoted[: LONGEST - 1].rstrip()}…"
