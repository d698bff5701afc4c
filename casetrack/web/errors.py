"""What a person sees when something does not work: what happened, and what to do. Never a trace.

Whoever is signed in keeps the header, with Emergency in it; where that fails, a plain page stands.
"""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from casetrack.store.errors import Busy
from casetrack.store.refusals import Refused
from casetrack.web.drafting import SECRET
from casetrack.web.visit import Visit

PLAIN, NOT_FOUND = "errors/plain.html", 404

WORDS = {
    400: ("This request was not understood", "Go back and try again"),
    403: ("You cannot do this", ""),
    404: ("Page not found", "The address may be mistyped, or the case is not one of yours"),
    405: ("This page cannot be used that way", "Go back and use the page's own buttons"),
    409: ("Somebody else changed this", "Go back, reload and look at what changed"),
    410: ("This is no longer here", "Go to your cases and look for it there"),
    413: ("This file is too big", ""),
    429: ("Too many tries", "Wait a minute, then try again"),
    503: ("casetrack is busy", "This was not done. Try again in a minute"),
}
log = logging.getLogger("casetrack")


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _expected)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(Exception, _unexpected)


def _expected(error: HTTPException) -> Response:
    code = error.code or 500
    heading, what_to_do = WORDS.get(code, WORDS[400])
    if code == 403 and error.description:
        what_to_do = error.description
    if isinstance(error, RequestEntityTooLarge):
        allowed = (request.max_content_length or 0) // 1_000_000
        what_to_do = f"At most {allowed} MB can be sent at once. Nothing was saved"
    page = _page(code, heading, what_to_do)
    if isinstance(error, MethodNotAllowed):
        page.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return page


def _refused(error: Refused) -> Response:
    """A refusal that belongs to no field of a form."""
    return _page(409, "This was not done", f"{error}. Go back and look at how it stands now")


def _busy(_error: Busy) -> Response:
    return _page(503, *WORDS[503])


def _unexpected(error: Exception) -> Response:
    """The reference is in the log beside the place in the code; patient data is not."""
    reference = secrets.token_hex(4).upper()
    place = _place(error)
    log.error("failed %s %s %s at %s", reference, type(error).__name__, request.endpoint, place)
    if current_app.testing:
        raise error
    words = f"This was not done. Tell the person who runs casetrack: reference {reference}"
    return _page(500, "We could not finish that", words)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "nowhere"


def _page(code: int, heading: str, what_to_do: str) -> Response:
    visit = g.get("visit") or (_look() if code == NOT_FOUND else None)
    said = {
        "heading": heading,
        "what_to_do": what_to_do,
        "kept": visit.drafts.rescued if visit else None,
        "again": _typed() if code in (500, 503) else [],
    }
    return make_response(_with_header(visit, said) or render_template(PLAIN, **said), code)


def _with_header(visit: Visit | None, said: Mapping[str, Any]) -> str:
    """The page for who is signed in; empty where the header itself cannot be had."""
    if visit is None or visit.presence is None:
        return ""
    try:
        return render_template("errors/page.html", failed=True, **said)
    except Exception as error:  # noqa: BLE001 - the failure that is being answered is told
        log.error("no header was drawn: %s", type(error).__name__)  # noqa: TRY400 - no patient data
        return ""


def _look() -> Visit | None:
    """Who asks for an address where no page is."""
    visit: Visit = current_app.extensions["casetrack"].visit()
    try:
        with visit.store.reading() as db:
            visit.find_presence(db)
    except Exception as error:  # noqa: BLE001 - then nobody is known
        log.error("nobody was looked up: %s", type(error).__name__)  # noqa: TRY400 - no patient data
        return None
    return visit


def _typed() -> list[tuple[str, str]]:
    """What was sent, to be sent again by a button where it could not be kept."""
    try:
        sent = [(name, value) for name, values in request.form.lists() for value in values]
    except HTTPException:  # what cannot be read cannot be sent again
        return []
    return [(name, value) for name, value in sent if name not in SECRET]
