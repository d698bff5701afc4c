"""Who the patient is: one proposal for each fact, and death before anything else can be missed."""

from collections.abc import Iterator

from casetrack.intake.chart import Chart, Finding, Patient, Source
from casetrack.intake.proposals.days import day, shown
from casetrack.intake.proposals.phrases import line, notes_of
from casetrack.intake.proposals.shape import Draft, Held


def patient(chart: Chart, held: Held) -> Iterator[Draft]:
    """Name, number, birth, sex, initials if the case has none, and death."""
    who = chart.patient
    born = day(who.birth_date)
    if not held.answers.get("initials"):
        yield from _fact(who, "Initials of the name", _initials(who), key="initials")
    yield from _fact(who, "Birth year", born[:4], key="birth_year")
    yield from _fact(who, "Birth date", born or who.birth_date, key="birth_date", said=shown(born))
    yield from _fact(who, "Name", who.name, key="patient_name")
    yield from _fact(who, "Medical record number", who.record_number, key="record_number")
    yield from _fact(who, "Sex", _SEX.get((who.sex or "").lower()), key="sex", said=who.sex)
    yield from _death(who)


_SEX = {
    "female": "female",
    "male": "male",
    "other": "other",
    "undifferentiated": "other",  # HL7 V3 administrative gender UN
}


def _fact(
    who: Patient, label: str, value: str | None, *, key: str, said: str | None = None
) -> Iterator[Draft]:
    if value:
        told = Finding(label, value=said or value, source=_source(who))
        yield Draft(answers={key: value}, findings=(told,), text=line(told))


def _death(who: Patient) -> Iterator[Draft]:
    if who.deceased:
        date = who.deceased if isinstance(who.deceased, str) else None
        told = Finding("The chart records this patient as deceased", date=date, source=_source(who))
        answers = {"deceased": "yes", "deceased_on": day(date)}
        notes = ("Settle this before anything else.", *notes_of([told]))
        yield Draft(answers=answers, findings=(told,), text=line(told), notes=notes)


def _source(who: Patient) -> Source:
    return who.source or Source("Patient", "")


def _initials(who: Patient) -> str:
    """'M.A.T.': at most two given names and the family name, the way forms ask for them."""
    given = list(who.given) if who.given or who.family else (who.name or "").split()
    names = [*given[:2], who.family] if who.family else given[:3]
    letters = (next(filter(str.isalpha, name), "") for name in names)
    told = [f"{letter.upper()[:1]}." for letter in letters if letter]
    return "".join(told) if len(told) > 1 else ""
