"""Accounts, their sessions, and what holds guessing back."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.rules.people import Actor, Role
from casetrack.store.base import Base, Moment, Roles, told_by_event

TOUCH = timedelta(seconds=60)  # that a session is in use is noted once in this time


class User(Base):
    """An account. Its id is never used again; `epoch` rises whenever every session must end.

    A password that somebody else gave opens one page only: where its owner chooses another.
    """

    __tablename__ = "users"
    __table_args__ = (told_by_event(),)

    id: Mapped[int] = mapped_column("dossier_id", ForeignKey("dossiers.id"), primary_key=True)
    seq: Mapped[int]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[frozenset[Role]] = mapped_column(Roles)
    password: Mapped[str] = mapped_column(String(200))
    password_given: Mapped[bool] = mapped_column(default=False, server_default=false())
    physician_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers.id"))
    active: Mapped[bool]
    epoch: Mapped[int] = mapped_column(default=0)

    def actor(self, *, sees_all: bool = False) -> Actor:
        """Who asks, as the rules know people; `sees_all` is the clinic's setting for physicians."""
        return Actor(self.id, self.name, self.roles, self.physician_id, sees_all)


class Session(Base):
    """A signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"), index=True)
    epoch: Mapped[int]
    csrf: Mapped[str] = mapped_column(String(64), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Device(Base):
    """A browser in which this account once signed in; guesses made elsewhere do not slow it."""

    __tablename__ = "devices"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)


class Attempt(Base):
    """A failed sign-in. `bucket` is a hash of the account and device, or of the network address."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_bucket_at", "bucket", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
