"""Contacts as a list: a CSV file read, looked through and entered; and all of them as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from casetrack.intake import FileRefused
from casetrack.intake.directory import COLUMNS, FACTS, Directory, read_directory
from casetrack.rules import values
from casetrack.rules.access import Permission
from casetrack.rules.organizations import Organization, must_check
from casetrack.rules.questions import Answers, Choice, Of, find
from casetrack.rules.questions.organizations import TYPES
from casetrack.rules.text import counted
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.imports import CONTACTS, Gathered, keep_import
from casetrack.store.commands.register import take_list
from casetrack.store.queries.register import directory, same_names
from casetrack.store.refusals import Refused
from casetrack.store.tables import Import
from casetrack.web.back import Back
from casetrack.web.door import page
from casetrack.web.spreadsheet import spreadsheet
from casetrack.web.uploads import sent_file
from casetrack.web.visit import Visit
from casetrack.web.waiting import chosen, ticked, waiting

KINDS = (Choice(Of.COMPANY, "Manufacturer"), *TYPES)
LABELS = {choice.key: choice.label for choice in KINDS}


@dataclass(frozen=True)
class Line:
    """One line as the page shows it, and what the register has of it."""

    place: int
    said: dict[str, Any]
    type: str
    within: str  # the policy's own time to acknowledge
    check: str
    there: int
    twice: bool


def read_upload(visit: Visit) -> Gathered | Refusal:
    """Reads the list before any transaction; nothing is entered."""
    type_ = request.form.get("type", "")
    if type_ not in LABELS:
        return Refusal("Say what the list holds", field="type")
    sent = sent_file("list", visit.settings, missing="Choose a CSV file")
    if isinstance(sent, Refusal):
        return sent
    try:
        found = read_directory(sent.data, type_=type_, today=visit.today)
    except FileRefused as refused:
        return Refusal(refused.sentence, field="list")
    return _gathered(found)


@page("/organizations/list", may=Permission.EDIT_REGISTER)
def ask(visit: Visit) -> Response:
    return _upload_page(visit)


@page("/organizations/list", "POST", may=Permission.EDIT_REGISTER, before=read_upload)
def upload(visit: Visit) -> Response:
    if isinstance(visit.prepared, Refusal):
        return _upload_page(visit, [visit.prepared])
    number = keep_import(visit.db, visit.prepared, by=visit.actor)
    return visit.go(url_for("directory.show", number=number))


@page("/organizations/lists/<int:number>", may=Permission.EDIT_REGISTER)
def show(visit: Visit, number: int) -> Response:
    return _page(visit, waiting(visit, number, about=CONTACTS))


@page("/organizations/lists/<int:number>", "POST", may=Permission.EDIT_REGISTER)
def take(visit: Visit, number: int) -> Response:
    held = waiting(visit, number, about=CONTACTS)
    places = chosen(held)
    if not places:
        return _page(visit, held, [Refusal("Tick the contacts to enter", field="take")])
    try:
        entered = take_list(visit.db, held, places, by=visit.actor)
    except Refused as refused:
        return _page(visit, held, refused.refusals)
    said = f"Added: {counted(len(entered), 'contact')}"
    if len(places) > len(entered):
        said = f"{said}. The others you ticked are still to be entered"
        return visit.go(url_for("directory.show", number=number), said=said)
    return visit.go(url_for("organizations.listed"), said=said)


@page("/organizations.csv", may=Permission.SEE_REGISTER)
def export(visit: Visit) -> Response:
    """Everything the list page can show, in columns that the import reads again."""
    header = (name for name, *_ in COLUMNS.values())
    lines = (_cells(entry, numbers) for entry, numbers in directory(visit.db))
    return spreadsheet("contacts", header, lines)


def _cells(entry: Organization, numbers: tuple[str, ...]) -> Iterator[str]:
    said, facts = entry.answers, FACTS[entry.of]
    own = {
        "name": entry.name,
        "type": LABELS.get(entry.type, ""),
        "phone": numbers[0] if numbers else "",
        "within": said.get("policy_days", ""),
        "unit": _unit(said),
    }
    for column in COLUMNS:
        key = facts.get(column, "")
        yield own[column] if column in own else said.get(key, "")


def _unit(said: Answers) -> str:
    asked = find("policy_days_of", of=Of.COMPANY)
    return values.show(asked, said.get("policy_days_of", "")) if asked else ""


def _gathered(found: Directory) -> Gathered:
    lines = [asdict(line) for line in found.found]
    broken = [
        {"place": f"line {one.line}", "begins": one.begins, "why": one.why} for one in found.broken
    ]
    return Gathered("a CSV list", lines, broken, found.warnings, about=CONTACTS)


def _upload_page(visit: Visit, loose: Sequence[Refusal] = ()) -> Response:
    return visit.render(
        "organizations/upload.html",
        heading="Add contacts from a list",
        kinds=KINDS,
        type=request.form.get("type", ""),
        columns=list(COLUMNS.values()),
        loose=loose,
        back=Back("", url_for("organizations.listed"), "contacts"),
    )


def _page(visit: Visit, held: Import, loose: Sequence[Refusal] = ()) -> Response:
    lines = _lines(visit, held)
    new = [line.place for line in lines if not line.there and not line.twice]
    return visit.render(
        "organizations/import.html",
        heading="Choose what to enter",
        held=held,
        lines=lines,
        new=len(new),
        ticked=ticked(visit, new),
        loose=loose,
        back=Back("", url_for("directory.ask"), "adding contacts"),
    )


def _lines(visit: Visit, held: Import) -> list[Line]:
    names = [(one["of"], one["answers"]["name"]) for one in held.found]
    there = same_names(visit.db, names)
    seen: set[tuple[str, str]] = set()
    lines = []
    for place, (one, (of, name)) in enumerate(zip(held.found, names, strict=True)):
        key = (of, name.casefold())
        said = one["answers"]
        type_, check = LABELS[said.get("type", of)], must_check(Of(of), said, visit.today)
        within = f"{said.get('policy_days', '')} {_unit(said)}".strip()
        lines.append(Line(place, one, type_, within, check, there.get(key, 0), key in seen))
        seen.add(key)
    return lines
