"""Typed text is only ever text: it is shown as it was typed, and nothing in it runs (R26)."""

import json
import re

import pytest
from browser.conftest import Enter
from browser.served import Served
from browser.steps import read_chart, start_case
from browser.watch import Watch
from playwright.sync_api import Browser, Page, expect
from shared_data import shared

CANARY = """{{7*7}}'"><img src=x onerror=alert(1)><svg onload=alert(2)>"""
SCRIPT = "</textarea><script>alert(3)</script>"
ADDRESS = "javascript:alert(4)"
NAUGHTY: list[str] = json.loads(shared("hostile/text/blns_even.json").read_text())
DANGEROUS = [one for one in NAUGHTY if "alert" in one and one.isprintable()]
FIRST = {
    "initials": "<b>X",
    "diagnosis": CANARY,
    "drug": SCRIPT,
    "doctor": ADDRESS,
    "next_what": CANARY,
}
BARE = [f".kind-{kind}" for kind in ("date", "rough", "whole", "decimal", "trial", "link")]
OTHERS = [*BARE, "[name^=mark]", *(f"[name={name}]" for name in FIRST)]
TEXT_FIELDS = f"main form.form :is(input[type=text], textarea):not({', '.join(OTHERS)})"
# Types a text into each of the fields that can be seen, by turns, and says which were typed.
TYPE = """([fields, texts]) => [...document.querySelectorAll(fields)]
  .filter((one) => one.checkVisibility()).map((one, number) => {
    const text = texts[number % texts.length];
    one.value = text;
    one.dispatchEvent(new Event("input", {bubbles: true}));
    return text;
  })"""
ROWS = ("trials", "prior_therapy", "allergies", "alternatives", "evidence", "labs")
SECTIONS = ("patient", "wishes", "trials", "disease", "pregnancy", "plan", "narrative", "company")


def canaries(page: Page) -> list[str]:
    """A text for every text field of the page's own form: as much of it as the field takes."""
    typed = list(page.evaluate(TYPE, [TEXT_FIELDS, [CANARY, SCRIPT, ADDRESS, *DANGEROUS]]))
    assert typed, f"no field for text on {page.url}"
    return typed


def save(page: Page) -> None:
    page.locator("main form.form .btn-primary").first.click()
    expect(page.get_by_role("status")).to_contain_text(re.compile("Saved|Added"))


def test_markup_and_script_are_shown_wherever_they_go_and_never_run(enter: Enter) -> None:
    page = enter()
    code = start_case(page, **FIRST)
    typed = set(FIRST.values())
    for section in SECTIONS:
        page.goto(f"/cases/{code}/facts/{section}")
        typed.update(canaries(page))
        save(page)
    for section in ROWS:
        page.goto(f"/cases/{code}/facts/{section}/add")
        typed.update(canaries(page))
        save(page)
    places = (
        "",
        "/history",
        "/papers/manufacturer-request",
        "/papers/manufacturer-request/read",
        "/facts/alternatives",
        "/removed",
    )
    shown = ""
    for place in places:
        page.goto(f"/cases/{code}{place}")
        shown += page.locator("body").inner_text()
        assert page.locator("main :is(img[src=x], svg[onload], script)").count() == 0
        assert page.locator("a[href^='javascript' i]").count() == 0
    page.goto("/cases?life=all")
    listed = page.locator("main").inner_text()
    assert CANARY in listed
    assert SCRIPT in listed
    unseen = {text for text in typed if " ".join(text.split()) not in " ".join(shown.split())}
    assert unseen == set()
    page.goto("/cases?q=" + "%22%3E%3Cscript%3Ealert(5)%3C/script%3E")
    expect(page.get_by_text("No case matches")).to_contain_text('"><script>alert(5)</script>')


def test_a_chart_with_script_in_it_is_shown_and_never_run(enter: Enter) -> None:
    page = enter()
    code = start_case(page, **FIRST)
    for name in ("hostile/json/narrative_xss.json", "hostile/xml/ccda_narrative_xss.xml"):
        read_chart(page, code, name)
        assert page.locator("main :is(img, iframe, script)").count() == 0


@pytest.mark.parametrize(
    "planted",
    [
        "document.body.innerHTML += '<img src=x onerror=alert(1)>'",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'alert(1)'}))",
        "fetch('http://127.0.0.1:1/')",
        "void alert(1)",
        "void setTimeout(() => { throw new Error('lost') })",
        "console.error('something is wrong')",
    ],
)
def test_what_would_betray_a_script_is_noticed(
    chromium: Browser, served: Served, planted: str
) -> None:
    context = chromium.new_context(base_url=served.address)
    watch = Watch(context, served.address)
    page = context.new_page()
    page.goto("/sign-in")
    assert watch.problems == []
    page.evaluate(f"() => {{ {planted} }}")
    for _ in range(250):
        if watch.problems:
            break
        page.wait_for_timeout(20)  # lets the browser's reports come in
    context.close()
    assert watch.problems
