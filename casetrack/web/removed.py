"""Items taken out of lists, and their way back."""

from flask import url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.store.commands.facts import restore_row
from casetrack.store.queries.removed import removed_rows
from casetrack.web.back import to_case
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/cases/<code>/removed", may=Permission.SEE_CASE, logs="opened")
def show(visit: Visit) -> Response:
    return visit.render(
        "facts/removed.html",
        heading="Removed items",
        items=removed_rows(visit.db, visit.case.id),
        editable=visit.may(Permission.EDIT_FACTS),
        back=to_case(visit.case),
    )


@page("/cases/<code>/removed/<int:number>", "POST", may=Permission.EDIT_FACTS)
def restore(visit: Visit, number: int) -> Response:
    restore_row(visit.db, visit.case.id, number, by=visit.actor)
    return visit.go(url_for("removed.show", code=visit.case.code), said="Restored")
