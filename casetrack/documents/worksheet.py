"""What to enter into Form FDA 3926, field by field, in the order of the chosen edition.

A worksheet, never the form: what the physician elects, ticks or signs is said, and never done here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casetrack.documents.glance import age_of
from casetrack.documents.values import BLANK, Fact, Reader, Value
from casetrack.rules.facts import Facts, Track
from casetrack.rules.form3926 import (
    BY_KEY,
    CONTENTS,
    EDITION,
    EDITIONS,
    FOLLOW_UP,
    INITIAL,
    LONG,
    Edition,
    as_read,
)
from casetrack.rules.questions import Of

PHYSICIANS = "Only the physician decides this, on the form"


@dataclass(frozen=True)
class Tick:
    """A box of the form. `on` is None where nobody has said so: it is left open."""

    label: str
    on: bool | None
    why: Value = BLANK


@dataclass(frozen=True)
class Box:
    """One field of the form: its number in this edition and in the other, and what goes in."""

    key: str
    label: str
    number: str
    other: str
    enter: str
    facts: tuple[Fact, ...] = ()
    ticks: tuple[Tick, ...] = ()
    note: str = ""

    @property
    def text(self) -> str:
        """What is copied."""
        return "\n".join(filter(None, map(_line, self.facts)))

    @property
    def long(self) -> bool:
        return len(self.text) > LONG

    @property
    def copied(self) -> bool:
        return BY_KEY[self.key].copied and bool(self.text)

    @property
    def sources(self) -> frozenset[tuple[int, str]]:
        """The answers behind it."""
        values = [value for fact in self.facts for value in fact.values]
        values += [tick.why for tick in self.ticks]
        return frozenset((value.entry, value.key) for value in values if value.entry)


def edition_of(facts: Facts) -> Edition:
    """The chosen edition, as the clinic found it; the newest known where nobody has chosen."""
    chosen = EDITION.get(facts.answers.get("fda_edition", ""), EDITIONS[0])
    return as_read(chosen, facts.clinic)


def worksheet(read: Reader, *, today: date) -> tuple[Box, ...]:
    """Every field that this submission fills in, in the order of the form."""
    said = read.file.facts.answers
    edition = edition_of(read.file.facts)
    other = next(one for one in EDITIONS if one.key != edition.key)
    entries = _Entries(read, today=today)
    return tuple(
        entries.box(field, number, other.number(field))
        for number, field in edition.asks(said.get("fda_kind") or INITIAL)
        if field != "followup_drug" or said.get("fda_kind") == "followup"
    )


class _Entries:
    """What goes into each field."""

    def __init__(self, read: Reader, *, today: date) -> None:
        self.read = read
        self.today = today
        self.said = read.file.facts.answers

    def box(self, key: str, number: str, other: str) -> Box:
        field = BY_KEY[key]
        facts, ticks, note = self._entry(key)
        return Box(key, field.label, number, other, field.enter, facts, ticks, note)

    def _entry(self, key: str) -> tuple[tuple[Fact, ...], tuple[Tick, ...], str]:
        if key in TICKED:
            return (), tuple(TICKED[key](self)), NOTES.get(key, "")
        return tuple(TOLD[key](self)), (), NOTES.get(key, "")

    def own(self, label: str, *keys: str, of: Of = Of.CASE) -> Fact:
        return _fact(label, (self.read.own(key, of=of) for key in keys))

    def age(self) -> Fact:
        known = self.read.own("birth_date") or self.read.own("birth_year")
        years = age_of(self.read.file, self.today)
        value = Value(f"{years} years", known.entry, known.key) if years else BLANK
        return _fact("Age", (value,))

    def cells(self, label: str, rows: str, *columns: str) -> Iterable[Fact]:
        """One line for each row: its columns between commas."""
        for number, row in enumerate(self.read.rows(rows), start=1):
            cells = (self.read.cell(row, rows, column) for column in columns)
            yield _fact(f"{label} {number}", cells)


def _history(of: _Entries) -> Iterable[Fact]:
    """In the order in which the form names FDA's elements."""
    yield of.age()
    yield of.own("Gender", "sex")
    yield of.own("Weight", "weight", "weight_on")
    none = of.read.own("allergy_none")
    if none.text == "Yes":
        yield _fact("Allergies or sensitivities", (Value("None known", none.entry, none.key),))
    else:
        found = (of.read.cell(row, "allergy", "substance") for row in of.read.rows("allergy"))
        yield _fact("Allergies or sensitivities", found)
    yield of.own("Diagnosis", "diagnosis", "site", "pathology")
    yield of.own("History", "history")
    columns = ("treatment", "dose", "start", "stop", "response", "why_stopped")
    yield from of.cells("Prior therapy and response", "therapy", *columns)
    yield of.own("Reason for the request", "why_now")
    yield from of.cells("No other option", "alternative", "option", "standing", "why")


