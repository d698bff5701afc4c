"""The same pages on paper and on a phone."""

import re
from unicodedata import normalize

from browser.conftest import PHONE, Enter
from browser.served import Served
from documents.reading import as_drawn
from playwright.sync_api import Page, expect

LETTER = {
    "format": "Letter",
    "margin": dict.fromkeys(("top", "right", "bottom", "left"), "0.5in"),
}
CUT = """() => [...document.querySelectorAll("main *:not(.visually-hidden)")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1 && one.clientWidth
    && getComputedStyle(one).overflowX !== "visible").map((one) => one.outerHTML.slice(0, 90))"""

BESIDE = """(panel) => {
  const edge = document.querySelector(panel).getBoundingClientRect().right;
  return [...document.querySelectorAll(`${panel} *`)]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > edge)
    .map((one) => one.outerHTML.slice(0, 90)); }"""


def printed(page: Page) -> str:
    """The words of the page as the browser prints it, without the spaces."""
    page.emulate_media(media="print")
    pdf = page.pdf(**LETTER)  # type: ignore[arg-type]  # as Playwright has them
    return "".join(normalize("NFKC", as_drawn(pdf)).split())  # without ligatures


def test_a_case_is_printed_whole_and_without_what_only_a_screen_needs(
    enter: Enter, served: Served
) -> None:
    page = enter()
    page.goto(f"/cases/{served.codes['kr']}")
    words = printed(page)
    for gone in ("Signout", "Findacase", "Skiptomaincontent", "Helpwiththispage", "Onthispage"):
        assert gone not in words
    for kept in (
        served.codes["kr"],
        "Blockers",
        "4Manufacturer",
        "nuclearbeta-catenin",
        "AnilShah",
    ):
        assert kept in words
    page.set_viewport_size({"width": 720, "height": 960})  # what a letter page has room for
    assert page.evaluate(CUT) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("navigation").first).to_be_hidden()


def test_the_packet_read_as_a_page_is_printed_whole(enter: Enter, served: Served) -> None:
    page = enter()
    page.goto(f"/cases/{served.codes['kr']}/papers/manufacturer-request/read")
    on_screen = page.locator("article").inner_text()
    words = printed(page)
    assert "Signout" not in words
    lines = {"".join(line.split()) for line in on_screen.splitlines()}
    lost = {line for line in lines if len(line) > 12 and line not in words}
    assert len(lost) < len(lines) / 20, lost  # a line may be broken by a page's end
    page.set_viewport_size({"width": 720, "height": 960})
    assert page.evaluate(CUT) == []


def test_a_phone_shows_the_next_action_before_anything_is_scrolled(
    enter: Enter, served: Served
) -> None:
    page = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    for name in served.codes:
        page.goto(f"/cases/{served.codes[name]}")
        action = page.locator("#next .next-line, #next .btn-primary").last
        box = action.bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"], name
    page.goto("/cases")
    expect(page.get_by_role("link", name="Start a case")).to_be_in_viewport()
    expect(page.get_by_role("row").nth(1)).to_be_in_viewport()


def test_today_shows_what_is_due_before_anything_is_scrolled(enter: Enter, served: Served) -> None:
    """ux.md, checks 1 and 2."""
    page = enter()
    page.goto("/today")
    expect(page.locator(".stale")).to_have_count(0)  # whoever serves has checked the dates
    counts = page.get_by_text(re.compile(r"^\d+ overdue, \d+ due today, \d+ in the next 7 days\."))
    expect(counts).to_be_in_viewport()
    rows = page.locator("main > table tbody tr")
    days = []
    for row in rows.all()[:6]:
        expect(row.locator(".what a").first).to_be_in_viewport()
        assert re.match(r"[A-Z][a-z]+ \w", row.locator(".what a").first.inner_text()), "a verb"
        assert re.search(r"EA-\d{4}-\d{3}", row.locator(".whose").inner_text())
        expect(row.locator(".who-does")).to_have_text("You")
        when = row.locator(".when").inner_text()
        assert re.search(r"[A-Z][a-z]{2} \d{1,2}, \d{4}", when), "each is dated"
        days.append("overdue" in when)
    assert len(days) == 6
    assert days[0]
    assert days == sorted(days, reverse=True), "overdue comes first"
    row = rows.nth(12)
    row.locator(".what a").first.scroll_into_view_if_needed()
    before = row.inner_text(), page.evaluate("scrollY")
    row.locator(".what a").first.click()
    expect(page).not_to_have_url(re.compile("/today$"))
    page.go_back()
    expect(row.locator(".what a").first).to_be_in_viewport()
    assert (row.inner_text(), page.evaluate("scrollY")) == before, "the same row at its place"
    words = printed(page)
    assert "overdue" in words
    assert "setbylaw" in words
    for gone in ("Changedate", "Handover", "Startacase", "Team("):
        assert gone not in words


