"""Picking studies of the library for a case's evidence."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.numbers import whole_number
from casetrack.rules.text import counted
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.library import cite
from casetrack.store.queries import library
from casetrack.store.queries.library import Shelf
from casetrack.web.back import Back
from casetrack.web.door import page
from casetrack.web.library import wanted_from_address
from casetrack.web.visit import Visit


@page("/cases/<code>/cite", may=Permission.EDIT_FACTS, logs="opened")
def ask(visit: Visit) -> Response:
    return _page(visit)


@page("/cases/<code>/cite", "POST", may=Permission.EDIT_FACTS)
def add(visit: Visit) -> Response:
    ticked = {whole_number(raw) or 0 for raw in request.form.getlist("study")}
    there = library.studies_of(visit.db, ticked)
    chosen = [number for number in there if there[number].usable and number not in _cited(visit)]
    if not chosen:
        return _page(visit, [Refusal("Tick the studies to cite", field="study")])
    cite(visit.db, visit.case.id, chosen, by=visit.actor)
    said = f"Cited: {counted(len(chosen), 'study', 'studies')}"
    address = url_for("facts.show", code=visit.case.code, key="evidence")
    return visit.go(address, said=f"{said}. Now say how this patient differs")


def _cited(visit: Visit) -> frozenset[int]:
    return frozenset(visit.case.studies)


def _page(visit: Visit, loose: Sequence[Refusal] = ()) -> Response:
    """Studies of the drug asked for come first, while nothing is searched for."""
    wanted = wanted_from_address()
    found: Shelf = library.library(visit.db, wanted, today=visit.today)
    asked = visit.case.facts.answers.get("drug", "").casefold()
    ordered = sorted(
        found.studies, key=lambda s: not asked or asked not in s.answers.get("drug", "").casefold()
    )
    address = url_for("facts.show", code=visit.case.code, key="evidence")
    typed = visit.drafts.typed()
    return visit.render(
        "library/cite.html",
        heading="Cite studies of the library",
        wanted=wanted,
        studies=ordered,
        cited=_cited(visit),
        ticked=typed.getlist("study") if typed else [],
        after=found.after,
        loose=loose,
        back=Back("", address, "published evidence"),
    )
