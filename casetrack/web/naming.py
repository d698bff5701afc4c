"""How pages name a patient: by initials and code, or by the code alone where others see the screen.

Forms that somebody opens, the call sheet and papers say what they always say.
"""

from flask import session

from casetrack.rules.catalog import question
from casetrack.rules.changes import Change
from casetrack.rules.questions import Question
from casetrack.rules.values import Names
from casetrack.store.queries.finding import Found
from casetrack.store.queries.lists import codes_only

HIDDEN = "Hidden"


def names_are_hidden() -> bool:
    """Whether this browser was told to hide them; it forgets when it is closed."""
    return bool(session.get("names_hidden"))


def hide_names(*, wanted: bool) -> None:
    session["names_hidden"] = wanted


def patient(initials: str, code: str) -> str:
    """'K.R., EA-2026-014', or the code alone."""
    return code if names_are_hidden() else f"{initials or 'No initials'}, {code}"


def spared(asked: Question, shown: str) -> str:
    """An answer as a page shows it beside others."""
    return HIDDEN if shown and asked.personal and names_are_hidden() else shown


def change_told(change: Change, names: Names) -> str:
    """A change as the history tells it."""
    asked = question(change.key, rows=change.rows, of=change.of)
    personal = asked is not None and asked.personal and names_are_hidden()
    return f"{change.label}: {HIDDEN.lower()}" if personal else change.words(names)


def found_as(found: Found) -> str:
    """What a line of the search is called; a case's title begins with the patient's initials."""
    hidden = found.kind == "case" and not found.rows and names_are_hidden()
    return found.name if hidden else found.title


WORDS = {
    "codes_only": codes_only,
    "names_are_hidden": names_are_hidden,
    "patient": patient,
    "change_told": change_told,
    "found_as": found_as,
}
