"""Nothing typed is lost: drafts, two windows, two people, failures, the end of a session (R36)."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from demonstrated import Demonstration
from flask import Flask
from make import PASSWORD, Clinic
from pages import Page, Visitor
from sqlalchemy import select, text

from casetrack import demo, doctor
from casetrack.app import create_app
from casetrack.documents.press import Press
from casetrack.rules.people import SYSTEM, Role
from casetrack.rules.workflow import Action
from casetrack.settings import Settings
from casetrack.store.acts import now
from casetrack.store.commands import drafts as commands
from casetrack.store.commands.cases import grant_access
from casetrack.store.commands.drafts import purge_drafts
from casetrack.store.commands.facts import remove_row
from casetrack.store.commands.people import disable_user
from casetrack.store.errors import Busy
from casetrack.store.session import Store
from casetrack.store.tables import Draft
from casetrack.web import facts

SignIn = Callable[..., Visitor]
SAVE = "Save performance status, weight and height"
TYPED = {"weight": "68.2", "height": "a little over 167"}  # a draft may be half a thought


@pytest.fixture
def code(clinic: Clinic) -> str:
    return clinic.case()


@pytest.fixture
def condition(code: str) -> str:
    """The address of a section's form."""
    return f"/cases/{code}/facts/condition"


@contextmanager
def later(**ago: float) -> Iterator[None]:
    with time_machine.travel(datetime.now(UTC) + timedelta(**ago)):
        yield


def stored(store: Store) -> list[tuple[Any, ...]]:
    with store.reading() as db:
        return [tuple(row) for row in db.execute(text("SELECT * FROM drafts ORDER BY id"))]


def waiting(store: Store) -> list[Draft]:
    with store.reading() as db:
        return list(db.scalars(select(Draft)))


def values(page: Page) -> dict[str, Any]:
    return {name: page.one(f"#{name}")["value"] for name in TYPED}


def test_nobody_else_sees_a_draft_and_its_text_is_not_in_the_database(
    sign_in: SignIn, clinic: Clinic, condition: str
) -> None:
    rosa, dana = sign_in(clinic.rosa), sign_in(Role.NURSE)
    told = rosa.keep(rosa.get(condition), SAVE, TYPED)
    assert told["address"].startswith(condition)
    page = dana.get(condition)
    assert "Rosa Ortiz has an unsaved draft of this form, started Nov 19, 2026, 12:0" in page.text
    assert "Continue" not in page.text
    for address in (condition, told["address"], "/drafts", "/today"):
        assert "a little over" not in dana.get(address).html
    number = told["address"].rpartition("=")[2]
    dana.get(f"/drafts/{number}", status=404)
    stolen = dana.get("/drafts").one("#sign-out [name=csrf]")["value"]
    for way in ("discard", "bring-back"):
        answer = dana.client.post(f"/drafts/{number}/{way}", data={"csrf": stolen})
        assert answer.status_code == 404
    assert "68.2" not in str(stored(clinic.store))
    assert "little" not in str(stored(clinic.store))
    assert values(rosa.get(told["address"])) == TYPED


def test_a_draft_is_offered_by_its_hour_and_gone_on_with_only_when_asked(
    sign_in: SignIn, clinic: Clinic, code: str, condition: str
) -> None:
    visitor = sign_in()
    visitor.keep(visitor.get(condition), SAVE, TYPED)
    with later(minutes=5):
        page = visitor.get(condition)
        assert "You have an unsaved draft from Nov 19, 2026, 12:0" in page.text
        assert values(page) == {"weight": "", "height": ""}, "nothing is filled in unasked"
        listed = visitor.get("/today")
        assert "You have 1 unsaved draft:" in listed.text
        assert f"{code}, Performance status, weight and height, from Nov 19" in listed.text
        page = visitor.get(listed.link("Continue"))
    assert values(page) == TYPED
    assert not page.errors, "a half-filled form does not nag"
    refused = visitor.press(page, SAVE, status=422)
    assert values(refused) == TYPED
    saved = visitor.press(refused, SAVE, height="167")
    assert "Saved" in saved.text
    assert "unsaved draft" not in visitor.get(condition).text + visitor.get("/today").text
    assert stored(clinic.store) == []
    assert clinic.file(code).facts.answers["weight"] == "68.2"


