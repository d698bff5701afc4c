"""Today: what a person must do, across all cases, worst first (ux.md S02)."""

import logging

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.agenda import Deed
from casetrack.rules.dates import long_day
from casetrack.rules.due import is_behind, is_stale
from casetrack.rules.workflow import Action
from casetrack.store.due import last_pass
from casetrack.store.queries.lists import codes_only
from casetrack.store.queries.settled import settled_by
from casetrack.store.queries.today import (
    MOST_COUNTED,
    WEEK,
    Group,
    View,
    count_steps,
    list_steps,
    next_chase,
    overdue_with_others,
)
from casetrack.web.door import page
from casetrack.web.visit import Visit

log = logging.getLogger("casetrack")
DEEDS = {
    Action.FINISH_NEXT: "Done",
    Deed.DONE: "Done",
    Deed.DROPPED: "Not needed",
    Deed.MOVED: "Date changed",
    Deed.HANDED: "Handed over",
}


@page("/", may=Permission.LIST_CASES)
def home(visit: Visit) -> Response:
    return visit.go(url_for("today.show"))


@page("/today", may=Permission.LIST_CASES, logs="listed")
def show(visit: Visit) -> Response:
    if codes_only(visit.actor):
        return visit.render("today/none.html", heading="Today")
    given = request.args.get("view", "")
    view = View(given) if given in set(View) else View.MINE
    db, today, by = visit.db, visit.today, visit.actor
    found = list_steps(db, view, after=request.args.get("after", "")[:120], today=today, by=by)
    counts = count_steps(db, today=today, by=by)
    checked = last_pass(db)
    if behind := is_behind(checked, visit.now):
        log.warning("the clock shows %s, before the last pass, %s", visit.now, checked)
    waiting = sum(counts[View.WAITING].values())
    return visit.render(
        "today/show.html",
        heading=f"Today, {long_day(today)}",
        deeds=DEEDS,
        view=view,
        views=View,
        groups=Group,
        found=found,
        counts=counts,
        most=MOST_COUNTED,
        through=today + WEEK,
        elsewhere=overdue_with_others(db, today=today, by=by) if view is View.MINE else 0,
        chase=next_chase(db, today=today, by=by) if waiting and not found.lines else None,
        settled=settled_by(db, by),
        checked=checked,
        behind=behind,
        stale=is_stale(checked, visit.now, visit.settings.morning_hour),
    )
