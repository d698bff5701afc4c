"""The ground of every table: names of constraints, and types that mean what they say."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Enum,
    ForeignKeyConstraint,
    MetaData,
    String,
    Table,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase

from casetrack.rules.people import Role


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table_of(mapped: type[Base]) -> Table:
    """Its table: statements on it make no objects, and take half as long."""
    return Base.metadata.tables[mapped.__tablename__]


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond, always with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return in_utc(value) if value else None


def in_utc(stored: datetime) -> datetime:
    """A moment as it came from the database: SQLite leaves its zone out."""
    return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


class Roles(TypeDecorator[frozenset[Role]]):
    """A person's roles as one sorted, comma-separated text."""

    impl = String(120)
    cache_ok = True

    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> str:
        return ",".join(sorted(value or ()))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[Role]:
        return frozenset(Role(part) for part in (value or "").split(",") if part)


def one_of(values: type[StrEnum] | tuple[str, ...], *, name: str) -> Enum:
    """A text column that a CHECK holds to these values."""
    wanted = list(values)
    kind: dict[str, Any] = {"native_enum": False, "create_constraint": True, "length": 20}
    if isinstance(values, tuple):
        return Enum(*wanted, name=name, **kind)
    return Enum(values, name=name, values_callable=lambda e: [m.value for m in e], **kind)


def told_by_event() -> ForeignKeyConstraint:
    """A guarded row carries the number of its last change, and that event must exist at commit."""
    return ForeignKeyConstraint(
        ["dossier_id", "seq"],
        ["events.dossier_id", "events.seq"],
        deferrable=True,
        initially="DEFERRED",
    )