def test_what_is_kept_late_does_not_outlive_the_saving(
    sign_in: SignIn, clinic: Clinic, condition: str
) -> None:
    visitor = sign_in()
    page = visitor.get(condition)
    visitor.keep(page, SAVE, weight="68")
    visitor.press(page, SAVE, weight="68.2")
    assert visitor.keep(page, SAVE, weight="68.2")["at"] == ""
    assert stored(clinic.store) == []
    kept = visitor.press(page, "Save as draft", weight="70")
    assert kept.one("#weight")["value"] == "70", "pressed on purpose after Back, it is kept"


def test_two_windows_keep_two_drafts(sign_in: SignIn, condition: str) -> None:
    visitor = sign_in()
    one, two = visitor.get(condition), visitor.get(condition)
    visitor.keep(one, SAVE, weight="61")
    visitor.keep(two, SAVE, weight="62")
    visitor.keep(one, SAVE, weight="63")
    page = visitor.get(condition)
    continues = [a["href"] for a in page.all(".draft-note a")]
    assert sorted(visitor.get(a).one("#weight")["value"] for a in continues) == ["62", "63"]
    same = [visitor.get(continues[0]) for _ in range(2)]
    for number, window in enumerate(same):
        visitor.keep(window, SAVE, weight=f"7{number}")
    page = visitor.get(condition)
    found = [visitor.get(a["href"]).one("#weight")["value"] for a in page.all(".draft-note a")]
    assert {"70", "71"} <= set(found), "going on in two windows loses neither"


def test_without_script_a_button_keeps_the_draft(
    sign_in: SignIn, code: str, condition: str
) -> None:
    visitor = sign_in()
    page = visitor.get(f"{condition}?back=manufacturer-request")
    for weight in ("68", "69"):
        page = visitor.press(page, "Save as draft", weight=weight)
        assert "Saved as a draft. The form itself is not saved yet" in page.text
        assert page.one("#weight")["value"] == weight
    assert {field["value"] for field in page.all("[name=back]")} == {"manufacturer-request"}
    assert "You have 1 unsaved draft:" in visitor.get("/today").text, "one, however often kept"
    assert "weight" not in visitor.get(f"/cases/{code}/history").text.lower()


def test_a_discarded_draft_can_be_brought_back(sign_in: SignIn, condition: str) -> None:
    visitor = sign_in()
    visitor.keep(visitor.get(condition), SAVE, TYPED)
    page = visitor.get(condition)
    discard = next(b for b in page.all(".draft-note button") if "Discard" in b.text)
    page = visitor.press(page, discard.text)
    assert page.address == condition
    assert "Draft discarded" in page.text
    assert "unsaved draft" not in visitor.get("/today").text
    page = visitor.get("/drafts")
    back = next(b for b in page.all("button") if "Bring back" in b.text)
    visitor.press(page, back.text)
    assert values(visitor.get(visitor.get(condition).link("Continue"))) == TYPED


def test_what_somebody_else_saved_meanwhile_stands_beside_the_draft(
    sign_in: SignIn, clinic: Clinic, code: str, condition: str
) -> None:
    clinic.say(code, weight="69", ecog="1")
    rosa, dana = sign_in(clinic.rosa), sign_in(Role.NURSE)
    rosa.keep(rosa.get(condition), SAVE, weight="68.2")
    dana.press(dana.get(condition), SAVE, weight="70.1", ecog="2")
    page = rosa.get(rosa.get(condition).link("Continue"))
    assert page.one("#weight")["value"] == "68.2"
    assert "Nurse One saved Nov 19, 2026, 12:0" in page.one("#weight-meanwhile").text
    assert "70.1 kg" in page.one("#weight-meanwhile").text
    assert "checked" in page.one("#ecog-2"), "what nobody touched is what is stored"
    conflict = rosa.press(page, SAVE, status=409)
    assert [legend.text for legend in conflict.all("legend")] == ["Weight"]
    rosa.press(conflict, "Save what I chose")
    answers = clinic.file(code).facts.answers
    assert (answers["weight"], answers["ecog"]) == ("68.2", "2")


