"""A chart that does not belong in the case: why it is taken out of it, and its way back."""

from collections.abc import Sequence

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.questions import BY_KEY
from casetrack.rules.text import clean
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.charts import remove_chart, restore_chart
from casetrack.store.queries.charts import chart_with_proposals, standing_facts
from casetrack.store.refusals import Refused
from casetrack.web.back import Back, table_address
from casetrack.web.door import page
from casetrack.web.visit import Visit

REMOVE = "/cases/<code>/charts/<int:number>/remove"


@page(REMOVE, may=Permission.EDIT_FACTS, logs="opened")
def ask(visit: Visit, number: int) -> Response:
    return _ask_page(visit, number)


@page(REMOVE, "POST", may=Permission.EDIT_FACTS)
def remove(visit: Visit, number: int) -> Response:
    _check_there(visit, number)
    why = clean(request.form.get("why", ""))[:500]
    try:
        remove_chart(visit.db, visit.case.id, number, by=visit.actor, why=why)
    except Refused as refused:
        return _ask_page(visit, number, refused.refusals)
    return visit.go(_charts(visit), said="Removed: the chart. It can be restored below")


@page("/cases/<code>/charts/<int:number>/restore", "POST", may=Permission.EDIT_FACTS)
def restore(visit: Visit, number: int) -> Response:
    restore_chart(visit.db, visit.case.id, number, by=visit.actor)
    return visit.go(_charts(visit), said="Restored: the chart")


def _check_there(visit: Visit, number: int) -> None:
    if chart_with_proposals(visit.db, visit.case.id, number) is None:
        abort(404)


def _charts(visit: Visit) -> str:
    return url_for("charts.listed", code=visit.case.code)


def _ask_page(visit: Visit, number: int, refused: Sequence[Refusal] = ()) -> Response:
    _check_there(visit, number)
    code = visit.case.code
    standing = standing_facts(visit.db, number)
    return visit.render(
        "charts/remove.html",
        heading="Remove this chart?",
        standing=[(one.text, table_address(code, BY_KEY[one.section])) for one in standing],
        loose=refused,
        blamed=next((one.words for one in refused if one.field == "why"), ""),
        back=Back("", url_for("charts.review", code=code, number=number), "the chart"),
    )
