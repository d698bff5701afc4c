"""Choosing one's own password: never without the old one, and first of all where one was given."""

from collections.abc import Callable

from flask import Flask
from make import PASSWORD, Clinic
from pages import Page, Visitor

from casetrack.rules.people import Role

SignIn = Callable[..., Visitor]
OWN = "maple thimble orbit lantern"
SET = "Set the new password"


def choose(visitor: Visitor, old: str, new: str, again: str = "", *, status: int = 303) -> Page:
    page = visitor.get("/me/password")
    typed = {"password_now": old, "password": new, "password_again": again or new}
    return visitor.press(page, SET, typed, status=status)


def test_each_mistake_is_named_at_its_field_and_nothing_changes(
    sign_in: SignIn, clinic: Clinic
) -> None:
    visitor = sign_in(clinic.rosa)
    for typed, said in (
        (("wrong", OWN), "This is not the password you have now"),
        ((PASSWORD, OWN, OWN.upper()), "The two new passwords are not the same"),
        ((PASSWORD, "short"), "Use at least 15 characters"),
        ((PASSWORD, "password1234567"), "This password is common"),
        ((PASSWORD, PASSWORD), "This is the password you have now"),
    ):
        page = choose(visitor, *typed, status=422)
        (error,) = page.errors
        assert error.startswith(said)
        assert page.all(".has-error .field-error")
        assert not any(field.get("value") for field in page.all("[type=password]"))
    visitor.press(visitor.get("/cases"), "Sign out")
    assert visitor.sign_in(clinic.email(clinic.rosa), PASSWORD).heading.startswith("Today")


def test_a_new_password_ends_every_session_but_this_one(
    sign_in: SignIn, app: Flask, clinic: Clinic
) -> None:
    here, there = sign_in(clinic.rosa), sign_in(clinic.rosa)
    old = here.client.get_cookie("casetrack-session")
    page = choose(here, PASSWORD, OWN)
    assert "signed out everywhere else" in page.text
    assert here.get("/cases").heading == "Cases"
    assert there.get("/cases").heading == "Sign in"
    assert old
    stolen = Visitor(app.test_client())
    stolen.client.set_cookie("casetrack-session", old.value)
    assert stolen.get("/cases").heading == "Sign in", "this browser's own token is new as well"
    assert there.sign_in(clinic.email(clinic.rosa), OWN).heading.startswith("Today")


def test_a_password_that_was_given_opens_nothing_but_the_page_where_another_is_chosen(
    sign_in: SignIn, app: Flask, clinic: Clinic
) -> None:
    admin = sign_in(Role.ADMIN)
    given = "violet kettle given orbit"
    typed = {"name": "Ines Roth", "email": "ines@example.org", "password": given}
    admin.press(admin.get("/accounts/add"), "Add account", typed, roles=["coordinator"])
    ines = Visitor(app.test_client())
    page = ines.sign_in("ines@example.org", given)
    assert page.heading == "Choose your password"
    assert "Somebody else chose" in page.text
    code = clinic.case()
    for address in ("/", "/today", f"/cases/{code}", "/me", "/accounts", "/help"):
        assert ines.get(address).heading == "Choose your password", address
    sent = ines.send("/cases/start", {"initials": "A.B."}, {})
    assert sent.headers["Location"] == "/me/password"
    assert choose(ines, given, OWN).heading.startswith("Today")
    assert ines.get(f"/cases/{code}").status == 200
