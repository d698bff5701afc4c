"""Steps that FDA's own requests ask for: each is answered by the day FDA named."""

from collections.abc import Iterator
from datetime import date

from casetrack.rules.agenda.shape import Item, Kept
from casetrack.rules.clocks import Set
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts
from casetrack.rules.questions.filing import WORDS


def fda_requests(facts: Facts) -> Iterator[Item]:
    """One for each request for information that is not answered."""
    for row in facts.rows_of(WORDS):
        said = row.answers
        waits = said.get("what") == "request" and not said.get("answered_on")
        if waits and said.get("answer_by"):
            asked = f"FDA asked {show_date(said['word_on'])}" if said.get("word_on") else ""
            yield Item(
                key=f"row:{row.id}",
                what=f"Answer FDA: {said.get('about', 'its request')}",
                on=date.fromisoformat(said["answer_by"]),
                why=asked,
                set=Set.PROMISED,
                cure=f"row:fda_word:{row.id}",
                kept=Kept(entry=row.id, on="answer_by", done_on="answered_on"),
            )
