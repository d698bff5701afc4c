"""Rows that were removed from a dossier."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from casetrack.rules.facts import Row
from casetrack.rules.questions import BY_ROWS, Section
from casetrack.rules.tasks import row_title
from casetrack.store.session import Db
from casetrack.store.tables import Answer, Entry


@dataclass(frozen=True)
class Removed:
    id: int
    section: Section
    title: str
    at: datetime
    by: str
    why: str

    @property
    def second(self) -> str:
        return self.section.title


def removed_rows(db: Db, dossier_id: int) -> list[Removed]:
    """Removed rows, the latest first."""
    query = (
        select(Entry, Answer)
        .outerjoin(Answer, Answer.entry_id == Entry.id)
        .where(Entry.dossier_id == dossier_id, Entry.removed_at.is_not(None))
        .order_by(Entry.removed_at.desc(), Entry.id)
    )
    entries: dict[int, Entry] = {}
    answers: dict[int, dict[str, str]] = {}
    for entry, answer in db.execute(query):
        entries[entry.id] = entry
        answers.setdefault(entry.id, {}).update({answer.key: answer.value} if answer else {})
    return [
        Removed(
            entry.id,
            BY_ROWS[entry.rows],
            row_title(BY_ROWS[entry.rows], Row(entry.id, answers[entry.id])),
            entry.removed_at,
            entry.removed_by,
            entry.removed_why,
        )
        for entry in entries.values()
        if entry.removed_at is not None and entry.rows in BY_ROWS
    ]


def removed_count(db: Db, dossier_id: int, rows: str) -> int:
    query = select(func.count()).where(
        Entry.dossier_id == dossier_id, Entry.rows == rows, Entry.removed_at.is_not(None)
    )
    return db.scalar(query) or 0