def test_after_seven_days_a_draft_is_gone(sign_in: SignIn, clinic: Clinic, condition: str) -> None:
    visitor = sign_in()
    visitor.keep(visitor.get(condition), SAVE, TYPED)
    with later(days=6, hours=23), clinic.store.writing() as db:
        purge_drafts(db, now())
        db.commit()
    assert len(stored(clinic.store)) == 1
    with later(days=7, minutes=1):
        again = sign_in()
        assert "unsaved draft" not in again.get(condition).text + again.get("/drafts").text
        with clinic.store.writing() as db:
            purge_drafts(db, now())
            db.commit()
    assert stored(clinic.store) == []


def test_a_draft_of_a_case_one_may_no_longer_see_is_not_offered(
    sign_in: SignIn, clinic: Clinic, code: str, condition: str
) -> None:
    doctor = clinic.person(Role.PHYSICIAN)

    def show(*, active: bool) -> None:
        with clinic.store.writing() as db:
            number = clinic.file(code).id
            grant_access(db, number, user_id=doctor.user, active=active, by=clinic.rosa)
            db.commit()

    show(active=True)
    visitor = sign_in(doctor)
    told = visitor.keep(visitor.get(condition), SAVE, TYPED)
    number = told["address"].rpartition("=")[2]
    assert "a little over" in visitor.get(f"/drafts/{number}").text
    show(active=False)
    for address in (f"/drafts/{number}", told["address"]):
        visitor.get(address, status=404)
    assert code not in visitor.get("/today").text + visitor.get("/drafts").text
    show(active=True)
    assert values(visitor.get(told["address"])) == TYPED


def test_with_another_key_a_draft_says_so_and_is_no_error(
    sign_in: SignIn,
    clinic: Clinic,
    condition: str,
    settings: Settings,
    press: Press,
    tmp_path: Path,
) -> None:
    visitor = sign_in(clinic.rosa)
    visitor.keep(visitor.get(condition), SAVE, TYPED)
    elsewhere = Settings(data_dir=tmp_path, database_url=settings.database_url)
    other = Visitor(create_app(elsewhere, store=clinic.store, press=press).test_client())
    other.sign_in(clinic.email(clinic.rosa), PASSWORD)
    number = stored(clinic.store)[0][0]
    for address in (condition, "/today", "/drafts", f"/drafts/{number}"):
        page = other.get(address)
        assert (
            "can no longer be opened, because the key of this installation was changed" in page.text
        )
        assert "Continue" not in page.text
    assert values(other.get(f"{condition}?draft={number}")) == {"weight": "", "height": ""}


def test_a_draft_moved_to_somebody_else_does_not_open(
    sign_in: SignIn, clinic: Clinic, condition: str
) -> None:
    rosa, dana = sign_in(clinic.rosa), clinic.person(Role.NURSE)
    rosa.keep(rosa.get(condition), SAVE, TYPED)
    with clinic.store.writing() as db:
        db.execute(text(f"UPDATE drafts SET user_id = {dana.user}"))
        db.commit()
    thief = sign_in(dana)
    assert "can no longer be opened" in thief.get(condition).text
    assert "a little over" not in thief.get("/drafts").html


