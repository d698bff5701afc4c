"""Help: the same place on every page."""

from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/help", may=Permission.LIST_CASES)
def show(visit: Visit) -> Response:
    return visit.render("help/show.html", heading="Help")
