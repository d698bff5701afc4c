"""An event on treatment: how it stands in words, which reports are owed, and who may say what.

Staff say what happened; serious, unexpected and suspected are the physician's own words, and until
they are said the shorter clock runs (21 CFR 312.32(c)).
"""

from dataclasses import dataclass

from casetrack.rules.clocks import Deadline, Stand, of_row
from casetrack.rules.dates import is_exact, show_date, weekday
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions.shape import Answers

SAFETY = "safety"
YES = "yes"


@dataclass(frozen=True)
class Recipient:
    """Whom an event may be owed to: its clocks, and the answers that say it was told."""

    name: str
    paper: str
    clocks: tuple[str, ...]
    told: str
    proof: str


FDA_FIRST = Recipient(
    "FDA", "safety-report", ("safety_report_fatal", "safety_report"), "fda_told_on", "fda_proof"
)
FDA_MORE = Recipient(
    "FDA, what is new", "safety-report", ("safety_follow_up",), "fda_told_more_on", "fda_more_proof"
)
COMPANY = Recipient(
    "The company", "safety-report-company", ("safety_company",), "company_told_on", "company_proof"
)
BOARD = Recipient(
    "The ethics board", "safety-report-irb", ("safety_irb",), "board_told_on", "board_proof"
)
RECIPIENTS = (FDA_FIRST, FDA_MORE, COMPANY, BOARD)


@dataclass(frozen=True)
class Owed:
    """One report about one event; `deadline` is None where none is owed."""

    to: Recipient
    deadline: Deadline | None
    told_on: str
    proof: str


def events(facts: Facts) -> tuple[Row, ...]:
    return facts.rows.get(SAFETY, ())


def event(facts: Facts, number: int) -> Row | None:
    return next((row for row in events(facts) if row.id == number), None)


def judged(said: Answers) -> bool:
    return bool(said.get("judged_on"))


def reports(facts: Facts, row: Row) -> tuple[Owed, ...]:
    """Who must know of it, by when, and who has been told."""
    found = {one.clock.key: one for one in of_row(facts, row, rows=SAFETY)}
    said = row.answers
    owed = (
        Owed(
            to,
            next((found[key] for key in to.clocks if key in found), None),
            said.get(to.told, ""),
            said.get(to.proof, ""),
        )
        for to in RECIPIENTS
    )
    started = (one for one in owed if one.to is not FDA_MORE or said.get("learned_more_on"))
    return tuple(one for one in started if one.deadline or one.told_on)


def untold(facts: Facts, row: Row) -> tuple[Owed, ...]:
    """What is still owed about it."""
    return tuple(
        one
        for one in reports(facts, row)
        if one.deadline and one.deadline.stand is not Stand.MET and not one.told_on
    )


def result(facts: Facts, row: Row) -> str:
    """The result of the triage in words, with its clock and the day it is counted from."""
    said, aware = row.answers, row.answers.get("aware_on", "")
    if not is_exact(aware):
        return (
            "The day the clinic learned of it is not on record, so no clock runs and no report "
            "can be sent"
        )
    owed = next((one for one in reports(facts, row) if one.to is FDA_FIRST), None)
    counted = _counted(owed.deadline) if owed and owed.deadline else ""
    if not judged(said):
        doctor = facts.answers.get("doctor") or "the physician"
        return f"Waiting on the judgment of {doctor}. Until then the shorter clock runs: {counted}"
    by = f"{show_date(said['judged_on'])} by {said.get('judged_by', '')}"
    words = f"Judged {by}: {judgment(said)}"
    if counted:
        return f"{words}. A written report is owed to FDA: {counted}"
    return f"{words}. No report of its own is owed to FDA; it stands in the annual report (312.33)"


def judgment(said: Answers) -> str:
    """'serious, fatal or life-threatening, unexpected, suspected to be caused by the drug'."""
    words = {
        "serious": ("serious", "not serious"),
        "life_threatening": ("fatal or life-threatening", "not life-threatening"),
        "unexpected": ("unexpected", "expected"),
        "suspected": ("suspected to be caused by the drug", "not suspected to be caused by it"),
    }
    told = (yes if said[key] == YES else no for key, (yes, no) in words.items() if said.get(key))
    return ", ".join(told)


def _counted(deadline: Deadline) -> str:
    if deadline.count is None:
        return ""
    clock, count = deadline.clock, deadline.count
    return (
        f"{clock.length} from the day the clinic learned of it, {show_date(count.start)}, so "
        f"{weekday(count.due)} ({clock.cites})"
    )
