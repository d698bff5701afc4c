"""What people hear outside the pages: a private calendar, letters, and that dates were checked."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from make import TODAY, Clinic
from pages import Visitor
from sqlalchemy import text

from casetrack.rules.notices import Morning
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.commands.letters import note_refused, take_letter, write_letter
from casetrack.store.commands.people import disable_user
from casetrack.store.due import Plan, run_pass
from casetrack.store.session import Store
from casetrack.web.calendar import READERS

SignIn = Callable[..., Visitor]
SECRETS = ("Zoe", "Quill", "Z.Q.", "canarymab", "Canary", "Lakeside", "Call")


@pytest.fixture
def dated(clinic: Clinic) -> str:
    """A case with a step of Rosa's whose every word is the patient's."""
    code = clinic.case(initials="Z.Q.", drug="canarymab", diagnosis="Canary disease")
    said = {"next_what": "Call Zoe Quill", "waiting_on": "Lakeside Hospital"}
    clinic.do(code, Action.PLAN_NEXT, next_on="2026-11-24", by=None, **said)
    return code


@pytest.fixture(autouse=True)
def nobody_has_asked() -> Iterator[None]:
    READERS._asked.clear()
    yield
    READERS._asked.clear()


def events(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar, read as RFC 5545 says and not by who wrote it."""
    found: list[dict[str, str]] = []
    for line in data.decode().replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][name] = value
    return found


def subscribed(visitor: Visitor) -> str:
    """The address of the visitor's new calendar, without the host."""
    page = visitor.press(visitor.get("/me"), "Make an address")
    return page.one("#feed")["value"].removeprefix("http://127.0.0.1:8000")


def test_a_calendar_tells_code_and_day_and_nothing_of_the_patient(
    app: Flask, clinic: Clinic, sign_in: SignIn, dated: str
) -> None:
    address = subscribed(sign_in(clinic.rosa))
    response = app.test_client().get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"].startswith("private")
    [event] = events(response.data)
    assert event["SUMMARY"] == f"{dated}: chase (our target)"
    assert event["DTSTART;VALUE=DATE"] == "20261124"
    assert event["UID"].endswith("@127.0.0.1")
    assert event["DTSTAMP"].endswith("Z")
    text = response.get_data(as_text=True)
    assert all(secret not in text for secret in SECRETS)
    assert all(line.endswith("\r") for line in text.split("\n")[:-1])
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_a_step_keeps_its_place_in_the_calendar_when_it_moves(
    app: Flask, clinic: Clinic, sign_in: SignIn, dated: str
) -> None:
    address = subscribed(sign_in(clinic.rosa))
    client = app.test_client()
    [before] = events(client.get(address).data)
    clinic.do(dated, Action.PLAN_NEXT, next_on="2026-12-01")
    [after] = events(client.get(address).data)
    assert before["UID"] == after["UID"]
    assert after["DTSTART;VALUE=DATE"] == "20261201"
    assert client.get(address).data == client.get(address).data, "equal as long as nothing moves"


def test_an_address_ends_when_it_is_renewed_ended_or_its_owner_leaves(
    app: Flask, clinic: Clinic, sign_in: SignIn, dated: str, store: Store
) -> None:
    visitor, client = sign_in(clinic.rosa), app.test_client()
    first = subscribed(visitor)
    page = visitor.press(visitor.get("/me"), "Make a new address")
    second = page.one("#feed")["value"].removeprefix("http://127.0.0.1:8000")
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    page = visitor.press(page, "End this address")
    assert "You have no calendar address" in page.text
    assert client.get(second).status_code == 404
    third = subscribed(visitor)
    with store.writing() as db:
        disable_user(db, clinic.rosa.user, by=clinic.person(Role.ADMIN))
        db.commit()
    assert client.get(third).status_code == 404


def test_the_database_alone_does_not_give_the_address_away(
    clinic: Clinic, sign_in: SignIn, store: Store
) -> None:
    token = subscribed(sign_in(clinic.rosa)).removeprefix("/calendar/").removesuffix(".ics")
    with store.reading() as db:
        row = db.execute(text("SELECT * FROM reminders")).one()
    assert token not in map(str, row)
    assert len(token) == 64


def test_whoever_guesses_or_hammers_is_held_back(
    app: Flask, clinic: Clinic, sign_in: SignIn, dated: str
) -> None:
    address, client = subscribed(sign_in(clinic.rosa)), app.test_client()
    for guess in range(READERS.most):
        assert client.get(f"/calendar/{guess:064}.ics").status_code == 404
    response = client.get(address)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2)):
        assert client.get(address).status_code == 200


