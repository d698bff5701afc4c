"""Brings a database to the present schema, and says where one differs from the code's tables."""

from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from casetrack.paths import MIGRATIONS
from casetrack.store import guards
from casetrack.store.base import Base
from casetrack.store.session import Store


def upgrade(store: Store, *, to: str = "head") -> None:
    """Every migration in one transaction: all of it or nothing."""
    with store.writing() as db:
        command.upgrade(_config(db.connection()), to)
        db.commit()


def downgrade(store: Store, *, to: str) -> None:
    with store.writing() as db:
        command.downgrade(_config(db.connection()), to)
        db.commit()


def revision(store: Store) -> str:
    """The revision this database is at; empty for an empty database."""
    with store.reading() as db:
        return MigrationContext.configure(db.connection()).get_current_revision() or ""


def head() -> str:
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def revisions() -> set[str]:
    """Every revision that this casetrack knows."""
    return {one.revision for one in ScriptDirectory.from_config(_config(None)).walk_revisions()}


def missing_guards(store: Store) -> set[str]:
    """Triggers that protect the history and are not there."""
    return guards.trigger_names() - _triggers(store)


def shape(engine: Engine) -> dict[str, dict[str, Any]]:
    """A schema as data, for comparison: Alembic's own check does not see CHECKs and triggers."""
    seen = inspect(engine)
    return {
        table: {
            "columns": {
                c["name"]: (str(c["type"]), c["nullable"]) for c in seen.get_columns(table)
            },
            "key": seen.get_pk_constraint(table)["constrained_columns"],
            "checks": sorted(
                str(c["name"]) + _plain(c["sqltext"]) for c in seen.get_check_constraints(table)
            ),
            "uniques": sorted(
                map(str, (u["column_names"] for u in seen.get_unique_constraints(table)))
            ),
            "indexes": sorted(f"{i['name']} {i['column_names']}" for i in seen.get_indexes(table)),
            "links": sorted(
                f"{f['constrained_columns']} {f['referred_table']} {f['referred_columns']} "
                f"{f['options'].get('initially', '')}"
                for f in seen.get_foreign_keys(table)
            ),
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def drift(migrated: Store, fresh: Store) -> list[str]:
    """How a migrated database differs from one made of the tables in the code."""
    with fresh.writing() as db:
        Base.metadata.create_all(db.connection())
        db.commit()
    ours, wanted = shape(migrated.engine), shape(fresh.engine)
    return [
        f"{table}.{part}: {ours.get(table, {}).get(part)} is not {wanted.get(table, {}).get(part)}"
        for table in sorted({*ours, *wanted})
        for part in ("columns", "key", "checks", "uniques", "indexes", "links")
        if ours.get(table, {}).get(part) != wanted.get(table, {}).get(part)
    ]


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _triggers(store: Store) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if store.engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with store.reading() as db:
        return set(db.scalars(text(query)))


def _plain(sql: str) -> str:
    return " ".join(sql.replace("(", " ").replace(")", " ").split())
