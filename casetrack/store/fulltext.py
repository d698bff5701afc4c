"""The index behind the search, for both engines; the migration writes these texts.

SQLite keeps an FTS5 table beside `findable`, written here since a trigger may not touch it where
the schema is not trusted; PostgreSQL keeps a stored tsvector by itself. The words come cut and
plain (rules/finding.py), so both engines find the same.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Table, event, text

from casetrack.store.session import Db
from casetrack.store.tables.finding import Findable

INDEX = "findable_words"
REBUILD = "INSERT INTO findable_words(findable_words) VALUES ('rebuild')"

Shelved = tuple[int, str, str]  # a line's number, its shelf and its words


def forget(db: Db, lines: Iterable[Shelved]) -> None:
    """Takes lines out of the index; they must be told exactly as they were written."""
    _write(db, _FORGET, lines)


def learn(db: Db, lines: Iterable[Shelved]) -> None:
    _write(db, _LEARN, lines)


def rebuild(db: Db) -> None:
    """Makes the whole index anew from `findable`."""
    if _separate(db):
        db.execute(text(REBUILD))


def create(dialect: str) -> list[str]:
    return list(_SQLITE if dialect == "sqlite" else _POSTGRESQL)


def _write(db: Db, statement: str, lines: Iterable[Shelved]) -> None:
    told = [{"id": number, "shelf": shelf, "words": words} for number, shelf, words in lines]
    if told and _separate(db):
        db.execute(text(statement), told)


def _separate(db: Db) -> bool:
    return db.get_bind().dialect.name == "sqlite"


_LEARN = "INSERT INTO findable_words(rowid, shelf, words) VALUES (:id, :shelf, :words)"
_FORGET = (
    "INSERT INTO findable_words(findable_words, rowid, shelf, words) "
    "VALUES ('delete', :id, :shelf, :words)"
)
_PREFIXES = " ".join(map(str, range(1, 17)))  # a longer beginning gathers all its lines first
_TABLE = (
    "CREATE VIRTUAL TABLE findable_words USING fts5(shelf, words, content='findable', "
    f"content_rowid='id', tokenize='unicode61', prefix='{_PREFIXES}')"
)
_STORED = (
    "ALTER TABLE findable ADD COLUMN lexemes tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED"
)
_SQLITE = (_TABLE,)
_POSTGRESQL = (
    _STORED,
    "CREATE INDEX ix_findable_lexemes ON findable USING gin (lexemes)",
)


@event.listens_for(Findable.__table__, "after_create")
def _beside(_table: Table, connection: Connection, **_: object) -> None:
    """Tables made from the code, for comparison with migrated ones, get it as well."""
    for statement in create(connection.dialect.name):
        connection.execute(text(statement))
