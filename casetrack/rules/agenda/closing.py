"""Steps that remain when treatment is over; in a closed case everything that was owed stays."""

from collections.abc import Iterator
from datetime import date

from casetrack.rules.agenda.shape import Item
from casetrack.rules.clocks import due, held
from casetrack.rules.dates import is_exact, show_date
from casetrack.rules.facts import Facts, Life
from casetrack.rules.owed import over, owed
from casetrack.rules.treatment import STOCK


def closing_steps(facts: Facts) -> Iterator[Item]:
    closed = facts.life is Life.CLOSED
    began, event = _began(facts)
    if not is_exact(began) or not (closed or over(facts)):
        return
    clock = held("close_out", facts)
    counted = f"{clock.length} after {event}, {show_date(began)}"
    for one in owed(facts):
        if not one.by_law and (closed or not one.clocked):
            yield Item(
                key=f"owed:{one.key}",
                what=one.what,
                on=due(clock, date.fromisoformat(began)).due,
                why=counted,
                cure=one.cure,
                stays=True,
            )


def _began(facts: Facts) -> tuple[str, str]:
    """From which day the end is settled: the drug may have come where FDA never permitted it."""
    said = facts.answers
    moved = (row.answers.get("moved_on", "") for row in facts.rows.get(STOCK, ()))
    found = (
        (said.get("last_dose_on", ""), "the last dose"),
        (said.get("fda_permitted_on", ""), "FDA permitted it"),
        (said.get("fda_sent_on", ""), "the submission to FDA"),
        (max(moved, default=""), "the drug last moved"),
    )
    return next(((day, words) for day, words in found if day), ("", ""))
