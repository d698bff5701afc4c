"""Signing in: guesses are counted before they are weighed, and never lock the owner out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from make import PASSWORD, Clinic
from sqlalchemy import text

from casetrack.rules.people import SYSTEM, Role
from casetrack.store import passwords
from casetrack.store.acts import now
from casetrack.store.commands.people import (
    add_user,
    choose_password,
    disable_user,
    enable_user,
    set_password,
    set_roles,
)
from casetrack.store.commands.signin import (
    Credentials,
    confirm,
    renew,
    sign_in,
    sign_out,
    touch,
)
from casetrack.store.queries.people import Presence, presence
from casetrack.store.refusals import Refused
from casetrack.store.session import Store
from casetrack.store.tables import Attempt
from casetrack.store.tokens import digest

NOON = "2026-11-19T17:00:00+00:00"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def rosa(clinic: Clinic, clock: time_machine.Traveller) -> Credentials:
    email = clinic.email(clinic.rosa)
    return Credentials(email=email, password=PASSWORD, device="", address="10.0.0.1")


def live(store: Store, token: str, *, idle: int = 15) -> Presence | None:
    with store.reading() as db:
        return presence(
            db,
            token,
            idle=timedelta(minutes=idle),
            longest=timedelta(hours=12),
            physicians_see_all=False,
        )


def guess(store: Store, given: Credentials, times: int) -> list[str]:
    said = []
    for number in range(times):
        with pytest.raises(Refused) as refused:
            sign_in(store, replace(given, password=f"wrong guess number {number}"))
        said.append(str(refused.value))
    return said


def test_every_mismatch_says_the_same(store: Store, rosa: Credentials) -> None:
    said = guess(store, rosa, 1) + guess(store, replace(rosa, email="nobody@example.org"), 1)
    assert len(set(said)) == 1
    assert "not right" in said[0]


def test_after_five_wrong_tries_even_the_right_password_waits(
    store: Store, rosa: Credentials, clock: time_machine.Traveller
) -> None:
    assert all("not right" in words for words in guess(store, rosa, 5))
    with pytest.raises(Refused, match="Wait 15 minutes"):
        sign_in(store, rosa)
    clock.shift(timedelta(minutes=14))
    with pytest.raises(Refused, match="Wait 1 minutes"):
        sign_in(store, rosa)
    clock.shift(timedelta(minutes=2))
    assert sign_in(store, rosa).session


def test_a_stranger_does_not_lock_the_owner_out(store: Store, rosa: Credentials) -> None:
    known = replace(rosa, device=sign_in(store, rosa).device)
    for number in range(30):
        stranger = replace(rosa, address=f"203.0.113.{number}", password="not it at all")
        with pytest.raises(Refused):
            sign_in(store, stranger)
    assert sign_in(store, known).session, "the owner's own browser gets in"


def test_guesses_from_many_places_are_slowed_together(store: Store, rosa: Credentials) -> None:
    weighed = 0
    for number in range(40):
        with pytest.raises(Refused) as refused:
            sign_in(store, replace(rosa, address=f"203.0.113.{number}", password="not it at all"))
        weighed += "not right" in str(refused.value)
    assert weighed == 20


def test_ones_own_sign_in_gives_a_network_no_new_guesses(store: Store, rosa: Credentials) -> None:
    bucket = digest(f"network\0{rosa.address}")
    with store.writing() as db:
        db.add_all(Attempt(bucket=bucket, at=now()) for _ in range(99))
        db.commit()
    assert sign_in(store, rosa).session
    assert "not right" in guess(store, replace(rosa, email="b@example.org"), 1)[0]
    assert "Too many" in guess(store, replace(rosa, email="c@example.org"), 1)[0]


@pytest.mark.both
def test_parallel_guesses_count_as_well(store: Store, rosa: Credentials) -> None:
    def once(number: int) -> bool:
        try:
            sign_in(store, replace(rosa, password=f"parallel guess {number}"))
        except Refused as refused:
            return "not right" in str(refused)
        return False

    with ThreadPoolExecutor(8) as pool:
        weighed = sum(pool.map(once, range(16)))
    assert weighed <= 5


def test_a_session_ends_by_idling_and_by_age(
    store: Store, rosa: Credentials, clock: time_machine.Traveller
) -> None:
    token = sign_in(store, rosa).session
    clock.shift(timedelta(minutes=14))
    assert live(store, token)
    touch(store, token)
    clock.shift(timedelta(minutes=14))
    assert live(store, token), "use keeps it alive"
    clock.shift(timedelta(minutes=2))
    assert live(store, token) is None

    token = sign_in(store, rosa).session
    for _ in range(12 * 6 - 1):
        clock.shift(timedelta(minutes=10))
        touch(store, token)
        assert live(store, token)
    clock.shift(timedelta(minutes=11))
    touch(store, token)
    assert live(store, token) is None, "twelve hours are the most"


def test_a_clock_that_went_back_ends_sessions_and_never_extends_them(
    store: Store, rosa: Credentials, clock: time_machine.Traveller
) -> None:
    """R29."""
    token = sign_in(store, rosa).session
    clock.shift(timedelta(minutes=-4))
    assert live(store, token), "a clock that was set right"
    clock.shift(timedelta(days=-1))
    assert live(store, token) is None
    assert live(store, sign_in(store, rosa).session), "whoever signs in again goes on"


def test_signing_out_disabling_and_new_roles_end_sessions_at_once(
    store: Store, clinic: Clinic, rosa: Credentials
) -> None:
    clinic.person(Role.ADMIN)
    tokens = [sign_in(store, rosa).session for _ in range(3)]
    with store.writing() as db:
        sign_out(db, tokens[0])
        db.commit()
    assert [live(store, token) is None for token in tokens] == [True, False, False]
    with store.writing() as db:
        set_roles(db, clinic.rosa.user, roles=[Role.NURSE], physician=None, by=SYSTEM)
        db.commit()
    assert [live(store, token) for token in tokens] == [None] * 3
    token = sign_in(store, rosa).session
    with store.writing() as db:
        disable_user(db, clinic.rosa.user, by=SYSTEM)
        db.commit()
    assert live(store, token) is None
    with pytest.raises(Refused, match="not right"):
        sign_in(store, rosa)


def test_somebody_who_comes_back_signs_in_and_a_new_password_ends_the_old_one(
    store: Store, clinic: Clinic, rosa: Credentials
) -> None:
    token = sign_in(store, rosa).session
    with store.writing() as db:
        with pytest.raises(Refused, match="characters"):
            set_password(db, clinic.rosa.user, password="short", by=SYSTEM)
        set_password(db, clinic.rosa.user, password="maple thimble orbit lantern", by=SYSTEM)
        disable_user(db, clinic.rosa.user, by=SYSTEM)
        enable_user(db, clinic.rosa.user, by=SYSTEM)
        db.commit()
    assert live(store, token) is None
    with pytest.raises(Refused, match="not right"):
        sign_in(store, rosa)
    assert sign_in(store, replace(rosa, password="maple thimble orbit lantern"))


def test_ones_own_password_is_chosen_with_the_old_one_and_ends_every_session(
    store: Store, clinic: Clinic, rosa: Credentials
) -> None:
    token, own = sign_in(store, rosa).session, "maple thimble orbit lantern"
    confirm(store, rosa)
    with store.writing() as db:
        for wrong, why in ((PASSWORD, "now"), ("short", "characters")):
            with pytest.raises(Refused, match=why):
                choose_password(db, clinic.rosa.user, password=wrong, by=clinic.rosa)
        choose_password(db, clinic.rosa.user, password=own, by=clinic.rosa)
        renewed = renew(db, clinic.rosa.user, device="nobody's").session
        db.commit()
    assert live(store, token) is None
    present = live(store, renewed)
    assert present
    assert not present.given
    with pytest.raises(Refused, match="not the password"):
        confirm(store, rosa)
    with store.writing() as db:
        set_password(db, clinic.rosa.user, password="another orbit thimble maple", by=SYSTEM)
        db.commit()
    given = sign_in(store, replace(rosa, password="another orbit thimble maple"))
    present = live(store, given.session)
    assert present
    assert present.given, "somebody else knows it"


def test_confirming_counts_wrong_tries_as_signing_in_does(store: Store, rosa: Credentials) -> None:
    for number in range(5):
        with pytest.raises(Refused, match="not the password"):
            confirm(store, replace(rosa, password=f"wrong guess number {number}"))
    with pytest.raises(Refused, match="Too many wrong tries"):
        confirm(store, rosa)


def test_a_token_is_stored_only_as_its_hash(store: Store, rosa: Credentials) -> None:
    given = sign_in(store, rosa)
    with store.reading() as db:
        kept = [
            str(row)
            for table in ("sessions", "devices")
            for row in db.execute(text(f"SELECT * FROM {table}"))
        ]
    assert not any(given.session in row or given.device in row for row in kept)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "password1234567",
        "passwordpassword",
        "qwertyuiopasdfgh",
        "aaaaaaaaaaaaaaaaaaaa",
        "1234567890123456",
        "rosa.ortiz@example.org",
        "casetrackcasetrack",
        "x" * 201,
    ],
)
def test_common_and_short_passwords_are_refused_with_advice(password: str) -> None:
    assert passwords.problem(password, about=("rosa.ortiz@example.org", "Rosa Ortiz"))


@pytest.mark.parametrize(
    "password", [PASSWORD, "Ünïcode kettle örbit drum", "correct staple lamp 99 river"]
)
def test_long_uncommon_passwords_pass_without_composition_rules(password: str) -> None:
    assert passwords.problem(password, about=("rosa.ortiz@example.org", "Rosa Ortiz")) == ""
    assert passwords.matches(passwords.hashed(password), password)
    assert not passwords.matches(passwords.hashed(password), password + "x")


def test_an_account_is_refused_with_every_reason(clinic: Clinic) -> None:
    assert clinic.rosa
    with clinic.store.writing() as db, pytest.raises(Refused) as refused:
        add_user(db, email="nothing", name=" ", roles=[], password="x", by=SYSTEM)
    assert {r.field for r in refused.value.refusals} == {"email", "name", "roles", "password"}
    with clinic.store.writing() as db, pytest.raises(Refused, match="already an account"):
        add_user(
            db,
            email="ROSA.ORTIZ@example.org",
            name="R",
            roles=[Role.NURSE],
            password=PASSWORD,
            by=SYSTEM,
        )


def test_the_last_administrator_stays(clinic: Clinic) -> None:
    admin = clinic.person(Role.ADMIN)
    for change in ("disable", "roles"):
        with clinic.store.writing() as db, pytest.raises(Refused, match="last administrator"):
            if change == "disable":
                disable_user(db, admin.user, by=SYSTEM)
            else:
                set_roles(db, admin.user, roles=[Role.NURSE], physician=None, by=SYSTEM)
