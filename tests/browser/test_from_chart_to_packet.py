"""The way of a case in a real browser: from a chart to a packet that is on record as sent."""

import re
from urllib.parse import urlsplit

from browser.conftest import NewContext
from browser.hands import Hands, Keyboard, Mouse
from documents.reading import texts
from playwright.sync_api import Page, expect
from shared_data import shared

from casetrack.demo import PASSWORD

CHART = "fhir/desmoid_synthetic_a.json"
COMPANY = "Northlight Therapeutics (invented)"


def test_by_keyboard_alone(context: NewContext) -> None:
    page = context().new_page()
    page.goto("/")
    tell(Keyboard(page))


def test_with_javascript_off(context: NewContext) -> None:
    page = context(java_script_enabled=False).new_page()
    page.goto("/")
    tell(Mouse(page))


def tell(hands: Hands) -> None:
    """The whole story; each part leaves off where the next begins."""
    sign_in(hands)
    code = start_a_case(hands)
    read_the_chart(hands)
    agree(hands, code)
    argue(hands, code)
    name_the_company(hands, code)
    freeze(hands, code)
    send(hands, code)


def sign_in(hands: Hands) -> None:
    hands.write("E-mail", "rosa.ortiz@example.org")
    hands.write("Password", PASSWORD)
    hands.press("Sign in")
    heading(hands, re.compile("^Today, "))


def start_a_case(hands: Hands) -> str:
    hands.follow("Start a case")
    hands.write("Patient's initials", "M.T.")
    hands.write("Year of birth", "1991")
    hands.write("Diagnosis", "Desmoid tumor")
    hands.write("Drug asked for", "zelvivint")
    hands.write("Treating physician", "Anil Shah, MD")
    hands.press("Start case")
    if hands.page.get_by_role("alert").is_visible():  # the other story's patient
        hands.tick(hands.page.get_by_label("This is another patient"))
        hands.press("Start case")
    heading(hands, re.compile(r"M\.T\., EA-\d{4}-\d{3}"))
    return urlsplit(hands.page.url).path.rpartition("/")[2]


def read_the_chart(hands: Hands) -> None:
    hands.follow("Read a chart")
    hands.attach("Chart file", shared(CHART))
    hands.press("Read chart")
    for section in ("6 in diagnosis and biology", "3 in prior therapy", "2 in laboratory values"):
        hands.press(f"Accept {section}")
    for fact in ("Body weight: 150.4 lb", "Penicillin"):
        hands.tick(hands.page.get_by_role("group", name=fact).get_by_label("Accept"))
    hands.tick(hands.page.get_by_role("group", name="Desmoid").get_by_label("Leave"))
    hands.press("Save decisions")
    expect(hands.page.get_by_role("status")).to_contain_text("2 facts taken into the case")


def agree(hands: Hands, code: str) -> None:
    """With a mistake on the way: what is wrong is read first, and leads to its field."""
    page = hands.page
    hands.follow(code)
    hands.follow("Open stage 1")
    hands.follow("Confirm that the physician will request")
    hands.tick(page.get_by_label("Agreed to make the request"))
    hands.write("On which day", "soon")
    hands.press("Save the physician's decision")
    expect(page).to_have_title(re.compile("^Error: "))
    mistake = page.get_by_role("alert").get_by_role("link")
    if isinstance(hands, Keyboard):
        expect(page.get_by_role("alert")).to_be_focused()
        hands.reach(mistake)
        page.keyboard.press("Enter")
        expect(page.get_by_label("On which day")).to_be_focused()
    expect(page.get_by_label("Agreed to make the request")).to_be_checked()
    hands.write("On which day", "today")
    hands.press("Save the physician's decision")
    hands.follow("Record the patient's wishes")
    hands.tick(page.get_by_label("Yes, in writing"))
    hands.write("Given on", "today")
    hands.tick(page.get_by_label("The drug's manufacturer"))
    hands.press("Save patient's wishes and permission")
    hands.follow("Move on")
    hands.write("Why move on with this missing", "The company asks for what we have")
    hands.press("Move on")
    expect(page.get_by_role("status")).to_contain_text("now in stage 2")


def argue(hands: Hands, code: str) -> None:
    hands.follow(code)
    hands.follow("Open stage 2")
    hands.follow("Answer every alternative")
    hands.follow("Change Nirogacestat")
    hands.tick(hands.page.get_by_label("Not suitable"))
    hands.write("Why, in one or two lines", "Ovarian toxicity is not acceptable to the patient")
    hands.press("Save alternative")
    hands.follow(code)
    hands.follow("Open stage 2")
    hands.follow("Write the treatment plan")
    hands.write("Dose", "70 mg")
    hands.write("Schedule", "Once a day, five days a week")
    hands.press("Save treatment and monitoring plan")


def name_the_company(hands: Hands, code: str) -> None:
    hands.follow(code)
    hands.follow("4 Manufacturer")
    hands.follow("Name the manufacturer")
    hands.write("Manufacturer", COMPANY)
    hands.write("Addressed to", "Expanded access office")
    hands.press("Save the manufacturer")


def freeze(hands: Hands, code: str) -> None:
    page = hands.page
    hands.follow(code)
    hands.follow("Request packet")
    expect(page.get_by_role("link", name=re.compile("[Cc]linical history"))).to_be_visible()
    hands.press("Preview")
    expect(page.get_by_role("button", name="Freeze version 1")).to_be_visible()
    assert_is_the_packet(page, str(page.locator("iframe").get_attribute("src")), code)
    hands.write("Why freeze it all the same?", "The company asked for what we have")
    hands.press("Freeze version 1")
    expect(page.get_by_role("status")).to_contain_text("Version 1 is frozen")


def send(hands: Hands, code: str) -> None:
    page = hands.page
    hands.follow("Record sending")
    hands.write("To whom", "Expanded access office")
    hands.tick(page.get_by_label("E-mail"))
    hands.write("Proof of sending", "Message of today")
    hands.press("Record sending")
    expect(page.locator("#next")).to_contain_text(f"Waiting on {COMPANY}")
    hands.follow("Manufacturer request packet v1")
    expect(page.get_by_text("to Expanded access office")).to_be_visible()
    assert_is_the_packet(page, f"/cases/{code}/papers/manufacturer-request/v/1.pdf", code)


def heading(hands: Hands, words: str | re.Pattern[str]) -> None:
    expect(hands.page.get_by_role("heading", level=1)).to_have_text(words)


def assert_is_the_packet(page: Page, address: str, code: str) -> None:
    response = page.request.get(address)
    assert response.headers["content-type"] == "application/pdf"
    pages = texts(response.body())
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    said = " ".join(pages)
    for words in (code, "zelvivint", "70 mg", "sorafenib", "Not suitable", "68.2 kg"):
        assert words in said
    assert "Testcase" not in said
