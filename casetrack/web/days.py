"""Putting right the day of an event on record."""

from flask import abort, url_for
from werkzeug.wrappers import Response

from casetrack.rules import workflow
from casetrack.rules.access import Permission
from casetrack.rules.clocks import Deadline
from casetrack.rules.questions import Question
from casetrack.store.commands.corrections import Correction, correct_day
from casetrack.store.refusals import Refused, Stale
from casetrack.web.back import Back
from casetrack.web.conflict import drawn, moved_on
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit


@page("/cases/<code>/days/<key>", may=Permission.SEE_CASE, logs="opened")
def ask(visit: Visit, key: str) -> Response:
    question = _event(visit, key)
    form = _form(visit, question)
    form.catch_up(visit.drafts.since(visit.case.id, visit.case.root()))
    return _page(visit, question, form)


@page("/cases/<code>/days/<key>", "POST", may=Permission.SEE_CASE)
def correct(visit: Visit, key: str) -> Response:
    question = _event(visit, key)
    form = _form(visit, question)
    if not form.validate():
        return _page(visit, question, form)
    correction = Correction(
        key=key,
        words=form.stored,
        drawn=drawn(),
        now=visit.now,
    )
    try:
        correct_day(visit.db, visit.case.facts, visit.case.id, correction, by=visit.actor)
    except Refused as refused:
        form.refuse(refused.refusals)
        return _page(visit, question, form)
    except Stale as stale:
        form.catch_up(stale.changes, clashing=stale.clashing)
        return _page(visit, question, form, stale=stale)
    return visit.go(_deadlines(visit), said=f"Corrected: {question.label}")


def correctable_in(visit: Visit, deadline: Deadline) -> list[Question]:
    """The days a due date is counted from that this person may put right."""
    on_record = workflow.correctable(visit.case.facts)
    keys = (*deadline.clock.event.answers, deadline.clock.given)
    found = (on_record[key] for key in keys if key in on_record)
    return [question for question, transition in found if visit.may(transition.may)]


def _event(visit: Visit, key: str) -> Question:
    """A day on record; whoever may not record it may not correct it either."""
    question, transition = workflow.correctable(visit.case.facts).get(key, (None, None))
    if question is None or transition is None:
        abort(404)
    visit.check_right(transition.may)
    return question


def _form(visit: Visit, question: Question) -> AnswersForm:
    return form_for(
        (question, workflow.WHY),
        lists=lists_for(visit),
        sent=visit.drafts.typed(),
        answers={question.key: visit.case.facts.answers[question.key]},
    )


def _deadlines(visit: Visit) -> str:
    return url_for("deadlines.listed", code=visit.case.code)


def _page(
    visit: Visit, question: Question, form: AnswersForm, *, stale: Stale | None = None
) -> Response:
    file = visit.case
    return visit.render(
        "deadlines/correct.html",
        heading=f"Correct a day: {question.label}",
        form=form,
        question=question,
        instead=workflow.INSTEAD.get(question.key),
        given=file.given[file.root(), question.key],
        **moved_on(visit, stale),
        back=Back("deadlines", _deadlines(visit), "deadlines"),
    )
