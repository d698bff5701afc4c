"""What stage 4 shows beside its tasks: the company's card and policy, its clocks, what was said."""

from dataclasses import dataclass

from casetrack.rules.clocks import Deadline, Party, running
from casetrack.rules.contacts import all_with
from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Row, Track
from casetrack.rules.organizations import must_check
from casetrack.rules.papers import paper_gaps, paper_needs
from casetrack.rules.questions import Of, Question
from casetrack.rules.questions.register import POSTED
from casetrack.store.queries.register import Card, card
from casetrack.web.organizations import hours_of
from casetrack.web.visit import Visit

LATEST = 3


@dataclass(frozen=True)
class Manufacturer:
    card: Card | None
    check: str
    lines: list[tuple[Row, str, bool | None]]
    posted: tuple[Question, ...]
    clocks: tuple[Deadline, ...]
    latest: tuple[Row, ...]
    missing: int
    needed: int
    declined: bool


def manufacturer_of(visit: Visit) -> Manufacturer:
    facts, number = visit.case.facts, visit.case.dossiers.get(Of.COMPANY)
    known = card(visit.db, number) if number else None
    said = all_with(facts.rows.get("contact", ()), facts.answers.get("company", ""))
    return Manufacturer(
        card=known,
        check=must_check(known.of, known.answers, visit.today) if known else "",
        lines=hours_of(visit, known) if known else [],
        posted=POSTED,
        clocks=tuple(one for one in running(facts) if one.clock.owner is Party.COMPANY),
        latest=said[:LATEST],
        missing=len(paper_gaps(REQUEST, facts)),
        needed=sum(paper_needs(REQUEST, facts).values()),
        declined=facts.tracks[Track.REQUEST] == "refused",
    )
