"""The database refuses a change that has no event, whoever writes it (R16, R18)."""

import re

import pytest
from make import Clinic
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from casetrack.store import migrate
from casetrack.store.base import Base
from casetrack.store.guards import APPEND_ONLY, FROZEN, GUARDED
from casetrack.store.session import Store
from casetrack.store.verify import verify

pytestmark = pytest.mark.both

ATTACKS = [
    "UPDATE answers SET value = 'forged'",
    "UPDATE answers SET value = 'forged', seq = seq + 1",
    (
        "UPDATE answers SET value = 'forged', "
        "seq = (SELECT version FROM dossiers d WHERE d.id = dossier_id)"
    ),
    "UPDATE cases SET drug = 'another'",
    "UPDATE cases SET dossier_id = 99",
    "UPDATE stage_marks SET mark = 'done'",
    "UPDATE users SET roles = 'admin'",
    "UPDATE users SET password = 'x'",
    "UPDATE entries SET removed_at = '2026-01-01'",
    "DELETE FROM answers",
    "DELETE FROM entries",
    "DELETE FROM cases",
    "DELETE FROM users",
    "DELETE FROM dossiers",
    "DELETE FROM events",
    "DELETE FROM event_values",
    "UPDATE events SET actor_name = 'somebody else'",
    "UPDATE event_values SET new = 'other'",
    "UPDATE dossiers SET version = version",
    "UPDATE dossiers SET version = version + 2",
    "UPDATE dossiers SET version = version + 1",
    (
        "INSERT INTO events SELECT dossier_id, seq + 1, at, actor_id, actor_name, action, about, "
        "body, before, hash FROM events"
    ),
    "INSERT INTO dossiers (kind, name, version) VALUES ('case', 'EA-2026-999', 1)",
    (
        "INSERT INTO grants (dossier_id, user_id, seq, active) "
        "SELECT dossier_id, owner_id, seq, true FROM cases"
    ),
]
SQLITE_ATTACKS = [
    "INSERT OR REPLACE INTO events SELECT * FROM events",
    (
        "INSERT OR REPLACE INTO answers SELECT entry_id, key, dossier_id, seq, 'forged', given_by, "
        "given_at, proposal_id FROM answers"
    ),
    (
        "REPLACE INTO event_values SELECT dossier_id, seq, number, entry_id, rows, key, old, 'x', "
        "salt FROM event_values"
    ),
    "UPDATE OR REPLACE events SET seq = 1",
]
POSTGRES_ATTACKS = ["TRUNCATE events CASCADE", "TRUNCATE answers", "TRUNCATE dossiers CASCADE"]

REFUSAL = re.compile("casetrack|constraint", re.IGNORECASE)


@pytest.fixture
def lived_in(clinic: Clinic) -> Clinic:
    code = clinic.case()
    clinic.say(code, weight="68.2")
    clinic.row(code, "therapy", treatment="Sorafenib", start="2022")
    return clinic


def attacks(store: Store) -> list[str]:
    sqlite = store.engine.dialect.name == "sqlite"
    return ATTACKS + (SQLITE_ATTACKS if sqlite else POSTGRES_ATTACKS)


def test_every_change_without_its_event_is_refused_at_commit(lived_in: Clinic) -> None:
    for attack in attacks(lived_in.store):
        with lived_in.store.writing() as db, pytest.raises(DBAPIError, match=REFUSAL):
            db.execute(text(attack))
            db.commit()
    assert verify(lived_in.store).problems == []


def test_the_attacks_do_bite_where_the_guards_are_gone(lived_in: Clinic) -> None:
    """The negative control: without its triggers the same store is forged at once."""
    store = lived_in.store
    with store.writing() as db:
        for name in migrate._triggers(store):
            table = next(
                t for t in (*GUARDED, *FROZEN, *APPEND_ONLY, "dossiers") if name.startswith(f"{t}_")
            )
            on = "" if store.engine.dialect.name == "sqlite" else f" ON {table}"
            db.execute(text(f"DROP TRIGGER {name}{on}"))
        db.commit()
    with store.writing() as db:
        db.execute(text("UPDATE answers SET value = 'forged'"))
        db.commit()
    assert verify(store).problems
    assert migrate.missing_guards(store)


def test_a_refused_commit_leaves_no_lock_behind(lived_in: Clinic) -> None:
    """SQLite keeps the transaction open when a deferred key refuses the commit."""
    for _ in range(3):
        with lived_in.store.writing() as db, pytest.raises(DBAPIError):
            db.execute(text("UPDATE dossiers SET version = version + 1"))
            db.commit()
    assert lived_in.case()


def test_a_reading_scope_cannot_write(lived_in: Clinic) -> None:
    with lived_in.store.reading() as db, pytest.raises(DBAPIError):
        db.execute(text("INSERT INTO attempts (bucket, at) VALUES ('x', '2026-01-01')"))
        db.flush()


def test_every_table_that_carries_an_event_number_is_guarded() -> None:
    carrying = {
        t.name for t in Base.metadata.sorted_tables if {"dossier_id", "seq"} <= set(t.c.keys())
    }
    assert carrying - {"events", "event_values"} == {*GUARDED, *FROZEN}


def test_a_case_without_a_next_step_cannot_be_stored(lived_in: Clinic) -> None:
    broken = [
        "next_what = ''",
        "next_on = NULL",
        "next_who_id = NULL",
        "waiting_on = 'Iterion'",
        "life = 'closed'",
        "stage = 8",
        "treatment_state = 'on_treatment'",
        "fda_state = 'perhaps'",
    ]
    file = lived_in.file("EA-2026-001")
    for change in broken:
        with lived_in.store.writing() as db, pytest.raises(DBAPIError) as refused:
            version = file.version + 1
            db.execute(text(f"UPDATE dossiers SET version = {version} WHERE id = {file.id}"))
            db.execute(
                text(f"UPDATE cases SET {change}, seq = {version} WHERE dossier_id = {file.id}")
            )
            db.flush()
        assert "ck_cases" in str(refused.value), change
