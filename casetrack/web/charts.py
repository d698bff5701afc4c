"""Reading a chart: upload, then each proposed fact is accepted, edited or left by a person."""

from collections.abc import Mapping, Sequence

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.intake import Chart as Reading
from casetrack.intake import FileRefused, read
from casetrack.intake.proposals import Held, propose
from casetrack.rules import values
from casetrack.rules.access import Permission
from casetrack.rules.catalog import question
from casetrack.rules.identity import differences
from casetrack.rules.questions import BY_KEY, Question, find
from casetrack.rules.text import counted
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.charts import (
    Decided,
    Decision,
    ReadChart,
    decide_proposals,
    keep_chart,
)
from casetrack.store.queries.charts import chart_with_proposals, charts_of, removed_charts
from casetrack.store.refusals import Refused, Stale
from casetrack.store.tables import Chart, Proposal
from casetrack.web.back import Back, to_case
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.uploads import Sent, sent_file
from casetrack.web.visit import Visit

NO_FILE = "Choose a chart file: FHIR, or a C-CDA document"
WORDS = {"accept": "accepted", "leave": "left"}


@page("/cases/<code>/charts", may=Permission.SEE_CASE, logs="opened")
def listed(visit: Visit) -> Response:
    return _list_page(visit)


def read_upload(visit: Visit) -> tuple[Sent, Reading] | Refusal:
    """Reads the chart before any transaction; nothing is fetched, nothing is stored."""
    sent = sent_file("chart", visit.settings, missing=NO_FILE)
    if isinstance(sent, Refusal):
        return sent
    try:
        return sent, read(sent.data)
    except FileRefused as refused:
        return Refusal(refused.sentence, field="chart")


@page("/cases/<code>/charts", "POST", may=Permission.EDIT_FACTS, before=read_upload)
def upload(visit: Visit) -> Response:
    if isinstance(visit.prepared, Refusal):
        return _list_page(visit, [visit.prepared])
    sent, chart = visit.prepared
    said = chart.as_json()
    facts = visit.case.facts
    held = Held(
        answers=facts.answers,
        rows={key: [row.answers for row in rows] for key, rows in facts.rows.items()},
    )
    proposed = propose(chart, held=held)
    kept = ReadChart(
        data=sent.data,
        given_name=sent.name,
        format=chart.format,
        patient=said["patient"],
        warnings=[*chart.warnings, *proposed.notes],
        left_out=said["left_out"],
        proposals=proposed.proposals,
    )
    number = keep_chart(visit.db, visit.case.id, kept, by=visit.actor)
    return visit.go(url_for("charts.review", code=visit.case.code, number=number))


@page("/cases/<code>/charts/<int:number>", may=Permission.SEE_CASE, logs="opened")
def review(visit: Visit, number: int) -> Response:
    return _review_page(visit, number)


@page("/cases/<code>/charts/<int:number>", "POST", may=Permission.EDIT_FACTS)
def decide(visit: Visit, number: int) -> Response:
    chart, proposals = _chart(visit, number)
    if doubt := _another_person(visit, chart):
        return _review_page(visit, number, [doubt])
    decided = Decided(number, _decisions(proposals), drawn())
    if not decided.decisions:
        return _review_page(visit, number, [Refusal("Accept, leave or edit at least one fact")])
    try:
        taken = decide_proposals(visit.db, visit.case.id, decided, by=visit.actor)
    except Refused as refused:
        return _review_page(visit, number, refused.refusals)
    except Stale as stale:
        return _review_page(visit, number, _newer(stale))
    said = f"{counted(taken, 'fact')} taken into the case"
    return visit.go(url_for("charts.review", code=visit.case.code, number=number), said=said)


@page("/cases/<code>/charts/<int:number>/<int:proposal>", may=Permission.EDIT_FACTS, logs="opened")
def edit(visit: Visit, number: int, proposal: int) -> Response:
    chart, found = _proposal(visit, number, proposal)
    form = _edit_form(visit, found, answers=found.answers)
    form.catch_up({} if found.rows else visit.drafts.since(visit.case.id, visit.case.root()))
    return _edit_page(visit, chart, found, form)


@page("/cases/<code>/charts/<int:number>/<int:proposal>", "POST", may=Permission.EDIT_FACTS)
def edited(visit: Visit, number: int, proposal: int) -> Response:
    chart, found = _proposal(visit, number, proposal)
    form = _edit_form(visit, found)
    if not form.validate():
        return _edit_page(visit, chart, found, form)
    if doubt := _another_person(visit, chart):
        return _edit_page(visit, chart, found, form, [doubt])
    decision = Decision("edited", {k: v for k, v in form.stored.items() if v})
    try:
        decided = Decided(number, {found.id: decision}, drawn())
        decide_proposals(visit.db, visit.case.id, decided, by=visit.actor)
    except Refused as refused:
        return _edit_page(visit, chart, found, form, refused.refusals)
    except Stale as stale:
        back = Back("", url_for("charts.review", code=visit.case.code, number=number), "the chart")
        return choose(visit, form, stale, dossier=visit.case.id, back=back)
    address = url_for("charts.review", code=visit.case.code, number=number)
    return visit.go(address, said="Taken into the case as edited")


