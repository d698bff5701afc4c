"""One's own views of the case list: what it is narrowed to, under a name; removed again."""

from urllib.parse import urlencode

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.views import NAME
from casetrack.store.commands.views import keep_view, remove_view
from casetrack.store.queries.lists import Filter
from casetrack.store.queries.views import views_of
from casetrack.store.refusals import Refused
from casetrack.web.cases import narrowing
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, Lists, form_for
from casetrack.web.paging import asked
from casetrack.web.visit import Visit


@page("/views/add", may=Permission.LIST_CASES)
def ask(visit: Visit) -> Response:
    typed = visit.drafts.typed()
    return _page(visit, narrowing(request.args if typed is None else typed), _form(visit))


@page("/views/add", "POST", may=Permission.LIST_CASES)
def keep(visit: Visit) -> Response:
    wanted, form = narrowing(request.form), _form(visit)
    if not form.is_complete():
        return _page(visit, wanted, form)
    name, told = form.stored["view_name"], asked(wanted)
    try:
        keep_view(visit.db, visit.user, name=name, asked=urlencode(told))
    except Refused as refused:
        form.blame({"view_name": str(refused)})
        return _page(visit, wanted, form)
    return visit.go(url_for("cases.listed", **told), said=f"View kept: {name}")


@page("/views/<int:number>/remove", "POST", may=Permission.LIST_CASES)
def remove(visit: Visit, number: int) -> Response:
    """Leads to the same list, where it can be named again."""
    found = next((one for one in views_of(visit.db, visit.user) if one.id == number), None)
    if found is None:
        abort(404)
    remove_view(visit.db, found)
    said = f"View removed: {found.name}. What it showed is below, and can be named again"
    return visit.go(f"{url_for('cases.listed')}?{found.asked}", said=said)


def _form(visit: Visit) -> AnswersForm:
    return form_for((NAME,), lists=Lists(today=visit.today), sent=visit.drafts.typed())


def _page(visit: Visit, wanted: Filter, form: AnswersForm) -> Response:
    return visit.render(
        "cases/view.html",
        heading="Name this view",
        told=asked(wanted),
        form=form,
    )
