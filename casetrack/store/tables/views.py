"""What people call the lists they look at."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base

LONGEST_ASKED = 1_000


class View(Base):
    """One person's own name for what the list of cases is narrowed to: its address's own words."""

    __tablename__ = "views"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"))
    name: Mapped[str] = mapped_column(String(40))
    asked: Mapped[str] = mapped_column(String(LONGEST_ASKED))
