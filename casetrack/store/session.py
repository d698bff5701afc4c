"""Opens the store: a scope that can only read, and a scope that writes in one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from casetrack.store import tables  # noqa: F401 - maps every table
from casetrack.store.base import Base
from casetrack.store.errors import told_plainly

Db = Session
BUSY_MS = 10_000
PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else INSERT OR REPLACE goes round the no-delete guards
    "PRAGMA trusted_schema = OFF",
    "PRAGMA journal_mode = DELETE",  # WAL can lose commits before 3.51.3
    "PRAGMA synchronous = EXTRA",
    f"PRAGMA busy_timeout = {BUSY_MS}",
)


class Unreachable(Exception):
    """The database address cannot be used; says why, in one line."""


class Store:
    """A database. `reading()` cannot write; `writing()` commits only when asked to."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._sessions = sessionmaker(self.engine, autoflush=False, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Db]:
        with told_plainly(), self._sessions(info={"reads_only": True}) as db:
            yield db
            db.commit()  # a rollback would make psycopg forget the statements it has prepared

    @contextmanager
    def writing(self) -> Iterator[Db]:
        """One transaction. Whoever opens it commits; leaving without a commit undoes everything."""
        with told_plainly(), self._sessions(info={"reads_only": False}) as db:
            yield db

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        parsed.get_dialect()
        known = parsed.get_backend_name() in ("sqlite", "postgresql")
    except (ArgumentError, NoSuchModuleError):
        known = False
    if not known:
        raise Unreachable("database_url must be like sqlite:///file or postgresql://…") from None
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "checkin", _end_sqlite)
        return engine
    parsed = parsed.set(drivername="postgresql+psycopg")  # the one driver that is installed
    engine = create_engine(parsed, pool_pre_ping=True, pool_size=8, max_overflow=8)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - told to the type checker
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        connection.execute(pragma)


@event.listens_for(Db, "after_begin")
def _begin(db: Db, transaction: SessionTransaction, connection: Connection) -> None:
    """A write in a transaction that reads is refused by the database itself."""
    if transaction.nested:
        return  # a savepoint
    reads_only = db.info["reads_only"]
    dialect: Any = connection.dialect
    driver: Any = connection.connection.driver_connection
    if dialect.name == "sqlite":
        driver.execute(f"PRAGMA query_only = {int(reads_only)}")
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
    elif driver.read_only is not reads_only:  # psycopg says it in its BEGIN
        dialect.set_readonly(driver, reads_only)
        dialect.set_isolation_level(driver, "REPEATABLE READ" if reads_only else "READ COMMITTED")


def _end_sqlite(connection: DBAPIConnection | None, _entry: ConnectionPoolEntry) -> None:
    """A COMMIT refused by a deferred key leaves SQLite's transaction open, and its lock held."""
    if isinstance(connection, sqlite3.Connection) and connection.in_transaction:
        connection.rollback()


def _prepare_postgresql(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Keeps every statement prepared; of the usual hundred few would see their fifth use."""
    connection.prepared_max = 1_000  # psycopg's own
    connection.cursor().execute(f"SET lock_timeout = {BUSY_MS}")
    connection.commit()


__all__ = ["Base", "Db", "Store"]
