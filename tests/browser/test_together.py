"""Two people at two screens: the second sees both values, and nothing typed is lost (R7)."""

from browser.conftest import Enter
from browser.looks import faults
from browser.steps import read_chart, start_case
from playwright.sync_api import Page, expect


def open_section(page: Page, code: str) -> None:
    page.goto(f"/cases/{code}/facts/condition")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save performance status, weight and height").click()


def test_the_second_chooses_and_goes_on(enter: Enter) -> None:
    rosa, dana = enter("rosa.ortiz"), enter("dana.cole")
    code = start_case(rosa)
    open_section(rosa, code)
    open_section(dana, code)
    rosa.locator("#weight").fill("68.2")
    rosa.locator("#height").fill("167")
    dana.locator("#weight").fill("70.1")
    save(dana)
    expect(dana.get_by_role("status")).to_contain_text("Saved")
    with rosa.expect_navigation() as answered:
        save(rosa)
    assert answered.value.status == 409
    expect(rosa.get_by_role("heading", level=1)).to_have_text("Choose what to keep")
    choice = rosa.get_by_role("group", name="Weight")
    expect(choice.get_by_label("You typed")).to_be_checked()
    expect(choice).to_contain_text("68.2 kg")
    expect(choice).to_contain_text("Dana Cole saved")
    assert faults(rosa) == []
    choice.get_by_label("70.1 kg").check()
    rosa.get_by_role("button", name="Save what I chose").click()
    expect(rosa.get_by_role("status")).to_contain_text("Saved")
    open_section(rosa, code)
    expect(rosa.locator("#weight")).to_have_value("70.1")
    expect(rosa.locator("#height")).to_have_value("167")


def test_going_back_and_pressing_again_does_it_once(enter: Enter) -> None:
    page = enter()
    code = start_case(page)
    page.goto(f"/cases/{code}/facts/allergies/add")
    page.get_by_label("Substance").fill("Penicillin")
    page.get_by_role("button", name="Save allergy").dblclick()
    expect(page.get_by_role("status")).to_contain_text("Added")
    page.go_back()
    page.get_by_role("button", name="Save allergy").click()
    page.goto(f"/cases/{code}/facts/allergies")
    expect(page.get_by_role("row", name="Penicillin")).to_have_count(1)


def test_enter_saves_the_decisions_and_takes_nothing_that_was_not_chosen(
    enter: Enter,
) -> None:
    page = enter()
    read_chart(page, start_case(page, initials="M.T.", birth_year="1991"))
    open_before = page.get_by_label("Leave").count()
    assert open_before > 1
    page.get_by_label("Leave").last.check()
    page.get_by_label("Leave").last.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("0 facts taken into the case")
    expect(page.get_by_label("Leave")).to_have_count(open_before - 1)
