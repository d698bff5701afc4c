"""The agenda: one line for each dated step of each case, as Today lists them.

It is derived: `store/agenda.py` makes it of the cases' facts by the rules, in the transaction of
every act, and `casetrack verify` compares the two. So no event guards it.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base, Moment


class AgendaLine(Base):
    """A step of `rules.agenda`. `rank` is its place among by law, promised and our target."""

    __tablename__ = "agenda"
    __table_args__ = (
        CheckConstraint("rank BETWEEN 0 AND 2", name="three_ranks"),
        CheckConstraint("waits = (waiting_on <> '')", name="waits_on_somebody"),
        Index("ix_agenda_mine", "who_id", "waits", "rank", "due_on", "dossier_id", "key"),
        Index("ix_agenda_team", "waits", "rank", "due_on", "dossier_id", "key"),
        Index("ix_agenda_owner", "owner_id", "due_on"),
    )

    dossier_id: Mapped[int] = mapped_column(ForeignKey("cases.dossier_id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    who_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"))
    due_on: Mapped[date]
    rank: Mapped[int]
    waits: Mapped[bool]
    waiting_on: Mapped[str] = mapped_column(Text)
    cure: Mapped[str] = mapped_column(String(120))
    since: Mapped[datetime] = mapped_column(Moment)  # when it came to say what it says
