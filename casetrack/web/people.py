"""Accounts: who may sign in, and as what (ux.md S23)."""

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.numbers import whole_number
from casetrack.rules.people import Role
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.people import add_user, disable_user, set_roles
from casetrack.store.queries.people import Person, all_people, register_names
from casetrack.store.refusals import Refused
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/accounts", may=Permission.MANAGE_USERS)
def listed(visit: Visit) -> Response:
    return visit.render("people/listed.html", heading="Accounts", people=all_people(visit.db))


@page("/accounts/add", may=Permission.MANAGE_USERS)
def ask(visit: Visit) -> Response:
    return _add_page(visit)


@page("/accounts/add", "POST", may=Permission.MANAGE_USERS)
def add(visit: Visit) -> Response:
    try:
        user = add_user(
            visit.db,
            email=request.form.get("email", "")[:254],
            name=request.form.get("name", "")[:300],
            roles=_roles(),
            password=request.form.get("password", ""),
            by=visit.actor,
        )
    except Refused as refused:
        return _add_page(visit, refused)
    said = f"{user.name} can sign in"
    return visit.go(url_for("people.show", number=user.id), said=said)


@page("/accounts/<int:number>", may=Permission.MANAGE_USERS)
def show(visit: Visit, number: int) -> Response:
    return _page(visit, _person(visit, number))


@page("/accounts/<int:number>", "POST", may=Permission.MANAGE_USERS)
def save(visit: Visit, number: int) -> Response:
    person = _person(visit, number)
    try:
        set_roles(
            visit.db,
            person.id,
            roles=_roles(),
            physician=whole_number(request.form.get("physician", "")),
            by=visit.actor,
        )
    except Refused as refused:
        return _page(visit, person, refused)
    return visit.go(url_for("people.listed"), said=f"Saved: {person.name}")


@page("/accounts/<int:number>/disable", "POST", may=Permission.MANAGE_USERS)
def disable(visit: Visit, number: int) -> Response:
    person = _person(visit, number)
    try:
        disable_user(visit.db, person.id, by=visit.actor)
    except Refused as refused:
        return _page(visit, person, refused)
    return visit.go(url_for("people.listed"), said=f"{person.name} can no longer sign in")


def _roles() -> list[Role]:
    return [Role(value) for value in request.form.getlist("roles") if value in set(Role)]


def _person(visit: Visit, number: int) -> Person:
    found = [person for person in all_people(visit.db) if person.id == number]
    if not found:
        abort(404)
    return found[0]


def _by_field(refused: Refused | None) -> dict[str, Refusal]:
    return {refusal.field: refusal for refusal in refused.refusals} if refused else {}


def _add_page(visit: Visit, refused: Refused | None = None) -> Response:
    return visit.render(
        "people/add.html",
        heading="Add an account",
        errors=_by_field(refused),
        loose=list(refused.refusals) if refused else [],
        wrong=bool(refused),
        given=request.form,
    )


def _page(visit: Visit, person: Person, refused: Refused | None = None) -> Response:
    return visit.render(
        "people/show.html",
        heading=person.name,
        person=person,
        physicians=register_names(visit.db, "physician"),
        errors=_by_field(refused),
        loose=list(refused.refusals) if refused else [],
        wrong=bool(refused),
    )