@pytest.mark.parametrize("way", ["idle", "absolute", "signed out"])
def test_a_form_sent_after_the_session_ended_waits_for_its_author(
    app: Flask, sign_in: SignIn, clinic: Clinic, code: str, condition: str, way: str
) -> None:
    browser = sign_in(clinic.rosa)
    page = browser.get(condition)
    if way == "signed out":
        browser.press(browser.get("/today"), "Sign out")
    with later(hours=13 if way == "absolute" else 0.4):
        asked = browser.press(page, SAVE, TYPED)
        assert asked.heading == "Sign in"
        assert "What you typed is kept as a draft" in asked.text
        if way != "signed out":
            assert "You were signed out at 1" in asked.text
        assert "a little over" not in asked.html, "nothing of it is in the page"
        elsewhere = clinic.person(Role.NURSE)
        other = browser.press(asked, "Sign in", email=clinic.email(elsewhere), password=PASSWORD)
        assert values(other) == {"weight": "", "height": ""}
        assert "a little over" not in other.html + browser.get("/drafts").html
        browser.press(other, "Sign out")
        again = browser.press(asked, "Sign in", email=clinic.email(clinic.rosa), password=PASSWORD)
        assert values(again) == TYPED
        assert "weight" not in clinic.file(code).facts.answers, "it takes a fresh press to save"
        browser.press(again, SAVE, height="167")
    assert clinic.file(code).facts.answers["weight"] == "68.2"
    assert stored(clinic.store) == []


def test_a_form_left_open_while_somebody_else_signed_in_is_kept_for_who_opened_it(
    sign_in: SignIn, clinic: Clinic, code: str, condition: str
) -> None:
    dana = clinic.person(Role.NURSE)
    browser = sign_in(clinic.rosa)
    page = browser.get(condition)
    browser.press(browser.get("/today"), "Sign out")
    browser.sign_in(clinic.email(dana), PASSWORD)
    refused = browser.press(page, SAVE, TYPED, status=403)
    assert "saved as a draft for the person who opened the form" in refused.text
    assert "/drafts/" not in refused.html
    browser.press(page, "Save as draft", TYPED, status=403)
    browser.keep(page, SAVE, TYPED)
    assert "unsaved draft:" not in browser.get("/today").text
    assert "weight" not in clinic.file(code).facts.answers
    rosa = sign_in(clinic.rosa)
    assert values(rosa.get(rosa.get(condition).link("Continue"))) == TYPED


def test_ones_own_form_from_before_one_signed_in_again_goes_on(
    sign_in: SignIn, clinic: Clinic, condition: str
) -> None:
    browser = sign_in(clinic.rosa)
    page = browser.get(condition)
    browser.press(browser.get("/today"), "Sign out")
    browser.sign_in(clinic.email(clinic.rosa), PASSWORD)
    again = browser.press(page, SAVE, TYPED)
    assert "You signed in again meanwhile" in again.text
    assert values(again) == TYPED