def test_nobodys_calendar_shows_a_case_that_is_no_longer_theirs(
    app: Flask, clinic: Clinic, sign_in: SignIn, dated: str
) -> None:
    shah = clinic.person(Role.PHYSICIAN, "Anil Shah")
    clinic.do(dated, Action.PLAN_NEXT, next_who=str(shah.user))
    address, client = subscribed(sign_in(shah)), app.test_client()
    assert dated in client.get(address).get_data(as_text=True)
    clinic.do(dated, Action.PLAN_NEXT, next_who=str(clinic.rosa.user))
    assert dated not in client.get(address).get_data(as_text=True)


def test_the_calendar_page_lists_six_weeks_by_day_with_the_holidays(
    clinic: Clinic, sign_in: SignIn, dated: str
) -> None:
    visitor = sign_in(clinic.rosa)
    page = visitor.get("/calendar")
    lines = [row.text for row in page.all("tbody tr")]
    assert lines[0].startswith("Tue Nov 24, 2026 Chase Lakeside Hospital: Call Zoe Quill")
    assert lines[1].startswith("Thu Nov 26, 2026 Thanksgiving")
    assert "Nothing dated in this range" in visitor.get("/calendar?set=law").text
    assert "Nothing dated in this range" not in visitor.get("/calendar?view=team").text
    assert "An administrator sees no patient data" in sign_in(Role.ADMIN).get("/calendar").text


def test_the_morning_letter_can_be_stopped_and_wanted_again(
    clinic: Clinic, sign_in: SignIn
) -> None:
    visitor = sign_in(clinic.rosa)
    page = visitor.get("/me")
    assert "Mail is not set up in this installation" in page.text
    page = visitor.press(page, "Stop the letter")
    assert "You do not get it." in page.text
    assert "You get it." in visitor.press(page, "Send me the letter").text


def test_today_says_when_the_daily_pass_did_not_come(
    clinic: Clinic, sign_in: SignIn, store: Store
) -> None:
    visitor = sign_in(clinic.rosa)
    assert "Dates may be stale: they have never been checked" in visitor.get("/today").text
    run_pass(store, Plan(day=TODAY, machine="one", site="http://x", letters=False))
    page = visitor.get("/today")
    assert "stale" not in page.text
    clinic.case()
    assert "Dates last checked 12:00 PM." in visitor.get("/today").text
    with time_machine.travel(datetime(2026, 11, 21, 15, tzinfo=UTC)):
        late = sign_in(clinic.rosa).get("/today")
        assert "Dates may be stale: last checked Nov 19, 2026, 12:00 PM" in late.text
        assert "casetrack due run" in late.text


def test_a_clock_that_went_back_is_said_on_today_and_logged(
    clinic: Clinic, sign_in: SignIn, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """R29: what has passed by a wrong clock does not pass in silence."""
    run_pass(store, Plan(day=TODAY, machine="one", site="http://x", letters=False))
    assert "clock is wrong" not in sign_in(clinic.rosa).get("/today").text
    with time_machine.travel(datetime(2026, 11, 19, 16, 50, tzinfo=UTC)):
        page = sign_in(clinic.rosa).get("/today")
    assert "This machine's clock is wrong: dates were checked Nov 19, 2026, 12:00 PM" in page.text
    assert "Dates last checked" not in page.text
    assert "the clock shows" in caplog.text
    with time_machine.travel(datetime(2026, 11, 19, 16, 56, tzinfo=UTC)):
        assert "clock is wrong" not in sign_in(clinic.rosa).get("/today").text, "within 5 minutes"


def test_an_administrator_sees_what_did_not_get_through_and_tries_again(
    clinic: Clinic, sign_in: SignIn, store: Store
) -> None:
    said = Morning("subject", "body")
    with store.writing() as db:
        write_letter(db, clinic.rosa.user, "digest", said, day=TODAY, domain="x")
        taken = take_letter(db)
        assert taken
        note_refused(db, taken.id, "550 no such user", for_good=True)
        db.commit()
    admin = sign_in(Role.ADMIN)
    page = admin.get("/letters")
    for words in ("Nov 19, 2026", "Rosa Ortiz", "550 no such user", "Given up"):
        assert words in page.text
    page = admin.press(page, "Try again the letter to Rosa Ortiz of Nov 19, 2026")
    assert "Given up" not in page.text
    sign_in(Role.COORDINATOR).get("/letters", status=403)
