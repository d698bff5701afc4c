"""Finding, starting and reading a case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.agenda import agenda
from casetrack.rules.blockers import blockers
from casetrack.rules.clocks import add_working_days, late_first, running
from casetrack.rules.documents import REQUEST
from casetrack.rules.identity import namesakes
from casetrack.rules.numbers import whole_number
from casetrack.rules.owed import owed
from casetrack.rules.papers import paper_gaps, paper_needs
from casetrack.rules.questions import BY_KEY, SECTIONS, START, Of
from casetrack.rules.routes import routes
from casetrack.rules.sense import doubts
from casetrack.rules.workflow import NEXT, offered
from casetrack.store.commands.cases import Start, start_case
from casetrack.store.queries.history import timeline
from casetrack.store.queries.lists import (
    MOST_COUNTED,
    Filter,
    codes_only,
    list_cases,
    same_person,
)
from casetrack.store.queries.people import active_people, register_names
from casetrack.store.queries.views import views_of
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.naming import patient
from casetrack.web.paging import asked, following, narrowed
from casetrack.web.visit import Visit

FIRST_STEP = tuple(q for q in NEXT if q.key in ("next_what", "next_on"))
FACTS_SHOWN = ("patient", "willing", "wishes", "disease", "condition", "company")


@page("/cases", may=Permission.LIST_CASES, logs="listed")
def listed(visit: Visit) -> Response:
    wanted = narrowing(request.args)
    found = list_cases(visit.db, wanted, by=visit.actor)
    by_code = [line.code for line in found.lines] == [wanted.q.strip().upper()]
    if by_code and not codes_only(visit.actor):
        return visit.go(url_for("cases.show", code=found.lines[0].code))
    told, own = asked(wanted), views_of(visit.db, visit.user)
    names = register_names(visit.db, "physician", "company")
    return visit.render(
        "cases/listed.html",
        heading="Cases",
        wanted=wanted,
        told=told,
        own=own,
        here=next((one for one in own if one.asked == urlencode(told)), None),
        narrowed=narrowed(wanted),
        found=found,
        count=f"more than {MOST_COUNTED:,}" if found.count > MOST_COUNTED else f"{found.count:,}",
        following=following(wanted, found.after),
        people=active_people(visit.db),
        physicians=names["physician"],
        companies=names["company"],
        no_names=codes_only(visit.actor),
        views=[
            (words, url_for("cases.listed", **asked(view)), view == replace(wanted, after=""))
            for words, view in _views(visit.user)
            if not (codes_only(visit.actor) and (view.waiting or view.emergency))
        ],
    )


@page("/cases/start", may=Permission.START_CASE)
def begin(visit: Visit) -> Response:
    confirm = add_working_days(visit.today, 1).isoformat()
    first = {"next_what": "Confirm that the physician will request", "next_on": confirm}
    return _start_page(visit, _start_form(visit, answers={**first, "urgency": "ordinary"}))


@page("/cases/start", "POST", may=Permission.START_CASE)
def start(visit: Visit) -> Response:
    form = _start_form(visit)
    if not form.is_complete():
        return _start_page(visit, form)
    answers = {q.key: form.stored[q.key] for q in START}
    alike = same_person(
        visit.db, initials=answers["initials"], birth_year=answers["birth_year"], by=visit.actor
    )
    known = register_names(visit.db, "physician")["physician"]
    doctors = namesakes(answers["doctor"], [name for _, name in known])
    unsure = (alike and "sure" not in request.form) or (doctors and "new" not in request.form)
    if unsure:
        return _start_page(visit, form, alike=alike, doctors=doctors)
    following = {q.key: form.stored[q.key] for q in FIRST_STEP}
    started = Start(answers=answers, next=following, today=visit.today)
    code = start_case(visit.db, started, by=visit.actor)
    return visit.go(url_for("cases.show", code=code), said=f"Case {code} started")


@page("/cases/<code>", may=Permission.SEE_CASE, logs="opened")
def show(visit: Visit) -> Response:
    facts = visit.case.facts
    shown = [s for s in SECTIONS if s.key in FACTS_SHOWN and s.of is Of.CASE]
    events = timeline(visit.db, visit.case.id, limit=10)
    return visit.render(
        "cases/show.html",
        heading=patient(facts.answers.get("initials", ""), visit.case.code),
        title="",  # a browser's title and history show the code only
        offers=offered(facts, visit.actor, now=visit.now),
        gaps=paper_gaps(REQUEST, facts),
        needs=sum(paper_needs(REQUEST, facts).values()),
        doubts=doubts(facts, visit.today),
        sections=shown,
        policy=BY_KEY["policy"],
        blockers=blockers(facts),
        deadlines=late_first(running(facts), visit.today),
        steps={item.key for item in agenda(facts)},
        routes=routes(facts),
        owed=owed(facts),
        events=events.lines,
        older=events.before,
    )


def narrowing(given: Mapping[str, str]) -> Filter:
    """The filters of an address, or of a form; what cannot be read is as if it were not there."""
    life = given.get("life") or ("all" if given.get("q") else "open")
    numbers = {
        key: whole_number(given.get(key, "")) or 0
        for key in ("stage", "owner", "physician", "company")
    }
    return Filter(
        life=life if life in ("open", "held", "closed", "all") else "open",
        drug=given.get("drug", "")[:200],
        emergency="emergency" in given,
        waiting="waiting" in given,
        q=given.get("q", "")[:60],
        after=given.get("after", "")[:40],
        **numbers,
    )


def _views(user: int) -> Iterator[tuple[str, Filter]]:
    """What is looked at most days, one press away; any other narrowing stands in its address."""
    yield "All open", Filter()
    yield "Mine", Filter(owner=user)
    yield "Waiting on somebody", Filter(waiting=True)
    yield "Emergencies", Filter(emergency=True)
    yield "On hold", Filter(life="held")
    yield "Closed", Filter(life="closed")


def _start_form(visit: Visit, *, answers: dict[str, str] | None = None) -> AnswersForm:
    return form_for(
        (*START, *FIRST_STEP),
        lists=lists_for(visit, names=True),
        sent=visit.drafts.typed(),
        answers=answers,
    )


def _start_page(
    visit: Visit,
    form: AnswersForm,
    *,
    alike: Sequence[tuple[str, str]] = (),
    doctors: Sequence[str] = (),
) -> Response:
    return visit.render(
        "cases/start.html",
        heading="Start a case",
        form=form,
        alike=alike,
        doctors=doctors,
    )
