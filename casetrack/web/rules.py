"""The rules that deadlines are counted by: read by everybody, kept by whoever answers for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.clocks import (
    BY_KEY,
    SUBJECTS,
    Clock,
    as_kept,
    asked_of_rule,
    days_off,
    fixed,
    rule_errors,
)
from casetrack.rules.form3926 import EDITIONS, Edition, as_read, asked_of, edition_errors
from casetrack.rules.questions import Question
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.queries.register import Card, card
from casetrack.store.refusals import Refused, Stale
from casetrack.store.tables import CLINIC_ID
from casetrack.web.back import Back
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit


@dataclass(frozen=True)
class Line:
    """A rule as it is shipped and as this clinic keeps it."""

    shipped: Clock
    kept: Clock
    fixed: str


@page("/rules", may=Permission.SEE_REGISTER)
def listed(visit: Visit) -> Response:
    answers = _clinic(visit).answers
    return visit.render(
        "rules/listed.html",
        heading="Deadline rules",
        subjects=[
            (title, [Line(one, as_kept(one, answers), fixed(one)) for one in clocks])
            for title, clocks in SUBJECTS
        ],
        years=[(year, days_off(year)) for year in (visit.today.year, visit.today.year + 1)],
        editions=[as_read(one, answers) for one in EDITIONS],
        editable=visit.may(Permission.EDIT_RULES),
    )


@page("/rules/<key>", may=Permission.EDIT_RULES)
def ask(visit: Visit, key: str) -> Response:
    clinic, rule = _clinic(visit), _rule(key)
    form = _form(visit, asked_of_rule(rule), clinic)
    form.catch_up(visit.drafts.since(clinic.id, clinic.root))
    return _page(visit, clinic, rule, form)


@page("/rules/<key>", "POST", may=Permission.EDIT_RULES)
def save(visit: Visit, key: str) -> Response:
    clinic, rule = _clinic(visit), _rule(key)
    form = _form(visit, asked_of_rule(rule), clinic)
    valid = form.validate()
    errors = rule_errors(rule, form.stored, today=visit.today) if valid else {}
    if form.blame(errors) or not valid:
        return _page(visit, clinic, rule, form)
    typed = Typed(entry=clinic.root, answers=form.stored, drawn=drawn())
    try:
        save_answers(
            visit.db, clinic.id, typed, by=visit.actor, about=rule.title, action="rule-changed"
        )
    except Stale as stale:
        return choose(visit, form, stale, dossier=clinic.id, back=_back())
    except Refused as refused:
        return _page(visit, clinic, rule, form, loose=form.refuse(refused.refusals))
    return visit.go(f"{url_for('rules.listed')}#{rule.key}", said=f"Saved: {rule.title}")


@page("/rules/forms/<slug>", may=Permission.EDIT_RULES)
def ask_form(visit: Visit, slug: str) -> Response:
    clinic, edition = _clinic(visit), _edition(slug)
    form = _form(visit, asked_of(edition), clinic)
    form.catch_up(visit.drafts.since(clinic.id, clinic.root))
    return _form_page(visit, clinic, edition, form)


@page("/rules/forms/<slug>", "POST", may=Permission.EDIT_RULES)
def save_form(visit: Visit, slug: str) -> Response:
    clinic, edition = _clinic(visit), _edition(slug)
    form = _form(visit, asked_of(edition), clinic)
    valid = form.validate()
    errors = edition_errors(edition, form.stored, today=visit.today) if valid else {}
    if form.blame(errors) or not valid:
        return _form_page(visit, clinic, edition, form)
    typed = Typed(entry=clinic.root, answers=form.stored, drawn=drawn())
    about = f"Form FDA 3926, layout of {edition.key}"
    try:
        save_answers(
            visit.db, clinic.id, typed, by=visit.actor, about=about, action="form-compared"
        )
    except Stale as stale:
        return choose(visit, form, stale, dossier=clinic.id, back=_back())
    return visit.go(f"{url_for('rules.listed')}#editions", said=f"Saved: {about}")


def _edition(slug: str) -> Edition:
    return next((one for one in EDITIONS if one.slug == slug), None) or abort(404)


def _form_page(visit: Visit, clinic: Card, edition: Edition, form: AnswersForm) -> Response:
    return visit.render(
        "rules/form.html",
        heading=f"Form FDA 3926, layout of {edition.key}",
        card=clinic,
        form=form,
        wrong=bool(form.errors),
        back=_back(),
    )


def _rule(key: str) -> Clock:
    found = BY_KEY.get(key)
    if found is None or fixed(found):
        abort(404)
    return found


def _clinic(visit: Visit) -> Card:
    return card(visit.db, CLINIC_ID) or abort(404)


def _form(visit: Visit, asked: tuple[Question, ...], clinic: Card) -> AnswersForm:
    return form_for(
        asked,
        lists=lists_for(visit),
        sent=visit.drafts.typed(),
        answers=clinic.answers,
    )


def _page(
    visit: Visit,
    clinic: Card,
    rule: Clock,
    form: AnswersForm,
    *,
    loose: Sequence[Refusal] = (),
) -> Response:
    return visit.render(
        "rules/change.html",
        heading=rule.title,
        rule=rule,
        card=clinic,
        form=form,
        loose=loose,
        back=_back(),
    )


def _back() -> Back:
    return Back("", url_for("rules.listed"), "deadline rules")
