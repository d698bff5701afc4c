"""Single keys do nothing until somebody wants them, and nothing while one types (WCAG 2.1.4)."""

import re

from browser.conftest import Enter
from browser.looks import faults
from playwright.sync_api import expect


def test_letters_typed_on_today_do_nothing_until_they_are_switched_on(enter: Enter) -> None:
    page = enter("tom.becker")
    page.goto("/today")
    for key in "gcn?/":
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("/today$"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body")

    page.goto("/me")
    page.get_by_role("button", name="Switch shortcuts on").click()
    expect(page.get_by_text("They are on")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Shortcuts")
    expect(listed).to_contain_text("Next row of a list")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()

    page.keyboard.press("g")
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("/cases$"))
    rows = page.locator("main tbody tr")
    for row in (0, 1):
        page.keyboard.press("n")
        expect(rows.nth(row).locator("a").first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("gt?n")
    expect(page.locator("#find")).to_have_value("gt?n")

    page.goto("/me")
    page.get_by_role("button", name="Switch shortcuts off").click()
    expect(page.get_by_text("They are off.", exact=True)).to_be_visible()
    page.keyboard.press("?")
    expect(listed).to_have_count(0)
