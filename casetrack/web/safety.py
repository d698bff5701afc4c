"""Events on treatment: the list, one event with its result and reports, the judgment."""

from collections.abc import Callable, Mapping, Sequence

from flask import abort, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import RIGHT_TO, Permission
from casetrack.rules.facts import Row
from casetrack.rules.questions import Question
from casetrack.rules.questions.safety import JUDGMENT, MORE, SAFETY
from casetrack.rules.safety import RECIPIENTS, event, events, reports, result, untold
from casetrack.rules.sense import doubts
from casetrack.rules.treatment import last_asked
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.cases import hold
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.commands.safety import About, judge, learn_more
from casetrack.store.refusals import Refused, Stale
from casetrack.web.back import Back, check_address
from casetrack.web.conflict import drawn, moved_on
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit
from casetrack.web.words import ACTIONS

EVENT = "/cases/<code>/safety/<int:number>"
DRAFTS = tuple(dict.fromkeys(to.paper for to in RECIPIENTS))


@page("/cases/<code>/safety", may=Permission.SEE_CASE, logs="opened")
def listed(visit: Visit) -> Response:
    facts = visit.case.facts
    return visit.render(
        "safety/listed.html",
        heading=SAFETY.title,
        section=SAFETY,
        events=[(row, result(facts, row), untold(facts, row)) for row in reversed(events(facts))],
        last_asked=last_asked(facts),
        editable=visit.may(RIGHT_TO[SAFETY.duty]),
        back=Back("", _stage(visit), "stage 6"),
    )


@page(EVENT, may=Permission.SEE_CASE, logs="opened", at="safety:{number}")
def show(visit: Visit, number: int) -> Response:
    facts, row = visit.case.facts, _event(visit, number)
    found = doubts(facts, visit.today)
    return visit.render(
        "safety/show.html",
        heading=row.answers.get("event_what") or "Event",
        section=SAFETY,
        row=row,
        result=result(facts, row),
        reports=reports(facts, row),
        doubts=[doubt for doubt in found if doubt.row and doubt.row.id == row.id],
        judgment=JUDGMENT,
        may_judge=visit.may(Permission.JUDGE),
        editable=visit.may(RIGHT_TO[SAFETY.duty]),
        under_way=visit.may(RIGHT_TO[SAFETY.duty], at=""),
        may_draft=visit.may(Permission.KEEP_REPORTS),
        back=Back("", url_for("safety.listed", code=visit.case.code), "events"),
    )


@page(f"{EVENT}/judge", may=Permission.JUDGE, logs="opened", at="safety:{number}")
def ask(visit: Visit, number: int) -> Response:
    return _form_page(visit, number, JUDGMENT, "Judge the event")


@page(f"{EVENT}/judge", "POST", may=Permission.JUDGE, at="safety:{number}")
def judged(visit: Visit, number: int) -> Response:
    return _do(visit, number, JUDGMENT, "Judge the event", run=_judge, did="judged")


@page(f"{EVENT}/more", may=Permission.RECORD_TREATMENT, logs="opened", at="safety:{number}")
def ask_more(visit: Visit, number: int) -> Response:
    return _form_page(visit, number, MORE, "Add new information")


@page(f"{EVENT}/more", "POST", may=Permission.RECORD_TREATMENT, at="safety:{number}")
def more(visit: Visit, number: int) -> Response:
    return _do(visit, number, MORE, "Add new information", run=_learn, did="learned")


@page(f"{EVENT}/draft/<paper:key>", "POST", may=Permission.KEEP_REPORTS, at="safety:{number}")
def draft(visit: Visit, number: int, key: str) -> Response:
    """The next safety report to this recipient tells this event."""
    row = _event(visit, number)
    if key not in DRAFTS:
        abort(404)
    version = hold(visit.db, visit.case.id).version
    typed = Typed(entry=visit.case.root(), answers={"safety_event": str(row.id)}, drawn=version)
    save_answers(visit.db, visit.case.id, typed, by=visit.actor, about="safety_report")
    return visit.go(check_address(visit.case.code, key))


def _judge(visit: Visit, said: About) -> None:
    judge(visit.db, visit.case.facts, visit.case.id, said, by=visit.actor)


def _learn(visit: Visit, said: About) -> None:
    learn_more(visit.db, visit.case.facts, visit.case.id, said, by=visit.actor)


def _do(
    visit: Visit,
    number: int,
    questions: tuple[Question, ...],
    title: str,
    *,
    run: Callable[[Visit, About], None],
    did: str,
) -> Response:
    row, form = _event(visit, number), _form(visit, questions)
    if not form.validate():
        return _page(visit, row, form, title)
    said = About(event=row.id, words=form.stored, drawn=drawn(), today=visit.today)
    try:
        run(visit, said)
    except Refused as refused:
        return _page(visit, row, form, title, loose=form.refuse(refused.refusals))
    except Stale as stale:
        form.catch_up(stale.changes, clashing=stale.clashing)
        return _page(visit, row, form, title, stale=stale)
    return visit.go(_address(visit, row), said=f"You {ACTIONS[did]}")


def _form_page(visit: Visit, number: int, questions: tuple[Question, ...], title: str) -> Response:
    row = _event(visit, number)
    form = _form(visit, questions, answers=row.answers if questions is JUDGMENT else {})
    form.catch_up(visit.drafts.since(visit.case.id, row.id))
    return _page(visit, row, form, title)


def _form(
    visit: Visit, questions: tuple[Question, ...], *, answers: Mapping[str, str] | None = None
) -> AnswersForm:
    """A judgment once made is shown as it was; before that nothing is chosen."""
    return form_for(questions, lists=lists_for(visit), sent=visit.drafts.typed(), answers=answers)


def _page(
    visit: Visit,
    row: Row,
    form: AnswersForm,
    title: str,
    *,
    loose: Sequence[Refusal] = (),
    stale: Stale | None = None,
) -> Response:
    return visit.render(
        "safety/ask.html",
        heading=title,
        section=SAFETY,
        row=row,
        form=form,
        loose=loose,
        **moved_on(visit, stale),
        back=Back("", _address(visit, row), "the event"),
    )


def _event(visit: Visit, number: int) -> Row:
    row = event(visit.case.facts, number)
    if row is None:
        abort(404)
    return row


def _address(visit: Visit, row: Row) -> str:
    return url_for("safety.show", code=visit.case.code, number=row.id)


def _stage(visit: Visit) -> str:
    return url_for("stages.show", code=visit.case.code, number=6)
