"""The rules that deadlines are counted by: read by everybody, kept by whoever answers for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

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
from casetrack.rules.form3926 import EDITIONS, as_read, asked_of, edition_errors
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
    return _ask(visit, _rule(key))


@page("/rules/<key>", "POST", may=Permission.EDIT_RULES)
def save(visit: Visit, key: str) -> Response:
    return _save(visit, _rule(key))


@page("/rules/forms/<slug>", may=Permission.EDIT_RULES)
def ask_form(visit: Visit, slug: str) -> Response:
    return _ask(visit, _edition(slug))


@page("/rules/forms/<slug>", "POST", may=Permission.EDIT_RULES)
def save_form(visit: Visit, slug: str) -> Response:
    return _save(visit, _edition(slug))


@dataclass(frozen=True)
class Kept:
    """A rule or an edition of the form: what the clinic may say of it, and how that is told."""

    title: str
    asked: tuple[Question, ...]
    errors: Callable[..., dict[str, str]]
    action: str
    place: str  # on the page of all rules
    template: str
    rule: Clock | None = None


def _rule(key: str) -> Kept:
    rule = BY_KEY.get(key)
    if rule is None or fixed(rule):
        abort(404)
    return Kept(
        title=rule.title,
        asked=asked_of_rule(rule),
        errors=partial(rule_errors, rule),
        action="rule-changed",
        place=rule.key,
        template="rules/change.html",
        rule=rule,
    )


def _edition(slug: str) -> Kept:
    edition = next((one for one in EDITIONS if one.slug == slug), None) or abort(404)
    return Kept(
        title=f"Form FDA 3926, layout of {edition.key}",
        asked=asked_of(edition),
        errors=partial(edition_errors, edition),
        action="form-compared",
        place="editions",
        template="rules/form.html",
    )


def _ask(visit: Visit, kept: Kept) -> Response:
    clinic = _clinic(visit)
    form = _form(visit, kept, clinic)
    form.catch_up(visit.drafts.since(clinic.id, clinic.root))
    return _page(visit, kept, clinic, form)


def _save(visit: Visit, kept: Kept) -> Response:
    clinic = _clinic(visit)
    form = _form(visit, kept, clinic)
    valid = form.validate()
    errors = kept.errors(form.stored, today=visit.today) if valid else {}
    if form.blame(errors) or not valid:
        return _page(visit, kept, clinic, form)
    typed = Typed(entry=clinic.root, answers=form.stored, drawn=drawn())
    try:
        save_answers(
            visit.db, clinic.id, typed, by=visit.actor, about=kept.title, action=kept.action
        )
    except Stale as stale:
        return choose(visit, form, stale, dossier=clinic.id, back=_back())
    except Refused as refused:
        return _page(visit, kept, clinic, form, loose=form.refuse(refused.refusals))
    return visit.go(f"{url_for('rules.listed')}#{kept.place}", said=f"Saved: {kept.title}")


def _form(visit: Visit, kept: Kept, clinic: Card) -> AnswersForm:
    return form_for(
        kept.asked,
        lists=lists_for(visit),
        sent=visit.drafts.typed(),
        answers=clinic.answers,
    )


def _page(
    visit: Visit,
    kept: Kept,
    clinic: Card,
    form: AnswersForm,
    *,
    loose: Sequence[Refusal] = (),
) -> Response:
    return visit.render(
        kept.template,
        heading=kept.title,
        rule=kept.rule,
        card=clinic,
        form=form,
        loose=loose,
        back=_back(),
    )


def _clinic(visit: Visit) -> Card:
    return card(visit.db, CLINIC_ID) or abort(404)


def _back() -> Back:
    return Back("", url_for("rules.listed"), "deadline rules")
