"""Organizations and people the clinic deals with: the list, a card for each, and changing it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.documents import BY_KEY as PAPERS
from casetrack.rules.facts import Row
from casetrack.rules.hours import Line, in_force, open_now, spoken
from casetrack.rules.numbers import whole_number
from casetrack.rules.organizations import must_check, retired
from casetrack.rules.questions import REGISTER, Choice, Kind, Of, Question
from casetrack.rules.questions.contacts import CONTACTS
from casetrack.rules.questions.organizations import TYPES
from casetrack.rules.shipped import newer
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.commands.register import Taken, add_entry, record_check, take_shipped
from casetrack.store.queries.behavior import open_cases, replies_in, requests_to
from casetrack.store.queries.contacts import log_with
from casetrack.store.queries.history import timeline
from casetrack.store.queries.lessons import lessons_of
from casetrack.store.queries.register import (
    ORGANIZATIONS,
    Card,
    Wanted,
    card,
    fda_lines,
    register,
)
from casetrack.store.refusals import Stale
from casetrack.web.back import Back
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.paging import following, narrowed
from casetrack.web.visit import Visit

LATEST, MOST_WEIGHED = 5, 200
OTHER_KINDS = (Choice(Of.COMPANY, "Manufacturer"), Choice(Of.PHYSICIAN, "Physician of this clinic"))
EVERY_TYPE = (*OTHER_KINDS, *TYPES)
NEW = (
    Question(key="name", label="Name", wanted=True),
    Question(key="type", label="Type", kind=Kind.CHOICE, choices=EVERY_TYPE, wanted=True),
)


@page("/organizations", may=Permission.SEE_REGISTER)
def listed(visit: Visit) -> Response:
    wanted = _wanted()
    found = register(visit.db, wanted)
    return visit.render(
        "organizations/listed.html",
        heading="Contacts and organizations",
        wanted=wanted,
        narrowed=narrowed(wanted),
        found=found,
        following=following(wanted, found.after),
        types=(*EVERY_TYPE, Choice(Of.CLINIC, "This clinic")),
        check={line.id: must_check(line.of, line.answers, visit.today) for line in found.lines},
    )


@page("/organizations/add", may=Permission.EDIT_REGISTER)
def ask(visit: Visit) -> Response:
    return _name_page(visit, form_for(NEW, lists=lists_for(visit), sent=visit.drafts.typed()))


@page("/organizations/add", "POST", may=Permission.EDIT_REGISTER)
def add(visit: Visit) -> Response:
    form = form_for(NEW, lists=lists_for(visit), sent=visit.drafts.typed())
    if not form.is_complete():
        return _name_page(visit, form)
    type_, name = form.stored["type"], form.stored["name"]
    own_kind = type_ in {choice.key for choice in OTHER_KINDS}
    number = add_entry(
        visit.db,
        kind=type_ if own_kind else Of.ORGANIZATION,
        name=name,
        answers={} if own_kind else {"type": type_},
        by=visit.actor,
    )
    return visit.go(url_for("organizations.change", number=number), said=f"Added: {name}")


@page("/organizations/<int:number>", may=Permission.SEE_REGISTER)
def show(visit: Visit, number: int) -> Response:
    found = found_card(visit, number)
    return visit.render(
        "organizations/show.html",
        heading=found.name,
        card=found,
        section=REGISTER[found.of][0],
        tables=REGISTER[found.of][1:],
        check=must_check(found.of, found.answers, visit.today),
        retired=retired(found.answers),
        newer=newer(found.of, found.name, found.answers),
        lines=hours_of(visit, found),
        instead=_instead(visit, found),
        **(_history(visit, found) if found.of in ORGANIZATIONS else {}),
        editable=visit.may(Permission.EDIT_REGISTER),
        back=back_from(),
    )


@page("/organizations/<int:number>/history", may=Permission.SEE_REGISTER)
def history(visit: Visit, number: int) -> Response:
    found = found_card(visit, number)
    start = whole_number(request.args.get("before", "")) or 0
    return visit.render(
        "organizations/history.html",
        heading=f"Changes of {found.name}",
        events=timeline(visit.db, found.id, before=start, of=found.of),
        back=to_card(found),
    )


@page("/organizations/<int:number>/change", may=Permission.SEE_REGISTER)
def change(visit: Visit, number: int) -> Response:
    found = found_card(visit, number)
    if not visit.may(Permission.EDIT_REGISTER):
        case = request.args.get("case") or None
        return visit.go(url_for("organizations.show", number=number, case=case))
    form = _form(visit, found, answers=found.answers)
    form.catch_up(visit.drafts.since(found.id, found.root))
    return _page(visit, found, form)


@page("/organizations/<int:number>/change", "POST", may=Permission.EDIT_REGISTER)
def save(visit: Visit, number: int) -> Response:
    found = found_card(visit, number)
    form = _form(visit, found)
    valid = form.validate()
    nameless = {} if form.stored["name"] or form.errors else {"name": "Enter the name"}
    if form.blame(nameless) or not valid:
        return _page(visit, found, form)
    typed = Typed(entry=found.root, answers=form.stored, drawn=drawn())
    try:
        save_answers(visit.db, found.id, typed, by=visit.actor, about=REGISTER[found.of][0].key)
    except Stale as stale:
        back = back_from(found)
        return choose(visit, form, stale, dossier=found.id, of=found.of, back=back)
    return visit.go(back_from(found).address, said=f"Saved: {form.stored['name']}")


@page("/organizations/<int:number>/checked", "POST", may=Permission.EDIT_REGISTER)
def checked(visit: Visit, number: int) -> Response:
    found = found_card(visit, number, kinds=ORGANIZATIONS)
    record_check(visit.db, found.id, found.of, today=visit.today, by=visit.actor)
    return visit.go(url_for("organizations.show", number=number), said="Checked today")


@page("/organizations/<int:number>/shipped", may=Permission.EDIT_REGISTER)
def compare(visit: Visit, number: int) -> Response:
    found = found_card(visit, number)
    edition = newer(found.of, found.name, found.answers) or abort(404)
    asked = [
        (question, found.answers.get(question.key, ""), edition.answers[question.key])
        for question in REGISTER[found.of][0].questions
        if edition.answers.get(question.key, "") not in ("", found.answers.get(question.key, ""))
    ]
    held = {row.answers.get("number", "") for row in found.rows.get("line", ())}
    typed = visit.drafts.typed()
    return visit.render(
        "organizations/shipped.html",
        heading=f"What casetrack ships about {found.name}",
        card=found,
        asked=asked,
        lines=[line for line in edition.lines if line["number"] not in held],
        source=edition.answers.get("source", ""),
        ticked={*typed.getlist("answer"), *typed.getlist("line")} if typed else (),
        back=to_card(found),
    )


@page("/organizations/<int:number>/shipped", "POST", may=Permission.EDIT_REGISTER)
def take(visit: Visit, number: int) -> Response:
    found = found_card(visit, number)
    edition = newer(found.of, found.name, found.answers) or abort(404)
    taken = Taken(
        edition,
        frozenset(edition.answers.keys() & set(request.form.getlist("answer"))),
        frozenset(request.form.getlist("line")),
    )
    take_shipped(visit.db, found.id, taken, by=visit.actor)
    return visit.go(url_for("organizations.show", number=number), said="Saved what you chose")


def found_card(visit: Visit, number: int, *, kinds: tuple[Of, ...] = tuple(REGISTER)) -> Card:
    found = card(visit.db, number)
    if found is None or found.of not in kinds:
        abort(404)
    return found


def to_card(found: Card) -> Back:
    return Back("", url_for("organizations.show", number=found.id), found.name)


def back_from(found: Card | None = None) -> Back:
    """To the case this page was opened from, else to the card, else to the list."""
    code = request.values.get("case", "")
    if code and code.replace("-", "").isalnum():
        back = request.values.get("back", "")
        if back in PAPERS:
            return Back(back, url_for("papers.check", code=code, key=back), "what is missing")
        return Back("case", url_for("cases.show", code=code), code)
    if found is not None:
        return to_card(found)
    return Back("", url_for("organizations.listed"), "contacts and organizations")


def _history(visit: Visit, found: Card) -> dict[str, Any]:
    """What happened with it: open cases, requests, contacts; all within the reader's scope."""
    log = log_with(visit.db, found.id, by=visit.actor, most=MOST_WEIGHED)
    company = found.of is Of.COMPANY
    return {
        "open_cases": open_cases(visit.db, found, by=visit.actor),
        "asked": requests_to(visit.db, found.id, by=visit.actor) if company else None,
        "lessons": lessons_of(visit.db, found.id, by=visit.actor) if company else (),
        "replies": replies_in(log),
        "weighed": len(log.lines),
        "latest": replace(log, lines=log.lines[:LATEST]),
        "contacts": CONTACTS,
    }


