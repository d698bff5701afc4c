"""What goes out of the house or by the clock: letters to people, their calendar, the daily pass."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.store.base import Base, Moment, one_of


class State(StrEnum):
    """How a letter stands. One that failed has been given up, and says why."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Letter(Base):
    """An e-mail, written in the transaction that made it and delivered later, under one message id.

    `said` is the mail server's last word; `held_until` keeps others from delivering it as well.
    """

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "day"),
        Index("ix_letters_state_try_at", "state", "try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"))
    kind: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[State] = mapped_column(one_of(State, name="state"), default=State.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[datetime] = mapped_column(Moment)
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    said: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


class Reminder(Base):
    """What somebody chose: the morning's letter, a calendar of their own, single keys as shortcuts.

    The calendar's address holds a token made of `feed_seed` and the installation's secret; only its
    hash is kept, as `feed`.
    """

    __tablename__ = "reminders"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"), primary_key=True)
    digest: Mapped[bool] = mapped_column(default=True)
    feed: Mapped[str | None] = mapped_column(String(64), unique=True)
    feed_seed: Mapped[str | None] = mapped_column(String(64))
    feed_since: Mapped[datetime | None] = mapped_column(Moment)
    shortcuts: Mapped[bool] = mapped_column(default=False, server_default=false())


class Pass(Base):
    """A day's pass over all dates, and the machine that runs it or ran it last.

    While it runs it beats; one that fell silent can be taken over.
    """

    __tablename__ = "passes"

    day: Mapped[date] = mapped_column(primary_key=True)
    machine: Mapped[str] = mapped_column(String(200))
    beat_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    righted: Mapped[int] = mapped_column(default=0)
    letters: Mapped[int] = mapped_column(default=0)
    purged: Mapped[int] = mapped_column(default=0)
