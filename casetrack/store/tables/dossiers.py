"""Dossiers and their history: whatever has facts that people rely on, and every change to it.

A dossier is a case, an account, the clinic, or an entry in its register or library: a physician, a
company, another organization, a study, a drug. Its version rises by one with each event; every
guarded row names the event that last changed it. The database refuses anything else (guards.py),
whoever writes.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.rules.agenda import Deed
from casetrack.rules.workflow import Action
from casetrack.store.base import Base, Moment, one_of, told_by_event

CLINIC_ID = 1  # the clinic is the first dossier of every installation
SETTLED = f"action IN ('{Action.FINISH_NEXT}', {', '.join(repr(str(deed)) for deed in Deed)})"
KINDS = ("case", "physician", "company", "clinic", "user", "organization", "study", "drug")


class Dossier(Base):
    __tablename__ = "dossiers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["id", "version"],
            ["events.dossier_id", "events.seq"],
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_dossiers_kind_name", "kind", "name"),  # the few registered among many cases
        Index("ix_dossiers_kind_name_key", "kind", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(one_of(KINDS, name="kind"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(400))  # the name in one case, to be found by
    version: Mapped[int]


class Event(Base):
    """One act: what is said in `body`, chained to the act before it by hash."""

    __tablename__ = "events"
    __table_args__ = (
        Index(  # what somebody did on Today, and may take back
            "ix_events_settled",
            "actor_id",
            "at",
            sqlite_where=text(SETTLED),
            postgresql_where=text(SETTLED),
        ),
    )

    dossier_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int]
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(200))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    before: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class EventValue(Base):
    """An old or new value; the event holds only its salted hash."""

    __tablename__ = "event_values"
    __table_args__ = (
        ForeignKeyConstraint(["dossier_id", "seq"], ["events.dossier_id", "events.seq"]),
    )

    dossier_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int]  # 0 where the value belongs to no entry
    rows: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))


class Entry(Base):
    """A set of answers: the dossier's own facts (`rows` empty), or one row of a repeating table."""

    __tablename__ = "entries"
    __table_args__ = (told_by_event(), Index("ix_entries_dossier_id_rows", "dossier_id", "rows"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    seq: Mapped[int]
    rows: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[str] = mapped_column(String(200), default="")
    removed_why: Mapped[str] = mapped_column(Text, default="")


NUMBERS = "key IN ('pmid', 'doi', 'nct', 'library')"  # by which studies are found
NUMBERED = text(f"answers.{NUMBERS}")  # said in a query, it opens the small index


class Answer(Base):
    """One fact as it stands, who gave it and when, and the chart entry it came from."""

    __tablename__ = "answers"
    __table_args__ = (
        told_by_event(),
        Index("ix_answers_dossier_id", "dossier_id"),
        Index(
            "ix_answers_numbers",
            "key",
            "value",
            sqlite_where=text(NUMBERS),
            postgresql_where=text(NUMBERS),
        ),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    seq: Mapped[int]
    value: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime] = mapped_column(Moment)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"))
