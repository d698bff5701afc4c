"""What every request leaves: the forms that were used, and who read what."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base, Moment


class FormToken(Base):
    """A form that has been acted on, and where its answer went: sent twice, it is done once."""

    __tablename__ = "form_tokens"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    location: Mapped[str] = mapped_column(String(500), default="")


class Access(Base):
    """Somebody opened, printed or exported something, or was refused. Only ever added to."""

    __tablename__ = "access_log"
    __table_args__ = (
        Index("ix_access_log_dossier_id_id", "dossier_id", "id"),
        Index("ix_access_log_user_id_id", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    user_id: Mapped[int]
    user_name: Mapped[str] = mapped_column(String(200))
    dossier_id: Mapped[int | None]
    what: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(200))
