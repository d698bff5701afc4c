"""Keeps every record with its own patient: one patient per file, nobody else's findings."""

from collections.abc import Sequence

from casetrack.intake.fhir.access import Thing, reference, thing, things, word
from casetrack.intake.fhir.folder import Folder, Record, tail
from casetrack.intake.refused import FileRefused
from casetrack.intake.worksheet import Worksheet


def only_patient(folder: Folder) -> Record | None:
    """The one Patient of the file, or None; several, or findings of several, are refused."""
    patients = {_identity(one): one for one in folder.records if one.kind == "Patient"}
    if len(patients) > 1:
        raise FileRefused(_SEVERAL.format(count=len(patients)))
    if patients:
        return next(iter(patients.values()))
    subjects = {subject for one in folder.records if (subject := _subject(one.body))}
    if len(subjects) > 1:
        raise FileRefused(_SEVERAL.format(count=len(subjects)))
    return None


class Owner:
    """Says of each record whether it is about this patient."""

    def __init__(self, patient: Record | None, sheet: Worksheet) -> None:
        self._patient = patient
        self._sheet = sheet

    def refusal(self, record: Record) -> str | None:
        """Why a record that says it is about someone or something else cannot be taken."""
        about = _about(record.body)
        target = reference(about)
        if (not target and not thing(about.get("identifier"))) or _is_contained(target):
            self._sheet.warn(_NOBODY)
        elif target and _kind(target) in _NOT_PEOPLE:
            return f"it is about a {_kind(target).lower()}, not about the patient"
        elif self._patient and not _same(self._patient, target, about):
            return _OTHER
        return None


_SEVERAL = (
    "This file holds the records of {count} patients: export and upload one file for each patient."
)
_NOBODY = "Some entries do not say whose they are; they were read as this patient's."
_OTHER = "it is about someone other than the patient of this file"
_NOT_PEOPLE = {"Group", "Device", "Location", "Substance", "Medication", "Organization"}


def _is_contained(target: str | None) -> bool:
    return bool(target) and str(target).startswith("#")


def _identity(record: Record) -> str:
    own = word(record.body.get("id"))
    return own or record.url or repr(sorted(record.body.items(), key=lambda item: item[0]))


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
    return tail(target) in names and not _elsewhere(target, patient.url)


def _elsewhere(target: str, url: str | None) -> bool:
    """Both addresses are absolute and name different servers."""
    absolute = target.startswith("http") and (url or "").startswith("http")
    return absolute and target != url


def _identifiers(patient: Record) -> Sequence[str]:
    found = things(patient.body.get("identifier"))
    return [f"{word(one.get('system')) or ''}|{word(one.get('value')) or ''}" for one in found]


def _by_identifier(patient: Record, identifier: Thing) -> bool:
    """A logical reference contradicts only by another value in a system the patient has too."""
    system = word(identifier.get("system")) or ""
    value = word(identifier.get("value")) or ""
    same_system = [one for one in _identifiers(patient) if one.startswith(f"{system}|")]
    return not same_system or f"{system}|{value}" in same_system
