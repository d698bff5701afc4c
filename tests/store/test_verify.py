"""Tampering shows, a clean store has no problem, and what cannot be found is said (R17 in part)."""

import random
from itertools import product

import pytest
from make import Clinic
from sqlalchemy import text

from casetrack.rules.documents import REQUEST
from casetrack.store import migrate
from casetrack.store import verify as verifying
from casetrack.store.commands.papers import Made, freeze, keep
from casetrack.store.guards import APPEND_ONLY, FROZEN, GUARDED
from casetrack.store.session import Db
from casetrack.store.verify import verify


@pytest.fixture
def lived_in(clinic: Clinic) -> Clinic:
    for initials in ("K.R.", "A.B."):
        code = clinic.case(initials=initials)
        for weight in ("60", "61", "62"):
            clinic.say(code, weight=weight)
        clinic.row(code, "therapy", treatment="Sorafenib", start="2022")
        clinic.row(code, "study", drug="named like one of the case's own facts")
    with clinic.store.writing() as db:
        keep(db, b"a stored file")
        paper = Made(paper=REQUEST.key, version=1, pdf=b"%PDF", pages=1, made_of={}, changes=[])
        freeze(db, clinic.file(code).id, paper, by=clinic.rosa)
        db.commit()
    return clinic


@pytest.fixture
def unguarded(lived_in: Clinic) -> Clinic:
    """What the owner of the database can do: take the guards away first."""
    store = lived_in.store
    with store.writing() as db:
        for name in migrate._triggers(store):
            table = next(
                t for t in (*GUARDED, *FROZEN, *APPEND_ONLY, "dossiers") if name.startswith(f"{t}_")
            )
            on = "" if store.engine.dialect.name == "sqlite" else f" ON {table}"
            db.execute(text(f"DROP TRIGGER {name}{on}"))
        db.commit()
    return lived_in


def one(db: Db, query: str, rng: random.Random) -> tuple[int, ...]:
    return tuple(rng.choice(db.execute(text(query)).all()))


def edit_event(db: Db, rng: random.Random) -> None:
    dossier, seq = one(db, "SELECT dossier_id, seq FROM events", rng)
    column = rng.choice(["actor_name", "action", "about", "body"])
    if column == "body":
        where = f"dossier_id = {dossier} AND seq = {seq}"
        db.execute(text(f"UPDATE events SET body = :body WHERE {where}"), {"body": b"{}"})
        return
    where = f"dossier_id = {dossier} AND seq = {seq}"
    db.execute(text(f"UPDATE events SET {column} = {column} || 'x' WHERE {where}"))


def edit_value(db: Db, rng: random.Random) -> None:
    dossier, seq, number = one(db, "SELECT dossier_id, seq, number FROM event_values", rng)
    column = rng.choice(["old", "new", "key"])
    where = f"dossier_id = {dossier} AND seq = {seq} AND number = {number}"
    db.execute(text(f"UPDATE event_values SET {column} = {column} || 'x' WHERE {where}"))


def delete_value(db: Db, rng: random.Random) -> None:
    dossier, seq, number = one(db, "SELECT dossier_id, seq, number FROM event_values", rng)
    where = f"dossier_id = {dossier} AND seq = {seq} AND number = {number}"
    db.execute(text(f"DELETE FROM event_values WHERE {where}"))


def edit_answer(db: Db, rng: random.Random) -> None:
    (entry,) = one(db, "SELECT DISTINCT entry_id FROM answers", rng)
    db.execute(text(f"UPDATE answers SET value = value || 'x' WHERE entry_id = {entry}"))


def edit_list(db: Db, rng: random.Random) -> None:
    (case,) = one(db, "SELECT dossier_id FROM cases", rng)
    column = rng.choice(["initials", "drug", "diagnosis", "doctor", "drug_key"])
    db.execute(text(f"UPDATE cases SET {column} = {column} || 'x' WHERE dossier_id = {case}"))


def edit_state(db: Db, rng: random.Random) -> None:
    (case,) = one(db, "SELECT dossier_id FROM cases", rng)
    column, value = rng.choice([("request_state", "agreed"), ("life", "held")])
    db.execute(text(f"UPDATE cases SET {column} = '{value}' WHERE dossier_id = {case}"))


def edit_stage(db: Db, rng: random.Random) -> None:
    case, stage = one(db, "SELECT dossier_id, stage FROM stage_marks", rng)
    where = f"dossier_id = {case} AND stage = {stage}"
    db.execute(text(f"UPDATE stage_marks SET mark = 'skipped' WHERE {where}"))


def swap_paper(db: Db, _rng: random.Random) -> None:
    other = db.execute(text("SELECT sha256, size FROM blobs WHERE size = 13")).one()
    db.execute(text("UPDATE papers SET sha256 = :sha256, size = :size"), dict(other._mapping))


def edit_file(db: Db, _rng: random.Random) -> None:
    db.execute(text("UPDATE blobs SET data = :data"), {"data": b"another file!"})


TAMPERS = [
    *(edit_event, edit_value, delete_value, edit_answer, edit_list, edit_state, edit_stage),
    *(swap_paper, edit_file),
]


def test_a_clean_store_has_no_problem(lived_in: Clinic) -> None:
    report = verify(lived_in.store)
    assert report.problems == []
    assert report.events > 10
    assert report.answers > 10
    assert report.files == 2


def test_a_change_behind_the_history_is_found(unguarded: Clinic) -> None:
    for tamper, seed in product(TAMPERS, range(6)):
        with unguarded.store.writing() as db:
            tamper(db, random.Random(seed))  # noqa: S311 - picks a row
            db.flush()
            with_change = verify_in(db)
            db.rollback()
        assert with_change, f"{tamper.__name__}, seed {seed}"


def test_a_history_whose_end_was_cut_off_is_found_by_the_version(unguarded: Clinic) -> None:
    """Only while the dossier still says its version: rebuilt in full, it needs a copy elsewhere."""
    file = unguarded.file("EA-2026-001")
    sqlite = unguarded.store.engine.dialect.name == "sqlite"
    with unguarded.store.writing() as db:
        db.execute(
            text("PRAGMA defer_foreign_keys = ON" if sqlite else "SET CONSTRAINTS ALL DEFERRED")
        )
        db.execute(
            text(f"DELETE FROM event_values WHERE dossier_id = {file.id} AND seq = {file.version}")
        )
        db.execute(
            text(f"DELETE FROM events WHERE dossier_id = {file.id} AND seq = {file.version}")
        )
        assert any("events are not 1 to" in problem for problem in verify_in(db))
        db.rollback()


def verify_in(db: Db) -> list[str]:
    """What verify finds inside this very transaction."""
    report = verifying.Report()
    db.expire_all()
    for chunk in verifying._chunks(db):
        for dossier in chunk:
            report.problems += list(verifying._check(db, dossier, report))
    report.problems += [
        *verifying._papers(db, report),
        *verifying._sendings(db),
        *verifying._blobs(db, report),
    ]
    return report.problems
