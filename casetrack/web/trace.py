"""Following one value back: the answer, who gave it and when, and the chart entry it came from."""

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules import values
from casetrack.rules.access import Permission
from casetrack.rules.catalog import question
from casetrack.rules.documents import BY_KEY, REQUEST
from casetrack.rules.numbers import whole_number
from casetrack.rules.questions import Of
from casetrack.store.queries.history import answer_at, history_of, origin, rows_of_entry
from casetrack.store.queries.papers import frozen_version
from casetrack.web.back import Back
from casetrack.web.door import page
from casetrack.web.visit import Visit


@page("/cases/<code>/trace/<int:entry>/<key>", may=Permission.SEE_CASE, logs="opened")
def show(visit: Visit, entry: int, key: str) -> Response:
    kinds = {dossier: of for of, dossier in visit.case.dossiers.items()}
    kinds |= dict.fromkeys(visit.case.studies, Of.STUDY)
    answer = answer_at(visit.db, set(kinds), entry, key)
    rows = rows_of_entry(visit.db, entry)
    asked = question(key, rows=rows, of=kinds[answer.dossier_id]) if answer else None
    if answer is None or asked is None:
        abort(404)
    return visit.render(
        "papers/trace.html",
        heading=asked.label,
        asked=asked,
        answer=answer,
        now=values.show(asked, answer.value, visit.case.names),
        then=_printed(visit, entry, key),
        origin=origin(visit.db, answer.proposal_id) if answer.proposal_id else None,
        events=history_of(visit.db, answer.dossier_id, entry, key, of=kinds[answer.dossier_id]),
        back=Back("", _reading(visit), "the paper"),
    )


def _paper() -> str:
    """The paper the reader came from."""
    key = request.args.get("paper", "")
    return key if key in BY_KEY else REQUEST.key


def _wanted() -> int:
    return whole_number(request.args.get("version", "")) or 0


def _printed(visit: Visit, entry: int, key: str) -> tuple[int, str] | None:
    """What the frozen version printed, if the reader came from one."""
    number = _wanted()
    frozen = frozen_version(visit.db, visit.case.id, _paper(), number) if number else None
    said = frozen.said.get(f"{entry}/{key}") if frozen else None
    return (number, said[1]) if said else None


def _reading(visit: Visit) -> str:
    number, code = _wanted(), visit.case.code
    if number:
        return url_for("papers.read_version", code=code, key=_paper(), number=number)
    return url_for("papers.read", code=code, key=_paper())
