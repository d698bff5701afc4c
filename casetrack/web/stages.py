"""A stage of a case: its task list in free order, and the acts that belong to it."""

from flask import abort
from werkzeug.wrappers import Response

from casetrack.rules import tasks, values
from casetrack.rules.access import Permission
from casetrack.rules.documents import PAPERS
from casetrack.rules.facts import STAGE_NAMES, Stage
from casetrack.rules.questions import BY_KEY, Of, sections_of
from casetrack.rules.tasks import Status
from casetrack.rules.workflow import TRANSITIONS, offered
from casetrack.web.back import Back, back_from
from casetrack.web.door import page
from casetrack.web.visit import Visit

PLAIN = {
    Stage.ADVOCACY: "Patient groups may know the company's contact or another route. Keep what "
    "happens next on the case page, or skip this stage with a reason.",
    Stage.FDA_IRB: "FDA's permission and the ethics board's approval go side by side.",
    Stage.TREATMENT: "The first dose needs FDA's permission on record.",
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
        recorded=_recorded(visit, stage),
        back=Back("case", back_from(visit.case).address, visit.case.code),
    )


def _recorded(visit: Visit, stage: Stage) -> list[tuple[str, str]]:
    """What was recorded by the acts of this stage, label and value."""
    said = visit.case.facts.answers
    asked = {q.key: q for t in TRANSITIONS if stage in t.stages for q in t.asks}
    return [(q.label, values.show(q, said[key])) for key, q in asked.items() if said.get(key)]