def test_every_open_case_has_one_move_and_it_is_ours_or_theirs(enter: Enter) -> None:
    """ux.md, checks 3 and 4."""
    page = enter()
    codes = set()
    for cells in _cells_of(page, "/cases"):
        when, whose, following = cells[:3]
        code = re.search(r"EA-\d{4}-\d{3}", whose)
        assert code
        codes.add(code[0])
        assert re.match(r"[A-Z][a-z]{2} \d+, \d{4}", when), cells
        what, who = following.rsplit("\n", 1)
        assert what.strip(), cells
        waits = what.startswith("Waiting on ")
        assert who.endswith(" chases") if waits else re.match(r"\w+ \w+$", who), cells
    assert len(codes) > 12
    moves = {view: _moves(page, view) for view in ("mine", "team", "waiting")}
    assert moves["mine"] <= moves["team"]
    assert not moves["team"] & moves["waiting"]
    assert moves["team"] | moves["waiting"] >= codes, "none is without one"


def _cells_of(page: Page, address: str) -> list[list[str]]:
    page.goto(address)
    rows = page.locator("main tbody tr").all()
    return [row.locator("td").all_inner_texts() for row in rows]


def _moves(page: Page, view: str) -> set[str]:
    """The cases whose own next step stands in this view of Today."""
    found = set()
    page.goto(f"/today?view={view}")
    while True:
        for link in page.locator("main a[href*='/do/finish-next']").all():
            found.add(str(link.get_attribute("href")).split("/")[2])
        ahead = page.get_by_role("link", name="Next 50")
        if not ahead.count():
            return found
        ahead.click()


def test_today_on_a_phone_begins_with_the_first_action(enter: Enter) -> None:
    page = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto("/today")
    expect(page.locator("main tbody .what a").first).to_be_in_viewport()
    expect(page.get_by_role("link", name="Done").first).to_be_in_viewport()
    page.keyboard.type("gtncj?/")
    expect(page).to_have_url(re.compile("/today$"))


def test_what_is_read_to_fda_is_filled_in_on_a_phone(enter: Enter, served: Served) -> None:
    page = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto(f"/cases/{served.codes['emergency-calling']}/emergency")
    expect(page.get_by_role("group", name="What the physician finds")).to_be_visible()
    for width in (PHONE["width"], 320):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        assert page.evaluate(BESIDE, "#step-fda") == [], f"at {width}"


def test_a_phone_opens_its_menu(enter: Enter) -> None:
    page = enter(viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto("/cases")
    register = page.get_by_role("navigation", name="Main").get_by_role("link", name="Contacts")
    expect(register).to_be_hidden()
    page.get_by_text("Menu", exact=True).tap()
    register.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contacts and organizations")


def test_a_field_of_the_worksheet_is_copied_by_key_and_ticked_next(
    enter: Enter, served: Served
) -> None:
    page = enter("priya.rao", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/cases/{served.codes['fda']}/fda/worksheet")
    page.get_by_role("button", name="Copy: Indication").press("Enter")
    expect(page.get_by_role("button", name="Copied: Indication")).to_be_focused()
    shown = page.locator("#text-indication").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == shown
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#on-indication")).to_be_focused()
    expect(page.locator("#on-indication")).to_be_checked()
    assert "Copied" not in printed(page), "paper has no buttons"
