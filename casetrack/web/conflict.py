"""Two people, one form: both values of each answer side by side, and nothing typed lost (409)."""

from collections.abc import Sequence
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from casetrack.rules.numbers import whole_number
from casetrack.rules.questions import Of
from casetrack.store.queries.history import Told, timeline
from casetrack.store.refusals import Stale
from casetrack.web.back import Back
from casetrack.web.forms import AnswersForm
from casetrack.web.visit import Visit

MOST_TOLD = 10


def choose(
    visit: Visit,
    form: AnswersForm,
    stale: Stale,
    *,
    back: Back,
    dossier: int | None = None,
    of: Of = Of.CASE,
) -> Response:
    """Asks which value to keep; the other answers go along as they were typed, unseen.

    Of a `dossier` that people read the history of, the page tells what happened meanwhile.
    """
    form.catch_up(stale.changes, clashing=stale.clashing)
    return visit.render(
        "conflict.html",
        status=409,
        heading="Choose what to keep",
        form=form,
        stale=stale,
        meanwhile=_events_since(visit, dossier, of=of) if dossier else (),
        back=back,
        area="" if visit.file else "contacts",
    )


def moved_on(visit: Visit, stale: Stale | None) -> dict[str, Any]:
    """For the page of a form about the case as a whole: it stays open when the case moves on."""
    return {
        "status": 409 if stale else 200,
        "stale": stale,
        "meanwhile": _events_since(visit, visit.case.id) if stale else (),
        "drawn": stale.version if stale else visit.case.version,
    }


def drawn() -> int:
    """The version of the dossier that the form showed."""
    return whole_number(request.form.get("drawn", "")) or 0


def _events_since(visit: Visit, dossier: int, *, of: Of = Of.CASE) -> Sequence[Told]:
    """What happened after the form was drawn, newest first, as its page tells it."""
    told = timeline(visit.db, dossier, limit=MOST_TOLD, of=of).lines
    return [event for event in told if event.seq > drawn()]
