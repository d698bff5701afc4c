"""The guards of the history, as SQL for both engines: what they refuse, no program can do.

Migrations write these texts into the database. A text that has been released is never changed here;
a new guard gets a new function.

- A dossier's version rises by exactly one with each change; nothing is deleted.
- A guarded row is written only while its dossier's new event is still to come, and the deferred
  foreign key makes sure that the event has come at commit.
- Events, their values, stored bytes and the access log are only ever added to.
"""

from collections.abc import Callable

APPEND_ONLY = ("events", "event_values", "blobs", "access_log")
FROZEN = ("papers", "sendings")  # guarded rows that are never changed either
GUARDED = (
    "entries",
    "answers",
    "cases",
    "stage_marks",
    "grants",
    "users",
    "charts",
    "proposals",
    "uploads",
)

Maker = Callable[[str, str, str, str, str], str]  # name, table, verb, condition, words

NO_EVENT = "casetrack: a change without its event"
NO_CHANGE = "casetrack: this is never changed or deleted"
ONE_BY_ONE = "casetrack: a version rises by one"


def create(dialect: str) -> list[str]:
    """Every guard of the first migration, in order."""
    make = _sqlite if dialect == "sqlite" else _postgresql
    return make()


def trigger_names() -> set[str]:
    """The triggers that must be there, on both engines."""
    names = {f"{t}_{w}" for t in (*GUARDED, *FROZEN) for w in ("told_insert", "no_delete")}
    names |= {f"{t}_told_update" for t in GUARDED}
    names |= {f"{t}_no_update" for t in (*FROZEN, *APPEND_ONLY)}
    names |= {f"{t}_no_delete" for t in APPEND_ONLY}
    return names | {"dossiers_step", "dossiers_first", "dossiers_no_delete", "events_in_turn"}


def function_names() -> set[str]:
    """The functions behind the triggers on PostgreSQL."""
    return trigger_names() | {"never_truncated"}


UNTOLD = """NEW.seq IS DISTINCT FROM (SELECT version FROM dossiers WHERE id = NEW.dossier_id)
 OR EXISTS (SELECT 1 FROM events WHERE dossier_id = NEW.dossier_id AND seq = NEW.seq)"""
OUT_OF_TURN = "NEW.seq IS DISTINCT FROM (SELECT version FROM dossiers WHERE id = NEW.dossier_id)"
MOVED = "OR NEW.dossier_id IS DISTINCT FROM OLD.dossier_id"
NAMED_WITHIN_ITS_ACT = """NEW.version = OLD.version AND NOT EXISTS
 (SELECT 1 FROM events WHERE dossier_id = NEW.id AND seq = NEW.version)"""
STEP = f"""NEW.id IS DISTINCT FROM OLD.id
 OR (NEW.version IS DISTINCT FROM OLD.version + 1 AND NOT ({NAMED_WITHIN_ITS_ACT}))"""


def _all(make: Maker) -> list[str]:
    made = [
        make("dossiers_first", "dossiers", "INSERT", "NEW.version <> 1", ONE_BY_ONE),
        make("dossiers_step", "dossiers", "UPDATE", STEP, ONE_BY_ONE),
        make("dossiers_no_delete", "dossiers", "DELETE", "", NO_CHANGE),
        make("events_in_turn", "events", "INSERT", OUT_OF_TURN, NO_EVENT),
    ]
    for table in (*GUARDED, *FROZEN):
        made.append(make(f"{table}_told_insert", table, "INSERT", UNTOLD, NO_EVENT))
        made.append(make(f"{table}_no_delete", table, "DELETE", "", NO_CHANGE))
    made += [make(f"{t}_told_update", t, "UPDATE", f"{UNTOLD} {MOVED}", NO_EVENT) for t in GUARDED]
    made += [make(f"{t}_no_update", t, "UPDATE", "", NO_CHANGE) for t in (*FROZEN, *APPEND_ONLY)]
    made += [make(f"{t}_no_delete", t, "DELETE", "", NO_CHANGE) for t in APPEND_ONLY]
    return made


def _sqlite() -> list[str]:
    def make(name: str, table: str, verb: str, when: str, words: str) -> str:
        condition = f"WHEN {when} " if when else ""
        return (
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {condition}"
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        ).replace("IS DISTINCT FROM", "IS NOT")  # 3.39 and later know both; older only this

    return _all(make)


def _postgresql() -> list[str]:
    def make(name: str, table: str, verb: str, when: str, words: str) -> str:
        check = (
            f"IF {when} THEN RAISE EXCEPTION '{words}'; END IF;"
            if when
            else (f"RAISE EXCEPTION '{words}';")
        )
        kept = "OLD" if verb == "DELETE" else "NEW"
        return (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {check} RETURN {kept}; END $$;"
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )

    tables = (*GUARDED, *FROZEN, *APPEND_ONLY, "dossiers")
    truncation = (
        f"CREATE FUNCTION never_truncated() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{NO_CHANGE}'; END $$"
    )
    refused = [
        f"CREATE TRIGGER {t}_no_truncate BEFORE TRUNCATE ON {t} "
        "FOR EACH STATEMENT EXECUTE FUNCTION never_truncated()"
        for t in tables
    ]
    return [*_all(make), truncation, *refused]
