"""What the four routes leave open, as a careful colleague would ask about it."""

from collections.abc import Callable, Iterable
from datetime import date

from casetrack.rules import values
from casetrack.rules.clocks import Stand, of_row
from casetrack.rules.coverage import COVERAGE, last_denial, requests
from casetrack.rules.dates import earliest, show_date
from casetrack.rules.doubt import FRESH_POLICY, FRESH_STATUS, Doubt
from casetrack.rules.facts import ROUTE_CLOSED, Facts, Row, Track
from casetrack.rules.questions import BY_KEY, BY_ROWS
from casetrack.rules.tasks import row_title


def _programs(facts: Facts, today: date) -> Iterable[Doubt]:
    """What a record of expanded access means for a request of one patient's own."""
    section, found = BY_KEY["program"], facts.answers.get("program_status", "")
    said = {
        "available": "A program of the drug is open: say why this patient cannot use it",
        "marketed": "The drug's record says that it is approved: it can be prescribed",
    }
    if found in said and not (found == "available" and facts.answers.get("program_note")):
        yield Doubt(section, "program_status", None, said[found], "D")
    looked = facts.answers.get("program_on", "")
    if looked and today - earliest(looked) > FRESH_STATUS:
        words = f"The expanded access record was last looked up {show_date(looked)}"
        yield Doubt(section, "program_on", None, words, "D")


def _assistance(facts: Facts, today: date) -> Iterable[Doubt]:
    section = BY_KEY["assistance"]
    if facts.tracks.get(Track.ASSISTANCE) == ROUTE_CLOSED:
        return
    if facts.answers.get("pap_approved") == values.NO:
        words = "Patient assistance programs give approved drugs only"
        yield Doubt(section, "pap_approved", None, words)
    checked = facts.answers.get("pap_terms_on", "")
    if checked and today - earliest(checked) > FRESH_POLICY:
        words = f"The program's terms were last checked {show_date(checked)}"
        yield Doubt(section, "pap_terms_on", None, words)


def _insurance(facts: Facts, _today: date) -> Iterable[Doubt]:
    """What an insurer's answer leaves open; a day without its letter is only said to be so."""
    section = BY_ROWS[COVERAGE]
    for row in requests(facts):
        said = row.answers
        dated = said.get("answered_on") or said.get("appeal_by") or said.get("answer_by")
        if dated and not said.get("answer_letter"):
            words = f"{row_title(section, row)}: its days stand here without the insurer's letter"
            yield Doubt(section, "answer_letter", row, words)
        if not said.get("appeal_by"):
            yield from _last_day(facts, row)
    state = facts.tracks.get(Track.INSURANCE, "")
    if state in STILL_OPEN:
        yield Doubt(section, "off_label_drug", None, STILL_OPEN[state], "D")


def _last_day(facts: Facts, row: Row) -> Iterable[Doubt]:
    """Until when one may go on is the letter's to say; a rule's day only stands in for it."""
    section, title = BY_ROWS[COVERAGE], row_title(BY_ROWS[COVERAGE], row)
    own = (one for one in of_row(facts, row, rows=COVERAGE) if one.clock.given == "appeal_by")
    counted = next((one for one in own if one.stand is Stand.RUNNING), None)
    if counted and counted.due:
        day = show_date(counted.due)
        words = f"{title}: the letter's last day to go on is not on record. By rule {day}"
        yield Doubt(section, "appeal_by", row, f"{words} ({counted.clock.cites})")
    elif _denied_and_open(facts, row):
        words = f"{title}: no last day to go on is on record, and no rule is known for this plan"
        yield Doubt(section, "appeal_by", row, words)


def _denied_and_open(facts: Facts, row: Row) -> bool:
    return row == last_denial(facts) and facts.tracks.get(Track.INSURANCE) == "denied"


STILL_OPEN = {
    "denied": "The insurer denied coverage. A denial alone is not a lack of alternatives: appeal, "
    "or close that route with its reason",
    "appealed": "An appeal to the insurer is open: the drug may yet be an alternative",
    "covered": "The insurer covers a drug: say in tab D why it is no alternative",
}


ABOUT_ROUTES: tuple[Callable[[Facts, date], Iterable[Doubt]], ...] = (
    _programs,
    _assistance,
    _insurance,
)
