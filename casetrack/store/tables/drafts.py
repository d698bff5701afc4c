"""What people have typed and not saved yet."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base, Moment

KEPT_FOR = timedelta(days=7)
LONGEST_ADDRESS = 200


class Draft(Base):
    """One half-filled form: its author's only, and sealed. It is no fact, so no event tells of it.

    `key` names the form as it was drawn in one window; `page` is where it stands, `address` where
    it is sent.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"))
    key: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.dossier_id"))
    page: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), index=True)
    address: Mapped[str] = mapped_column(String(LONGEST_ADDRESS))
    started_at: Mapped[datetime] = mapped_column(Moment)
    kept_at: Mapped[datetime] = mapped_column(Moment, index=True)
    discarded_at: Mapped[datetime | None] = mapped_column(Moment)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def bound(self) -> str:
        """What its seal is bound to: whose it is, and the form it belongs to."""
        return f"{self.user_id}\0{self.address}"
