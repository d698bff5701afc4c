"""Lists of companies and organizations: a CSV file becomes lines to choose from.

Nothing is entered here. A cell that cannot be read is left out and said so; a line without a name
is listed as broken while the others are kept.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casetrack.intake import recognize
from casetrack.intake.recognize import Wanted
from casetrack.intake.references.letters import lines_of
from casetrack.intake.references.reference import Broken
from casetrack.intake.refused import FileRefused
from casetrack.rules import values
from casetrack.rules.dates import earliest, show_date
from casetrack.rules.questions import REGISTER, Answers, Kind, Of, Question
from casetrack.rules.questions.organizations import TYPES
from casetrack.rules.text import Unreadable, begins_a_formula, from_spreadsheet

MOST_LINES = 2_000
MAX_BYTES = 4 * 1024 * 1024

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "company", "company name", "organization", "organisation", "manufacturer"),
    "type": ("type", "kind"),
    "email": ("email", "e mail", "contact email"),
    "phone": ("phone", "phone number", "contact phone", "telephone"),
    "contact": ("contact", "phone number email", "phone and e mail", "phone and email"),
    "within": ("acknowledge within", "company acknowledgement", "company acknowledgment"),
    "unit": ("unit",),
    "link": ("link", "policy url", "policy link", "url", "web site", "website"),
    "address": ("address", "postal address"),
    "serves": ("serves", "diagnoses"),
    "offers": ("offers", "what it offers"),
    "note": ("note", "notes"),
    "source": ("source",),
    "checked": ("checked on", "last checked", "checked"),
}
"""What a column may be called, without capitals and marks."""

FACTS: Mapping[Of, Mapping[str, str]] = {
    Of.COMPANY: {
        "email": "email",
        "contact": "policy_contact",
        "link": "policy_link",
        "address": "address",
        "note": "note",
        "source": "source",
        "checked": "policy_checked_on",
    },
    Of.ORGANIZATION: {
        "email": "email",
        "contact": "procedure",
        "link": "site",
        "address": "address",
        "serves": "serves",
        "offers": "offers",
        "note": "note",
        "source": "source",
        "checked": "checked_on",
    },
}
"""Which question of an entry a column answers."""

KINDS = {
    **{word: one.key for one in TYPES for word in (one.key, one.label.casefold())},
    **dict.fromkeys(("company", "manufacturer"), Of.COMPANY.value),
}
WITHIN = re.compile(r"(\d{1,3})\s*(business|working|calendar)?\s*(days?|hours?)")
WORKING = ("business", "working")
CONTACTS = Wanted(one="a list of contacts", formats="a CSV file with a line of column names")


@dataclass(frozen=True)
class Line:
    """One entry as the file tells it; `number` is its phone, `doubts` what was left out and why."""

    of: Of
    answers: Answers
    number: str
    place: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Directory:
    found: tuple[Line, ...]
    broken: tuple[Broken, ...]
    warnings: tuple[str, ...]


def read_directory(data: bytes, *, type_: str, today: date) -> Directory:
    """Reads a list. `type_` is what an entry is where no column says so: a type, or 'company'.

    Raises FileRefused for a file that is no such list.
    """
    recognize.refuse_other_files(data[:65_536], wanted=CONTACTS)
    if len(data) > MAX_BYTES:
        raise FileRefused("This list is larger than 4 MB: divide it and upload the parts.")
    written = lines_of(data)
    rows = list(_rows("\n".join(written.all)))
    if not rows:
        raise FileRefused("This file is empty: export the list again and upload that file.")
    if len(rows) > MOST_LINES + 1:
        raise FileRefused(f"This list has more than {MOST_LINES:,} lines: divide it.")
    (_, header), *told = rows
    reader = _Reader(_columns(header), type_, today)
    guessed = "Letters with accents were read as Windows-1252: look at the names."
    warnings = (*reader.unused(header), *([guessed] if written.guessed else []))
    found, broken = [], []
    for number, cells in told:
        try:
            found.append(reader.line(number, cells))
        except Unreadable as why:
            broken.append(
                Broken(line=number, begins=", ".join(filter(None, cells))[:60], why=str(why))
            )
    return Directory(tuple(found), tuple(broken), warnings)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with the number of its last line."""
    first = text.partition("\n")[0]
    mark = max((",", ";", "\t"), key=first.count)
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=mark)
    try:
        for row in reader:
            cells = [from_spreadsheet(cell.strip()) for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error:
        raise FileRefused(
            "This file cannot be read as CSV: save the list again as CSV and upload that."
        ) from None


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what; the first of two with one meaning."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        plain = re.sub(r"[^a-z0-9]+", " ", cell.casefold()).strip()
        key = next((key for key, names in COLUMNS.items() if plain in names), "")
        if key:
            found.setdefault(key, place)
    if "name" not in found:
        raise FileRefused(
            "No column of this file holds names: its first line must name the columns, one of them "
            "company, organization or name."
        )
    return found


class _Reader:
    """Reads the lines of one file by its columns."""

    def __init__(self, columns: Mapping[str, int], type_: str, today: date) -> None:
        self.columns, self.type, self.today = columns, type_, today

    def unused(self, header: Sequence[str]) -> list[str]:
        used = set(self.columns.values())
        left = [cell[:40] for place, cell in enumerate(header) if place not in used and cell]
        return [f"Columns that are not read: {', '.join(left)}."] if left else []

    def line(self, number: int, cells: Sequence[str]) -> Line:
        told = {key: cells[at] for key, at in self.columns.items() if at < len(cells)}
        doubts: list[str] = []
        of, answers = self._kind(told.get("type", ""), doubts)
        asked = {question.key: question for question in REGISTER[of][0].questions}
        answers["name"] = self._read(asked["name"], told.get("name", ""))
        if not answers["name"]:
            raise Unreadable("no name stands in it")
        if begins_a_formula(answers["name"]):
            doubts.append("Its name begins like a formula; it is kept as text")
        for column, key in FACTS[of].items():
            self._take(asked[key], told.get(column, ""), answers, doubts)
        if of is Of.COMPANY:
            answers |= _acknowledged(told.get("within", ""), told.get("unit", ""), doubts)
        answers.setdefault("source", f"A list uploaded {show_date(self.today)}, line {number}")
        return Line(of, answers, told.get("phone", "")[:60], f"line {number}", tuple(doubts))

    def _kind(self, said: str, doubts: list[str]) -> tuple[Of, dict[str, str]]:
        if said and said.casefold() not in KINDS:
            doubts.append(f"Its type, “{said[:40]}”, is none of those kept here")
        key = KINDS.get(said.casefold(), self.type)
        return (Of.COMPANY, {}) if key == Of.COMPANY else (Of.ORGANIZATION, {"type": key})

    def _read(self, asked: Question, cell: str) -> str:
        """The stored form of a cell; what is asked as one line is made one."""
        typed = cell if asked.kind is Kind.TEXT else " ".join(cell.split())
        stored = values.read(asked, typed, today=self.today)
        if stored and asked.kind is Kind.DATE and earliest(stored) > self.today:
            raise Unreadable("This day has not come yet")
        return stored

    def _take(self, asked: Question, cell: str, answers: dict[str, str], doubts: list[str]) -> None:
        try:
            stored = self._read(asked, cell)
        except Unreadable as why:
            doubts.append(f"{asked.label} is left out: “{cell[:60]}”. {why}")
        else:
            answers |= {asked.key: stored} if stored else {}


def _acknowledged(within: str, unit: str, doubts: list[str]) -> dict[str, str]:
    """'5' and 'business days', or '2 business days' in one column, as the policy's own time."""
    if not within:
        return {}
    found = WITHIN.fullmatch(f"{within} {unit}".strip().casefold())
    if not found:
        doubts.append(f"Time to acknowledge is left out: “{within[:40]}”. Enter a number of days")
        return {}
    number, how, length = found.groups()
    if how is None and not length.startswith("hour"):
        doubts.append("Its days are taken as calendar days: look at the policy")
    of = "hours" if length.startswith("hour") else "calendar"
    return {"policy_days": number, "policy_days_of": "business" if how in WORKING else of}
