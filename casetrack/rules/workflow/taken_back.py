"""An authorization or a first dose that was recorded by mistake, taken back with the reason.

What truly happened on another day is corrected instead; this is for what did not happen.
"""

from collections.abc import Iterable
from datetime import datetime

from casetrack.rules.access import Permission
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts, Stage, Track
from casetrack.rules.workflow.asks import reason
from casetrack.rules.workflow.shape import Action, Refusal, Transition, Words

CASE_PAGE: frozenset[Stage] = frozenset()
INSTEAD = {
    "fda_permitted_on": Action.TAKE_BACK_PERMISSION,
    "first_dose_on": Action.TAKE_BACK_DOSE,
}
"""The day that is on record, and the act that takes it back."""


def no_dose(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """What was given under it stands on it."""
    if facts.answers.get("first_dose_on"):
        said = "The first dose is on record. If it was not given either, take it back first"
        yield Refusal(said, "action:take-back-first-dose")


def no_hold_since(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """A hold that was lifted shows that FDA had permitted it, or was what permitted it."""
    said = facts.answers
    if said.get("fda_hold_lifted_on") or said.get("fda_permitted_how") == "lifted":
        yield Refusal("FDA lifted a hold, so its permission stands. Correct the day instead")


def nothing_given(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """Doses on record were given to somebody."""
    if any(row.answers.get("dose_from") for row in facts.rows.get("dose", ())):
        yield Refusal("Doses are on record. Remove them first", "section:dosing")


def nobody_told(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """A use that was reported is not undone here: the board is told first."""
    for key in ("irb_told_on", "consent_exception_told_on"):
        if day := facts.answers.get(key, ""):
            said = f"The ethics board was told of this use, {show_date(day)}. Correct the day"
            yield Refusal(f"{said}, or tell the board and record it as a contact")


def as_submitted(facts: Facts) -> str:
    """How far the submission is without FDA's permission."""
    said = facts.answers
    if said.get("fda_received_on"):
        return "received"
    return "submitted" if said.get("fda_sent_on") else "not_submitted"


TAKEN_BACK: tuple[Transition, ...] = (
    Transition(
        action=Action.TAKE_BACK_PERMISSION,
        track=Track.FDA,
        frm=frozenset({"permitted"}),
        to="not_submitted",
        back=as_submitted,
        may=Permission.RECORD_FDA_IRB,
        button="Take back FDA's permission",
        sentence="took back FDA's permission, which had been recorded by mistake",
        stages=CASE_PAGE,
        guards=(no_dose, no_hold_since),
        asks=(reason("permission_back_why", "Why: what happened in truth"),),
        clears=(
            *("fda_permitted_how", "fda_permitted_on", "fda_permitted_at"),
            *("fda_official", "fda_conditions"),
        ),
        note="Only if FDA did not permit it. Its clocks stop, and you see which before it is "
        "saved; what was recorded stays in the history. The IND number stays.",
    ),
    Transition(
        action=Action.TAKE_BACK_DOSE,
        track=Track.TREATMENT,
        frm=frozenset({"on_treatment"}),
        to="not_started",
        may=Permission.RECORD_TREATMENT,
        button="Take back the first dose",
        sentence="took back the first dose, which had been recorded by mistake",
        stages=CASE_PAGE,
        guards=(nothing_given, nobody_told),
        asks=(reason("dose_back_why", "Why: what happened in truth"),),
        clears=("first_dose_on", "first_dose_at", "first_dose_by"),
        note="Only if no dose was given. Its clocks stop, and you see which before it is saved; "
        "what was recorded stays in the history.",
    ),
)
