"""The access log, for administrators."""

from flask import request
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.numbers import whole_number
from casetrack.store.queries.access import access_log
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/access-log", may=Permission.SEE_ACCESS_LOG)
def listed(visit: Visit) -> Response:
    before = whole_number(request.args.get("before", "")) or 0
    return visit.render(
        "access/listed.html", heading="Access log", noted=access_log(visit.db, before=before)
    )
