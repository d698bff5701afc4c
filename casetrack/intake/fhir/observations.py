"""Measurements, results, stages, markers and scores: Observation in DSTU2, STU3, R4 and R5."""

from casetrack.intake.chart import Finding
from casetrack.intake.fhir.access import (
    Concept,
    Thing,
    concept,
    concepts,
    joined,
    many,
    notes,
    profiles,
    said,
    things,
)
from casetrack.intake.fhir.folder import Folder, Record
from casetrack.intake.fhir.genomics import genomic
from casetrack.intake.fhir.status import status_code
from casetrack.intake.fhir.values import Value, absent, around, value_of
from casetrack.intake.fhir.when import when
from casetrack.intake.scores import score
from casetrack.intake.shelves import shelf
from casetrack.intake.units import metric
from casetrack.intake.worksheet import NotTaken, Worksheet


def read_observation(record: Record, folder: Folder, sheet: Worksheet) -> None:
    """One finding for the value and one for each component that has a value."""
    body = record.body
    told = concept(body.get("code"))
    text = told.words or "An observation"
    status = status_code(body.get("status"))
    if status in _NEVER:
        raise NotTaken(text, _NEVER[status])
    if found := genomic(record):
        sheet.put("biomarkers", found)
        return
    if not _put_all(record, told, sheet) and not _is_panel(record, folder):
        raise NotTaken(text, joined(["it has no value", absent(body)], ": "))


_NEVER = {
    "entered-in-error": "it was entered in error",
    "cancelled": "it was cancelled",
    "registered": "there is no result yet",
}


MOST_MEMBERS = 200  # looked for, to tell a heading from a result without a value


def _is_panel(record: Record, folder: Folder) -> bool:
    """A heading over other observations of the file, which are read for themselves."""
    related = [one.get("target") for one in things(record.body.get("related"))]  # up to STU3
    members = [*many(record.body.get("hasMember")), *related]
    return any(folder.follow(one, within=record) for one in members[:MOST_MEMBERS])


def _put_all(record: Record, told: Concept, sheet: Worksheet) -> bool:
    body = record.body
    parts: list[tuple[Concept, Thing, str]] = [(told, body, "")]
    for number, part in enumerate(things(body.get("component"))):
        if not part.get("modifierExtension"):
            parts.append((concept(part.get("code")), part, f"component[{number}]."))
    put = False
    for own, part, place in parts:
        if value := value_of(part):
            _put(record, part, value, own=own, whole=told, place=place, sheet=sheet)
            put = True
    if not put and not absent(body) and (read_as := said(body.get("interpretation"))):
        only = Value("interpretation", read_as)  # "negative", and no value beside it
        _put(record, {}, only, own=told, whole=told, place="", sheet=sheet)
        return True
    return put


def _put(
    record: Record,
    part: Thing,
    value: Value,
    *,
    own: Concept,
    whole: Concept,
    place: str,
    sheet: Worksheet,
) -> None:
    text = own.words or whole.words
    if not text:
        raise NotTaken("An observation", "it carries no name and no code")
    name = _shelf(record.body, own, whole)
    shown, unit, detail = _shown(name, own, value)
    date, end, remark = when(record.body)
    found = Finding(
        text,
        source=record.at(place + value.element),
        code=own.code or whole.code,
        status=status_code(record.body.get("status")),
        date=date,
        end=end,
        value=shown,
        unit=unit,
        detail={**_beside(record.body, part, whole=whole, place=place), **detail, **remark},
        note=notes(record.body),
    )
    sheet.put(name, found)


def _shelf(body: Thing, own: Concept, whole: Concept) -> str:
    codes = {*own.codes, *whole.codes}
    text = joined([own.words, whole.words], " / ")
    return shelf(text, codes=codes, profiles=profiles(body), category=_category(body))


def _category(body: Thing) -> str:
    """The category's code; anything but a laboratory category is not a laboratory value."""
    found = concepts(body.get("category"))
    names = [name for one in found for name in (*one.codes, one.text or "")]
    codes = (name.rpartition("|")[2].lower() for name in names)
    return next((code for code in codes if code in _CATEGORIES), "")


_CATEGORIES = {
    *("vital-signs", "laboratory", "lab", "genetics", "imaging", "exam", "survey", "therapy"),
    *("social-history", "procedure", "activity", "functional-status", "clinical-test"),
}


def _beside(body: Thing, part: Thing, *, whole: Concept, place: str) -> dict[str, str]:
    panel = {"panel": whole.words or ""} if place else {}
    own = {name: value for name, value in around(part).items() if value}
    return {**around(body), **own, **panel, "category": _category(body)}


def _shown(
    name: str, own: Concept, value: Value
) -> tuple[str | int | float | None, str | None, dict[str, str]]:
    """The value to show, its unit, and what is derived from it."""
    if name == "performance_status":
        points, words = score(value.value, value.codes)
        return points, value.unit, {"interpretation": words} if words else {}
    if name == "biomarkers":
        return value.value, value.unit, {"finding": "marker"}
    return value.value, value.unit, metric(own.codes, value.value, value.units)
