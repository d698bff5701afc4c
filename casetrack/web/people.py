"""Accounts: who may sign in, and as what (ux.md S23)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import abort, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.numbers import whole_number
from casetrack.rules.people import ROLE_WORDS, Role
from casetrack.rules.questions import Choice, Kind, Question
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.people import add_user, disable_user, set_roles
from casetrack.store.queries.people import Person, all_people, register_names
from casetrack.store.refusals import Refused, Stale
from casetrack.store.since import BESIDE_ENTRIES
from casetrack.web.back import Back
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit

ROLES = Question(
    key="roles",
    label="Roles",
    kind=Kind.SEVERAL,
    choices=tuple(Choice(r, f"{r.capitalize()}: {ROLE_WORDS[r]}") for r in sorted(ROLE_WORDS)),
)
PHYSICIAN = Question(
    key="physician",
    label="Entry in the register",
    kind=Kind.CHOICE,
    hint="For a physician: whose cases are this person's own",
)


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
            given=True,
            by=visit.actor,
        )
    except Refused as refused:
        return _add_page(visit, refused.refusals)
    said = f"{user.name} can sign in"
    return visit.go(url_for("people.show", number=user.id), said=said)


@page("/accounts/<int:number>", may=Permission.MANAGE_USERS)
def show(visit: Visit, number: int) -> Response:
    person = _person(visit, number)
    held = {
        "roles": ",".join(sorted(person.roles)),
        "physician": str(person.physician_id or ""),
    }
    form = _form(visit, answers=held)
    form.catch_up(visit.drafts.since(person.id, BESIDE_ENTRIES))
    return _page(visit, person, form)


@page("/accounts/<int:number>", "POST", may=Permission.MANAGE_USERS)
def save(visit: Visit, number: int) -> Response:
    person = _person(visit, number)
    form = _form(visit)
    if not form.validate():
        return _page(visit, person, form)
    try:
        set_roles(
            visit.db,
            person.id,
            roles=[Role(role) for role in form.stored["roles"].split(",") if role],
            physician=whole_number(form.stored["physician"]),
            by=visit.actor,
            drawn=drawn(),
        )
    except Refused as refused:
        return _page(visit, person, form, form.refuse(refused.refusals))
    except Stale as stale:
        back = Back("", url_for("people.show", number=number), person.name)
        return choose(visit, form, stale, back=back)
    return visit.go(url_for("people.listed"), said=f"Saved: {person.name}")


@page("/accounts/<int:number>/disable", "POST", may=Permission.MANAGE_USERS)
def disable(visit: Visit, number: int) -> Response:
    person = _person(visit, number)
    try:
        disable_user(visit.db, person.id, by=visit.actor)
    except Refused as refused:
        return _page(visit, person, _form(visit), refused.refusals)
    return visit.go(url_for("people.listed"), said=f"{person.name} can no longer sign in")


def _roles() -> list[Role]:
    return [Role(value) for value in request.form.getlist("roles") if value in set(Role)]


def _person(visit: Visit, number: int) -> Person:
    found = [person for person in all_people(visit.db) if person.id == number]
    if not found:
        abort(404)
    return found[0]


def _form(visit: Visit, *, answers: Mapping[str, str] | None = None) -> AnswersForm:
    physicians = register_names(visit.db, "physician")["physician"]
    known = tuple(Choice(str(key), name) for key, name in physicians)
    asked = (ROLES, replace(PHYSICIAN, choices=known))
    return form_for(asked, lists=lists_for(visit), sent=visit.drafts.typed(), answers=answers)


def _add_page(visit: Visit, loose: Sequence[Refusal] = ()) -> Response:
    return visit.render(
        "people/add.html",
        heading="Add an account",
        errors={refusal.field: refusal for refusal in loose},
        loose=loose,
        given=visit.drafts.typed() or MultiDict(),
    )


def _page(
    visit: Visit, person: Person, form: AnswersForm, loose: Sequence[Refusal] = ()
) -> Response:
    return visit.render(
        "people/show.html",
        heading=person.name,
        person=person,
        form=form,
        loose=loose,
    )
