"""No reminder is lost: the pass runs twice, on two machines, after sleep and after death (R28)."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from multiprocessing import Pipe
from threading import Barrier, Thread

import pytest
import time_machine
from conftest import NOON
from make import TODAY, Clinic
from sqlalchemy import select, text
from store.test_crashes import AHEAD
from store.writer import pass_over

from casetrack.rules.people import Role
from casetrack.store import due as passing
from casetrack.store.commands.forms import claim
from casetrack.store.commands.letters import write_letter
from casetrack.store.commands.purge import PURGES
from casetrack.store.due import Outcome, Plan, last_pass, run_pass
from casetrack.store.session import Store
from casetrack.store.tables import FormToken, Letter, Pass
from casetrack.store.verify import verify

KILLS = int(os.environ.get("CASETRACK_KILLS", "6"))
CANARIES = ("Zoe", "Quill", "Z.Q.", "canarymab", "Canary disease", "Iterion")


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def plan(machine: str = "one", *, day: date = TODAY, letters: bool = True) -> Plan:
    site = "https://clinic.example:8443"
    return Plan(day=day, machine=machine, site=site, letters=letters)


def letters(store: Store) -> list[Letter]:
    with store.reading() as db:
        return list(db.scalars(select(Letter).order_by(Letter.id)))


@pytest.fixture
def busy(clinic: Clinic) -> Clinic:
    """Two people with something due, one whose next step is far, and one who is away."""
    dana = clinic.person(Role.NURSE, "Dana Cole")
    far = clinic.person(Role.NURSE, "Far Away")
    said = {"initials": "Z.Q.", "drug": "canarymab", "diagnosis": "Canary disease"}
    clinic.case(**said, next_what="Call Zoe Quill", next_on="2026-11-17")
    clinic.case(next_who=str(dana.user), next_on="2026-11-19")
    clinic.case(next_who=str(far.user), next_on="2027-06-01")
    clinic.case(waiting_on="Iterion", next_on="2026-11-24")
    return clinic


def test_each_person_with_something_due_gets_one_letter_without_patient_data(
    busy: Clinic, noon: time_machine.Traveller
) -> None:
    done = run_pass(busy.store, plan())
    assert (done.held_by, done.letters, done.righted) == ("", 2, 0)
    hers, ours = sorted(letters(busy.store), key=lambda letter: letter.user_id)
    assert hers.user_id == busy.people["Dana Cole"].user
    assert ours.subject == "casetrack: 1 overdue, 0 due today"
    assert "EA-2026-001  our target" in ours.body
    assert "EA-2026-004" not in ours.body, "we wait for them until the 24th"
    assert ours.message_id.endswith("@clinic.example>")
    for secret in CANARIES:
        assert secret not in ours.subject + ours.body + hers.subject + hers.body


def test_run_twice_or_after_three_days_of_sleep_each_letter_is_written_once(
    busy: Clinic, noon: time_machine.Traveller
) -> None:
    run_pass(busy.store, plan())
    assert run_pass(busy.store, plan("two")).letters == 0
    noon.shift(timedelta(days=3))
    later = TODAY + timedelta(days=3)
    assert run_pass(busy.store, plan(day=later)).letters == 2
    days = [letter.day for letter in letters(busy.store)]
    assert sorted(days) == [TODAY, TODAY, later, later], "none for the days it slept"
    overdue = [letter for letter in letters(busy.store) if letter.day == later]
    assert all("1 overdue" in letter.subject for letter in overdue), "and nothing is missing"


@pytest.mark.both
def test_two_machines_at_once_do_the_work_once(busy: Clinic) -> None:
    start, done = Barrier(2), list[Outcome]()

    def work(machine: str) -> None:
        start.wait()
        done.append(run_pass(busy.store, plan(machine)))

    machines = [Thread(target=work, args=(name,)) for name in ("one", "two")]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()
    assert len(letters(busy.store)) == 2
    assert sum(outcome.letters for outcome in done) == 2
    with busy.store.reading() as db:
        assert [held.day for held in db.scalars(select(Pass))] == [TODAY]


def test_a_second_machine_keeps_out_while_the_first_one_beats(
    busy: Clinic, noon: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def meanwhile(store: Store, plan_: Plan) -> int:
        seen.append(run_pass(store, plan("two")).held_by)
        return 0

    monkeypatch.setattr(passing, "_write_letters", meanwhile)
    run_pass(busy.store, plan("one"))
    assert seen == ["one"]


@pytest.mark.parametrize("step", ["derive_all", "_write_letters", "_purge", "_finish"])
def test_a_pass_that_dies_is_taken_over_and_loses_nothing(
    busy: Clinic, noon: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(passing, step, lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run_pass(busy.store, plan("one"))
    with busy.store.reading() as db:
        assert last_pass(db) is None, "Today says so"
    assert run_pass(busy.store, plan("two")).held_by == "one", "it may still be at work"
    noon.shift(passing.SILENT + timedelta(seconds=1))
    assert run_pass(busy.store, plan("two")).held_by == ""
    assert len(letters(busy.store)) == 2
    with busy.store.reading() as db:
        assert last_pass(db) is not None


def test_dying_between_two_letters_writes_the_other_one_later(
    busy: Clinic, noon: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = list[int]()

    def second_fails(*args: object, **kwargs: object) -> bool:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return write_letter(*args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(passing, "write_letter", second_fails)
        run_pass(busy.store, plan())
    assert len(letters(busy.store)) == 1
    noon.shift(passing.SILENT + timedelta(seconds=1))
    run_pass(busy.store, plan())
    assert len({letter.user_id for letter in letters(busy.store)}) == 2


@pytest.mark.both
def test_a_pass_killed_again_and_again_writes_each_letter_once(
    busy: Clinic, database: str, noon: time_machine.Traveller
) -> None:
    """R28, with kill -9: a little later each time, until one comes through."""
    for number in range(6):
        who = busy.person(Role.NURSE, f"Nurse {number}")
        busy.case(next_who=str(who.user), next_on="2026-11-19")
    finished = 0
    for round_ in range(KILLS):
        hears, says = Pipe(duplex=False)
        at = datetime.now(UTC)
        worker = AHEAD.Process(target=pass_over, args=(database, plan(), at, says))
        worker.start()
        says.close()
        assert hears.recv() == 0
        time.sleep(0.02 * (round_ % 10))
        worker.kill()
        worker.join()
        with suppress(EOFError):
            finished += hears.recv()
        noon.shift(passing.SILENT + timedelta(seconds=1))
    assert finished < KILLS, "it was killed at its work"
    assert run_pass(busy.store, plan("two")).held_by == ""
    written = [letter.user_id for letter in letters(busy.store)]
    assert len(written) == len(set(written)) == 8
    assert verify(busy.store).problems == []


def test_the_pass_puts_wrong_lines_right(busy: Clinic, noon: time_machine.Traveller) -> None:
    with busy.store.writing() as db:
        db.execute(text("UPDATE agenda SET due_on = '2026-12-24'"))
        db.commit()
    done = run_pass(busy.store, plan())
    assert done.righted == 4
    assert verify(busy.store).problems == []
    assert len(letters(busy.store)) == 2, "written after the dates were put right"


def test_who_left_or_said_no_gets_no_letter_and_without_mail_nobody_does(
    busy: Clinic, noon: time_machine.Traveller
) -> None:
    assert run_pass(busy.store, plan(letters=False)).letters == 0
    with busy.store.writing() as db:
        dana, rosa = busy.people["Dana Cole"].user, busy.rosa.user
        db.execute(text(f"INSERT INTO reminders (user_id, digest) VALUES ({dana}, false)"))
        db.commit()
    run_pass(busy.store, plan())
    assert [letter.user_id for letter in letters(busy.store)] == [rosa]


def test_what_is_old_is_purged(clinic: Clinic, noon: time_machine.Traveller) -> None:
    with clinic.store.writing() as db:
        claim(db, "old", user=clinic.rosa.user)
        db.commit()
    assert run_pass(clinic.store, plan()).purged == 0
    noon.shift(timedelta(days=8))
    assert run_pass(clinic.store, plan(day=TODAY + timedelta(days=8))).purged == 1
    with clinic.store.reading() as db:
        assert db.scalars(select(FormToken)).all() == []
    assert len(PURGES) >= 4
