"""Steps that several stories begin with, by mouse."""

from playwright.sync_api import Page, expect
from shared_data import shared

DESMOID = "fhir/desmoid_synthetic_a.json"


def start_case(page: Page, **typed: str) -> str:
    """A new case with these first facts; its code."""
    page.goto("/cases/start")
    for name, text in {"initials": "K.R.", "doctor": "Anil Shah, MD", **typed}.items():
        page.locator(f"main [name={name}]").fill(text)
    page.get_by_role("button", name="Start case").click()
    if page.get_by_label("This is another patient").is_visible():
        page.get_by_label("This is another patient").check()
        page.get_by_role("button", name="Start case").click()
    expect(page.get_by_role("status")).to_contain_text("started")
    return page.url.rsplit("/", 1)[1]


def read_chart(page: Page, code: str, name: str = DESMOID) -> None:
    """Stands on the page of what the chart proposes."""
    page.goto(f"/cases/{code}/charts")
    page.get_by_label("Chart file").set_input_files(shared(name))
    page.get_by_role("button", name="Read chart").click()
    page.wait_for_url("**/charts/*")
