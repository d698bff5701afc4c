"""Recording who got a frozen version of a paper whose sending moves nothing."""

from collections.abc import Sequence

from flask import url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.documents import BY_KEY, Paper
from casetrack.rules.sending import SENDING, sending_refused
from casetrack.rules.text import within
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.papers import Given, record_giving, subject_of
from casetrack.store.refusals import Refused
from casetrack.web.back import Back
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.papers import PAPER
from casetrack.web.visit import Visit


@page(f"{PAPER}/v/<int:number>/send", may=Permission.SEE_CASE, logs="opened", at="paper:{key}")
def ask(visit: Visit, key: str, number: int) -> Response:
    paper = _paper(visit, key)
    answers = {"sent_version": str(number), "sent_on": visit.today.isoformat()}
    subject = subject_of(visit.db, visit.case.id, paper.key, str(number))
    refused = sending_refused(paper, visit.case.facts, answers, now=visit.now, subject=subject)
    against = [refusal for refusal in refused if not refusal.field]
    return _page(visit, paper, number, _form(visit, paper, answers=answers), against=against)


@page(f"{PAPER}/v/<int:number>/send", "POST", may=Permission.SEE_CASE, at="paper:{key}")
def record(visit: Visit, key: str, number: int) -> Response:
    paper = _paper(visit, key)
    form = _form(visit, paper)
    if not form.validate():
        return _page(visit, paper, number, form)
    try:
        given = Given(form.stored, visit.now)
        record_giving(visit.db, visit.case.facts, visit.case.id, paper, given, by=visit.actor)
    except Refused as refused:
        return _page(visit, paper, number, form, loose=form.refuse(refused.refusals))
    return visit.go(_version(visit, paper, number), said="Recorded who got it")


def _paper(visit: Visit, key: str) -> Paper:
    paper = BY_KEY[key]
    visit.check_right(paper.may)
    return paper


def _version(visit: Visit, paper: Paper, number: int) -> str:
    return url_for("papers.version", code=visit.case.code, key=paper.key, number=number)


def _form(visit: Visit, paper: Paper, *, answers: dict[str, str] | None = None) -> AnswersForm:
    return form_for(
        SENDING,
        lists=lists_for(visit, paper=paper.key),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _page(
    visit: Visit,
    paper: Paper,
    number: int,
    form: AnswersForm,
    *,
    loose: Sequence[Refusal] = (),
    against: Sequence[Refusal] = (),
) -> Response:
    return visit.render(
        "papers/send.html",
        heading=f"Record who got the {within(paper.title)}",
        form=form,
        loose=loose,
        against=against,
        back=Back("", _version(visit, paper, number), f"version {number}"),
    )
