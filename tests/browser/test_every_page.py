"""Every page that `casetrack routes` names, and every refusal, is one that anybody can use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from browser.conftest import DESKTOP, Enter, NewContext
from browser.looks import faults, lend_axe
from browser.served import UPLOAD_MB, Served
from playwright.sync_api import Page, expect
from shared_data import shared
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from casetrack.web.door import CONVERTERS
from casetrack.web.routes import every_route

NO_PAGE = re.compile(r"\.(pdf|ics|csv)$|/file$|^/static/|^/session$")
PAGES = [r.address for r in every_route() if r.method == "GET" and not NO_PAGE.search(r.address)]
ADMINISTRATION = ("/accounts", "/access-log", "/letters", "/rules/")
OF_ADMINISTRATORS = [address for address in PAGES if address.startswith(ADMINISTRATION)]
LOW = {**DESKTOP, "height": 200}  # what is below is laid out like the rest, and not painted
LINKS = "(those) => [...document.querySelectorAll(those)].map((a) => a.pathname + a.search)"
BEFORE_SIGNING_IN = {"/sign-in"}
OF_PHYSICIANS = {"/cases/<code>/safety/<int:number>/judge"}
BY_BUTTON_ONLY = {
    "/cases/<code>/papers/<paper:key>/preview",
    "/organizations/<int:number>/shipped",  # when casetrack ships something new about it
}


@dataclass
class Walk:
    """Follows every link to a kind of page not seen before."""

    page: Page
    routes: Map = field(
        default_factory=lambda: Map([Rule(a, endpoint=a) for a in PAGES], converters=CONVERTERS)
    )
    seen: set[tuple[str, ...]] = field(default_factory=set)
    stood_on: set[str] = field(default_factory=set)

    def through(self, *starts: str) -> Iterator[tuple[str, bool]]:
        """Each page it stands on: its route, and whether it is the first of that route."""
        for start in starts:
            ahead = [start]
            while ahead:
                address = ahead.pop(0)
                self.seen.add(self._kind(address))
                self.page.goto(address)
                ahead += self._new(links_of(self.page), besides=ahead)
                route = self._kind(urlsplit(self.page.url).path)[0]
                first = route not in self.stood_on
                self.stood_on.add(route)
                yield route, first

    def _new(self, links: list[str], *, besides: list[str]) -> Iterator[str]:
        known = self.seen | {self._kind(address) for address in besides}
        for link in links:
            kind = self._kind(link)
            if kind not in known and kind != ("",):
                known.add(kind)
                yield link

    def _kind(self, address: str) -> tuple[str, ...]:
        try:
            route, told = self.routes.bind("").match(address.partition("?")[0])
        except HTTPException:
            return ("",)
        differ = {"action", "kind"}
        differ |= {"number"} if "/stages/" in route else set()
        differ |= (
            {"key"} if route.endswith(("<key>", "/<int:number>")) and "/facts/" in route else set()
        )
        return (route, *(str(told[name]) for name in sorted(differ & told.keys())))


def organization(page: Page, named: str) -> str:
    page.goto(f"/organizations?q={named}")
    return links_to(page, "/organizations/")[-1]


def something_typed(page: Page) -> str:
    """The list of drafts, with one on it."""
    page.goto("/library/add")
    page.locator("#name").fill("Half a name")
    page.locator("#name").blur()
    expect(page.get_by_text("Your typing is saved as a draft").first).to_be_visible()
    return "/drafts"


def discard_drafts(page: Page) -> None:
    """Whoever looks at Today next finds it as it was."""
    page.goto("/drafts")
    ways_out = page.get_by_role("button", name="Discard")
    for left in range(ways_out.count(), 0, -1):
        ways_out.first.click()
        expect(ways_out).to_have_count(left - 1)


def references_read(page: Page) -> str:
    page.goto("/library/add")
    references = shared("pubmed/desmoid_defi_36884323.nbib")
    page.get_by_label("References").set_input_files(references)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="Choose what to enter")).to_be_visible()
    return urlsplit(page.url).path


def contacts_read(page: Page) -> str:
    """A list of contacts that waits to be chosen from."""
    page.goto("/organizations/list")
    page.get_by_label("The list holds").select_option("Manufacturer")
    page.get_by_label("List", exact=True).set_input_files(shared("lists/synthetic_directory_a.csv"))
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", name="Choose what to enter")).to_be_visible()
    return urlsplit(page.url).path


def links_of(page: Page) -> list[str]:
    return links_to(page, "/")


def links_to(page: Page, begin: str) -> list[str]:
    return list(page.evaluate(LINKS, f"a[href^='{begin}']"))


def test_a_coordinator_can_use_and_reach_every_page(enter: Enter, served: Served) -> None:
    page = enter("rosa.ortiz", viewport=LOW)
    lend_axe(page)
    codes = served.codes
    walk = Walk(page)
    starts = [f"/cases/{codes['kr']}", f"/cases/{codes['gathering']}/charts", "/cases?life=all"]
    starts += [f"/cases/{codes[name]}" for name in ("emergency", "held", "trial-first")]
    starts += [f"/cases/{codes['on-treatment']}/stages/6", f"/cases/{codes['follow-up']}/stages/7"]
    starts += ["/search?q=desmoid", organization(page, "FDA"), organization(page, "Northlight")]
    starts += [something_typed(page), references_read(page), contacts_read(page)]
    starts += [f"/cases/{codes['kr']}/papers/question-list/v/1"]
    wrong = [
        fault
        for _, first in walk.through(*starts)
        for fault in faults(page, by_axe=first, leaving=True)
    ]
    assert wrong == []
    unseen = set(PAGES) - {kind[0] for kind in walk.seen}
    assert unseen == {
        *OF_ADMINISTRATORS,
        *BEFORE_SIGNING_IN,
        *BY_BUTTON_ONLY,
        *OF_PHYSICIANS,
    }
    discard_drafts(page)


def test_so_can_the_physician_who_judges(enter: Enter, served: Served) -> None:
    page = enter("grace.lindqvist")
    page.goto(f"/cases/{served.codes['on-treatment']}/safety")
    page.get_by_role("link", name="Faint").click()
    wrong = faults(page)
    page.get_by_role("link", name="Judge the event").click()
    expect(page.get_by_role("button", name="Judge the event")).to_be_visible()
    assert wrong + faults(page) == []


def test_so_can_an_administrator(enter: Enter) -> None:
    page = enter("sam.whitfield", viewport=LOW)
    lend_axe(page)
    walk = Walk(page)
    wrong = [
        fault
        for route, _ in walk.through("/accounts")
        if route.startswith(ADMINISTRATION)
        for fault in faults(page, leaving=True)
    ]
    assert wrong == []
    assert {kind[0] for kind in walk.seen} >= set(OF_ADMINISTRATORS)


def test_so_is_the_page_one_signs_in_at(context: NewContext) -> None:
    page = context().new_page()
    page.goto("/cases")
    assert faults(page) == []
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert faults(page) == []


def test_so_is_a_preview_while_it_is_made_and_when_it_is_there(
    enter: Enter, served: Served
) -> None:
    page = enter()
    page.goto(f"/cases/{served.codes['emergency']}/papers/manufacturer-request")
    page.get_by_role("button", name="Preview").click()
    wrong = faults(page)
    expect(page.get_by_role("button", name="Freeze version")).to_be_visible()
    page.get_by_role("button", name="Freeze version").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert wrong + faults(page) == []


def test_so_is_every_refusal(enter: Enter, served: Served, tmp_path: Path) -> None:
    page = enter("dana.cole")
    case = f"/cases/{served.codes['due-today']}"
    wrong = []
    for address, status in (
        ("/accounts", 403),
        ("/cases/EA-1999-001", 404),
        ("/no/such/page", 404),
        ("/sign-out", 405),
    ):
        response = page.goto(address)
        assert response
        assert response.status == status
        expect(page.get_by_role("link", name="Go to your cases")).to_be_visible()
        wrong += faults(page)
    page.goto(f"{case}/facts/condition")
    page.locator("#weight").fill("heavy")
    page.get_by_role("button", name="Save performance status").click()
    expect(page.get_by_role("alert")).to_be_focused()
    wrong += faults(page)
    too_big = tmp_path / "big.json"
    too_big.write_bytes(b" " * (UPLOAD_MB + 3) * 1_000_000)
    page.goto(f"{case}/charts")
    page.get_by_label("Chart file").set_input_files(too_big)
    page.get_by_role("button", name="Read chart").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This file is too big")
    wrong += faults(page)
    assert wrong == []


def test_what_is_hard_to_see_or_hit_is_found_on_a_page_that_passed(enter: Enter) -> None:
    """Looks that have passed are not judged again: another look is, wherever it stands."""
    page = enter()
    page.goto("/help")
    assert faults(page) == []
    page.locator("header button").first.evaluate("(one) => { one.textContent = '' }")
    page.locator("main p").first.evaluate("(one) => { one.style.color = '#999' }")
    page.locator("main p").last.evaluate("(one) => { one.style.width = '400px' }")
    page.locator("header button").last.evaluate(
        "(one) => { one.style.cssText = 'height: 20px; min-height: 0; padding: 0' }"
    )
    found = "\n".join(faults(page))
    assert [
        w
        for w in ("insufficient color contrast", "wider", "too small", "discernible text")
        if w not in found
    ] == []
