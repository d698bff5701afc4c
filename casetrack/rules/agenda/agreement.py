"""Steps that the papers of the agreement ask for: what we answer, and whom we chase."""

from collections.abc import Iterator
from datetime import date

from casetrack.rules.agenda.shape import Item, Kept
from casetrack.rules.agreement import open_papers
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions.agreement import AGREEMENT
from casetrack.rules.tasks import row_title
from casetrack.rules.text import within


def agreement_steps(facts: Facts) -> Iterator[Item]:
    """One for the newest version of each paper that waits for somebody."""
    for row in open_papers(facts):
        if row.answers.get("chase_on"):
            yield _step(facts, row)


def _step(facts: Facts, row: Row) -> Item:
    said = row.answers
    title = row_title(AGREEMENT, row)
    paper = f"{within(title)}, version {said.get('draft', '?')}"
    company = facts.answers.get("company", "") or "the company"
    whom = {"company": company, "contracts": "the contracts office"}.get(said["turn"], "")
    since = f"Here since {show_date(said['came_on'])}" if said.get("came_on") else ""
    return Item(
        key=f"row:{row.id}",
        what=f"Chase {whom}: {paper}" if whom else f"Answer the {paper}",
        on=date.fromisoformat(said["chase_on"]),
        why=since,
        waiting_on=whom,
        cure=f"row:agreement:{row.id}",
        kept=Kept(entry=row.id, on="chase_on"),
    )
