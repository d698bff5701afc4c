"""Steps that people plan: the case's own next one, and sections that wait on somebody."""

from collections.abc import Iterator
from datetime import date

from casetrack.rules.agenda.clocked import named_by
from casetrack.rules.agenda.shape import Item, Kept
from casetrack.rules.clocks import Set
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts
from casetrack.rules.questions import SECTIONS
from casetrack.rules.tasks import MARK, WAITING, Status, mark_key, marked, status

NEXT = "next"
"""The key of the case's own next step, which is done only by saying what comes after it."""


def next_step(facts: Facts) -> Iterator[Item]:
    """The case's own next step: our move, or the day on which we chase whoever has the ball."""
    if facts.next_on is None:
        return
    party, since = facts.waiting_on, facts.waiting_since
    clock = named_by(facts)
    silent = f"Waiting since {show_date(since)}" if since else ""
    yield Item(
        key=NEXT,
        what=f"Chase {party}: {facts.next_what}" if party else facts.next_what,
        on=facts.next_on,
        why=silent,
        who=facts.next_who,
        set=clock.clock.set if clock else Set.OUR_TARGET,
        waiting_on=party,
        kept=Kept(on="next_on", who="next_who"),
    )


def waiting_tasks(facts: Facts) -> Iterator[Item]:
    """Sections that wait on somebody, on the day they are to be asked again."""
    for section in SECTIONS:
        if marked(section, facts) != WAITING or status(section, facts) is not Status.WAITING:
            continue
        mark, words, again = (mark_key(section, question) for question in MARK)
        day, party = facts.answers.get(again, ""), facts.answers.get(words, "")
        if day:
            yield Item(
                key=f"task:{section.key}",
                what=f"Ask again about: {section.title}",
                on=date.fromisoformat(day),
                why=f"Waiting on {party}",
                waiting_on=party,
                cure=f"section:{section.key}",
                kept=Kept(on=again, done={mark: "working"}),
            )
