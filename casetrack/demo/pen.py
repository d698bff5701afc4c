"""Writes into the register as its pages do: what is told is read, then saved by the commands."""

from casetrack.demo.days import Days
from casetrack.demo.script import facts
from casetrack.rules import values
from casetrack.rules.people import Actor
from casetrack.rules.questions import REGISTER, Of, find
from casetrack.store.commands.facts import Typed, add_row, save_answers
from casetrack.store.commands.register import add_entry
from casetrack.store.queries.register import card
from casetrack.store.session import Db


class Pen:
    def __init__(self, db: Db, days: Days, by: Actor) -> None:
        self._db, self._days, self._by = db, days, by

    def enter(self, of: Of, name: str, text: str) -> int:
        entry = add_entry(self._db, kind=of, name=name, by=self._by)
        self.write(of, entry, text)
        return entry

    def write(self, of: Of, dossier: int, text: str) -> None:
        held = card(self._db, dossier)
        assert held  # noqa: S101  it was registered a moment ago
        typed = Typed(entry=held.root, answers=self._read(text, of=of), drawn=held.version)
        save_answers(self._db, dossier, typed, by=self._by, about=REGISTER[of][0].key)

    def row(self, dossier: int, rows: str, text: str) -> None:
        add_row(self._db, dossier, rows, self._read(text, rows=rows), by=self._by)

    def _read(self, text: str, *, of: Of = Of.CASE, rows: str = "") -> dict[str, str]:
        stored = {}
        for key, typed in facts(text).items():
            asked = find(key, of=of, rows=rows)
            assert asked  # noqa: S101  the texts hold the register's own questions
            told = self._days.stored(typed)
            stored[key] = values.read(asked, told, today=self._days.today)
        return stored