def _plan(of: _Entries) -> Iterable[Fact]:
    yield of.own("Dose, route, schedule", "plan_dose", "plan_route", "plan_schedule")
    yield of.own("Planned duration", "plan_duration")
    yield of.own("Monitoring", "plan_monitoring")
    yield of.own("Changes for side effects", "plan_changes")
    yield of.own("When to stop", "plan_stopping")


def _qualification(of: _Entries) -> Iterable[Fact]:
    for label, keys in (
        ("Medical school", ("school",)),
        ("Year of graduation", ("graduated",)),
        ("Specialty", ("specialty",)),
        ("License", ("license_state", "license_number")),
        ("Employment", ("employer",)),
        ("Job title", ("job",)),
    ):
        yield of.own(label, *keys, of=Of.PHYSICIAN)


def _submitted(of: _Entries) -> Iterable[Fact]:
    """mm/dd/yyyy, once it is on record: the day is not guessed, nor the first one given again."""
    sent = of.said.get("fda_sent_on", "")
    if sent and of.said.get("fda_kind") != FOLLOW_UP:
        day = date.fromisoformat(sent)
        yield Fact("", (Value(f"{day:%m/%d/%Y}", of.read.file.root(), "fda_sent_on"),))


def _only(key: str, of: Of = Of.CASE) -> Callable[[_Entries], Iterable[Fact]]:
    return lambda entries: (entries.own("", key, of=of),)


TOLD: Mapping[str, Callable[[_Entries], Iterable[Fact]]] = {
    "physician": _only("name", Of.PHYSICIAN),
    "institution": _only("name", Of.CLINIC),
    "address": _only("address", Of.CLINIC),
    "email": _only("email", Of.PHYSICIAN),
    "phone": _only("phone", Of.PHYSICIAN),
    "fax": _only("fax", Of.PHYSICIAN),
    "initials": _only("initials"),
    "submitted_on": _submitted,
    "followup_drug": _only("drug"),
    "ind_number": lambda of: (_fact("", (of.read.told("ind_number"),)),),
    "indication": _only("fda_indication"),
    "history": _history,
    "drug": _only("drug"),
    "supplier": _only("company"),
    "division": _only("fda_division"),
    "plan": _plan,
    "qualification": _qualification,
}


def _type(of: _Entries) -> Iterable[Tick]:
    chosen, why = of.said.get("fda_kind", ""), of.read.own("fda_kind")
    yield Tick("a. Initial submission", chosen == "initial" if chosen else None, why)
    yield Tick("b. Follow-up submission", chosen == "followup" if chosen else None, why)


def _chosen(key: str) -> Callable[[_Entries], Iterable[Tick]]:
    def ticks(of: _Entries) -> Iterable[Tick]:
        """What the patient says; where the patient said nothing, every box stays open."""
        told = of.read.own(key)
        picked = [part.strip() for part in told.text.split(";")] if told else []
        yield from (Tick(label, on=True, why=told) for label in picked)

    return ticks


def _letter(of: _Entries) -> Iterable[Tick]:
    received = of.read.file.facts.tracks.get(Track.LETTER) == "received"
    yield Tick("I have attached the LOA", received, of.read.told("letter_on"))


def _contents(of: _Entries) -> Iterable[Tick]:
    told = of.read.own("fda_contents")
    picked = of.said.get("fda_contents", "").split(",")
    yield from (Tick(one.label, one.key in picked, told) for one in CONTENTS)


def _election(key: str, label: str) -> Callable[[_Entries], Iterable[Tick]]:
    def tick(of: _Entries) -> Iterable[Tick]:
        """The physician's own; open until the physician has said so."""
        answer = of.said.get(key, "")
        yield Tick(label, answer == "yes" if answer else None, of.read.own(key))

    return tick


TICKED: Mapping[str, Callable[[_Entries], Iterable[Tick]]] = {
    "type": _type,
    "ethnicity": _chosen("ethnicity"),
    "race": _chosen("race"),
    "letter": _letter,
    "contents": _contents,
    "10a": _election("elects_10a", "10.a"),
    "10b": _election("elects_10b", "10.b"),
    "certification": lambda _: (),
}
NOTES = {
    "submitted_on": "The day on which you send it",
    "ethnicity": "Optional: only as the patient says",
    "race": "Optional: only as the patient says",
    "letter": "Without a letter, ask the review division what other information it accepts",
    "contents": "FDA names eight; confirm the boxes against the form you fill in",
    "10a": PHYSICIANS,
    "10b": f"{PHYSICIANS}. The IRB's chair or a member must then concur before treatment",
    "certification": "The physician reads, signs and dates it on the form itself",
}


def _fact(label: str, values: Iterable[Value]) -> Fact:
    return Fact(label, tuple(value for value in values if value))


def _line(fact: Fact) -> str:
    said = "; ".join(value.text for value in fact.values if value)
    return f"{fact.label}: {said}" if said and fact.label else said
