"""The four routes to a drug side by side, and the barriers in the way."""

from datetime import date

from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.blockers import standing
from casetrack.rules.doubt import Doubt
from casetrack.rules.facts import Row, Track
from casetrack.rules.questions import BY_KEY
from casetrack.rules.routes import Route, routes
from casetrack.rules.sense import doubts
from casetrack.rules.workflow import Offer, offered
from casetrack.store.queries.history import states_since
from casetrack.store.queries.people import names_of_all
from casetrack.web.back import Back, back_from
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/cases/<code>/routes", may=Permission.SEE_CASE, logs="opened")
def show(visit: Visit) -> Response:
    facts = visit.case.facts
    found = routes(facts)
    told = doubts(facts, visit.today)
    return visit.render(
        "cases/routes.html",
        heading="Routes to a drug",
        routes=found,
        since=states_since(visit.db, visit.case.id),
        doubts={route.track: _about(route, told) for route in found},
        offers={route.track: _offers(visit, route.track) for route in found},
        checked={route.track: _recorded_by(visit, route.track) for route in found},
        barriers=[(row, _day(row)) for row in standing(facts)],
        barrier_section=BY_KEY["barriers"],
        names=names_of_all(visit.db),
        back=Back("case", back_from(visit.case).address, visit.case.code),
    )


def _recorded_by(visit: Visit, track: Track) -> str:
    """Who checked a route that is closed, unless somebody else is named."""
    given = visit.case.given.get((visit.case.root(), f"{track}_closed_why"))
    return given.by if given and given.value else ""


def _day(row: Row) -> date | None:
    by = row.answers.get("barrier_by", "")
    return date.fromisoformat(by) if by else None


def _offers(visit: Visit, track: Track) -> tuple[Offer, ...]:
    return offered(visit.case.facts, visit.actor, now=visit.now, track=track)


def _about(route: Route, told: tuple[Doubt, ...]) -> tuple[Doubt, ...]:
    return tuple(doubt for doubt in told if doubt.section in route.sections)
