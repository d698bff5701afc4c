"""One pair of pages for every transition: what it asks, what stands against it, and doing it."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import abort, request
from werkzeug.wrappers import Response

from casetrack.rules import workflow
from casetrack.rules.access import Permission
from casetrack.rules.clocks import add_working_days, due, held
from casetrack.rules.coverage import unanswered
from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import ROUTES, Facts
from casetrack.rules.owed import owed
from casetrack.rules.sending import MOVING
from casetrack.rules.tasks import stage_gaps
from casetrack.rules.treatment import checklist, open_ticks
from casetrack.rules.workflow import BY_ACTION, Action, Refusal, Transition
from casetrack.store.commands.agenda import finish_next
from casetrack.store.commands.cases import Asked, perform
from casetrack.store.commands.papers import record_sending
from casetrack.store.refusals import Refused, Stale
from casetrack.store.since import BESIDE_ENTRIES
from casetrack.web.back import Back, back_from, routes_of
from casetrack.web.conflict import drawn, moved_on
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.visit import Visit

RUNS = {**dict.fromkeys(map(Action, MOVING), record_sending), Action.FINISH_NEXT: finish_next}


@page("/cases/<code>/do/<action>", may=Permission.SEE_CASE, logs="opened", at="action:{action}")
def ask(visit: Visit, action: str) -> Response:
    transition = _transition(visit, action)
    form = _form(visit, transition, answers=_prefilled(visit, transition))
    form.catch_up(visit.drafts.since(visit.case.id, BESIDE_ENTRIES, visit.case.root()))
    refusals = workflow.offered(
        visit.case.facts, visit.actor, now=visit.now, track=transition.track
    )
    against = [r for o in refusals if o.transition is transition for r in o.refusals]
    return _page(visit, transition, form, against=against)


@page("/cases/<code>/do/<action>", "POST", may=Permission.SEE_CASE, at="action:{action}")
def do(visit: Visit, action: str) -> Response:
    transition = _transition(visit, action)
    form = _form(visit, transition)
    if not form.validate():
        return _page(visit, transition, form)
    asked = Asked(
        action=transition.action,
        words=_chased(visit, transition, form.stored),
        drawn=drawn(),
        now=visit.now,
    )
    run = RUNS.get(transition.action, perform)
    try:
        move = run(visit.db, visit.case.facts, visit.case.id, asked, by=visit.actor)
    except Refused as refused:
        return _page(visit, transition, form, loose=form.refuse(refused.refusals))
    except Stale as stale:
        form.catch_up(stale.changes, clashing=stale.clashing)
        return _page(visit, transition, form, stale=stale)
    said = f"You {transition.sentence}"
    if move.stage is not visit.case.facts.stage:
        said = f"The case is now in stage {int(move.stage)}"
    return visit.go(_home(visit, transition).address, said=said)


def _transition(visit: Visit, action: str) -> Transition:
    """The action of this address; whoever may not do it is told whom to ask."""
    if action not in set(Action):
        abort(404)
    transition = BY_ACTION[Action(action)]
    visit.check_right(transition.may)
    return transition


def _home(visit: Visit, transition: Transition) -> Back:
    """Where one came from; an act of a route belongs to the page of the routes."""
    if transition.track in ROUTES and not request.values.get("back"):
        return routes_of(visit.case)
    return back_from(visit.case)


def _form(
    visit: Visit,
    transition: Transition,
    *,
    answers: Mapping[str, str] | None = None,
) -> AnswersForm:
    return form_for(
        workflow.asked(transition, visit.case.facts),
        lists=lists_for(visit, people=True, paper=_paper_of(transition)),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _paper_of(transition: Transition) -> str:
    """The paper whose versions are offered."""
    sending = MOVING.get(transition.action)
    return sending.paper.key if sending else REQUEST.key


def _prefilled(visit: Visit, transition: Transition) -> dict[str, str]:
    """What the form starts with: the present next step, and dates our clocks suggest."""
    file = visit.case
    held = {
        "next_what": file.next.what,
        "waiting_on": file.next.waiting_on,
        "next_who": str(file.next.who or visit.user),
        "next_on": file.next.on.isoformat() if file.next.on else "",
    }
    if transition.action is Action.FINISH_NEXT:  # what follows is said anew
        return {"next_who": str(visit.user)}
    if transition.action is Action.RECORD_SENDING:
        held |= _after_sending(visit, file.facts)
    if transition.action in MOVING:
        held[MOVING[transition.action].version] = request.args.get("version", "")
    if transition.kept and transition.kept.completes:
        held["asked_level"] = _answered_level(file.facts)
    if transition.action in (Action.RESUME, Action.REOPEN) or not held["next_on"]:
        held["next_on"] = add_working_days(visit.today, 1).isoformat()
    return held


def _answered_level(facts: Facts) -> str:
    """An answer is most likely about what was asked last."""
    waiting = unanswered(facts)
    return waiting[-1].answers.get("asked_level", "") if waiting else ""


def _after_sending(visit: Visit, facts: Facts) -> dict[str, str]:
    """Sent today, unless somebody says otherwise, we wait for their acknowledgment."""
    return {
        "next_what": "acknowledgment of the request",
        "waiting_on": facts.answers.get("company", ""),
        "next_on": _chase_on(visit, visit.today.isoformat()),
        "sent_to": facts.answers.get("request_to", ""),
        "request_sent_on": visit.today.isoformat(),
    }


def _chased(visit: Visit, transition: Transition, words: Mapping[str, str]) -> Mapping[str, str]:
    """The day to chase follows the day of sending, unless somebody chose another."""
    sent = words.get("request_sent_on", "")
    as_suggested = words.get("next_on") == _chase_on(visit, visit.today.isoformat())
    if transition.action is Action.RECORD_SENDING and sent and as_suggested:
        return {**words, "next_on": _chase_on(visit, sent)}
    return words


def _chase_on(visit: Visit, sent: str) -> str:
    clock = held("company_acknowledgment", visit.case.facts)
    return due(clock, date.fromisoformat(sent)).due.isoformat()


def _page(
    visit: Visit,
    transition: Transition,
    form: AnswersForm,
    *,
    loose: Sequence[Refusal] = (),
    against: Sequence[Refusal] = (),
    stale: Stale | None = None,
) -> Response:
    file = visit.case
    moves_on = transition.step is workflow.Step.ON
    gives = transition.action is Action.RECORD_FIRST_DOSE
    return visit.render(
        "actions/ask.html",
        heading=transition.button,
        transition=transition,
        form=form,
        loose=loose,
        against=against,
        **moved_on(visit, stale),
        gaps=stage_gaps(file.facts.stage, file.facts) if moves_on else (),
        owed=owed(file.facts) if transition.action is Action.CLOSE else (),
        ticks=open_ticks(checklist(file.facts)) if gives else (),
        back=_home(visit, transition),
    )
