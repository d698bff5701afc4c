"""The outbox and a real mail server: sent once, tried again, given up in the open (R28)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
import time_machine
from conftest import NOON
from make import TODAY, Clinic
from smtp import MailServer, mail_server

from casetrack.mail import Delivered, Post, Unsent, deliver, post_of
from casetrack.rules.notices import Morning
from casetrack.rules.people import Role
from casetrack.settings import Settings
from casetrack.store.acts import now
from casetrack.store.commands.letters import (
    HOLD,
    PAUSES,
    send_again,
    take_letter,
    write_letter,
)
from casetrack.store.commands.people import disable_user
from casetrack.store.queries.notices import post
from casetrack.store.session import Store
from casetrack.store.tables import Letter, State

SAID = Morning("casetrack: 1 overdue, 0 due today", "Thursday\n\n1 overdue.\n")


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def letter(clinic: Clinic, noon: time_machine.Traveller) -> int:
    """A letter to Rosa in the outbox."""
    return written(clinic, clinic.rosa.user)


def written(clinic: Clinic, user: int, kind: str = "digest") -> int:
    with clinic.store.writing() as db:
        assert write_letter(db, user, kind, SAID, day=TODAY, domain="clinic.example")
        db.commit()
    with clinic.store.reading() as db:
        return max(one.id for one in db.query(Letter).all())


def via(server: MailServer, **changed: object) -> Post:
    said = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": ""}
    said |= {"password": "", "sender": "desk@clinic.example", "patience": 0.5, **changed}
    return Post(**said)  # type: ignore[arg-type]


def state_of(store: Store, number: int) -> tuple[State, int, str]:
    with store.reading() as db:
        found = db.get_one(Letter, number)
        return found.state, found.tries, found.said


def test_a_letter_reaches_its_person_once(clinic: Clinic, server: MailServer, letter: int) -> None:
    assert deliver(clinic.store, via(server)) == Delivered(sent=1)
    assert deliver(clinic.store, via(server)) == Delivered()
    [taken] = server.taken
    assert taken["To"] == clinic.email(clinic.rosa)
    assert taken["From"] == "desk@clinic.example"
    assert taken["Subject"] == SAID.subject
    assert taken["Message-ID"].endswith("@clinic.example>")
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken["Date"] == "Thu, 19 Nov 2026 17:00:00 +0000"
    assert taken.get_content().replace("\r\n", "\n") == SAID.body
    assert state_of(clinic.store, letter) == (State.SENT, 1, "")


def test_the_same_letter_is_not_written_twice(clinic: Clinic, letter: int) -> None:
    with clinic.store.writing() as db:
        again = write_letter(db, clinic.rosa.user, "digest", SAID, day=TODAY, domain="x")
    assert not again


@pytest.mark.parametrize(
    ("command", "answer", "says", "state"),
    [
        ("RCPT", "550 5.1.1 no such user", "550 5.1.1 no such user", State.FAILED),
        ("RCPT", "451 greylisted, come back", "451 greylisted, come back", State.WAITING),
        ("MAIL", "553 not from here", "553 not from here", State.FAILED),
        ("DATA", "554 refused", "554 refused", State.FAILED),
        ("END", "452 disk full", "452 disk full", State.WAITING),
        ("HELLO", "421 closing", "421 closing", State.WAITING),
        ("EHLO", "DROP", "The connection broke", State.WAITING),
        ("HELLO", "DROP", "The connection broke", State.WAITING),
        ("HELLO", "HANG", "timed out", State.WAITING),
        ("END", "HANG", "timed out", State.WAITING),
        ("END", "DROP", "The connection broke", State.WAITING),
        ("HELLO", "nonsense \xff" + "x" * 9000, "", State.WAITING),
    ],
)
def test_whatever_the_server_does_is_said_in_one_line_and_tried_again_or_given_up(
    clinic: Clinic,
    server: MailServer,
    letter: int,
    command: str,
    answer: str,
    says: str,
    state: State,
) -> None:
    server.answers[command] = answer
    assert deliver(clinic.store, via(server)) == Delivered(refused=1)
    found, tries, said = state_of(clinic.store, letter)
    assert (found, tries) == (state, 1)
    assert says in said
    assert said
    assert "\n" not in said
    assert len(said) <= 300
    server.answers.clear()
    sent = deliver(clinic.store, via(server)).sent
    assert sent == 0, "only after a pause"


def test_a_letter_is_tried_again_after_longer_and_longer_pauses_then_given_up_for_all_to_see(
    clinic: Clinic, server: MailServer, letter: int, noon: time_machine.Traveller
) -> None:
    server.answers["RCPT"] = "450 not now"
    for pause in PAUSES:
        assert deliver(clinic.store, via(server)) == Delivered(refused=1)
        assert deliver(clinic.store, via(server)) == Delivered()
        noon.shift(pause)
    assert deliver(clinic.store, via(server)) == Delivered(refused=1)
    assert state_of(clinic.store, letter)[0] is State.FAILED
    noon.shift(timedelta(days=1))
    assert deliver(clinic.store, via(server)) == Delivered()
    with clinic.store.reading() as db:
        [trouble] = post(db, now=now()).troubled
    assert (trouble.to, trouble.said, trouble.given_up) == ("Rosa Ortiz", "450 not now", True)
    server.answers.clear()
    with clinic.store.writing() as db:
        send_again(db, letter)
        db.commit()
    assert deliver(clinic.store, via(server)) == Delivered(sent=1)


def test_who_dies_while_delivering_leaves_it_to_the_next_under_the_same_message_id(
    clinic: Clinic, server: MailServer, letter: int, noon: time_machine.Traveller
) -> None:
    with clinic.store.writing() as db:
        taken = take_letter(db)
        db.commit()
    assert taken
    via(server).send(
        to=taken.to, subject="s", body="b", message_id=taken.message_id, at=taken.made_at
    )  # the server has it, and we die before we note it
    assert deliver(clinic.store, via(server)) == Delivered(), "it is held"
    noon.shift(HOLD + timedelta(seconds=1))
    assert deliver(clinic.store, via(server)) == Delivered(sent=1)
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.both
def test_two_at_once_never_take_the_same_letter(clinic: Clinic, server: MailServer) -> None:
    people = [clinic.person(Role.NURSE, f"Nurse Number{n}") for n in range(8)]
    for person in people:
        written(clinic, person.user)
    start = Barrier(2)

    def work() -> None:
        start.wait()
        deliver(clinic.store, via(server, patience=5.0))

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(server.taken) == len({one["Message-ID"] for one in server.taken}) == 8


def test_who_left_gets_no_letter(clinic: Clinic, server: MailServer, letter: int) -> None:
    clinic.person(Role.ADMIN)
    with clinic.store.writing() as db:
        disable_user(db, clinic.rosa.user, by=clinic.person(Role.ADMIN))
        db.commit()
    assert deliver(clinic.store, via(server)) == Delivered()
    assert state_of(clinic.store, letter)[0] is State.FAILED
    assert server.taken == []


def test_a_server_that_cannot_be_reached_or_trusted_is_named(server: MailServer) -> None:
    said = {"to": "a@b.example", "subject": "s", "body": "b", "message_id": "<1@x>", "at": now()}
    for changed, says in (
        ({"port": 1}, "cannot be reached"),
        ({"host": "no.such.host.invalid"}, "cannot be reached"),
        ({"security": "tls"}, "No private connection"),
        ({"security": "starttls"}, "lacks what is set"),
        ({"user": "desk", "password": "secret"}, "lacks what is set"),
    ):
        with pytest.raises(Unsent, match=says) as unsent:
            via(server, **changed).send(**said)  # type: ignore[arg-type]
        assert "secret" not in str(unsent.value)
    assert "secret" not in repr(via(server, password="secret"))


def test_nothing_typed_can_add_a_header(server: MailServer) -> None:
    with pytest.raises(Unsent, match="cannot carry"):
        via(server).send(
            to="a@b.example\r\nBcc: c@d.example",
            subject="s",
            body="b",
            message_id="<1@x>",
            at=now(),
        )
    assert server.taken == []


def test_settings_for_mail_are_whole_or_refused() -> None:
    assert not Settings().mails
    for wrong, says in (
        ({"mail_host": "mail.example"}, "letters come from"),
        ({"mail_host": "m", "mail_from": "no address"}, "letters come from"),
        (
            {"mail_host": "m", "mail_from": "a@b.c", "mail_user": "u", "mail_security": "none"},
            "needs mail_security",
        ),
    ):
        with pytest.raises(ValueError, match=says):
            Settings(**wrong)  # type: ignore[arg-type]


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    held = tmp_path / "password"
    held.write_text("from the file\n")
    said = {"mail_host": "m", "mail_from": "a@b.c", "mail_user": "u"}
    assert post_of(Settings(**said, mail_password_file=str(held))).password == "from the file"  # type: ignore[arg-type]
    with pytest.raises(Unsent, match="mail_password_file cannot be read"):
        post_of(Settings(**said, mail_password_file="/nowhere"))  # type: ignore[arg-type]
