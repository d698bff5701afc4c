"""The emergency: whom to call now, what to read aloud, and what happened hour by hour."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.documents.glance import age_of
from casetrack.rules import sense, workflow
from casetrack.rules.access import Permission
from casetrack.rules.clocks import CLOCKS, Deadline, deadlines
from casetrack.rules.documents import PAPERS
from casetrack.rules.emergency.script import Line as ScriptLine
from casetrack.rules.emergency.script import script
from casetrack.rules.emergency.steps import BY_STEP, STEPS, YES, Step, present_step
from casetrack.rules.emergency.timeline import ahead, began, timeline
from casetrack.rules.irb_doubts import signed_forms
from casetrack.rules.numbers import whole_number
from casetrack.rules.questions import START, Kind, Of, Question, find
from casetrack.rules.questions.start import DRUG, INITIALS
from casetrack.rules.workflow import BY_ACTION, NEXT, Action, Refusal
from casetrack.store.commands.cases import Start, start_case
from casetrack.store.commands.emergency import Happened, declare_emergency, record_step
from casetrack.store.commands.facts import Typed, remove_row, save_answers
from casetrack.store.queries.lists import Filter, codes_only, list_cases, same_person
from casetrack.store.queries.people import register_names
from casetrack.store.refusals import Refused, Stale
from casetrack.web.back import to_case
from casetrack.web.call_lines import hour_of, numbers_of
from casetrack.web.conflict import drawn, moved_on
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.script_lines import lines_form, sent_lines
from casetrack.web.visit import Visit

SHEET = "/cases/<code>/emergency"
BEGINS = (replace(INITIALS, hint="Two or three letters"), replace(DRUG, wanted=True, hint=""))
FIRST = "Call the company and FDA"
ABOUT = ("emergency", "emergency_hours", "consent")
OWED = (
    "emergency_submission",
    "emergency_irb_notice",
    "consent_exception_report",
    "second_opinion",
)
UNTOUCHED = "Blank: the minute you press the button"


@page("/emergency", may=Permission.LIST_CASES)
def begin(visit: Visit) -> Response:
    return _begin_page(visit, _begin_form(visit))


@page("/emergency", "POST", may=Permission.START_CASE)
def start(visit: Visit) -> Response:
    form = _begin_form(visit)
    if not form.is_complete():
        return _begin_page(visit, form)
    alike = same_person(visit.db, initials=form.stored["initials"], birth_year="", by=visit.actor)
    if alike and "sure" not in request.form:
        return _begin_page(visit, form, alike=alike)
    answers = {q.key: "" for q in START} | form.stored
    answers |= {"urgency": "emergency", "doctor": _own_name(visit)}
    following = {"next_what": FIRST, "next_on": visit.today.isoformat()}
    started = Start(answers=answers, next=following, today=visit.today)
    code = start_case(visit.db, started, by=visit.actor)
    return visit.go(url_for("emergency.show", code=code), said=f"Case {code} started")


@page(SHEET, may=Permission.SEE_CASE, logs="opened")
def show(visit: Visit) -> Response:
    return _sheet(visit)


@page(f"{SHEET}/<any(company, fda, dose):step>", "POST", may=Permission.SEE_CASE)
def record(visit: Visit, step: str) -> Response:
    found = BY_STEP[step]
    visit.check_right(BY_ACTION[Action(found.action)].may)
    form, outcome = _form(visit, found), request.form.get("outcome", YES)
    if not form.validate():
        return _sheet(visit, found, form)
    told = Happened(
        step=found,
        outcome=outcome,
        words=_stamped(visit, found, form.stored),
        drawn=drawn(),
        now=visit.now,
    )
    try:
        record_step(visit.db, visit.case.facts, visit.case.id, told, by=visit.actor)
    except Refused as refused:
        return _sheet(visit, found, form, loose=form.refuse(refused.refusals))
    except Stale as stale:
        form.catch_up(stale.changes, clashing=stale.clashing)
        return _sheet(visit, found, form, stale=stale)
    said = found.told if outcome == YES else "Call logged"
    return visit.go(f"{_address(visit)}#step-{found.key}", said=said)


@page(f"{SHEET}/undo", "POST", may=Permission.LOG_CONTACT)
def undo(visit: Visit) -> Response:
    """Takes back a call that was logged; it stays among the removed items."""
    number = whole_number(request.form.get("row", "")) or 0
    calls = {moment.row for moment in timeline(visit.case.facts) if moment.row}
    if number not in calls:
        return visit.go(f"{_address(visit)}#happened", said="That call is no longer here")
    remove_row(visit.db, visit.case.id, number, by=visit.actor, why="Taken back on the call sheet")
    return visit.go(f"{_address(visit)}#happened", said="Taken back. It is among the removed items")


@page(f"{SHEET}/declare", "POST", may=Permission.EDIT_FACTS)
def declare(visit: Visit) -> Response:
    try:
        declare_emergency(visit.db, visit.case.id, drawn=drawn(), by=visit.actor)
    except Stale as stale:
        return _sheet(visit, stale=stale)
    return visit.go(_address(visit), said="This case is an emergency now")


@page(f"{SHEET}/script", "POST", may=Permission.LOG_CONTACT)
def fill(visit: Visit) -> Response:
    """Saves the lines filled in during the call, each where its own page keeps it."""
    form = sent_lines(visit, _script(visit))
    if not form.validate():
        return _sheet(visit, lines=form)
    typed = Typed(entry=visit.case.root(), answers=form.stored, drawn=drawn())
    try:
        save_answers(visit.db, visit.case.id, typed, by=visit.actor, about="emergency")
    except Stale as stale:
        form.catch_up(stale.changes, clashing=stale.clashing)
        return _sheet(visit, lines=form, stale=stale)
    return visit.go(f"{_address(visit)}#step-fda", said="Saved: what is read to FDA")


def _stamped(visit: Visit, step: Step, words: Mapping[str, str]) -> dict[str, str]:
    """A blank day is today, and a blank hour of today is this minute."""
    now = visit.now
    day = words.get(step.day) or now.date().isoformat()
    hour = words.get(step.at) or (f"{now:%H:%M}" if day == now.date().isoformat() else "")
    return {**words, step.day: day, step.at: hour}


def _begin_form(visit: Visit) -> AnswersForm:
    return form_for(BEGINS, lists=lists_for(visit), sent=visit.drafts.typed())


def _begin_page(
    visit: Visit, form: AnswersForm, *, alike: Sequence[tuple[str, str]] = ()
) -> Response:
    running = list_cases(visit.db, Filter(emergency=True), by=visit.actor)
    return visit.render(
        "emergency/begin.html",
        heading="Emergency",
        hour=hour_of(visit),
        numbers=numbers_of(visit)[0],
        form=form,
        alike=alike,
        running=running.lines,
        no_names=codes_only(visit.actor),
    )


def _sheet(
    visit: Visit,
    step: Step | None = None,
    form: AnswersForm | None = None,
    *,
    lines: AnswersForm | None = None,
    loose: Sequence[Refusal] = (),
    stale: Stale | None = None,
) -> Response:
    facts, read = visit.case.facts, _script(visit)
    number = visit.case.dossiers.get(Of.COMPANY, 0)
    fda, company = numbers_of(visit, number) if facts.emergency else ((), ())
    wrong = lines or form
    return visit.render(
        "emergency/show.html",
        heading="Emergency call sheet",
        hour=hour_of(visit),
        elapsed=_elapsed(visit),
        numbers=fda,
        company=company,
        script=read,
        lines=lines or lines_form(visit, read),
        steps=[(one, _form_of(visit, one, step, form)) for one in STEPS],
        present=present_step(facts),
        instead=workflow.INSTEAD,
        signed=signed_forms(facts),
        moments=timeline(facts),
        owed=_owed(visit),
        unsure=ahead(facts, visit.now),
        doubts=[d for d in sense.doubts(facts, visit.today) if d.section.key in ABOUT],
        arrives=find("emergency_arrives"),
        consent=find("consent_how"),
        form=wrong,
        loose=loose,
        **moved_on(visit, stale),
        call_papers=[paper.key for paper in PAPERS if paper.emergency],
        back=to_case(visit.case),
    )


def _form_of(
    visit: Visit, one: Step, sent: Step | None, form: AnswersForm | None
) -> AnswersForm | None:
    """The form of a step that is still to come, for whoever may record it."""
    facts, transition = visit.case.facts, BY_ACTION[Action(one.action)]
    if one is sent and form is not None:
        return form
    if one.done(facts) or not facts.emergency or not visit.may(transition.may):
        return None
    return _form(visit, one)


def _form(visit: Visit, step: Step) -> AnswersForm:
    address = url_for("emergency.record", code=visit.case.code, step=step.key)
    return form_for(
        tuple(_questions(visit, step)), lists=lists_for(visit), sent=visit.drafts.typed(address)
    )


def _questions(visit: Visit, step: Step) -> list[Question]:
    """What the act asks, but for what the sheet says itself; the hour stands behind the day."""
    transition = BY_ACTION[Action(step.action)]
    said = {*step.says, *(question.key for question in NEXT)}
    asked = [
        replace(question, only=())
        for question in workflow.asked(transition, visit.case.facts)
        if question.key not in said
    ]
    day = next(i for i, question in enumerate(asked) if question.key == step.day)
    hour = find(step.at) or Question(key=step.at, label="At", kind=Kind.TIME)
    asked[day] = replace(asked[day], wanted=False, hint="Blank: today")
    asked.insert(day + 1, replace(hour, label="At", hint=UNTOUCHED))
    return [*asked[day + 2 :], *asked[: day + 2]]


def _script(visit: Visit) -> tuple[ScriptLine, ...]:
    facts = visit.case.facts
    initials = facts.answers.get("initials", "")
    return script(facts, age=age_of(visit.case, visit.today), initials=initials)


def _elapsed(visit: Visit) -> str:
    """'1 h 2 min' since the first call; empty before it, and after a day."""
    day, at = began(visit.case.facts)
    if not day:
        return ""
    first = datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=visit.settings.zone)
    since = visit.now - first
    if not timedelta() <= since < timedelta(days=1):
        return ""
    hours, minutes = divmod(int(since.total_seconds()) // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _owed(visit: Visit) -> list[Deadline]:
    held = {one.clock.key: one for one in deadlines(visit.case.facts)}
    return [held[clock.key] for clock in CLOCKS if clock.key in OWED and clock.key in held]


def _own_name(visit: Visit) -> str:
    """The physician who starts it is the treating one, unless somebody says otherwise."""
    names = dict(register_names(visit.db, "physician")["physician"])
    return names.get(visit.actor.register or 0, "")


def _address(visit: Visit) -> str:
    return url_for("emergency.show", code=visit.case.code)
