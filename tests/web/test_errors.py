"""What goes wrong keeps Emergency one click away, tells no patient data, and never fails twice."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from make import Clinic
from pages import Page, Visitor
from werkzeug.exceptions import Gone, TooManyRequests

from casetrack.rules.people import Role
from casetrack.store.errors import Busy
from casetrack.store.refusals import Refused
from casetrack.web.visit import Visit

SignIn = Callable[..., Visitor]
SECRET = "Kara Canary-Rhodes"


def in_one_click(page: Page, visitor: Visitor) -> None:
    assert "Call FDA now" in visitor.get(page.one("header a.emergency")["href"]).text
    assert page.link("Go to your cases") == "/"


@pytest.mark.parametrize("address", ["/cases/EA-2026-999", "/nothing/here", "/library/999"])
def test_what_is_not_there_keeps_the_header_for_who_is_signed_in(
    sign_in: SignIn, address: str
) -> None:
    inside = sign_in()
    page = inside.get(address, status=404)
    assert page.heading == "Page not found"
    assert {a.text for a in page.all("header nav a")} >= {"Today", "Cases", "Help"}
    in_one_click(page, inside)


def test_a_stranger_sees_no_menu_and_one_line_where_to_go(visitor: Visitor) -> None:
    page = visitor.get("/nothing/here", status=404)
    assert not page.all("nav, form")
    assert page.one("header a.emergency")["href"] == "/emergency"


def test_what_one_may_not_do_keeps_it_and_says_nothing_of_the_patient(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case(patient_name=SECRET)
    nurse = sign_in(Role.NURSE)
    page = nurse.get(f"/cases/{code}/history", status=403)
    assert page.heading == "You cannot do this"
    assert page.all("header nav")
    in_one_click(page, nurse)
    for word in (SECRET, "Canary", "K.R.", "Desmoid", "zelvacestat"):
        assert word not in page.html


def test_a_hidden_case_and_no_case_are_told_in_the_same_bytes(
    sign_in: SignIn, clinic: Clinic
) -> None:
    physician = sign_in(Role.PHYSICIAN)
    for code in (clinic.case(urgency="emergency"), "EA-2026-998"):
        assert physician.raw(f"/cases/{code}").data == physician.raw("/cases/EA-2026-999").data


@pytest.mark.parametrize(
    ("failure", "status", "heading"),
    [
        (Refused("The company has moved"), 409, "This was not done"),
        (Gone(), 410, "This is no longer here"),
        (TooManyRequests(), 429, "Too many tries"),
        (Busy(), 503, "casetrack is busy"),
        (RuntimeError(SECRET), 500, "We could not finish that"),
    ],
)
def test_every_failure_keeps_the_header(
    sign_in: SignIn,
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    failure: Exception,
    status: int,
    heading: str,
) -> None:
    visitor = sign_in()
    with monkeypatch.context() as patch:
        patch.setattr(app, "testing", False)
        patch.setattr(Visit, "render", failing(failure))
        page = visitor.get("/cases", status=status)
    assert page.heading == heading
    assert page.all("header nav")
    assert SECRET not in page.html
    in_one_click(page, visitor)


def test_where_the_header_fails_too_a_plain_page_leads_to_the_emergency(
    sign_in: SignIn, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = sign_in()
    with monkeypatch.context() as patch:
        patch.setattr(app, "testing", False)
        patch.setattr(Visit, "render", failing(RuntimeError(SECRET)))
        patch.setattr(Visit, "may", failing(RuntimeError(SECRET)))
        page = visitor.get("/cases", status=500)
    assert page.heading == "We could not finish that"
    assert not page.all("nav")
    in_one_click(page, visitor)


def failing(failure: Exception) -> Callable[..., Any]:
    def fail(*_args: object, **_more: object) -> None:
        raise failure

    return fail
