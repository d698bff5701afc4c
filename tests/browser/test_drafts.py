"""Typing survives a killed page and the end of a session, with script or without (ux.md 16, 17)."""

import re
from datetime import UTC, datetime, timedelta

from browser.conftest import PHONE, Enter, NewContext
from browser.looks import faults
from browser.served import Served
from playwright.sync_api import Page, expect
from sqlalchemy import update

from casetrack.demo import PASSWORD
from casetrack.store.session import Store
from casetrack.store.tables import Session
from casetrack.store.tokens import digest

SAVED = "Your typing is saved as a draft. Last saved "
SAVE = "Save performance status, weight and height"
TYPED = {"#weight": "68.2", "#height": "a little over 167", "#ecog_on": "last week"}


def open_form(page: Page, served: Served) -> str:
    address = f"/cases/{served.codes['gathering']}/facts/condition"
    page.goto(address)
    return address


def sign_in(page: Page) -> None:
    page.get_by_label("E-mail").fill("dana.cole@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def type_in(page: Page) -> None:
    for field, text in TYPED.items():
        page.locator(field).fill(text)


def shows_the_typing(page: Page) -> None:
    for field, text in TYPED.items():
        expect(page.locator(field)).to_have_value(text)


def age_session(page: Page, served: Served, **ago: timedelta) -> None:
    """As if this browser's session had been used last, or begun, so long ago."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "casetrack-session")
    store = Store(served.settings.database)
    with store.writing() as db:
        at = {name: datetime.now(UTC) - long for name, long in ago.items()}
        db.execute(update(Session).where(Session.token == digest(token)).values(**at))
        db.commit()
    store.close()


def test_a_killed_page_is_gone_on_with(enter: Enter, served: Served) -> None:
    page = enter("dana.cole")
    page.clock.install()
    address = open_form(page, served)
    type_in(page)
    page.clock.fast_forward(6_000)
    expect(page.get_by_text(SAVED)).to_be_visible()
    again = page.context.new_page()
    page.close()
    again.goto(address)
    offer = again.get_by_role("region", name="Drafts")
    expect(offer).to_contain_text(re.compile(r"unsaved draft from \w+ \d+, \d{4}, \d+:\d\d [AP]M"))
    assert faults(again) == []
    offer.get_by_role("link", name="Continue").first.click()
    shows_the_typing(again)
    assert faults(again) == []
    again.locator("#weight").fill("heavy")
    again.locator("#height").focus()  # leaving a field keeps it
    expect(again.get_by_text(SAVED)).to_be_visible()
    again.get_by_role("button", name="Discard it").click()
    expect(again.get_by_role("status")).to_contain_text("Draft discarded")


def test_a_press_is_not_lost_to_the_line_that_says_what_was_saved(
    enter: Enter, served: Served
) -> None:
    """On a phone the line stands above the button: nothing may move under a thumb."""
    page = enter("dana.cole", viewport=PHONE)
    open_form(page, served)
    button = page.get_by_role("button", name=SAVE)
    place = "(one) => one.getBoundingClientRect().top + scrollY"
    before = button.evaluate(place)
    page.locator("#weight").fill("68.2")
    page.locator("#height").focus()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert button.evaluate(place) == before
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("#height").fill("167")
    button.hover()
    page.mouse.down()
    expect(button).to_be_focused()
    with page.expect_navigation():
        page.mouse.up()
    assert sent.count("POST") == 1, "the press sends the form; no draft is sent on the way to it"


def test_a_warning_comes_before_sign_out_and_one_key_puts_it_off(
    context: NewContext, served: Served
) -> None:
    browser = context()
    page, other = browser.new_page(), browser.new_page()
    page.clock.install()
    page.goto("/sign-in")
    sign_in(page)
    address = open_form(page, served)
    other.goto("/help")
    type_in(page)
    warning = page.get_by_role("dialog", name="You will be signed out at")
    page.clock.fast_forward(12 * 60_000)
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.evaluate("keepAll()")  # an answer still under way would put the end off once more
    expect(warning).to_have_count(0)
    page.clock.fast_forward(13 * 60_000 + 5_000)  # the clock runs on beside it
    expect(warning).to_contain_text("Your typing is saved.")
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Space")
    expect(warning).to_have_count(0)
    page.clock.fast_forward(13 * 60_000 + 5_000)  # the clock runs on beside it
    expect(warning).to_have_count(1)
    page.keyboard.press("Escape")
    expect(warning).to_have_count(0)
    shows_the_typing(page)
    age_session(page, served, seen_at=timedelta(minutes=16))
    page.clock.fast_forward(3 * 60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_role("status")).to_contain_text("What you typed is kept as a draft")
    sign_in(page)
    shows_the_typing(page)
    assert page.url.startswith(f"{served.address}{address}?draft=")
    age_session(page, served, started_at=timedelta(hours=23, minutes=59))
    page.reload()
    expect(warning).to_contain_text("so this cannot be put off")
    expect(warning.get_by_role("button", name="Stay signed in")).to_have_count(0)
    warning.get_by_role("button", name="Close this and finish").click()
    other.reload()
    other.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_without_script_a_form_sent_too_late_comes_back_half_filled(
    context: NewContext, served: Served
) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto("/sign-in")
    sign_in(page)
    open_form(page, served)
    expect(page.get_by_role("contentinfo")).to_contain_text("You will be signed out at")
    type_in(page)
    age_session(page, served, seen_at=timedelta(minutes=16))
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("status")).to_contain_text("What you typed is kept as a draft")
    sign_in(page)
    shows_the_typing(page)
    page.get_by_role("button", name="Save as draft").first.click()
    expect(page.get_by_role("status")).to_contain_text("Saved as a draft")
    shows_the_typing(page)
