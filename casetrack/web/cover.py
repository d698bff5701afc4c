"""Leave: one's own dates of some days go to a colleague, together or not at all (ux.md S21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission, may, who_may
from casetrack.rules.agenda import NEXT, Item, find_step
from casetrack.rules.agenda.asks import AWAY, WHOM
from casetrack.rules.text import counted
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.agenda import Step, hand_step
from casetrack.store.commands.cases import hold
from casetrack.store.queries.casefile import CaseFile, load_case
from casetrack.store.queries.lists import codes_only
from casetrack.store.queries.people import active_people, people_who_see
from casetrack.store.queries.scope import find_case
from casetrack.store.queries.today import Line, View, steps_between
from casetrack.store.refusals import Refused
from casetrack.web.back import Back
from casetrack.web.calendar import AHEAD
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, Lists, form_for
from casetrack.web.visit import Visit

MOST = 100


@dataclass(frozen=True)
class Away:
    """The days somebody is away, and the dates of theirs that fall on them."""

    form: AnswersForm
    lines: tuple[Line, ...]
    more: bool


@page("/calendar/hand-over", may=Permission.LIST_CASES, logs="listed")
def ask(visit: Visit) -> Response:
    if codes_only(visit.actor):
        return visit.render("today/none.html", heading="Hand over my dates")
    return _page(visit, _whom(visit))


@page("/calendar/hand-over", "POST", may=Permission.LIST_CASES)
def hand_over(visit: Visit) -> Response:
    form = _whom(visit)
    chosen = request.form.getlist("step")[:MOST]
    loose = [] if chosen else [Refusal("Tick at least one date")]
    if not form.is_complete():
        return _page(visit, form, loose=loose)
    who = int(form.stored["who"])
    loose += [refusal for one in chosen for refusal in _hand(visit, one, who)]
    if loose:
        return _page(visit, form, loose=loose)
    dates = counted(len(chosen), "date")
    said = f"{dates} handed over to {dict(active_people(visit.db))[who]}"
    return visit.go(url_for("calendar.show"), said=said)


def _hand(visit: Visit, chosen: str, who: int) -> list[Refusal]:
    """Hands one over; else says why not. Nobody else changes its case meanwhile."""
    code, _, rest = chosen.partition(" ")
    key, _, day = rest.rpartition(" ")
    file = _held(visit, code)
    item = find_step(file.facts, key) if file else None
    if file is None or item is None or item.on.isoformat() != day or not _is_own(visit, item, file):
        return [Refusal(f"{code}: a step is no longer open, or it changed. Choose from the list")]
    if not may(visit.actor, Permission.DO_STEPS, file.facts):
        return [Refusal(f"{code}: {who_may(Permission.DO_STEPS, file.facts)}")]
    see_all = visit.settings.physicians_see_all
    open_to = people_who_see(visit.db, file.facts, physicians_see_all=see_all)
    if key != NEXT and who not in dict(open_to):
        name = dict(active_people(visit.db))[who]
        return [Refusal(f"{code}: {name} may not open this case. Untick “{item.what}”")]
    step = Step(case=file.id, facts=file.facts, key=key, shown=item.stamp, today=visit.today)
    try:
        hand_step(visit.db, step, who=who, by=visit.actor)
    except Refused as refused:
        return [Refusal(f"{code}: {one.words}") for one in refused.refusals]
    return []


def _held(visit: Visit, code: str) -> CaseFile | None:
    number = find_case(visit.db, code, by=visit.actor)
    if number is None:
        return None
    hold(visit.db, number)
    return load_case(visit.db, code, by=visit.actor)


def _is_own(visit: Visit, item: Item, file: CaseFile) -> bool:
    return (item.who or file.facts.owner) == visit.user


def _away(visit: Visit) -> Away:
    """The days stand in the address; what cannot be read lists nothing."""
    given = {"first": visit.today.isoformat(), "last": (visit.today + AHEAD).isoformat()}
    sent = MultiDict({key: request.values.get(key) or visit.drafts.said(key) for key in given})
    form = form_for(
        AWAY,
        lists=Lists(today=visit.today),
        sent=sent if any(sent.values()) else None,
        answers=given,
    )
    readable = form.validate() if any(sent.values()) else True
    days = form.stored if readable else {}
    if not days.get("first") or not days.get("last"):
        return Away(form, (), more=False)
    first, last = date.fromisoformat(days["first"]), date.fromisoformat(days["last"])
    lines = steps_between(
        visit.db, View.MINE, first=first, last=last, ranks=(0, 1, 2), by=visit.actor
    )
    return Away(form, tuple(lines[:MOST]), more=len(lines) > MOST)


def _whom(visit: Visit) -> AnswersForm:
    others = [one for one in active_people(visit.db) if one[0] != visit.user]
    lists = Lists(today=visit.today, people=others)
    return form_for((WHOM,), lists=lists, sent=visit.drafts.typed())


def _page(visit: Visit, form: AnswersForm, *, loose: Sequence[Refusal] = ()) -> Response:
    typed = visit.drafts.typed()
    return visit.render(
        "calendar/hand_over.html",
        heading="Hand over my dates",
        away=_away(visit),
        form=form,
        loose=loose,
        ticked=set(typed.getlist("step")) if typed is not None else None,
        most=MOST,
        back=Back("", url_for("calendar.show"), "the calendar"),
    )