def questions_of(proposal: Proposal) -> list[Question]:
    """The questions a proposal answers, in the order of its section."""
    found = [find(key, rows=proposal.rows) for key in proposal.answers]
    return [question for question in found if question]


def shown_answers(proposal: Proposal, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Label and value of what a proposal, or the case, says to these questions."""
    said = [(q.label, values.show(q, answers.get(q.key, ""))) for q in questions_of(proposal)]
    return [(label, value) for label, value in said if value]


def _decisions(proposals: list[Proposal]) -> dict[int, Decision]:
    """What was chosen: one by one, or all undisputed facts of one section at once."""
    everything = request.form.get("accept_all", "")
    found = {}
    for proposal in proposals:
        chosen = WORDS.get(request.form.get(f"decide-{proposal.id}", ""), "")
        if everything and proposal.section == everything and not proposal.conflict:
            chosen = chosen or "accepted"
        if chosen and proposal.decision == "open":
            found[proposal.id] = Decision(chosen, proposal.answers)
    return found


def _chart(visit: Visit, number: int) -> tuple[Chart, list[Proposal]]:
    found = chart_with_proposals(visit.db, visit.case.id, number)
    if found is None:
        abort(404)
    return found


def _proposal(visit: Visit, number: int, wanted: int) -> tuple[Chart, Proposal]:
    chart, proposals = _chart(visit, number)
    found = [one for one in proposals if one.id == wanted and one.decision == "open"]
    if not found:
        abort(404)
    return chart, found[0]


def _differences(visit: Visit, chart: Chart) -> tuple[str, ...]:
    patient = chart.patient
    return differences(
        visit.case.facts.answers,
        name=patient.get("name") or "",
        birth_date=patient.get("birth_date") or "",
        sex=patient.get("sex") or "",
    )


def _another_person(visit: Visit, chart: Chart) -> Refusal | None:
    """Nothing of a chart that names somebody else goes into the case before a person says so."""
    if not _differences(visit, chart) or "same_person" in request.form:
        return None
    return Refusal("Say that the chart is of this patient, or leave the page", field="same_person")


def _told_same(proposals: list[Proposal]) -> bool:
    """Whether a person has said it of this chart before; then the box stands ticked."""
    return any(one.decision in ("accepted", "edited") for one in proposals)


def _newer(stale: Stale) -> list[Refusal]:
    """The page shows both values side by side; this says where to look."""
    asked = {key: found for key in stale.clashing if (found := question(key))}
    return [
        Refusal(
            f"{stale.changes[key].by} changed “{asked[key].label if key in asked else key}” "
            "meanwhile. Look at what the case says now and decide again"
        )
        for key in sorted(stale.clashing)
    ]


def _list_page(visit: Visit, refused: Sequence[Refusal] = ()) -> Response:
    return visit.render(
        "charts/listed.html",
        heading="Charts",
        charts=charts_of(visit.db, visit.case.id),
        removed=removed_charts(visit.db, visit.case.id),
        loose=refused,
        back=to_case(visit.case),
    )


def _review_page(visit: Visit, number: int, refused: Sequence[Refusal] = ()) -> Response:
    chart, proposals = _chart(visit, number)
    groups: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        groups.setdefault(proposal.section, []).append(proposal)
    return visit.render(
        "charts/review.html",
        heading="Facts from a chart",
        chart=chart,
        groups=[(BY_KEY[key], found) for key, found in groups.items()],
        left=sum(one.decision == "open" for one in proposals),
        differences=_differences(visit, chart),
        told_same=_told_same(proposals),
        said=shown_answers,
        chosen=visit.drafts.typed() or {},
        loose=refused,
        back=Back("", url_for("charts.listed", code=visit.case.code), "charts"),
    )


def _edit_form(
    visit: Visit,
    proposal: Proposal,
    *,
    answers: Mapping[str, str] | None = None,
) -> AnswersForm:
    section = BY_KEY[proposal.section]
    rows = section.rows.questions if proposal.rows and section.rows else None
    return form_for(
        rows or questions_of(proposal),
        lists=lists_for(visit),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _edit_page(
    visit: Visit,
    chart: Chart,
    proposal: Proposal,
    form: AnswersForm,
    refused: Sequence[Refusal] = (),
) -> Response:
    return visit.render(
        "charts/edit.html",
        heading="Edit before taking it over",
        chart=chart,
        proposal=proposal,
        differences=_differences(visit, chart),
        told_same=_told_same(_chart(visit, chart.id)[1]),
        form=form,
        loose=refused,
        back=Back("", url_for("charts.review", code=visit.case.code, number=chart.id), "the chart"),
    )
