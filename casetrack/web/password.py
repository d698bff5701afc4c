"""Choosing one's own password; the first page of whoever was given one (reliability.md rule 18)."""

from collections.abc import Sequence

from flask import request
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.people import choose_password
from casetrack.store.commands.signin import Credentials, confirm, renew
from casetrack.store.queries.people import email_of
from casetrack.store.refusals import Refused
from casetrack.web import security
from casetrack.web.door import page
from casetrack.web.visit import Visit

DIFFERENT = "The two new passwords are not the same"


@page("/me/password", may=Permission.OWN_PASSWORD)
def ask(visit: Visit) -> Response:
    return _form(visit)


def confirm_the_old_one(visit: Visit) -> Sequence[Refusal]:
    """Weighed before the page's own transaction: tries are counted either way."""
    with visit.store.reading() as db:
        email = email_of(db, visit.user)
    given = Credentials(
        email=email,
        password=request.form.get("password_now", ""),
        device=security.device(visit.settings),
        address=request.remote_addr or "",
    )
    try:
        confirm(visit.store, given)
    except Refused as refused:
        return refused.refusals
    return ()


@page("/me/password", "POST", may=Permission.OWN_PASSWORD, before=confirm_the_old_one)
def choose(visit: Visit) -> Response:
    """Every other session ends; this browser goes on in a new one."""
    refusals: Sequence[Refusal] = visit.prepared
    password = request.form.get("password", "")
    if password != request.form.get("password_again", ""):
        refusals = [*refusals, Refusal(DIFFERENT, field="password_again")]
    if refusals:
        return _form(visit, refusals)
    try:
        choose_password(visit.db, visit.user, password=password, by=visit.actor)
    except Refused as refused:
        return _form(visit, refused.refusals)
    signed_in = renew(visit.db, visit.user, device=security.device(visit.settings))
    response = visit.go("/", said="Your new password is set. You are signed out everywhere else")
    security.keep_signed_in(response, visit.settings, signed_in)
    return response


def _form(visit: Visit, refusals: Sequence[Refusal] = ()) -> Response:
    return visit.render(
        "mine/password.html",
        heading="Choose your password",
        loose=refusals,
        errors={refusal.field: refusal for refusal in refusals},
    )
