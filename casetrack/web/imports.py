"""References from a file or a service: read, looked through, and the chosen ones entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.intake import FileRefused
from casetrack.intake.references import Reference, Trial, proposed, read
from casetrack.lookups import LookupFailed
from casetrack.rules.access import Permission
from casetrack.rules.evidence import Known, repeats, same_trial
from casetrack.rules.source_ids import IdKind, told
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.imports import STUDIES, Gathered, keep_import
from casetrack.store.commands.library import take_import
from casetrack.store.queries.library import known
from casetrack.store.refusals import Refused
from casetrack.store.tables import Import
from casetrack.web.back import Back
from casetrack.web.door import page
from casetrack.web.forms import form_for
from casetrack.web.library import add_page, first_questions
from casetrack.web.lists import lists_for
from casetrack.web.uploads import sent_file
from casetrack.web.visit import Visit
from casetrack.web.waiting import chosen, ticked, waiting

NOT_FOUND = "{service} knows no {number}. Check it, or type the study by hand"
UNTOLD = "Enter a PubMed number, a DOI, or a trial number like NCT04871282"


@dataclass(frozen=True)
class Line:
    """One reference as the page shows it: what it is, and what the library has of it."""

    place: int
    said: Mapping[str, Any]
    there: Known | None
    related: Known | None
    twice: bool

    @property
    def new(self) -> bool:
        return self.there is None and not self.twice


def read_upload(visit: Visit) -> Gathered | Refusal:
    """Reads the file before any transaction; nothing is fetched, nothing is stored."""
    sent = sent_file("references", visit.settings, missing="Choose a file with references")
    if isinstance(sent, Refusal):
        return sent
    try:
        found = read(sent.data, name=sent.name)
    except FileRefused as refused:
        return Refusal(refused.sentence, field="references")
    broken = [
        {"place": found.place(one), "begins": one.begins, "why": one.why} for one in found.broken
    ]
    records = [_plain(visit, one, found.place(one)) for one in found.found]
    return Gathered(found.format, records, broken, found.warnings)


def look_up(visit: Visit) -> Gathered | Refusal:
    """Asks the services before any transaction; a failure keeps what was typed."""
    typed = request.form.get("number", "")[:200]
    number = told(typed)
    if number is None:
        return Refusal(UNTOLD, field="number")
    try:
        found = visit.lookups.study(number)
    except LookupFailed as failed:
        return Refusal(failed.sentence, field="number")
    if found is None:
        service = "ClinicalTrials.gov" if number.kind is IdKind.NCT else "PubMed"
        return Refusal(NOT_FOUND.format(service=service, number=number), field="number")
    notes = [found.note] if found.note else []
    return Gathered(found.service, [_plain(visit, found.record, "")], warnings=notes)


@page("/library/add/file", "POST", may=Permission.EDIT_LIBRARY, before=read_upload)
def upload(visit: Visit) -> Response:
    return _kept(visit)


@page("/library/add/number", "POST", may=Permission.EDIT_LIBRARY, before=look_up)
def find(visit: Visit) -> Response:
    return _kept(visit)


@page("/library/imports/<int:number>", may=Permission.EDIT_LIBRARY)
def show(visit: Visit, number: int) -> Response:
    return _page(visit, waiting(visit, number, about=STUDIES))


@page("/library/imports/<int:number>", "POST", may=Permission.EDIT_LIBRARY)
def take(visit: Visit, number: int) -> Response:
    held = waiting(visit, number, about=STUDIES)
    places = chosen(held)
    if not places:
        return _page(visit, held, [Refusal("Tick the references to enter", field="take")])
    try:
        entered = take_import(visit.db, held, places, by=visit.actor)
    except Refused as refused:
        return _page(visit, held, refused.refusals)
    if len(entered) == 1:
        return visit.go(url_for("library.show", number=entered[0]), said="Added to the library")
    said = f"Added to the library: {len(entered)} studies"
    if len(places) > len(entered):
        said = f"{said}. The others you ticked are still to be entered"
        return visit.go(url_for("imports.show", number=number), said=said)
    return visit.go(url_for("library.listed"), said=said)


def _kept(visit: Visit) -> Response:
    if isinstance(visit.prepared, Refusal):
        form = form_for(first_questions(), lists=lists_for(visit))
        return add_page(visit, form, loose=[visit.prepared])
    number = keep_import(visit.db, visit.prepared, by=visit.actor)
    return visit.go(url_for("imports.show", number=number))


def _page(visit: Visit, held: Import, loose: Sequence[Refusal] = ()) -> Response:
    lines = _lines(visit, held)
    new = [line.place for line in lines if line.new]
    return visit.render(
        "library/import.html",
        heading="Choose what to enter",
        held=held,
        lines=lines,
        new=len(new),
        ticked=ticked(visit, new),
        loose=loose,
        back=Back("", url_for("library.ask"), "adding a study"),
    )


def _lines(visit: Visit, held: Import) -> list[Line]:
    said = [one["answers"] for one in held.found]
    there = known(visit.db, [(kind, one.get(kind, "")) for one in said for kind in IdKind])
    by_number: dict[tuple[str, str], list[Known]] = {}
    for number in there:
        by_number.setdefault((number.kind, number.value), []).append(number)
    seen: set[tuple[str, str]] = set()
    lines = []
    for place, one in enumerate(held.found):
        answers = one["answers"]
        mine = [k for kind in IdKind for k in by_number.get((kind, answers.get(kind, "")), ())]
        numbers = {(k, answers[k]) for k in ("pmid", "doi") if answers.get(k)}
        lines.append(
            Line(
                place, one, repeats(answers, mine), same_trial(answers, mine), bool(numbers & seen)
            )
        )
        seen |= numbers
    return lines


def _plain(visit: Visit, record: Reference | Trial, place: str) -> dict[str, Any]:
    found = proposed(record, today=visit.today)
    return {
        "answers": found.answers,
        "rows": found.rows,
        "place": place,
        "doubts": list(record.doubts),
    }
