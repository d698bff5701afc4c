"""The worksheet for Form FDA 3926: each field with its text, to copy in order and tick off."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, url_for
from werkzeug.wrappers import Response

from casetrack.documents.official import FormRefused, filled_in, is_supplied, supplied
from casetrack.documents.press import UploadRefused
from casetrack.documents.values import Reader
from casetrack.documents.worksheet import Box, edition_of, worksheet
from casetrack.rules.access import Permission
from casetrack.rules.filing import covered, where_to_send
from casetrack.rules.form3926 import FOLLOW_UP
from casetrack.rules.questions.filing import COPIED, ELECTIONS, FORM
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.queries.casefile import CaseFile
from casetrack.store.queries.register import fda_offices
from casetrack.store.refusals import Stale
from casetrack.web.back import Back
from casetrack.web.conflict import choose, drawn
from casetrack.web.door import page
from casetrack.web.forms import AnswersForm, form_for
from casetrack.web.lists import lists_for
from casetrack.web.reports import as_attachment
from casetrack.web.visit import Visit

(TICKS,) = COPIED.questions


@dataclass(frozen=True)
class Line:
    """A field on the page; `changed` since somebody ticked it."""

    box: Box
    ticked: bool
    changed: bool


@page("/cases/<code>/fda/worksheet", may=Permission.SEE_CASE, logs="opened")
def show(visit: Visit) -> Response:
    return _page(visit)


@page("/cases/<code>/fda/form.pdf", may=Permission.SEE_CASE)
def official(visit: Visit) -> Response:
    """The clinic's own copy of the form, filled in as far as its mapping and the case go."""
    if not is_supplied(visit.settings.data_dir):
        abort(404)
    boxes = worksheet(Reader(visit.case), today=visit.today)
    try:
        blank = supplied(visit.settings.data_dir)
        texts, ticks = filled_in(blank, boxes, visit.case.facts)
        made = visit.press.fill(blank.pdf, texts=texts, ticks=ticks)
    except (FormRefused, UploadRefused) as refused:
        return _page(visit, refused=[Refusal(str(refused))])
    visit.note("printed", each=True)
    name = f"{visit.case.code}_form-fda-3926_{blank.edition.replace('/', '-')}.pdf"
    return as_attachment(made, "application/pdf", name)


@page("/cases/<code>/fda/worksheet", "POST", may=Permission.RECORD_FDA_IRB)
def tick(visit: Visit) -> Response:
    """Keeps which fields are on the form by now."""
    form = _form(visit)
    if not form.validate():
        return _page(visit)
    typed = Typed(entry=visit.case.root(), answers=form.stored, drawn=drawn())
    try:
        save_answers(visit.db, visit.case.id, typed, by=visit.actor, about=COPIED.key)
    except Stale as stale:
        return choose(visit, form, stale, dossier=visit.case.id, back=_back(visit))
    here = url_for("filing.show", code=visit.case.code)
    return visit.go(here, said="Kept: what is on the form")


def _form(visit: Visit) -> AnswersForm:
    return form_for(COPIED.questions, lists=lists_for(visit), sent=visit.drafts.typed())


def _page(visit: Visit, *, refused: Sequence[Refusal] = ()) -> Response:
    file = visit.case
    said = file.facts.answers
    lines = _lines(visit)
    return visit.render(
        "cases/worksheet.html",
        status=422 if refused else 200,
        heading="Worksheet for Form FDA 3926",
        lines=lines,
        done=sum(line.ticked for line in lines),
        edition=edition_of(file.facts),
        chosen=bool(said.get("fda_edition")),
        followup=said.get("fda_kind") == FOLLOW_UP,
        elements=covered(file.facts),
        how=where_to_send(said, fda_offices(visit.db), visit.today),
        form_section=FORM,
        elections=ELECTIONS,
        editable=visit.may(Permission.RECORD_FDA_IRB),
        official=is_supplied(visit.settings.data_dir),
        loose=refused,
        back=_back(visit),
    )


def _lines(visit: Visit) -> list[Line]:
    """What changed after its tick is to be copied again, so it does not stand ticked."""
    file = visit.case
    kept = file.facts.answers.get(TICKS.key, "").split(",")
    typed = visit.drafts.typed()
    found = []
    for box in worksheet(Reader(file), today=visit.today):
        changed = box.key in kept and _changed(file, box)
        held = box.key in kept and not changed
        ticked = box.key in typed.getlist(TICKS.key) if typed is not None else held
        found.append(Line(box, ticked, changed))
    return found


def _changed(file: CaseFile, box: Box) -> bool:
    """Whether an answer behind the field is newer than the ticks."""
    tick = file.given.get((file.root(), TICKS.key))
    given = (file.given.get(source) for source in box.sources)
    return bool(tick) and any(one.at > tick.at for one in given if one and tick)


def _back(visit: Visit) -> Back:
    return Back("", url_for("stages.show", code=visit.case.code, number=5), "stage 5")
