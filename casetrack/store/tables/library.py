"""References that were read and wait for somebody to choose among them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base, Moment


class Import(Base):
    """What a file or a look-up held, for the person who asked. It is no record: it is purged."""

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"))
    read_at: Mapped[datetime] = mapped_column(Moment, index=True)
    about: Mapped[str] = mapped_column(String(20), default="study", server_default="study")
    source: Mapped[str] = mapped_column(String(80))
    found: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    broken: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    warnings: Mapped[list[str]] = mapped_column(JSON)
