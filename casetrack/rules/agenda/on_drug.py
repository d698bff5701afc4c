"""Steps of a treatment under way: the next scan, call and count, the visit and supply expected.

They come into being with the first dose, and each follows the latest of its kind.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from casetrack.rules.agenda.shape import Item, Kept
from casetrack.rules.clocks import due, held
from casetrack.rules.dates import is_exact, show_date
from casetrack.rules.facts import Facts, Row
from casetrack.rules.treatment import STOCK, VISITS, on_treatment

WEEKLY = timedelta(weeks=12)


def treatment_steps(facts: Facts) -> Iterator[Item]:
    first = facts.answers.get("first_dose_on", "")
    if not on_treatment(facts) or not first:
        return
    yield _counted(facts, "scan_on_treatment", _last_scan(facts))
    planned = _next_visit(facts)
    if planned:
        yield planned
    else:
        yield _counted(facts, _call(facts, first), _last_visit(facts))
    yield _counted(facts, "stock_check", _last(facts, STOCK, "moved_on"))
    yield from _supply(facts)


def _counted(facts: Facts, key: str, latest: str) -> Item:
    """From the latest event of its kind, else from the first dose."""
    first, clock = facts.answers["first_dose_on"], held(key, facts)
    began = max(first, latest)
    event = "the last one" if latest > first else "the first dose"
    return Item(
        key=f"treatment:{key}",
        what=clock.todo,
        on=due(clock, date.fromisoformat(began)).due,
        why=f"{clock.length} after {event}, {show_date(began)}",
        cure=clock.cure,
    )


def _call(facts: Facts, first: str) -> str:
    latest = max(first, _last_visit(facts))
    early = date.fromisoformat(latest) < date.fromisoformat(first) + WEEKLY
    return "symptom_call" if early else "symptom_call_later"


def _next_visit(facts: Facts) -> Item | None:
    """What the latest visit says comes next, until another visit is on record."""
    rows = [row for row in facts.rows.get(VISITS, ()) if row.answers.get("visit_day")]
    if not rows:
        return None
    row = max(rows, key=lambda one: one.answers["visit_day"])
    day = row.answers.get("visit_next_on", "")
    if not day:
        return None
    return Item(
        key=f"row:{row.id}",
        what="Visit or call on treatment",
        on=date.fromisoformat(day),
        why=f"Planned at the visit of {show_date(row.answers['visit_day'])}",
        cure="section:treatment_visits",
        kept=Kept(entry=row.id, on="visit_next_on"),
    )


def _supply(facts: Facts) -> Iterator[Item]:
    day = facts.answers.get("next_supply_on", "")
    if day and not any(_received(row, since=day) for row in facts.rows.get(STOCK, ())):
        yield Item(
            key="treatment:supply",
            what="See that the next supply of the drug has come",
            on=date.fromisoformat(day),
            why="Expected on this day",
            cure="section:stock",
            kept=Kept(on="next_supply_on", done={"next_supply_on": ""}),
        )


def _received(row: Row, *, since: str) -> bool:
    said = row.answers
    return said.get("movement") == "received" and said.get("moved_on", "") >= since


def _last_scan(facts: Facts) -> str:
    return _last(facts, "measurement", "measured_on")


def _last_visit(facts: Facts) -> str:
    noted = _last(facts, "symptom", "noted_on")
    return max(_last(facts, VISITS, "visit_day"), noted)


def _last(facts: Facts, rows: str, key: str) -> str:
    """The latest exact day in a table's column."""
    days: Iterable[str] = (row.answers.get(key, "") for row in facts.rows.get(rows, ()))
    return max((day for day in days if is_exact(day)), default="")
