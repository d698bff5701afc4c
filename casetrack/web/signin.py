"""Signing in, and out."""

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.signin import Credentials, SignedIn, sign_in, sign_out
from casetrack.store.queries.people import anybody
from casetrack.store.refusals import Refused
from casetrack.web import security
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/sign-in", may=Permission.SIGN_IN)
def ask(visit: Visit) -> Response:
    if visit.presence:
        return visit.go(security.own_address(request.args.get("next", "/")))
    return _form(visit)


def try_signing_in(visit: Visit) -> SignedIn | tuple[Refusal, ...]:
    """Weighs the password before the page's own transaction: tries are counted either way."""
    given = Credentials(
        email=request.form.get("email", ""),
        password=request.form.get("password", ""),
        device=security.device(visit.settings),
        address=request.remote_addr or "",
    )
    try:
        return sign_in(visit.store, given)
    except Refused as refused:
        return refused.refusals


@page("/sign-in", "POST", may=Permission.SIGN_IN, before=try_signing_in)
def enter(visit: Visit) -> Response:
    if not isinstance(visit.prepared, SignedIn):
        return _form(visit, loose=visit.prepared, email=request.form.get("email", "")[:254])
    if visit.presence:
        sign_out(visit.db, visit.presence.token)
    response = visit.go(security.own_address(request.form.get("next", "/")))
    security.keep_signed_in(response, visit.settings, visit.prepared)
    return response


@page("/sign-out", "POST", may=Permission.SIGN_IN)
def leave(visit: Visit) -> Response:
    if visit.presence:
        visit.note("signed out", each=True)
        sign_out(visit.db, visit.presence.token)
    response = visit.go("/sign-in", said="You are signed out")
    response.delete_cookie(security.cookie_name(visit.settings, "session"), path="/")
    return response


def _form(visit: Visit, *, loose: Sequence[Refusal] = (), email: str = "") -> Response:
    return visit.render(
        "signin/ask.html",
        heading="Sign in",
        loose=loose,
        email=email,
        back=security.own_address(request.values.get("next", "/")),
        lost="lost" in request.args,
        kept="kept" in request.args,
        ran_out=visit.ran_out if request.method == "GET" else None,
        nobody=not anybody(visit.db),
    )
