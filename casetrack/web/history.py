"""Every change of a case with its old and new values, and who read it."""

from flask import request
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.numbers import whole_number
from casetrack.rules.questions import Kind
from casetrack.store.queries.history import looks, timeline
from casetrack.store.queries.people import names_of_all
from casetrack.web.back import to_case
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/cases/<code>/history", may=Permission.SEE_HISTORY, logs="opened")
def show(visit: Visit) -> Response:
    start = whole_number(request.args.get("before", "")) or 0
    return visit.render(
        "cases/history.html",
        heading="History",
        events=timeline(visit.db, visit.case.id, before=start),
        names={**visit.case.names, Kind.PERSON: names_of_all(visit.db)},
        looks=looks(visit.db, visit.case.id) if not start else (),
        back=to_case(visit.case),
    )
