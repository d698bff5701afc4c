"""Tab B: everything a reviewer's form will ask, each fact where it was typed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from casetrack.documents.values import Fact, Reader, Value
from casetrack.rules.dates import earliest, latest
from casetrack.rules.questions import Of
from casetrack.store.queries.casefile import CaseFile


def glance(read: Reader, *, measurements: int, today: date) -> tuple[Fact, ...]:
    own, rows = partial(_own, read), partial(_rows, read)
    scans = f"{measurements} measurements, see tab C" if measurements else ""
    return (
        _fact("Age", [_age(read, today)]),
        own("Sex", "sex"),
        own("Weight", "weight", "weight_on"),
        own("Height", "height"),
        own("Performance status", "ecog", "ecog_on"),
        own("Diagnosis", "diagnosis"),
        _fact("Biomarkers", _biomarkers(read)),
        own("Site", "site"),
        own("Course", "course", "course_on"),
        own("Symptoms", "symptoms"),
        rows("Lines of therapy", "therapy", "treatment"),
        _fact("Tumor size", [Value(scans)]),
        rows("Trials ruled out", "trial", "nct", "criteria", "why_not"),
        own("Dose", "plan_dose", "plan_route"),
        own("Schedule", "plan_schedule", "plan_duration"),
        own("Amount for 12 weeks", "plan_amount"),
        _none(read, "Allergies", "allergy_none", "None known")
        or rows("Allergies", "allergy", "substance"),
        _none(read, "Medicines", "medicine_none", "None") or rows("Medicines", "medicine", "name"),
        own("Interactions", "interactions"),
        own("Pregnancy possible", "pregnancy_possible", "pregnancy_test", "pregnancy_test_on"),
        own("Contraception", "contraception"),
        own("Physician", "name", "job", of=Of.PHYSICIAN),
        own("License", "license_state", "license_number", of=Of.PHYSICIAN),
        own("Ship the drug to", "pharmacy_ship_to", of=Of.CLINIC),
    )


def age_of(file: CaseFile, today: date) -> str:
    """In years; both possible ones where only the year of birth is known and it matters."""
    answers = file.facts.answers
    born = answers.get("birth_date") or answers.get("birth_year") or ""
    if not born:
        return ""
    oldest = _years(earliest(born), today)
    youngest = _years(latest(born), today)
    if youngest < 0:
        return ""
    return str(oldest) if oldest == youngest else f"{youngest} or {oldest}"


def _age(read: Reader, today: date) -> Value:
    known = read.own("birth_date") or read.own("birth_year")
    return replace(known, text=age_of(read.file, today)) if known else known


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _fact(label: str, values: Iterable[Value]) -> Fact:
    return Fact(label, tuple(value for value in values if value))


def _own(read: Reader, label: str, *keys: str, of: Of = Of.CASE) -> Fact:
    return _fact(label, [read.own(key, of=of) for key in keys])


def _rows(read: Reader, label: str, rows: str, *columns: str) -> Fact:
    return _fact(label, [read.cell(row, rows, c) for row in read.rows(rows) for c in columns])


def _biomarkers(read: Reader) -> Iterable[Value]:
    """Each with its result; a figure is its own result."""
    for row in read.rows("biomarker"):
        figure = row.answers.get("result") == "value" and row.answers.get("detail")
        for column in ("test", "detail") if figure else ("test", "result", "detail"):
            yield read.cell(row, "biomarker", column)


def _none(read: Reader, label: str, key: str, words: str) -> Fact | None:
    """'None known', where somebody said so."""
    said = read.own(key)
    return Fact(label, (Value(words, said.entry, key),)) if said.text == "Yes" else None
