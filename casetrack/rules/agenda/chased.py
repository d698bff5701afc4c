"""Steps that contacts and register entries ask for: whom to chase, and a policy to check again."""

from collections.abc import Iterator
from datetime import date

from casetrack.rules.agenda.shape import Item, Kept
from casetrack.rules.contacts import open_chases, whom
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts, Stage, Track
from casetrack.rules.organizations import check_due
from casetrack.rules.questions import Of

UNDECIDED = ("not_asked", "sent", "acknowledged")


def chases(facts: Facts) -> Iterator[Item]:
    """The day on which to chase each party that the case itself does not wait on."""
    for row in open_chases(facts):
        yield Item(
            key=f"contact:{row.id}",
            what=f"Chase {whom(row)}",
            on=date.fromisoformat(row.answers["chase_on"]),
            why=f"Last contact {show_date(row.answers['said_on'])}",
            waiting_on=whom(row),
            cure=f"contact:{row.id}",
            kept=Kept(entry=row.id, on="chase_on", done={"chase_on": ""}),
        )


def policy_checks(facts: Facts) -> Iterator[Item]:
    """The company's posted policy is read again before one relies on it (21 USC 360bbb-0(c))."""
    due = check_due(Of.COMPANY, facts.company)
    asking = facts.stage is Stage.MANUFACTURER
    undecided = facts.tracks.get(Track.REQUEST, "not_asked") in UNDECIDED
    if due and asking and undecided:
        checked = show_date(facts.company["policy_checked_on"])
        yield Item(
            key="policy",
            what=f"Check the posted policy of {facts.company.get('name', 'the company')} again",
            on=due,
            why=f"Last checked {checked}",
            cure="stage:4",
        )
