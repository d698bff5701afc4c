"""What can be found: a line for each case, person, organization, study and document.

It is derived from answers (store/finding.py) and searched through store/fulltext.py.
"""

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.rules.finding import Group
from casetrack.store.base import Base, one_of


class Findable(Base):
    """`words` are those of rules/finding.py; `entry_id` is the row of a table, or the own facts."""

    __tablename__ = "findable"
    __table_args__ = (
        UniqueConstraint("entry_id", "shelf"),
        Index("ix_findable_shelf_id", "shelf", "id"),
        Index("ix_findable_dossier_id", "dossier_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"))
    shelf: Mapped[Group] = mapped_column(one_of(Group, name="shelf"))
    title: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    rows: Mapped[str] = mapped_column(String(40))
