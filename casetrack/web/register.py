"""The register's pages: facts about physicians, companies and the clinic, typed once."""

from collections.abc import Mapping

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules import values
from casetrack.rules.access import Permission
from casetrack.rules.documents import BY_KEY as PAPERS_BY_KEY
from casetrack.rules.numbers import whole_number
from casetrack.rules.questions import BY_KEY, Of, Section
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.commands.register import add_entry
from casetrack.store.queries.history import timeline
from casetrack.store.queries.register import SECTION_OF, Card, card, register
from casetrack.store.refusals import Stale
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit

KINDS = {"physician": Of.PHYSICIAN, "company": Of.COMPANY, "clinic": Of.CLINIC}


@page("/register", may=Permission.SEE_REGISTER)
def listed(visit: Visit) -> Response:
    return visit.render("register/listed.html", heading="Register", entries=register(visit.db))


@page("/register/add/<any(physician, company):kind>", may=Permission.EDIT_REGISTER)
def ask(visit: Visit, kind: str) -> Response:
    return _name_page(visit, kind, _name_form(visit, kind))


@page("/register/add/<any(physician, company):kind>", "POST", may=Permission.EDIT_REGISTER)
def add(visit: Visit, kind: str) -> Response:
    form = _name_form(visit, kind, sent=True)
    valid = form.validate()
    missing = {} if form.stored["name"] else {"name": "Enter the name"}
    if form.blame(missing) or not valid:
        return _name_page(visit, kind, form)
    number = add_entry(visit.db, kind=kind, name=form.stored["name"], by=visit.actor)
    return visit.go(url_for("register.show", kind=kind, number=number), said="Added")


@page("/register/<any(physician, company, clinic):kind>/<int:number>", may=Permission.SEE_REGISTER)
def show(visit: Visit, kind: str, number: int) -> Response:
    found = _card(visit, kind, number)
    return _page(visit, found, _form(visit, found, answers=found.answers))


@page(
    "/register/<any(physician, company, clinic):kind>/<int:number>",
    "POST",
    may=Permission.EDIT_REGISTER,
)
def save(visit: Visit, kind: str, number: int) -> Response:
    found = _card(visit, kind, number)
    form = _form(visit, found, sent=True)
    if not form.validate():
        return _page(visit, found, form)
    drawn = whole_number(request.form.get("drawn", "")) or 0
    typed = Typed(entry=found.root, answers=form.stored, drawn=drawn)
    try:
        save_answers(visit.db, found.id, typed, by=visit.actor, about=_section(found).key)
    except Stale as stale:
        return _conflict(visit, found, form, stale)
    return visit.go(_back(), said=f"Saved: {form.stored['name'] or found.name}")


def _card(visit: Visit, kind: str, number: int) -> Card:
    found = card(visit.db, KINDS[kind], number)
    if found is None:
        abort(404)
    return found


def _section(found: Card) -> Section:
    return BY_KEY[SECTION_OF[found.kind]]


def _back() -> str:
    """To the case this page was opened from, else to the register."""
    code = request.values.get("case", "")
    if not code.replace("-", "").isalnum():
        return url_for("register.listed")
    back = request.values.get("back", "")
    if back in PAPERS_BY_KEY:
        return url_for("papers.check", code=code, key=back)
    return url_for("cases.show", code=code)


def _form(
    visit: Visit, found: Card, *, sent: bool = False, answers: Mapping[str, str] | None = None
) -> AnswersForm:
    return form_for(
        _section(found).questions,
        lists=lists_for(visit),
        sent=request.form if sent else None,
        answers=answers,
    )


def _page(visit: Visit, found: Card, form: AnswersForm) -> Response:
    return visit.render(
        "register/show.html",
        heading=found.name,
        card=found,
        section=_section(found),
        form=form,
        editable=visit.may(Permission.EDIT_REGISTER),
        events=timeline(visit.db, found.id, limit=10, of=found.kind).lines,
        wrong=bool(form.errors),
        back=_back(),
    )


def _conflict(visit: Visit, found: Card, form: AnswersForm, stale: Stale) -> Response:
    return visit.render(
        "register/conflict.html",
        status=409,
        heading="Choose what to keep",
        form=form,
        stale=stale,
        shown=values.show,
        back=_back(),
        card=found,
    )


def _name_form(visit: Visit, kind: str, *, sent: bool = False) -> AnswersForm:
    section = BY_KEY[SECTION_OF[KINDS[kind]]]
    named = [question for question in section.questions if question.key == "name"]
    return form_for(named, lists=lists_for(visit), sent=request.form if sent else None)


def _name_page(visit: Visit, kind: str, form: AnswersForm) -> Response:
    return visit.render(
        "register/add.html", heading=f"Add a {kind}", form=form, wrong=bool(form.errors)
    )
