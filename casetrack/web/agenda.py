"""A step of a case: how its day was counted, and what is said of it: done, later, another's."""

from collections.abc import Sequence
from datetime import date

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.agenda import NEXT, Item, deadline_of, find_step
from casetrack.rules.agenda.asks import DONE, NEW_DAY, WHOM, outcome_of
from casetrack.rules.questions import Answers
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.agenda import (
    Step,
    drop_step,
    finish_step,
    hand_step,
    move_step,
    undo,
)
from casetrack.store.queries.people import active_people, people_who_see
from casetrack.store.refusals import Refused, Stale
from casetrack.web.back import Back
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, Lists, form_for
from casetrack.web.visit import Visit

HEADINGS = {"": "Done, or not needed", "date": "Change date", "person": "Hand over"}


@page("/cases/<code>/agenda/<key>", may=Permission.SEE_CASE, logs="opened", at="step:{key}")
def show(visit: Visit, key: str) -> Response:
    return _ask(visit, key, "")


@page("/cases/<code>/agenda/<key>", "POST", may=Permission.DO_STEPS, at="step:{key}")
def settle(visit: Visit, key: str) -> Response:
    return _settle(visit, key, "")


@page(
    "/cases/<code>/agenda/<key>/<any(date, person):way>",
    may=Permission.DO_STEPS,
    logs="opened",
    at="step:{key}",
)
def ask(visit: Visit, key: str, way: str) -> Response:
    return _ask(visit, key, way)


@page(
    "/cases/<code>/agenda/<key>/<any(date, person):way>",
    "POST",
    may=Permission.DO_STEPS,
    at="step:{key}",
)
def change(visit: Visit, key: str, way: str) -> Response:
    return _settle(visit, key, way)


@page("/cases/<code>/undo/<int:number>", "POST", may=Permission.DO_STEPS, at="step:")
def take_back(visit: Visit, number: int) -> Response:
    undo(visit.db, visit.case.id, number, by=visit.actor)
    return visit.go(url_for("today.show"), said=f"Taken back: {visit.case.code}")


def _ask(visit: Visit, key: str, way: str) -> Response:
    item = find_step(visit.case.facts, key)
    if item is None:
        return _gone(visit)
    return _page(visit, item, way, _form(visit, item, way))


def _settle(visit: Visit, key: str, way: str) -> Response:
    item = find_step(visit.case.facts, key)
    if item is None:
        return _gone(visit)
    form = _form(visit, item, way)
    if not form.is_complete():
        return _page(visit, item, way, form)
    try:
        said = _do(visit, item, way, form.stored)
    except Refused as refused:
        return _page(visit, item, way, form, loose=form.refuse(refused.refusals))
    except Stale:
        return _page(visit, item, way, form, stale=True)
    return visit.go(url_for("today.show"), said=f"{said}: {visit.case.code}")


def _do(visit: Visit, item: Item, way: str, words: Answers) -> str:
    """Runs the one command this page is for; what it did, in a word."""
    step = Step(
        case=visit.case.id,
        facts=visit.case.facts,
        key=item.key,
        shown=request.form.get("shown", ""),
        today=visit.today,
    )
    if way == "date":
        move_step(visit.db, step, on=date.fromisoformat(words["on"]), by=visit.actor)
        return "Date changed"
    if way == "person":
        hand_step(visit.db, step, who=int(words["who"]), by=visit.actor)
        return "Handed over"
    if words["outcome"] == DONE:
        day = date.fromisoformat(words["on"]) if words.get("on") else visit.today
        finish_step(visit.db, step, on=day, by=visit.actor)
        return "Done"
    drop_step(visit.db, step, why=words["why"], by=visit.actor)
    return "Not needed"


def _form(visit: Visit, item: Item, way: str) -> AnswersForm:
    asked = {"": outcome_of(item), "date": (NEW_DAY,), "person": (WHOM,)}[way]
    lists = Lists(today=visit.today, people=_people(visit, item) if way == "person" else ())
    return form_for(asked, lists=lists, sent=visit.drafts.typed())


def _people(visit: Visit, item: Item) -> list[tuple[int, str]]:
    """Whoever has the case's next step sees the case by that; any other step gives no access."""
    if item.key == NEXT:
        return active_people(visit.db)
    see_all = visit.settings.physicians_see_all
    return people_who_see(visit.db, visit.case.facts, physicians_see_all=see_all)


def _gone(visit: Visit) -> Response:
    said = "That step is no longer open: it was done or changed meanwhile"
    return visit.go(url_for("cases.show", code=visit.case.code), said=said)


def _page(
    visit: Visit,
    item: Item,
    way: str,
    form: AnswersForm,
    *,
    loose: Sequence[Refusal] = (),
    stale: bool = False,
) -> Response:
    return visit.render(
        "today/step.html",
        status=409 if stale else 200,
        heading=HEADINGS[way],
        item=item,
        way=way,
        who=dict(active_people(visit.db)).get(item.who or visit.case.facts.owner, ""),
        deadline=deadline_of(item.key, visit.case.facts),
        form=form,
        loose=loose,
        stale=stale,
        may_settle=visit.may(Permission.DO_STEPS),
        back=Back("today", url_for("today.show"), "Today"),
    )
