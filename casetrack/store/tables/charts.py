"""Charts that were read, and the facts they propose."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base, Moment, one_of, told_by_event

DECISIONS = ("open", "accepted", "edited", "left")


class Chart(Base):
    """A chart export as it was uploaded, and what reading it said."""

    __tablename__ = "charts"
    __table_args__ = (told_by_event(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    seq: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    size: Mapped[int]
    given_name: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(60))
    read_by: Mapped[str] = mapped_column(String(200))
    read_at: Mapped[datetime] = mapped_column(Moment)
    patient: Mapped[dict[str, Any]] = mapped_column(JSON)
    warnings: Mapped[list[str]] = mapped_column(JSON)
    left_out: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    removed_why: Mapped[str] = mapped_column(Text, default="", server_default="")


class Proposal(Base):
    """A fact the chart holds: where it was found, and what a person decided about it."""

    __tablename__ = "proposals"
    __table_args__ = (told_by_event(), Index("ix_proposals_chart_id", "chart_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    seq: Mapped[int]
    chart_id: Mapped[int] = mapped_column(ForeignKey("charts.id"))
    section: Mapped[str] = mapped_column(String(40))
    rows: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    resource: Mapped[str] = mapped_column(String(300))
    path: Mapped[str] = mapped_column(String(500))
    conflict: Mapped[str] = mapped_column(String(200), default="")
    decision: Mapped[str] = mapped_column(one_of(DECISIONS, name="decision"), default="open")
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
