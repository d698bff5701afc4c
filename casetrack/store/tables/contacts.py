"""The contact log as it is looked up: one lean line for each contact that stands.

It is derived: the answers of the rows are the truth, `store/commands/contacts.py` keeps the lines
in step within every act, and `casetrack verify` compares the two. So no event guards it.
"""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base


class ContactLine(Base):
    """A contact: of which case (or of an organization alone), with whom, when.

    `party_id` is the register's entry of that name, `party_key` the name in one spelling.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        Index("ix_contacts_party_id", "party_id", "said_on", "entry_id"),
        Index("ix_contacts_dossier_id", "dossier_id", "party_id", "said_on", "entry_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers.id"))
    party: Mapped[str] = mapped_column(String(200))
    party_key: Mapped[str] = mapped_column(Text)
    said_on: Mapped[date]
    chase_on: Mapped[date | None]
