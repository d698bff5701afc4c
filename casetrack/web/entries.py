"""Rows of a register entry: its phone lines and people, each on a page of its own."""

from collections.abc import Mapping

from flask import abort, request
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.facts import Row
from casetrack.rules.questions import BY_KEY, Section
from casetrack.rules.tasks import row_title
from casetrack.rules.text import clean
from casetrack.store.commands.facts import (
    Typed,
    add_row,
    remove_row,
    restore_row,
    save_answers,
)
from casetrack.store.queries.register import ORGANIZATIONS, Card, row_of
from casetrack.store.queries.removed import removed_rows
from casetrack.store.refusals import Stale
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.facts import row_is_sound
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.organizations import found_card, to_card
from casetrack.web.visit import Visit

TABLES = "/organizations/<int:number>/<any(lines, staff):key>"
ROWS = "/organizations/<int:number>/<any(lines, staff, contacts):key>/<int:row>"
KEPT_BY = {"contacts": Permission.LOG_OUTSIDE}


@page(f"{TABLES}/add", may=Permission.EDIT_REGISTER)
def ask(visit: Visit, number: int, key: str) -> Response:
    found, section = _table(visit, number, key)
    return _page(visit, found, section, _form(visit, section), None)


@page(f"{TABLES}/add", "POST", may=Permission.EDIT_REGISTER)
def add(visit: Visit, number: int, key: str) -> Response:
    found, section = _table(visit, number, key)
    form = _form(visit, section)
    if not row_is_sound(section, form):
        return _page(visit, found, section, form, None)
    add_row(visit.db, found.id, section.table.key, form.stored, by=visit.actor)
    return visit.go(to_card(found).address, said=f"Added: {section.table.one}")


@page(ROWS, may=Permission.LOG_OUTSIDE)
def show(visit: Visit, number: int, key: str, row: int) -> Response:
    found, section = _table(visit, number, key)
    held = _row(visit, found, section, row)
    form = _form(visit, section, answers=held.answers)
    form.catch_up(visit.drafts.since(found.id, held.id))
    return _page(visit, found, section, form, held)


@page(ROWS, "POST", may=Permission.LOG_OUTSIDE)
def save(visit: Visit, number: int, key: str, row: int) -> Response:
    found, section = _table(visit, number, key)
    held = _row(visit, found, section, row)
    form = _form(visit, section)
    if not row_is_sound(section, form):
        return _page(visit, found, section, form, held)
    typed = Typed(entry=held.id, answers=form.stored, drawn=drawn())
    try:
        save_answers(visit.db, found.id, typed, by=visit.actor, about=section.key)
    except Stale as stale:
        return choose(visit, form, stale, dossier=found.id, of=found.of, back=to_card(found))
    return visit.go(to_card(found).address, said=f"Saved: {section.table.one}")


@page(f"{ROWS}/remove", may=Permission.LOG_OUTSIDE)
def ask_remove(visit: Visit, number: int, key: str, row: int) -> Response:
    found, section = _table(visit, number, key)
    held = _row(visit, found, section, row)
    return visit.render(
        "organizations/remove.html",
        heading=f"Remove {row_title(section, held)}?",
        section=section,
        card=found,
        back=to_card(found),
    )


@page(f"{ROWS}/remove", "POST", may=Permission.LOG_OUTSIDE)
def remove(visit: Visit, number: int, key: str, row: int) -> Response:
    found, section = _table(visit, number, key)
    held = _row(visit, found, section, row)
    why = clean(request.form.get("why", ""))[:500]
    remove_row(visit.db, found.id, held.id, by=visit.actor, why=why)
    return visit.go(to_card(found).address, said=f"Removed: {section.table.one}")


@page("/organizations/<int:number>/removed", may=Permission.SEE_REGISTER)
def removed(visit: Visit, number: int) -> Response:
    found = found_card(visit, number)
    return visit.render(
        "organizations/removed.html",
        heading="Removed items",
        card=found,
        items=removed_rows(visit.db, found.id),
        editable=visit.may(Permission.EDIT_REGISTER),
        back=to_card(found),
    )


@page("/organizations/<int:number>/removed/<int:row>", "POST", may=Permission.EDIT_REGISTER)
def restore(visit: Visit, number: int, row: int) -> Response:
    found = found_card(visit, number)
    restore_row(visit.db, found.id, row, by=visit.actor)
    return visit.go(to_card(found).address, said="Restored")


def _table(visit: Visit, number: int, key: str) -> tuple[Card, Section]:
    """An entry that has such a table, and the table's section, for whoever may keep it."""
    visit.check_right(KEPT_BY.get(key, Permission.EDIT_REGISTER))
    found = found_card(visit, number)
    section = BY_KEY[key]
    if found.of not in ORGANIZATIONS:
        abort(404)
    return found, section


def _row(visit: Visit, found: Card, section: Section, number: int) -> Row:
    """A row of this very entry and table."""
    held = row_of(visit.db, found.id, section.table.key, number)
    if held is None:
        abort(404)
    return held


def _form(
    visit: Visit,
    section: Section,
    *,
    answers: Mapping[str, str] | None = None,
) -> AnswersForm:
    return form_for(
        section.table.questions,
        lists=lists_for(visit),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _page(
    visit: Visit, found: Card, section: Section, form: AnswersForm, held: Row | None
) -> Response:
    return visit.render(
        "organizations/row.html",
        heading=f"Change {section.table.one}" if held else f"Add {section.table.an}",
        section=section,
        form=form,
        row=held,
        card=found,
        back=to_card(found),
    )
