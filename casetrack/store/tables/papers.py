"""Files and papers: uploaded reports, previews, frozen versions, and their sending."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base, Moment, one_of, told_by_event


class Blob(Base):
    """Bytes under their own SHA-256. Never changed."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class Upload(Base):
    """The file behind a row of 'Reports and letters'; what it is stands in the row's answers."""

    __tablename__ = "uploads"
    __table_args__ = (told_by_event(),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    seq: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    pages: Mapped[int]
    given_name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text, deferred=True)
    notes: Mapped[str] = mapped_column(Text, default="")


class Paper(Base):
    """A frozen version: its bytes, and the data they were made of. Never rendered again."""

    __tablename__ = "papers"
    __table_args__ = (told_by_event(), UniqueConstraint("dossier_id", "paper", "version"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    seq: Mapped[int]
    paper: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    frozen_at: Mapped[datetime] = mapped_column(Moment)
    frozen_by: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    size: Mapped[int]
    pages: Mapped[int]
    made_of: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    changes: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text, default="")


class Sending(Base):
    """Who got which frozen version, how, when, with what proof."""

    __tablename__ = "sendings"
    __table_args__ = (told_by_event(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    seq: Mapped[int]
    paper_id: Mapped[int] = mapped_column(ForeignKey("papers.id"))
    to_whom: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(20))
    sent_on: Mapped[date]
    proof: Mapped[str] = mapped_column(String(200))
    recorded_by: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(Moment)


class Print(Base):
    """A preview being made or ready: a cache for a day, keyed by everything it was made of."""

    __tablename__ = "prints"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(index=True)
    started_at: Mapped[datetime] = mapped_column(Moment, index=True)
    state: Mapped[str] = mapped_column(one_of(("working", "ready", "failed"), name="state"))
    done: Mapped[int] = mapped_column(default=0)
    of: Mapped[int] = mapped_column(default=0)
    doing: Mapped[str] = mapped_column(String(200), default="")
    pages: Mapped[int] = mapped_column(default=0)
    first_pages: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    made_of: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, deferred=True)
    final: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    draft: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
