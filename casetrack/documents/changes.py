"""What a version of a paper says otherwise than the frozen one before it."""

from typing import Any

from casetrack.documents.values import everything_said
from casetrack.store.queries.casefile import CaseFile

LONGEST = 80  # letters of a text that is quoted


def changes_since(before: dict[str, Any] | None, file: CaseFile) -> tuple[str, ...]:
    """Sentences such as 'Weight: 70.1 kg → 68.2 kg'; none without a version before."""
    if before is None:
        return ()
    old = {key: tuple(said) for key, said in before.items()}
    new = everything_said(file)
    words = []
    for key, (label, text) in new.items():
        if key not in old:
            words.append(f"Added: {label}: {_brief(text)}")
        elif old[key][1] != text:
            words.append(f"{label}: {_brief(old[key][1])} → {_brief(text)}")
    gone = [f"Removed: {old[key][0]}: {_brief(old[key][1])}" for key in old if key not in new]
    return (*words, *gone)


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
