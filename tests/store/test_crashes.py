"""Kills, races and duplicates: one wins, nothing acknowledged is lost (R1, R7, R8, small runs)."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import pytest
from make import NEXT, NOW, Clinic
from sqlalchemy import text
from store.writer import write_on

from casetrack.rules.workflow import Action
from casetrack.store.commands.cases import Asked, perform
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.commands.forms import answered, claim
from casetrack.store.queries.casefile import load_case
from casetrack.store.refusals import Stale
from casetrack.store.session import Store
from casetrack.store.verify import verify

pytestmark = pytest.mark.both

KILLS = 6
AHEAD = get_context("forkserver")
READY = "casetrack.store.commands.facts", "casetrack.store.queries.casefile", "casetrack.store.due"
AHEAD.set_forkserver_preload([*READY, "time_machine"])


def test_a_killed_writer_loses_nothing_it_acknowledged(clinic: Clinic, database: str) -> None:
    """Two writers are killed in the middle of their work, again and again."""
    codes = [clinic.case(), clinic.case(initials="A.B.")]
    acknowledged: dict[str, int] = dict.fromkeys(codes, 0)
    for round_ in range(KILLS):
        writers = [(code, *begin_writing(database, code)) for code in codes]
        for code, _, said in writers:
            acknowledged[code] = said.recv()
        time.sleep(0.07 * (round_ + 1))
        for code, writer, said in writers:
            writer.kill()
            writer.join()
            with suppress(EOFError):
                while True:
                    acknowledged[code] = said.recv()
    assert sum(acknowledged.values()) > 2 * KILLS, "the writers did write"
    for code in codes:
        held = int(clinic.file(code).facts.answers.get("weight", "0"))
        assert held >= acknowledged[code]
    assert verify(clinic.store).problems == []


def begin_writing(database: str, code: str) -> "tuple[BaseProcess, Connection[int, int]]":
    """A process of its own, forked like the server's from one that has everything ready."""
    hears, says = Pipe(duplex=False)
    writer = AHEAD.Process(target=write_on, args=(database, code, says))
    writer.start()
    says.close()
    return writer, hears


def test_of_two_people_saving_at_once_exactly_one_wins(clinic: Clinic) -> None:
    code = clinic.case()
    file = clinic.file(code)
    for round_ in range(8):
        drawn = clinic.file(code).version

        def save(value: str, drawn: int = drawn) -> bool:
            typed = Typed(entry=file.root(), answers={"weight": value}, drawn=drawn)
            with clinic.store.writing() as db:
                try:
                    saved = save_answers(db, file.id, typed, by=clinic.rosa, about="condition")
                except Stale as stale:
                    return stale.changes["weight"].theirs == value
                db.commit()
            return saved

        with ThreadPoolExecutor(4) as pool:
            won = list(pool.map(save, [f"{60 + round_}.{n}" for n in range(4)]))
        assert won.count(True) == 1
        assert clinic.file(code).version == drawn + 1
    assert verify(clinic.store).problems == []


def test_of_two_people_moving_at_once_exactly_one_wins(clinic: Clinic) -> None:
    for _ in range(4):
        code = clinic.case()
        drawn = clinic.file(code).version

        def move(_number: int, code: str = code, drawn: int = drawn) -> bool:
            words = {**NEXT, "next_who": str(clinic.rosa.user), "gap_reason": "race"}
            with clinic.store.writing() as db:
                found = load_case(db, code, by=clinic.rosa)
                assert found is not None
                wanted = Asked(action=Action.MOVE_ON, words=words, drawn=drawn, now=NOW)
                try:
                    perform(db, found.facts, found.id, wanted, by=clinic.rosa)
                except Stale:
                    return False
                db.commit()
            return True

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(move, range(4))).count(True) == 1
        assert clinic.file(code).facts.stage == 2


def test_without_the_version_an_update_is_lost(clinic: Clinic) -> None:
    """The negative control: a form that claims to be fresh overwrites the other's answer."""
    code = clinic.case()
    file = clinic.file(code)
    for value in ("70", "68"):
        typed = Typed(entry=file.root(), answers={"weight": value}, drawn=10_000)
        with clinic.store.writing() as db:
            assert save_answers(db, file.id, typed, by=clinic.rosa, about="condition")
            db.commit()
    assert clinic.file(code).facts.answers["weight"] == "68"


def test_a_form_sent_twice_is_done_once_even_at_the_same_time(store: Store) -> None:
    def send(number: int) -> str:
        with store.writing() as db:
            done = claim(db, "token", user=7)
            if done:
                return done
            answered(db, "token", f"/answer/{number}")
            db.commit()
        return f"/answer/{number}"

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(send, range(12)))
    assert len(answers) == 1
    with store.writing() as db:
        assert claim(db, "token", user=8) == "/", "somebody else's form is not shown"


def test_a_form_that_was_refused_can_be_sent_again(store: Store) -> None:
    with store.writing() as db:
        assert claim(db, "token", user=7) == ""
    with store.writing() as db:
        assert claim(db, "token", user=7) == ""


@pytest.mark.parametrize("engine", ["sqlite"])
def test_sqlite_is_opened_with_every_pragma_the_promise_needs(clinic: Clinic, engine: str) -> None:
    if clinic.store.engine.dialect.name != engine:
        pytest.skip("PostgreSQL has no pragmas")
    with clinic.store.reading() as db:
        read = {
            name: db.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "foreign_keys",
                "recursive_triggers",
                "trusted_schema",
                "journal_mode",
                "synchronous",
            )
        }
    assert read == {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "journal_mode": "delete",
        "synchronous": 3,
    }


def test_whoever_writes_waits_ten_seconds_for_another_and_not_for_ever(store: Store) -> None:
    sqlite = store.engine.dialect.name == "sqlite"
    with store.writing() as db:
        waits = db.scalar(text("PRAGMA busy_timeout" if sqlite else "SHOW lock_timeout"))
    assert waits == (10_000 if sqlite else "10s")


def test_what_a_page_reads_is_of_one_moment(clinic: Clinic) -> None:
    if clinic.store.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets nobody write while a page is read")
    code, rosa = clinic.case(), clinic.rosa
    with clinic.store.reading() as db:
        first = load_case(db, code, by=rosa)
        clinic.say(code, weight="70")
        assert load_case(db, code, by=rosa) == first
    assert clinic.file(code) != first
