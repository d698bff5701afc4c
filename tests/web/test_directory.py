"""Contacts by the list: read, looked through, entered by choice, and saved as a file again."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from pages import Page, Visitor
from shared_data import shared

from casetrack.intake.directory import COLUMNS
from casetrack.rules.people import Role
from casetrack.store.commands import imports
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]


def upload(visitor: Visitor, data: bytes, *, type_: str = "company", status: int = 303) -> Page:
    page = visitor.get("/organizations/list")
    csrf = page.form("Read the list").one("[name=csrf]")
    fields = {"csrf": csrf["value"], "type": type_}
    response = visitor.send(page.address, fields, {"list": ("list.csv", data)})
    assert response.status_code == status
    if status == 303:
        return visitor.get(response.location)
    return Page(page.address, status, response.get_data(as_text=True), response.headers)


def exported(visitor: Visitor) -> list[dict[str, str]]:
    text = visitor.raw("/organizations.csv").get_data().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_a_list_is_looked_through_before_anything_is_entered(sign_in: SignIn, store: Store) -> None:
    visitor = sign_in()
    data = shared("lists/synthetic_directory_a.csv").read_bytes()
    page = upload(visitor, data)
    assert "2 contacts were read from a CSV list. 2 are new." in page.text
    assert "Last verified Feb 1, 2024" in page.text
    assert "Example Onc" not in visitor.get("/organizations").text
    refused = visitor.press(page, "Enter what is ticked", status=422, take=[])
    assert refused.errors == ["Tick the contacts to enter"]
    after = visitor.press(page, "Enter what is ticked", take=["1"])
    assert "Added: 1 contact" in after.text
    card = visitor.get(after.link("Example Oncology GmbH"))
    assert "48" in card.text
    assert "access@example-onc.invalid" in card.text

    again = upload(visitor, data)
    assert "1 is new" in again.text
    assert [box["value"] for box in again.all("[name=take]")] == ["0"]
    assert verify(store).problems == []


def test_somebody_else_enters_one_meanwhile_and_nothing_is_entered_twice(sign_in: SignIn) -> None:
    visitor, other = sign_in(), sign_in(Role.REGULATORY)
    mine, theirs = (upload(who, b"name\nAldane\nBorm\n") for who in (visitor, other))
    other.press(theirs, "Enter what is ticked", take=["1"])
    refused = visitor.press(mine, "Enter what is ticked", status=422)
    assert refused.errors == ["Borm is among the contacts already. Leave it unticked"]
    assert [line["name"] for line in exported(visitor)].count("Aldane") == 0
    visitor.press(refused, "Enter what is ticked", take=["0"])
    assert [line["name"] for line in exported(visitor)].count("Aldane") == 1


def test_a_long_list_is_entered_in_parts(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    visitor = sign_in()
    page = upload(visitor, b"name\nAldane\nBorm\nCrane\n", type_="irb")
    rest = visitor.press(page, "Enter what is ticked")
    assert "Added: 2 contacts. The others you ticked are still to be entered" in rest.text
    assert "Crane" in rest.text
    assert "Aldane" not in rest.one("main table").text


def test_a_refusal_of_a_long_list_shows_all_of_it_again(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    visitor = sign_in()
    visitor.press(upload(visitor, b"name\nBorm\n"), "Enter what is ticked")
    page = upload(visitor, b"name\nAldane\nBorm\nCrane\nDorn\n")
    refused = visitor.press(page, "Enter what is ticked", status=422, take=["0", "1", "2", "3"])
    assert refused.errors == ["Borm is among the contacts already. Leave it unticked"]
    assert "4 contacts were read" in refused.text
    visitor.press(refused, "Enter what is ticked", take=["2", "3"])
    names = [line["name"] for line in exported(visitor)]
    assert {"Crane", "Dorn"} <= set(names)
    assert "Aldane" not in names


def test_a_name_that_stands_twice_is_entered_once(sign_in: SignIn) -> None:
    visitor = sign_in()
    page = upload(visitor, b"name,phone\nAldane,1\naldane,2\n")
    assert "Twice in this file" in page.text
    assert [box["value"] for box in page.all("[name=take][checked]")] == ["0"]
    refused = visitor.press(page, "Enter what is ticked", status=422, take=["0", "1"])
    assert refused.errors == ["aldane is ticked twice. Leave one of the two unticked"]
    visitor.press(refused, "Enter what is ticked", take=["1"])
    lines = [line for line in exported(visitor) if line["name"].casefold() == "aldane"]
    assert [line["phone"] for line in lines] == ["2"]


def test_contacts_and_studies_do_not_meet_in_each_others_pages(sign_in: SignIn) -> None:
    visitor = sign_in()
    number = upload(visitor, b"name\nAldane\n").address.rpartition("/")[2]
    visitor.get(f"/library/imports/{number}", status=404)


def test_what_is_no_list_is_refused_and_the_choice_is_kept(sign_in: SignIn) -> None:
    visitor = sign_in()
    refused = upload(visitor, b"a,b\n1,2\n", type_="irb", status=422)
    assert refused.errors[0].startswith("No column of this file holds names")
    assert refused.one("#type option[selected]")["value"] == "irb"
    assert upload(visitor, b"name\nA\n", type_="", status=422).errors == ["Say what the list holds"]
    (empty,) = upload(visitor, b"", status=422).errors
    assert empty == "This file is empty: export the list again and upload that file."


def test_what_is_saved_as_a_file_holds_no_formula_and_is_read_again(sign_in: SignIn) -> None:
    visitor = sign_in()
    told = b'name,phone,note,acknowledge within\n=1+1,+1-555-0100,"@SUM(1,\n2)",2 business days\n'
    visitor.press(upload(visitor, told), "Enter what is ticked")
    response = visitor.raw("/organizations.csv")
    assert response.headers["Content-Disposition"] == "attachment; filename=contacts.csv"
    lines = exported(visitor)
    assert list(lines[0]) == [names[0] for names in COLUMNS.values()]
    (line,) = [line for line in lines if line["name"] == "'=1+1"]
    assert line["phone"] == "'+1-555-0100"
    assert line["note"] == "'@SUM(1,\n2)"
    assert (line["acknowledge within"], line["unit"]) == ("2", "business days")
    every = response.get_data()
    assert not [cell for row in lines for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
    again = upload(visitor, every)
    assert "0 are new" in again.text
    assert "is left out" not in again.text
