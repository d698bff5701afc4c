"""A page in between: what a form would move, before anything is saved; nothing typed is lost.

It stands behind every form, because the door asks it: whatever a view has written by then is undone
unless the form says that these very moves were seen.
"""

import hashlib

from flask import current_app, request, session, url_for
from werkzeug.wrappers import Response

from casetrack.store.moves import MovedIn, moves_in
from casetrack.store.queries.scope import codes_of
from casetrack.web.drafting import CARRIED
from casetrack.web.visit import Visit

SEEN = "moves"
OWN = {SEEN, *CARRIED}


def asked_first(visit: Visit) -> Response | None:
    """The page that shows what moves; None if nothing does, or it was seen."""
    found = moves_in(visit.db)
    seen = _digest(found)
    if not found or request.form.get(SEEN) == seen:
        return None
    session.pop("_flashes", None)  # what the view said was done is not done yet
    codes = codes_of(visit.db, {one.case for one in found}, by=visit.actor)
    return visit.render(
        "moves/ask.html",
        status=422,
        heading="This moves a due date" if len(found) == 1 else "This moves due dates",
        moves=[(codes.get(one.case, ""), one.moved) for one in found],
        seen=seen,
        typed=[(k, v) for k, v in request.form.items(multi=True) if k not in OWN],
        cancel=_form_page(visit),
        files=[name for name, file in request.files.items(multi=True) if file.filename],
    )


def _form_page(visit: Visit) -> str:
    """The page of the form, where it has one of its own."""
    here = current_app.url_map.bind("").test(request.path, method="GET")
    if here or visit.file is None:
        return request.path
    return url_for("cases.show", code=visit.file.code)


def _digest(found: list[MovedIn]) -> str:
    told = [f"{one.case}:{one.moved.row}:{one.moved.words}" for one in found]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
