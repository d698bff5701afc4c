"""Giving a viewer, or a physician who is not the treating one, sight of a case."""

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.numbers import whole_number
from casetrack.store.commands.cases import grant_access
from casetrack.store.queries.people import viewers
from casetrack.web.back import to_case
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/cases/<code>/access", may=Permission.GIVE_ACCESS, logs="opened")
def show(visit: Visit) -> Response:
    typed = visit.drafts.typed()
    return visit.render(
        "cases/access.html",
        heading="Who may also see this case",
        people=viewers(visit.db),
        chosen=_numbers(typed.getlist("person")) if typed else visit.case.facts.granted,
        back=to_case(visit.case),
    )


@page("/cases/<code>/access", "POST", may=Permission.GIVE_ACCESS)
def change(visit: Visit) -> Response:
    """Changes only what was ticked or cleared on the page, which may be older than the grants."""
    drawn = _numbers(request.form.get("drawn", "").split(","))
    chosen = _numbers(request.form.getlist("person"))
    for user_id, _ in viewers(visit.db):
        active = user_id in chosen
        if active != (user_id in drawn):
            grant_access(visit.db, visit.case.id, user_id=user_id, active=active, by=visit.actor)
    return visit.go(url_for("cases.show", code=visit.case.code), said="Access saved")


def _numbers(raw: list[str]) -> set[int | None]:
    return {whole_number(value) for value in raw}
