"""Logging a contact in half a minute, and the log of a case and of an organization."""

from dataclasses import dataclass, replace

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.contacts import (
    ABOUT_THE_CASE,
    all_with,
    asked,
    newest_first,
    parties,
    whom,
)
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Row
from casetrack.rules.numbers import whole_number
from casetrack.rules.organizations import party_key
from casetrack.rules.questions import Answers, Of
from casetrack.rules.questions.contacts import CONTACTS
from casetrack.store.commands.contacts import Said, log_contact, log_outside_cases
from casetrack.store.queries.contacts import log_with
from casetrack.store.queries.lists import Filter, list_cases
from casetrack.store.queries.register import ORGANIZATIONS, Card, card, find_party
from casetrack.store.refusals import Refused, Stale
from casetrack.web.back import Back, back_from, to_case
from casetrack.web.conflict import drawn, moved_on
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.organizations import found_card, hours_of, to_card
from casetrack.web.visit import Visit

PAGE = 50
OFFERED = 12
BESIDE = 3
STAGES = {"groups": 3, "company": 4}


@dataclass(frozen=True)
class Shown:
    """One page of a case's log."""

    rows: tuple[Row, ...]
    after: int  # the last one of this page; 0 on the last page


@page("/contacts/log", may=Permission.LOG_OUTSIDE, logs="listed")
def choose(visit: Visit) -> Response:
    """Which case was it about? Its code leads straight on."""
    sought = request.args.get("q", "").strip()[:60]
    found = list_cases(visit.db, Filter(q=sought), by=visit.actor).lines[:OFFERED]
    if sought and [line.code for line in found] == [sought.upper()]:
        return visit.go(url_for("contacts.ask", code=found[0].code))
    return visit.render("contacts/choose.html", heading="Log a contact", sought=sought, found=found)


@page("/cases/<code>/contacts", may=Permission.SEE_CASE, logs="opened")
def listed(visit: Visit) -> Response:
    rows = visit.case.facts.rows.get("contact", ())
    chosen = _row(rows, request.args.get("with", ""))
    wanted = all_with(rows, whom(chosen)) if chosen else newest_first(rows)
    return visit.render(
        "contacts/listed.html",
        heading="Contact log",
        section=CONTACTS,
        parties=parties(rows),
        chosen=chosen,
        shown=_page_of(wanted),
        count=len(wanted),
        editable=visit.may(Permission.LOG_CONTACT),
        back=to_case(visit.case),
    )


@page("/cases/<code>/contacts/log", may=Permission.LOG_CONTACT, logs="opened")
def ask(visit: Visit) -> Response:
    form = _form(visit, answers=_prefilled(visit))
    return _log_page(visit, form)


@page("/cases/<code>/contacts/log", "POST", may=Permission.LOG_CONTACT)
def log(visit: Visit) -> Response:
    form = _form(visit)
    if not form.validate():
        return _log_page(visit, form)
    try:
        said = _said(visit, form)
        logged = log_contact(visit.db, visit.case.facts, visit.case.id, said, by=visit.actor)
    except Refused as refused:
        form.refuse(refused.refusals)
        return _log_page(visit, form)
    except Stale as stale:
        return _log_page(visit, form, stale=stale)
    return visit.go(_back(visit).address, said=_done(logged.row, form.stored))


@page("/organizations/<int:number>/contacts", may=Permission.SEE_REGISTER)
def listed_with(visit: Visit, number: int) -> Response:
    found = found_card(visit, number, kinds=ORGANIZATIONS)
    after = request.args.get("after", "")[:40]
    return visit.render(
        "contacts/with.html",
        heading=f"Contacts with {found.name}",
        card=found,
        section=CONTACTS,
        log=log_with(visit.db, found.id, by=visit.actor, after=after),
        editable=visit.may(Permission.LOG_OUTSIDE),
        back=to_card(found),
    )


@page("/organizations/<int:number>/contacts/log", may=Permission.LOG_OUTSIDE)
def ask_outside(visit: Visit, number: int) -> Response:
    found = found_card(visit, number, kinds=ORGANIZATIONS)
    return _outside_page(visit, found, _form(visit, answers=_now(visit), outside=True))