def test_nobody_keeps_a_draft_without_the_secret_of_a_session_of_theirs(
    app: Flask, sign_in: SignIn, clinic: Clinic, condition: str
) -> None:
    rosa = sign_in(clinic.rosa)
    page = rosa.get(condition)
    stranger = Visitor(app.test_client())
    for csrf in ("", "x", "\u00e9"):
        sent = {"csrf": csrf, "draft": "k", "weight": "1"}
        for more in ({}, {"keep": "script"}, {"keep": "button"}):
            answer = stranger.client.post(condition, data=sent | more)
            assert answer.status_code in (200, 303)
    late = stranger.client.post(condition, data={"draft": "k", "weight": "1"})
    assert "was not saved" in stranger.get(late.headers["Location"]).text
    form = page.form(SAVE)
    true = form.one("[name=csrf]")
    sent = {"csrf": true["value"], "draft": "k", "keep": "script"}
    foreign = rosa.client.post(condition, data=sent, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    with clinic.store.writing() as db:
        disable_user(db, clinic.rosa.user, by=SYSTEM)
        db.commit()
    assert rosa.keep(page, SAVE, TYPED) == {"at": "", "left": 0}
    assert stored(clinic.store) == []


def test_a_draft_that_is_too_long_or_one_too_many_is_refused_in_words(
    sign_in: SignIn, clinic: Clinic, condition: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST", 2)
    visitor = sign_in()
    page = visitor.get(condition)
    assert "at most 500,000" in visitor.keep(page, SAVE, weight="x" * 600_000)["trouble"]
    assert stored(clinic.store) == []
    for _ in range(2):
        assert visitor.keep(visitor.get(condition), SAVE, TYPED)["at"]
    told = visitor.keep(page, SAVE, TYPED)
    assert "2 drafts already. Save or discard some" in told["trouble"]
    refused = visitor.press(page, "Save as draft", TYPED, status=409)
    assert "Save or discard some of them first" in refused.text


def test_a_failure_keeps_the_typing_and_says_so_only_if_it_is_true(
    app: Flask,
    sign_in: SignIn,
    clinic: Clinic,
    code: str,
    condition: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("K.R. has a secret")

    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(app, "testing", False)
    visitor = sign_in()
    page = visitor.get(condition)
    for failing, status in ((fail, 500), (busy, 503)):
        with monkeypatch.context() as broken:
            broken.setattr(facts, "save_answers", failing)
            told = visitor.press(page, SAVE, TYPED | {"height": "167"}, status=status)
            assert "Your typing is saved as a draft" in told.text
            assert visitor.get(told.link("Go on with it")).one("#weight")["value"] == "68.2"
            broken.setattr("casetrack.web.drafting.keep_draft", failing)
            told = visitor.press(page, SAVE, TYPED | {"height": "167"}, status=status)
            assert "is saved as a draft" not in told.text
    assert "weight" not in clinic.file(code).facts.answers
    saved = visitor.press(told, "Try again")
    assert "Saved" in saved.text, "the button sends the same form once more"
    assert clinic.file(code).facts.answers["weight"] == "68.2"


def test_a_form_whose_row_or_case_has_gone_is_kept_to_be_read(
    sign_in: SignIn, clinic: Clinic, code: str, condition: str
) -> None:
    number = clinic.row(code, "therapy", treatment="Sorafenib")
    visitor = sign_in()
    row = visitor.get(f"/cases/{code}/facts/prior_therapy/{number}")
    section = visitor.get(condition)
    with clinic.store.writing() as db:
        remove_row(db, clinic.file(code).id, number, by=clinic.rosa)
        db.commit()
    gone = visitor.press(row, "Save line of therapy", status=404, dose="400 mg, twice a day")
    read = visitor.get(gone.link("read what you typed"))
    assert "400 mg, twice a day" in read.text
    assert "Treatment" in read.text
    clinic.do(code, Action.CLOSE, close_reason="withdrawn")
    closed = visitor.press(section, SAVE, TYPED, status=403)
    assert "This case is closed" in closed.text
    assert "a little over 167" in visitor.get(closed.link("read what you typed")).text


def test_passwords_are_never_kept(sign_in: SignIn, clinic: Clinic, visitor: Visitor) -> None:
    admin = sign_in(Role.ADMIN)
    page = admin.get("/accounts/add")
    told = admin.keep(page, "Add account", name="New Nurse", password="violet drum orbit kettle")
    again = admin.get(told["address"])
    assert again.one("#name")["value"] == "New Nurse"
    assert not again.one("#password").get("value")
    asked = visitor.get("/sign-in")
    assert not asked.all("[name=draft], script[src*=typing]")
    forged = {"csrf": asked.one("[name=csrf]")["value"], "draft": "k", "keep": "script"}
    visitor.client.post("/sign-in", data=forged | {"email": "a@b.example", "password": "x" * 20})
    assert len(stored(clinic.store)) == 1


@pytest.mark.parametrize("way", ["changed", "the same"])
def test_changed_after_going_back_a_form_is_another_form(
    sign_in: SignIn, clinic: Clinic, code: str, way: str
) -> None:
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/allergies/add")
    for substance in ("Penicillin", "Penicillin", "Peanuts" if way == "changed" else "Penicillin"):
        visitor.press(page, "Save allergy", substance=substance)
    rows = clinic.file(code).facts.rows["allergy"]
    expected = {"Penicillin", "Peanuts"} if way == "changed" else {"Penicillin"}
    assert {row.answers["substance"] for row in rows} == expected
    assert len(rows) == len(expected)


def test_the_foot_says_when_one_is_signed_out_and_use_puts_it_off(
    sign_in: SignIn, clinic: Clinic, condition: str
) -> None:
    visitor = sign_in()
    assert "You will be signed out at 12:15 PM if you do nothing" in visitor.get("/help").text
    with later(minutes=14):
        page = visitor.get(condition)
        assert "You will be signed out at 12:29 PM if you do nothing" in page.text
        told = visitor.client.get("/session").get_json()
        assert told["ends"] == "12:29 PM"
        assert 880 <= told["left"] <= 900
        assert not told["final"]
    with later(minutes=28):
        assert visitor.keep(page, SAVE, TYPED)["left"] >= 890, "typing is use"
    with later(minutes=44):
        assert visitor.client.get("/session").get_json() == {"left": 0}
    visitor = sign_in()
    for minutes in range(10, 12 * 60, 10):
        with later(minutes=minutes):
            told = visitor.client.get("/session").get_json()
    assert told["final"]
    with later(minutes=11 * 60 + 55):
        page = visitor.get("/help")
    assert "You will be signed out at 12:00 AM, 12 hours after you signed in" in page.text


def test_doctor_says_how_many_drafts_there_are_and_what_does_not_open(
    sign_in: SignIn, clinic: Clinic, condition: str, settings: Settings, tmp_path: Path
) -> None:
    visitor = sign_in()
    visitor.keep(visitor.get(condition), SAVE, TYPED)
    elsewhere = Settings(data_dir=tmp_path, database_url=settings.database_url)
    for using, closed in ((settings, False), (elsewhere, True)):
        with clinic.store.reading() as db:
            said = " ".join(finding.what for finding in doctor._drafts(using, db))
        assert "1 drafts wait" in said
        assert ("1 drafts do not open" in said) is closed


def test_the_demonstration_has_typing_to_go_on_with(
    demonstration: Demonstration, tmp_path: Path, press: Press
) -> None:
    demonstration.copy_to(tmp_path)
    settings = Settings(data_dir=tmp_path)
    with closing(Store(settings.database)) as store:
        app = create_app(settings, store=store, press=press)
        (begun,) = {row.kept_at.date() for row in waiting(store)}
        assert begun >= datetime.now(UTC).date() - timedelta(days=1), "it waits from the loading on"
        for who, field, begins, saves in (
            ("rosa.ortiz", "answer", "Transferred twice.", "Log contact"),
            ("dana.cole", "visit_found", "Stood up slowly", "Save visit or call"),
        ):
            visitor = Visitor(app.test_client())
            visitor.come_in(f"{who}@example.org", demo.PASSWORD)
            today = visitor.get("/today")
            page = visitor.get(today.link("Continue"))
            assert f", {page.heading}, from " in today.text.partition("1 unsaved draft: EA-")[2]
            assert page.one(f"#{field}").text.lstrip().startswith(begins)
            more = {"chase_on": "+2wd"} if who == "rosa.ortiz" else {}
            assert "Error" not in visitor.press(page, saves, more).text
            assert "unsaved draft" not in visitor.get("/today").text
        assert waiting(store) == []
        rosa = Visitor(app.test_client())
        rosa.come_in("rosa.ortiz@example.org", demo.PASSWORD)
        view = rosa.get(rosa.get("/cases").link("With the company"))
        assert view.one("nav.views [aria-current]").text == "With the company"
