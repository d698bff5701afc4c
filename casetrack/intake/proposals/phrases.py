"""The words of a chart in one line, as a person reads them in a list of proposals."""

import re
from collections.abc import Iterable

from casetrack.intake.chart import Finding
from casetrack.intake.proposals.days import day, span


def flat(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())


def untagged(text: str) -> str:
    """One line without the semantic tag of SNOMED CT: "Neoplasm of breast (disorder)"."""
    return _TAG.sub("", flat(text))


def cut(text: str, limit: int) -> str:
    """The text, or as many whole words of it as fit before an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    words = head.rpartition(" ")[0] if " " in head[limit // 2 :] else head
    return words.rstrip(" ,;:") + "…"


def amount(finding: Finding) -> str:
    """The value with its unit, as recorded."""
    value = "" if finding.value is None else str(finding.value)
    return flat(f"{value} {finding.unit or ''}")


def line(finding: Finding, *beside: str | None) -> str:
    """The finding as the chart says it: name, value and unit, what stands beside it, and when."""
    named = ": ".join(filter(None, [flat(finding.text), amount(finding)]))
    return ", ".join(filter(None, [named, *(flat(one or "") for one in beside), span(finding)]))


def notes_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What the chart itself notes about these findings, each once."""
    return distinct(note for one in findings for note in _notes(one))


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that say something, each once, in their order."""
    return tuple(dict.fromkeys(text for text in texts if text))


def several(count: int) -> str:
    """Why a person must choose, when there is more than one value."""
    return f"The chart gives {count} different values" if count > 1 else ""


_TAG = re.compile(
    r"\s*\((?:disorder|finding|situation|procedure|regime/therapy|event|substance|product"
    r"|medicinal product|clinical drug|physical object|morphologic abnormality|body structure"
    r"|qualifier value|observable entity|tumor staging)\)\s*$"
)
_NOTE_CAP = 400
_UNSURE = {"preliminary", "unconfirmed", "provisional", "differential", "presumed"}


def _notes(one: Finding) -> Iterable[str]:
    if one.note and flat(one.note).casefold() != untagged(one.text).casefold():
        yield f"The chart notes: {sentence(cut(flat(one.note), _NOTE_CAP))}"
    if one.status in _UNSURE:
        yield f"The chart marks it {one.status}."
    if "date_is" in one.detail:
        yield f"The date is {sentence(flat(one.detail['date_is']))}"
    for odd in (one.date, one.end):
        if odd and not day(odd):
            yield f"The chart's date “{cut(flat(odd), 40)}” could not be taken."


def sentence(text: str) -> str:
    """The text with a full stop, unless it has one."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