@page("/organizations/<int:number>/contacts/log", "POST", may=Permission.LOG_OUTSIDE)
def log_outside(visit: Visit, number: int) -> Response:
    found = found_card(visit, number, kinds=ORGANIZATIONS)
    form = _form(visit, outside=True)
    if not form.validate():
        return _outside_page(visit, found, form)
    said = _said(visit, form)
    said = replace(said, words={**said.words, "with_whom": found.name})
    try:
        logged = log_outside_cases(visit.db, found.id, said, by=visit.actor)
    except Refused as refused:
        form.refuse(refused.refusals)
        return _outside_page(visit, found, form)
    address = url_for("organizations.show", number=number)
    return visit.go(address, said=_done(logged.row, form.stored))


def _said(visit: Visit, form: AnswersForm) -> Said:
    return Said(words=form.stored, drawn=drawn(), now=visit.now)


def _done(row: Answers, words: Answers) -> str:
    """'Contact logged. Chase again on Sep 29, 2026'; no name, for browsers keep it a moment."""
    said = "Contact logged"
    if row["chase_on"]:
        return f"{said}. Chase again on {show_date(row['chase_on'])}"
    return f"{said}. Our move by {show_date(words['chase_on'])}" if words["chase_on"] else said


def _row(rows: tuple[Row, ...], number: str) -> Row | None:
    return next((row for row in rows if str(row.id) == number), None)


def _page_of(rows: tuple[Row, ...]) -> Shown:
    """The rows after the one that the address names."""
    last = _row(rows, request.args.get("after", ""))
    start = rows.index(last) + 1 if last else 0
    shown = rows[start : start + PAGE]
    return Shown(shown, shown[-1].id if len(rows) > start + PAGE else 0)


def _now(visit: Visit) -> dict[str, str]:
    at = visit.now
    return {"how": "phone", "said_on": at.date().isoformat(), "said_at": f"{at:%H:%M}"}


def _prefilled(visit: Visit) -> dict[str, str]:
    """With whom: the entry or the contact that the address names, else whom the case waits on."""
    facts, told = visit.case.facts, _now(visit)
    like = _row(facts.rows.get("contact", ()), request.args.get("like", ""))
    number = whole_number(request.args.get("with", ""))
    found = card(visit.db, number) if number else None
    if like is not None:
        kept = {key: like.answers.get(key, "") for key in ("with_whom", "how", "spoke_with")}
        return {**told, **{key: value for key, value in kept.items() if value}}
    if found is not None and found.of in ORGANIZATIONS:
        return {**told, "with_whom": found.name}
    company = facts.answers.get("company", "")
    return {**told, "with_whom": facts.waiting_on or company}


def _form(
    visit: Visit,
    *,
    answers: Answers | None = None,
    outside: bool = False,
) -> AnswersForm:
    questions = tuple(q for q in asked() if not (outside and q.key in ("with_whom", "useful")))
    return form_for(
        questions if outside else (*questions, *ABOUT_THE_CASE),
        lists=lists_for(visit, parties=not outside),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _log_page(visit: Visit, form: AnswersForm, *, stale: Stale | None = None) -> Response:
    facts = visit.case.facts
    party = form.stored.get("with_whom", "")
    number = find_party(visit.db, party) if party else None
    if number is None and party_key(party) == party_key(facts.answers.get("company", "")):
        number = visit.case.dossiers.get(Of.COMPANY)
    known = card(visit.db, number) if number else None
    rows = facts.rows.get("contact", ())
    return visit.render(
        "contacts/log.html",
        heading="Log a contact",
        form=form,
        section=CONTACTS,
        known=known,
        lines=hours_of(visit, known) if known else (),
        before=all_with(rows, party)[:BESIDE],
        **moved_on(visit, stale),
        back=_back(visit),
    )


def _outside_page(visit: Visit, found: Card, form: AnswersForm) -> Response:
    return visit.render(
        "contacts/outside.html",
        heading=f"Log a contact with {found.name}",
        card=found,
        section=CONTACTS,
        form=form,
        lines=hours_of(visit, found),
        back=to_card(found),
    )


def _back(visit: Visit) -> Back:
    """Where the form was opened from: the log, an organization, a stage, else the case."""
    key, code = request.values.get("back", ""), visit.case.code
    number = whole_number(request.values.get("with", ""))
    if key == "contacts":
        return Back(key, url_for("contacts.listed", code=code), "the contact log")
    if key == "organization" and number:
        return Back(key, url_for("organizations.show", number=number), "the organization")
    if key in STAGES:
        return Back(
            key, url_for("stages.show", code=code, number=STAGES[key]), f"stage {STAGES[key]}"
        )
    return back_from(visit.case)
