"""Migrations: up, down and up again, with data, equal to the tables in the code (R19)."""

from pathlib import Path

import pytest
from databases import PostgresMill, SqliteMill
from make import Clinic
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from casetrack.paths import MIGRATIONS
from casetrack.store import migrate
from casetrack.store.prepare import NotReady, check, prepare
from casetrack.store.session import Store

pytestmark = pytest.mark.both


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'empty.sqlite'}")


def test_a_migrated_database_equals_the_tables_in_the_code(
    store: Store, tmp_path: Path, postgres_mill: PostgresMill
) -> None:
    if store.engine.dialect.name == "sqlite":
        fresh = Store(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
        assert migrate.drift(store, fresh) == []
        return
    postgres_mill._do("CREATE DATABASE {}", "drift")
    fresh = Store(postgres_mill.url("drift"))
    assert migrate.drift(store, fresh) == []
    fresh.close()
    postgres_mill._do("DROP DATABASE {} WITH (FORCE)", "drift")


def test_drift_sees_a_check_that_alembic_does_not(store: Store, tmp_path: Path) -> None:
    """The negative control: one CHECK fewer is noticed."""
    if store.engine.dialect.name != "postgresql":
        pytest.skip("SQLite cannot drop a constraint; PostgreSQL shows it")
    before = migrate.shape(store.engine)["cases"]["checks"]
    with store.writing() as db:
        db.execute(text("ALTER TABLE cases DROP CONSTRAINT ck_cases_no_dose_without_fda"))
        db.commit()
    assert len(migrate.shape(store.engine)["cases"]["checks"]) == len(before) - 1


def test_down_and_up_again_works_with_data_in_it(clinic: Clinic) -> None:
    clinic.say(clinic.case(), weight="68.2")
    migrate.downgrade(clinic.store, to="base")
    assert migrate.revision(clinic.store) == ""
    prepare(clinic.store, clinic="Test clinic")
    check(clinic.store)
    assert clinic.store


def test_a_widened_check_lets_the_new_values_in_and_nothing_else(clinic: Clinic) -> None:
    clinic.say(clinic.case(), weight="68.2")
    asked = text("UPDATE dossiers SET kind = :kind, version = version + 1 WHERE id = 1")
    for kind, refused in (("study", False), ("horoscope", True)):
        with clinic.store.writing() as db:
            try:
                db.execute(asked, {"kind": kind})
                assert not refused
            except IntegrityError:
                assert refused
    migrate.downgrade(clinic.store, to="0001")
    migrate.upgrade(clinic.store)
    check(clinic.store)


def test_preparing_twice_changes_nothing(clinic: Clinic) -> None:
    code = clinic.case()
    prepare(clinic.store, clinic="Another name")
    assert clinic.file(code).facts.clinic["name"] == "Test clinic"


def test_an_empty_or_unguarded_database_is_refused_with_the_cure(
    empty: Store, store: Store
) -> None:
    with pytest.raises(NotReady, match="is empty; run: casetrack db upgrade"):
        check(empty)
    on = "" if store.engine.dialect.name == "sqlite" else " ON events"
    with store.writing() as db:
        db.execute(text(f"DROP TRIGGER events_no_delete{on}"))
        db.commit()
    with pytest.raises(NotReady, match="events_no_delete"):
        check(store)


def test_there_is_one_head_and_revisions_are_numbered() -> None:
    names = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]
    assert migrate.head() == names[-1][:4]


def test_the_mill_copies_a_prepared_database(sqlite_mill: SqliteMill) -> None:
    with sqlite_mill.fresh() as url:
        check(Store(url))
