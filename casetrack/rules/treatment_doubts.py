"""What cannot be, and what a careful colleague would ask, about doses and the count of the drug."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from casetrack.rules.dates import show_date
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions import BY_KEY, BY_ROWS
from casetrack.rules.questions.shape import Answers
from casetrack.rules.treatment import ADDS, DOSES, STOCK, doses


def dose_errors(said: Answers) -> dict[str, str]:
    """Within one period."""
    start, stop = said.get("dose_from", ""), said.get("dose_to", "")
    found: dict[str, str] = {}
    if start and stop and stop < start:
        found["dose_to"] = f"The end must not be before the beginning, {show_date(start)}"
    planned, given = said.get("dose_planned", ""), said.get("dose_given", "")
    if planned and given:
        found |= _amount_errors(said.get("dose_how", ""), Decimal(planned), Decimal(given))
    return found


def _amount_errors(how: str, planned: Decimal, given: Decimal) -> dict[str, str]:
    if how == "planned" and given != planned:
        return {"dose_given": "Given as planned is what was planned. Change the amount, or how"}
    if how == "held" and given:
        return {"dose_given": "While the drug is held, 0 is given"}
    if how == "reduced" and given >= planned:
        return {"dose_given": "A reduced dose is less than the planned one"}
    return {}


def stock_errors(said: Answers) -> dict[str, str]:
    """A movement without its day, kind, amount and lot counts nothing (312.62(a))."""
    needed = {
        "moved_on": "Enter the day",
        "movement": "Choose what happened",
        "amount": "Enter how many",
        "lot": "Enter the lot",
    }
    found = {key: words for key, words in needed.items() if not said.get(key)}
    if said.get("movement") == "lost" and not said.get("moved_note"):
        found["moved_note"] = "Say what happened to it"
    return found


def _doses(facts: Facts, today: date) -> Iterable[Doubt]:
    section, rows = BY_ROWS[DOSES], {row.id: row for row in facts.rows.get(DOSES, ())}
    first, last = facts.answers.get("first_dose_on", ""), facts.answers.get("last_dose_on", "")
    periods = doses(facts, today).periods
    for one in periods:
        if first and one.start.isoformat() < first:
            words = f"Doses from {show_date(one.start)}, before the first dose, {show_date(first)}"
            yield Doubt(section, "dose_from", rows[one.row], words)
        if last and one.end.isoformat() > last and one.given:
            words = f"Doses up to {show_date(one.end)}, after the last dose, {show_date(last)}"
            yield Doubt(section, "dose_to", rows[one.row], words)
    held = facts.answers.get("fda_hold_on", "")
    for one in periods:
        if held and one.given and one.end.isoformat() > held:
            words = (
                f"Doses up to {show_date(one.end)}, while FDA has placed a clinical hold since "
                f"{show_date(held)}: only where FDA lets this patient go on (21 CFR 312.42)"
            )
            yield Doubt(section, "dose_to", rows[one.row], words)
    for before, after in pairwise(periods):
        if after.start <= before.end:
            words = (
                f"Doses from {show_date(after.start)} overlap those from {show_date(before.start)}"
            )
            yield Doubt(section, "dose_from", rows[after.row], words)


def _stock(facts: Facts, today: date) -> Iterable[Doubt]:
    """More has left than had come; or what was given had expired."""
    section = BY_ROWS[STOCK]
    held: dict[str, int] = {}
    expires: dict[str, str] = {}
    for row in _in_time(facts):
        said, lot = row.answers, row.answers["lot"]
        amount = int(said["amount"])
        held[lot] = held.get(lot, 0) + (amount if said["movement"] in ADDS else -amount)
        if said["movement"] == "received" and said.get("expires_on"):
            expires[lot] = said["expires_on"]
        if held[lot] < 0:
            words = f"Lot {lot}: more has left than had come by {show_date(said['moved_on'])}"
            yield Doubt(section, "amount", row, words)
        over = expires.get(lot, "")
        if said["movement"] == "dispensed" and over and said["moved_on"] > over:
            words = f"Lot {lot} was dispensed after it expired, {show_date(over)}"
            yield Doubt(section, "moved_on", row, words)
    for lot, over in expires.items():
        if held.get(lot, 0) > 0 and over < today.isoformat():
            yield Doubt(section, "expires_on", None, f"Lot {lot} expired {show_date(over)}")


def _in_time(facts: Facts) -> list[Row]:
    """Whole movements by day; what came stands before what left on the same day."""
    needed = ("moved_on", "movement", "amount", "lot")
    rows = [r for r in facts.rows.get(STOCK, ()) if all(r.answers.get(k) for k in needed)]
    rows.sort(key=lambda r: (r.answers["moved_on"], r.answers["movement"] not in ADDS))
    return rows


def _release(facts: Facts, _today: date) -> Iterable[Doubt]:
    first, released = (
        facts.answers.get("first_dose_on", ""),
        facts.answers.get("drug_released_on", ""),
    )
    checked = facts.answers.get("drug_checked_on", "")
    section = BY_KEY["release"]
    if first and released and released > first:
        words = f"Released {show_date(released)}, after the first dose, {show_date(first)}"
        yield Doubt(section, "drug_released_on", None, words)
    if checked and released and released < checked:
        words = f"Released {show_date(released)}, before it was checked, {show_date(checked)}"
        yield Doubt(section, "drug_released_on", None, words)


ABOUT_TREATMENT: tuple[Callable[[Facts, date], Iterable[Doubt]], ...] = (_release, _doses, _stock)
