"""Printed values: each knows the answer it came from, so that a reader can follow it back."""

from collections.abc import Iterable
from dataclasses import dataclass

from casetrack.rules import values
from casetrack.rules.catalog import question
from casetrack.rules.documents import Naming, Paper, naming_of
from casetrack.rules.facts import Row
from casetrack.rules.questions import BY_KEY, Of, find, section_asking
from casetrack.store.queries.casefile import CaseFile


@dataclass(frozen=True)
class Value:
    """What is printed, and the answer behind it (entry and key; 0 where it is not one answer)."""

    text: str
    entry: int = 0
    key: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Fact:
    label: str
    values: tuple[Value, ...]


BLANK = Value("")


class Reader:
    """Reads a case's answers as printed values."""

    def __init__(self, file: CaseFile) -> None:
        self.file = file

    def own(self, key: str, *, of: Of = Of.CASE) -> Value:
        """A fact of the case itself, or of the physician, company or clinic behind it."""
        asked = find(key, of=of)
        section = section_asking(key, of=of)
        said = self.file.facts.said(section) if section else {}
        if asked is None or not asked.applies(said):
            return BLANK
        shown = values.show(asked, said.get(key, ""))
        return Value(shown, self.file.roots.get(of, 0), key) if shown else BLANK

    def told(self, key: str) -> Value:
        """What an act asked, kept beside the facts."""
        asked = question(key)
        shown = values.show(asked, self.file.facts.answers.get(key, "")) if asked else ""
        return Value(shown, self.file.root(), key) if shown else BLANK

    def by(self, entry: int, key: str) -> Value:
        """Who gave an answer."""
        given = self.file.given.get((entry, key))
        return Value(given.by, entry, key) if given and given.value else BLANK

    def cell(self, row: Row, rows: str, key: str) -> Value:
        """A fact of one row."""
        asked = find(key, rows=rows)
        if asked is None or not asked.applies(row.answers):
            return BLANK
        shown = values.show(asked, row.answers.get(key, ""), self.file.names)
        return Value(shown, row.id, key) if shown else BLANK

    def rows(self, key: str) -> tuple[Row, ...]:
        return self.file.facts.rows.get(key, ())

    def facts(self, section: str, keys: Iterable[str]) -> tuple[Fact, ...]:
        """Labelled facts of one section, in the order given."""
        found = BY_KEY[section]
        asked = {one.key: one for one in found.questions}
        return tuple(Fact(asked[key].label, (self.own(key, of=found.of),)) for key in keys)

    def table(self, key: str, columns: Iterable[str]) -> tuple[tuple[Value, ...], ...]:
        wanted = tuple(columns)
        return tuple(tuple(self.cell(row, key, c) for c in wanted) for row in self.rows(key))


def known_as(file: CaseFile, paper: Paper) -> str:
    """The initials beside the code, where the clinic lets this recipient have them."""
    initials = file.facts.answers.get("initials", "")
    named = naming_of(paper, file.facts.clinic) is Naming.INITIALS and initials
    return f"{initials} (case {file.code})" if named else ""
