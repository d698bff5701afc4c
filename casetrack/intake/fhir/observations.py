"""Measurements, results, stages, markers and scores: Observation in DSTU2, STU3, R4 and R5."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Whole:
    """What an observation says once for its value and all its components."""

    record: Record
    told: Concept
    profiles: list[str]
    category: str
    status: str | None
    around: dict[str, str]
    when: tuple[str | None, str | None, dict[str, str]]
    note: str | None


def _whole(record: Record, told: Concept) -> _Whole:
    body = record.body
    return _Whole(
        record,
        told,
        profiles=profiles(body),
        category=_category(body),
        status=status_code(body.get("status")),
        around=around(body),
        when=when(body),
        note=notes(body),
    )


def _put_all(record: Record, told: Concept, sheet: Worksheet) -> bool:
    body, whole = record.body, _whole(record, told)
    parts: list[tuple[Concept, Thing, str]] = [(told, body, "")]
    for number, part in enumerate(things(body.get("component"))):
        if not part.get("modifierExtension"):
            parts.append((concept(part.get("code")), part, f"component[{number}]."))
    put = False
    for own, part, place in parts:
        if value := value_of(part):
            _put(whole, part, value, own=own, place=place, sheet=sheet)
            put = True
    if not put and not absent(body) and (read_as := said(body.get("interpretation"))):
        only = Value("interpretation", read_as)  # "negative", and no value beside it
        _put(whole, {}, only, own=told, place="", sheet=sheet)
        return True
    return put


def _put(
    whole: _Whole, part: Thing, value: Value, *, own: Concept, place: str, sheet: Worksheet
) -> None:
    text = own.words or whole.told.words
    if not text:
        raise NotTaken("An observation", "it carries no name and no code")
    name = _shelf(own, whole)
    shown, unit, detail = _shown(name, own, value)
    date, end, remark = whole.when
    found = Finding(
        text,
        source=whole.record.at(place + value.element),
        code=own.code or whole.told.code,
        status=whole.status,
        date=date,
        end=end,
        value=shown,
        unit=unit,
        detail={**_beside(whole, part, place=place), **detail, **remark},
        note=whole.note,
    )
    sheet.put(name, found)


def _shelf(own: Concept, whole: _Whole) -> str:
    codes = {*own.codes, *whole.told.codes}
    text = joined([own.words, whole.told.words], " / ")
    return shelf(text, codes=codes, profiles=whole.profiles, category=whole.category)


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


def _beside(whole: _Whole, part: Thing, *, place: str) -> dict[str, str]:
    panel = {"panel": whole.told.words or ""} if place else {}
    own = {name: value for name, value in around(part).items() if value}
    return {**whole.around, **own, **panel, "category": whole.category}


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