def _wanted() -> Wanted:
    """The filters of the address; what cannot be read is as if it were not there."""
    given = request.args
    types = {*(of.value for of in REGISTER), *(choice.key for choice in TYPES)}
    return Wanted(
        type=given.get("type", "") if given.get("type") in types - {Of.ORGANIZATION} else "",
        q=given.get("q", "").strip()[:60],
        retired="retired" in given,
        after=given.get("after", "")[:20],
    )


def hours_of(visit: Visit, found: Card) -> list[tuple[Row, str, bool | None]]:
    """The entry's phone lines: when each answers, in words, and whether it does now."""
    here, now = visit.settings.zone, visit.now
    return [
        (row, spoken(row.answers, here=here, day=now.date()), open_now(row.answers, now))
        for row in found.rows.get("line", ())
    ]


def _instead(visit: Visit, found: Card) -> dict[str, tuple[Line, ...]]:
    """For FDA's lines that are closed now: the lines that answer, by product."""
    if found.answers.get("type") != "fda":
        return {}
    products = {
        row.answers["product"]
        for row in found.rows.get("line", ())
        if row.answers.get("product") and open_now(row.answers, visit.now) is False
    }
    every = fda_lines(visit.db) if products else ()
    return {one: in_force(every, product=one, at=visit.now) for one in products}


def _form(visit: Visit, found: Card, *, answers: Mapping[str, str] | None = None) -> AnswersForm:
    return form_for(
        REGISTER[found.of][0].questions,
        lists=lists_for(visit),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _page(visit: Visit, found: Card, form: AnswersForm) -> Response:
    return visit.render(
        "organizations/change.html",
        heading=f"Change {found.name}",
        card=found,
        section=REGISTER[found.of][0],
        form=form,
        back=back_from(found),
    )


def _name_page(visit: Visit, form: AnswersForm) -> Response:
    return visit.render(
        "organizations/add.html",
        heading="Add a contact",
        form=form,
        back=back_from(),
    )
