"""Requests no page of ours makes: each gets a plain answer, and never a failure (R20)."""

from collections.abc import Callable

import pytest
from make import Clinic
from pages import Visitor

from casetrack.rules.people import Role

SignIn = Callable[..., Visitor]
NUMBERS = ("²", "٣", "-1", "1e3", str(2**31), str(2**63), "9" * 40)


def csrf(visitor: Visitor) -> str:
    return str(visitor.get("/help").all("[name=csrf]")[0]["value"])


def test_a_number_no_database_holds_leads_nowhere(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor, admin = sign_in(), sign_in(Role.ADMIN)
    for number in NUMBERS:
        for address in (
            f"/cases/{code}/stages/{number}",
            f"/cases/{code}/facts/prior_therapy/{number}",
            f"/cases/{code}/reports/{number}/file",
            f"/cases/{code}/trace/{number}/weight",
            f"/cases/{code}/charts/{number}",
            f"/cases/{code}/papers/manufacturer-request/v/{number}",
            f"/organizations/{number}",
        ):
            visitor.get(address, status=404)
        admin.get(f"/accounts/{number}", status=404)


def test_a_number_that_is_none_is_as_if_it_were_not_there(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    for number in NUMBERS:
        for name in ("stage", "owner", "physician", "company"):
            assert code in visitor.get(f"/cases?{name}={number}").text
        assert code in visitor.get(f"/cases?after=2026-01-01_{number}").text
        visitor.get(f"/cases/{code}/history?before={number}")
        visitor.get(f"/cases/{code}/trace/{clinic.file(code).root()}/initials?version={number}")


@pytest.mark.parametrize("number", NUMBERS)
def test_a_form_with_such_a_number_is_refused_in_words(
    sign_in: SignIn, clinic: Clinic, number: str
) -> None:
    code = clinic.case()
    visitor, admin = sign_in(), sign_in(Role.ADMIN)
    page = visitor.get(f"/cases/{code}/facts/condition")
    for drawn in page.all("main [name=drawn]"):
        drawn["value"] = number
    visitor.press(page, "Save performance status, weight and height", weight="70")
    page = visitor.get(f"/cases/{code}/do/plan-next")
    page.one("main [name=drawn]")["value"] = number
    visitor.press(page, "Change what is next", status=409)
    page = visitor.get(f"/cases/{code}/access")
    visitor.client.post(page.address, data={"csrf": csrf(visitor), "person": number})
    nurse = clinic.person(Role.NURSE)
    page = admin.get(f"/accounts/{nurse.user}")
    admin.press(page, "Save account", status=422, physician=number)


def test_an_entry_that_is_no_physician_is_not_taken(sign_in: SignIn, clinic: Clinic) -> None:
    nurse, admin = clinic.person(Role.NURSE), sign_in(Role.ADMIN)
    page = admin.get(f"/accounts/{nurse.user}")
    for number in ("1", str(nurse.user), "2147483647"):
        refused = admin.press(page, "Save account", status=422, physician=number)
        assert refused.errors == ["Choose one of the answers for: Entry in the register"]


@pytest.mark.parametrize(
    "address", ["/cases?q=a%00b", "/cases?drug=%00", "/cases/%00", "/cases/EA-2026-001%00/history"]
)
def test_a_nul_in_an_address_is_not_understood(
    sign_in: SignIn, clinic: Clinic, address: str
) -> None:
    clinic.case()
    assert sign_in().get(address, status=400).heading == "This request was not understood"


def test_a_nul_in_a_form_is_not_understood_and_changes_nothing(
    sign_in: SignIn, clinic: Clinic, visitor: Visitor
) -> None:
    code = clinic.case()
    number = clinic.row(code, "therapy", treatment="Sorafenib")
    signed_in, admin = sign_in(), sign_in(Role.ADMIN)
    remove = f"/cases/{code}/facts/prior_therapy/{number}/remove"
    stranger = visitor.get("/sign-in").one("main [name=csrf]")["value"]
    for who, address, data in (
        (visitor, "/sign-in", {"csrf": stranger, "email": "a\0b@example.org", "password": "x"}),
        (signed_in, remove, {"csrf": csrf(signed_in), "why": "a\0b"}),
        (signed_in, remove, {"csrf": csrf(signed_in), "form_token": "a\0b"}),
        (admin, "/accounts/add", {"csrf": csrf(admin), "name": "a\0b", "email": "c@example.org"}),
    ):
        assert who.client.post(address, data=data).status_code == 400, address
    assert len(clinic.file(code).facts.rows["therapy"]) == 1


def test_control_letters_in_a_reason_are_not_kept(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    number = clinic.row(code, "therapy", treatment="Sorafenib")
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/prior_therapy/{number}/remove")
    visitor.press(page, "Remove line of therapy", why="typed\x07 twice")
    assert "typed twice" in visitor.get(f"/cases/{code}/removed").text


def test_control_letters_in_a_name_are_not_kept(sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMIN)
    page = admin.get("/accounts/add")
    typed = {"name": "Ana\x1b Diaz", "email": "ana@example.org", "roles": "nurse"}
    added = admin.press(page, "Add account", typed, password="violet kettle drum orbit")
    assert added.heading == "Ana Diaz"
    typed = {"name": "Bo", "email": "b\x01o@example.org", "roles": "nurse", "csrf": csrf(admin)}
    typed["password"] = "violet kettle drum orbit"
    assert admin.client.post("/accounts/add", data=typed).status_code == 422


@pytest.mark.parametrize("year", ["9999", "Dec 9999", "12/31/9999", "2201"])
def test_a_year_nobody_means_is_refused_beside_its_field(
    sign_in: SignIn, clinic: Clinic, year: str
) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/condition")
    save = "Save performance status, weight and height"
    refused = visitor.press(page, save, status=422, weight="70", weight_on=year)
    assert "from 1900 to 2090" in refused.errors[0]
    visitor.get(f"/cases/{code}")


def test_a_tumor_that_grew_four_hundred_fold_is_drawn(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    for day, size in (("2026-01-10", "0.5"), ("2026-05-10", "200")):
        clinic.row(code, "measurement", measured_on=day, sum=size)
    page = sign_in().get(f"/cases/{code}/facts/measurements")
    assert page.all("svg")


def test_an_address_that_was_put_together_before_leads_where_this_request_came_in(
    sign_in: SignIn,
) -> None:
    visitor = sign_in()
    for below in ("", "/below", ""):
        page = visitor.client.get("/help", base_url=f"http://localhost{below}").text
        assert f'href="{below}/library"' in page
