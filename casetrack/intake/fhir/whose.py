"""Keeps every record with its own patient: one patient per file, nobody else's findings."""

from collections.abc import Sequence

from casetrack.intake.fhir.access import (
    Thing,
    concept,
    extensions,
    many,
    reference,
    thing,
    things,
    word,
)
from casetrack.intake.fhir.folder import Folder, Record, elsewhere, tail
from casetrack.intake.refused import FileRefused
from casetrack.intake.worksheet import Worksheet


def only_patient(folder: Folder) -> Record | None:
    """The one Patient of the file, or None; several, or findings of several, are refused."""
    filed = [one for one in folder.records if one.kind == "Patient"]
    carried = list(filter(None, (_carried(record, folder) for record in folder.records)))
    if filed or carried:
        first = (filed or carried)[0]
        others = {_number(one) for one in filed if not _same_person(one, first)}
        others |= {_number(one) for one in carried if not _may_be(one, first)}
        if others:
            raise FileRefused(_SEVERAL.format(count=len(others) + 1))
        return first
    subjects = {subject for one in folder.records if (subject := _subject(one.body))}
    if len(subjects) > 1:
        raise FileRefused(_SEVERAL.format(count=len(subjects)))
    return None


class Owner:
    """Says of each record whether it is about this patient."""

    def __init__(self, patient: Record | None, folder: Folder, sheet: Worksheet) -> None:
        self._patient = patient
        self._folder = folder
        self._sheet = sheet

    def refusal(self, record: Record) -> str | None:
        """Why a record that says it is about someone or something else cannot be taken."""
        if focus := self._focus(record):
            return focus
        about = _about(record.body)
        target = reference(about)
        if _is_contained(target):
            found = self._folder.follow(about, within=record)
            if not found:
                self._sheet.warn(_NOBODY)
            elif found.kind in _OTHERS | _NOT_PEOPLE:
                return _OTHER
        elif not target and not thing(about.get("identifier")):
            self._sheet.warn(_NOBODY)
        elif target and _kind(target) in _NOT_PEOPLE:
            return f"it is about a {_kind(target).lower()}, not about the patient"
        elif self._patient and not _same(self._patient, target, about):
            return _OTHER
        return None

    def _focus(self, record: Record) -> str | None:
        """What is found in a relative, a donor or an unborn child may stand in this record, too."""
        for one in extensions(record.body, "observation-focusCode"):
            named = concept(one.get("valueCodeableConcept")).words
            return f"it is about the {named or 'other'}, not about the patient"
        focal = extensions(record.body, "observation-focal-subject")
        pointers = [*many(record.body.get("focus")), *(one.get("valueReference") for one in focal)]
        for pointer in pointers:
            target = reference(pointer)
            found = self._folder.follow(pointer, within=record)
            kind = found.kind if found else _kind(target or "")
            other = kind == "Patient" and self._patient and found is not self._patient
            if kind in _OTHERS or (other and not self._is_patient(target, pointer)):
                return _OTHER
        return None

    def _is_patient(self, target: str | None, pointer: object) -> bool:
        return self._patient is not None and _same(self._patient, target, thing(pointer))


_SEVERAL = (
    "This file holds the records of {count} patients: export and upload one file for each patient."
)
_NOBODY = "Some entries do not say whose they are; they were read as this patient's."
_OTHER = "it is about someone other than the patient of this file"
_OTHERS = {"RelatedPerson", "FamilyMemberHistory"}
_NOT_PEOPLE = {"Group", "Device", "Location", "Substance", "Medication", "Organization"}


def _is_contained(target: str | None) -> bool:
    return bool(target) and str(target).startswith("#")


def _same_person(one: Record, other: Record) -> bool:
    """The same number on one server, and nothing that says it was given to two people."""
    number = _number(one)
    if elsewhere(one.url or "", other.url) or number != _number(other):
        return False
    return _may_be(one, other) if number else one.body == other.body


def _number(patient: Record) -> str:
    return word(patient.body.get("id")) or patient.url or ""


def _may_be(one: Record, other: Record) -> bool:
    return all(_agree(told(one.body), told(other.body)) for told in (_born, _named))


def _carried(record: Record, folder: Folder) -> Record | None:
    """The patient a record carries in itself instead of pointing to one of the file."""
    about = _about(record.body)
    if not _is_contained(reference(about)):
        return None
    found = folder.follow(about, within=record)
    return found if found and found.kind == "Patient" else None


def _agree(first: set[str], second: set[str]) -> bool:
    return not (first and second) or bool(first & second)


def _born(body: Thing) -> set[str]:
    born = word(body.get("birthDate"))
    return {born} if born else set()


def _named(body: Thing) -> set[str]:
    """Every word of every name: a family name may change, hardly all of them."""
    names = things(body.get("name"))
    told = [
        part for one in names for key in ("given", "family", "text") for part in many(one.get(key))
    ]
    return {piece.casefold() for part in told if isinstance(part, str) for piece in part.split()}


def _about(body: Thing) -> Thing:
    return thing(body.get("subject")) or thing(body.get("patient"))


def _subject(body: Thing) -> str | None:
    target = reference(_about(body))
    return tail(target) if target and _kind(target) in {"Patient", ""} else None


def _kind(target: str) -> str:
    """The resource type in a reference; empty for `urn:uuid:…`."""
    name = tail(target).partition("/")[0].partition("?")[0]
    return name if name[:1].isupper() and ":" not in name else ""


def _same(patient: Record, target: str | None, about: Thing) -> bool:
    if target and "?identifier=" in target:
        return target.partition("?identifier=")[2] in _identifiers(patient)
    if not target:
        return _by_identifier(patient, thing(about.get("identifier")))
    if target == patient.url:
        return True
    known = word(patient.body.get("id"))
    if not known and not patient.url:  # nothing to compare with
        return _kind(target) in {"Patient", ""}
    names = {f"Patient/{known}", f"urn:uuid:{known}", tail(patient.url or "")}
    return tail(target) in names and not elsewhere(target, patient.url)


MOST_IDENTIFIERS = 200  # that one patient can have


def _identifiers(patient: Record) -> Sequence[str]:
    found = things(patient.body.get("identifier"))[:MOST_IDENTIFIERS]
    return [f"{word(one.get('system')) or ''}|{word(one.get('value')) or ''}" for one in found]


def _by_identifier(patient: Record, identifier: Thing) -> bool:
    """A logical reference contradicts only by another value in a system the patient has too."""
    system = word(identifier.get("system")) or ""
    value = word(identifier.get("value")) or ""
    same_system = [one for one in _identifiers(patient) if one.startswith(f"{system}|")]
    return not same_system or f"{system}|{value}" in same_system
