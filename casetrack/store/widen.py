"""Lets a text column hold more values: rewrites its CHECK where it stands, on both engines.

SQLite cannot alter a CHECK, and copying a table that others point to would loosen the guards on the
way. Its documentation allows a change that leaves the stored rows alone to be written into the
schema itself (ALTER TABLE, section 7).
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text


def widen(connection: Connection, table: str, column: str, values: Iterable[str]) -> None:
    """From now on `column` may hold these values and no others; raises LookupError for no CHECK."""
    allowed = ", ".join(f"'{value}'" for value in values)
    check = f"{column} IN ({allowed})"
    name = f"ck_{table}_{column}"
    if connection.dialect.name == "sqlite":
        _in_schema(connection, table, name, check)
        return
    connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({check})"))


def _in_schema(connection: Connection, table: str, name: str, check: str) -> None:
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"
    made = str(connection.execute(text(query), {"table": table}).scalar_one())
    before, found, rest = made.partition(f"CONSTRAINT {name} CHECK (")
    if not found:
        raise LookupError(f"{table} has no constraint {name}")
    _, _, after = rest.partition("))")
    written = f"{before}{found}{check}){after}"
    version = connection.execute(text("PRAGMA schema_version")).scalar_one()
    connection.execute(text("PRAGMA writable_schema = ON"))
    connection.execute(
        text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table"),
        {"sql": written, "table": table},
    )
    connection.execute(text(f"PRAGMA schema_version = {int(version) + 1}"))
    connection.execute(text("PRAGMA writable_schema = RESET"))
    if connection.execute(text("PRAGMA quick_check")).scalar_one() != "ok":
        raise AssertionError(f"the schema of {table} was not rewritten well")
