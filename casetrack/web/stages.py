"""A stage of a case: its task list in free order, and the acts that belong to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort
from werkzeug.wrappers import Response

from casetrack.rules import tasks, values
from casetrack.rules.access import Permission
from casetrack.rules.agenda import agenda
from casetrack.rules.agreement import newest
from casetrack.rules.clocks import Party, running
from casetrack.rules.contacts import last_with, newest_first
from casetrack.rules.criteria import CRITERIA
from casetrack.rules.documents import PAPERS
from casetrack.rules.facts import STAGE_NAMES, Row, Stage
from casetrack.rules.organizations import Organization, suggested
from casetrack.rules.questions import BY_KEY, Of, sections_of
from casetrack.rules.questions.agreement import AGREEMENT
from casetrack.rules.questions.contacts import CONTACTS
from casetrack.rules.releases import Release, lacks_permission, permission_words
from casetrack.rules.tasks import Status
from casetrack.rules.workflow import TRANSITIONS, offered
from casetrack.store.queries.register import organizations
from casetrack.store.queries.releases import releases_of
from casetrack.web.back import Back, back_from
from casetrack.web.door import page
from casetrack.web.follow_up import follow_up_of
from casetrack.web.manufacturer import manufacturer_of
from casetrack.web.treatment import treatment_of
from casetrack.web.visit import Visit

LATEST = 5
PLAIN = {
    Stage.FDA_IRB: "FDA's permission and the ethics board's approval go side by side.",
    Stage.FOLLOW_UP: "Close the case when nothing is owed any more.",
}


@page("/cases/<code>/stages/<int:number>", may=Permission.SEE_CASE, logs="opened")
def show(visit: Visit, number: int) -> Response:
    if number not in set(Stage):
        abort(404)
    stage, facts = Stage(number), visit.case.facts
    asked = list(sections_of(stage))
    if stage is Stage.MANUFACTURER and visit.case.dossiers.get(Of.COMPANY):
        asked.append(BY_KEY["policy"])
    sections = [(section, tasks.status(section, facts)) for section in asked]
    done = [s for _, s in sections if s in (Status.DONE, Status.NOT_NEEDED)]
    return visit.render(
        "cases/stage.html",
        heading=f"Stage {number}: {STAGE_NAMES[stage]}",
        stage=stage,
        sections=sections,
        done=len(done),
        waiting=sum(status is Status.WAITING for _, status in sections),
        line=visit.case.stages[number - 1],
        offers=offered(facts, visit.actor, now=visit.now, stage=stage),
        moves=offered(facts, visit.actor, now=visit.now) if stage is facts.stage else (),
        plain_words=PLAIN.get(stage, ""),
        papers=[paper for paper in PAPERS if stage in paper.stages],
        groups=_groups(visit) if stage is Stage.ADVOCACY else None,
        follow_up=follow_up_of(visit) if stage is Stage.FOLLOW_UP else None,
        maker=manufacturer_of(visit) if stage is Stage.MANUFACTURER else None,
        treatment=treatment_of(visit) if stage is Stage.TREATMENT else None,
        board=[one for one in running(facts) if one.clock.to is Party.IRB],
        steps={item.key for item in agenda(facts)},
        recorded=_recorded(visit, stage),
        section=CONTACTS,
        agreement=newest(facts),
        agreed=AGREEMENT,
        criteria=len(CRITERIA),
        attested=sum(bool(facts.answers.get(one.attested)) for one in CRITERIA),
        back=Back("case", back_from(visit.case).address, visit.case.code),
    )


@dataclass(frozen=True)
class Groups:
    """What stage 3 shows beside its task: the consent, whom to ask, what was said, what left."""

    permitted: str
    lacking: str
    suggested: tuple[Organization, ...]
    last: Mapping[int, Row]
    latest: tuple[Row, ...]
    releases: tuple[Release, ...]


def _groups(visit: Visit) -> Groups:
    facts = visit.case.facts
    contacts = facts.rows.get("contact", ())
    found = suggested(organizations(visit.db), facts.answers.get("diagnosis", ""))
    asked = {"recipient_kind": "groups", "basis": "authorization"}
    lasts = ((one.id, last_with(contacts, one.name)) for one in found)
    return Groups(
        permitted=permission_words(facts),
        lacking=lacks_permission(facts, asked, today=visit.today),
        suggested=found,
        last={number: row for number, row in lasts if row},
        latest=newest_first(contacts)[:LATEST],
        releases=releases_of(visit.db, visit.case)[:LATEST],
    )


def _recorded(visit: Visit, stage: Stage) -> list[tuple[str, str]]:
    """What was recorded by the acts of this stage, label and value."""
    said = visit.case.facts.answers
    asked = [q for t in TRANSITIONS if stage in t.stages for q in t.asks if said.get(q.key)]
    found = {q.key: (q.label, values.show(q, said[q.key], visit.names)) for q in asked}
    return list(found.values())
