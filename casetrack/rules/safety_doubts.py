"""What cannot be, and what a careful colleague would ask, about events on treatment."""

from collections.abc import Callable, Iterable
from datetime import date

from casetrack.rules.dates import earliest, latest, show_date
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions import BY_ROWS
from casetrack.rules.questions.shape import Answers

ROWS = "safety"
GRAVE = frozenset({"death", "threat"})


def event_errors(said: Answers) -> dict[str, str]:
    """Within one event: nothing is known before it happened, or over before it began."""
    began, aware, over = (said.get(k, "") for k in ("happened_on", "aware_on", "event_over_on"))
    found: dict[str, str] = {}
    if not said.get("event_what"):
        found["event_what"] = "Enter what happened"
    if began and aware and date.fromisoformat(aware) < earliest(began):
        found["aware_on"] = f"Nobody can have learned of it before it began, {show_date(began)}"
    if began and over and date.fromisoformat(over) < earliest(began):
        found["event_over_on"] = f"The end must not be before the beginning, {show_date(began)}"
    criteria = said.get("serious_by", "").split(",")
    if "none" in criteria and len(criteria) > 1:
        found["serious_by"] = "Choose the criteria, or None of these, not both"
    return found


def _events(facts: Facts, _today: date) -> Iterable[Doubt]:
    for row in facts.rows.get(ROWS, ()):
        for key, words in (*_in_time(facts, row), *_against_staff(row.answers)):
            name = row.answers.get("event_what") or "An event"
            yield Doubt(BY_ROWS[ROWS], key, row, f"{name}: {words}")


def _in_time(facts: Facts, row: Row) -> Iterable[tuple[str, str]]:
    began, first = row.answers.get("happened_on", ""), facts.answers.get("first_dose_on", "")
    if began and first and latest(began) < date.fromisoformat(first):
        yield "happened_on", f"began before the first dose, {show_date(first)}"
    aware, judged = row.answers.get("aware_on", ""), row.answers.get("judged_on", "")
    if aware and judged and judged < aware:
        yield "aware_on", f"judged before the clinic learned of it, {show_date(aware)}"
    if not aware:
        yield "aware_on", "no clock runs before the day the clinic learned of it is on record"


def _against_staff(said: Answers) -> Iterable[tuple[str, str]]:
    """The physician may see it otherwise; that the two differ is shown."""
    criteria = set(said.get("serious_by", "").split(",")) - {""}
    if said.get("serious") == "no" and criteria - {"none"}:
        yield "serious_by", "judged not serious, though a criterion is named"
    if said.get("serious") == "yes" and criteria == {"none"}:
        yield "serious_by", "judged serious, though no criterion is named"
    if said.get("life_threatening") == "no" and criteria & GRAVE:
        yield "serious_by", "judged neither fatal nor life-threatening, though that is named"
    if said.get("unexpected") == "yes" and said.get("brochure_says") == "yes":
        yield "brochure_says", "judged unexpected, though the brochure is said to list it"
    if said.get("suspected") == "no" and said.get("related_said") == "yes":
        yield "related_said", "judged not caused by the drug, though it is said that it may be"


ABOUT_EVENTS: tuple[Callable[[Facts, date], Iterable[Doubt]], ...] = (_events,)
