"""Every due date of a case, each with how it was counted."""

from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.agenda import agenda
from casetrack.rules.clocks import Deadline, Stand, deadlines, late_first
from casetrack.rules.facts import Facts
from casetrack.rules.questions import BY_ROWS
from casetrack.rules.tasks import row_title
from casetrack.web.back import to_case
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/cases/<code>/deadlines", may=Permission.SEE_CASE, logs="opened")
def listed(visit: Visit) -> Response:
    file = visit.case
    found = late_first(deadlines(file.facts), visit.today)
    groups = ((stand, [one for one in found if one.stand is stand]) for stand in Stand)
    return visit.render(
        "deadlines/listed.html",
        heading="Deadlines",
        groups=dict(groups),
        steps={item.key for item in agenda(file.facts)},
        back=to_case(file),
    )


def about(facts: Facts, deadline: Deadline) -> str:
    """The line of a table that a deadline belongs to, as lists call it."""
    section = BY_ROWS.get(deadline.clock.rows)
    rows = facts.rows.get(deadline.clock.rows, ())
    found = [row_title(section, row) for row in rows if section and row.id == deadline.row]
    return "".join(found)
