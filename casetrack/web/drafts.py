"""One's own drafts: listed, read, discarded and brought back."""

from flask import abort, jsonify, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules import values
from casetrack.rules.access import Permission
from casetrack.rules.catalog import question
from casetrack.rules.questions import SECTIONS, Kind, Question
from casetrack.store.commands.drafts import bring_back_draft, discard_draft
from casetrack.store.queries.drafts import Kept
from casetrack.store.queries.people import names_of_all
from casetrack.web import security
from casetrack.web.door import page
from casetrack.web.visit import Visit

UNSEEN = ("drawn", "back", "case", "key")  # what a form carries beside what is typed


@page("/drafts", may=Permission.OWN_DRAFTS)
def listed(visit: Visit) -> Response:
    return visit.render("drafts/listed.html", heading="Your drafts", drafts=visit.drafts.own)


@page("/drafts/<int:number>", may=Permission.OWN_DRAFTS)
def show(visit: Visit, number: int) -> Response:
    """What was typed, to be read where its form is no longer there."""
    kept = _own(visit, number)
    names = {Kind.PERSON: names_of_all(visit.db)}
    return visit.render(
        "drafts/show.html",
        heading="A draft",
        kept=kept,
        typed=[
            _as_read(name, value, names)
            for name, value in kept.fields
            if value and name not in UNSEEN
        ],
    )


@page("/drafts/<int:number>/discard", "POST", may=Permission.OWN_DRAFTS)
def discard(visit: Visit, number: int) -> Response:
    kept = _own(visit, number)
    discard_draft(visit.db, kept.id, by=visit.actor)
    said = "Draft discarded. For seven days it can be brought back from your drafts"
    return visit.go(security.own_address(request.form.get("then", "")), said=said)


@page("/drafts/<int:number>/bring-back", "POST", may=Permission.OWN_DRAFTS)
def bring_back(visit: Visit, number: int) -> Response:
    kept = _own(visit, number)
    bring_back_draft(visit.db, kept.id, by=visit.actor)
    return visit.go(url_for("drafts.listed"), said="Draft brought back")


@page("/session", may=Permission.SIGN_IN)
def session(visit: Visit) -> Response:
    """How long one stays signed in. Like any page, asking for it is a sign of use."""
    return jsonify(visit.time_left())


def _own(visit: Visit, number: int) -> Kept:
    found = [kept for kept in visit.drafts.own if kept.id == number]
    if not found:
        abort(404)
    return found[0]


def _as_read(name: str, value: str, names: values.Names) -> tuple[str, str]:
    """A field's label, and what was typed in it as people read it."""
    asked = question(name) or _of_any_section(name)
    if asked is None:
        return name.replace("_", " ").capitalize(), value
    known = asked.kind in (Kind.CHOICE, Kind.SEVERAL, Kind.YES_NO, Kind.PERSON)
    return asked.label, values.show(asked, value, names) if known else value


def _of_any_section(key: str) -> Question | None:
    """A row's question, or the register's; any one of them has the label."""
    asked = (q for section in SECTIONS for q in section.all_questions())
    return next((q for q in asked if q.key == key), None)
