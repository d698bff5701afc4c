"""Contacts and organizations: found, read, checked, changed; what we ship is never forced."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
import time_machine
from make import Clinic
from pages import Page, Visitor
from shared_data import shared
from web.test_deadlines import sent

from casetrack.rules import shipped as shipping
from casetrack.rules.people import Role
from casetrack.rules.questions import Of
from casetrack.rules.shipped import Shipped, shipped
from casetrack.rules.workflow import Action
from casetrack.store.acts import now
from casetrack.store.commands.cases import grant_access
from casetrack.store.prepare import prepare
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
FACILITATE = "FDA Project Facilitate"


def card_of(visitor: Visitor, name: str) -> str:
    return visitor.get(f"/organizations?q={name.replace(' ', '+')}").link(name)


def test_a_new_clinic_finds_the_shipped_entries_and_is_told_to_verify_them(
    sign_in: SignIn, store: Store
) -> None:
    visitor = sign_in()
    page = visitor.get("/organizations")
    for name in ("Anova", "xCures", "Cancer Commons", FACILITATE, "Patient advocate of"):
        page.link(name)
    card = visitor.get(page.link(FACILITATE))
    assert "not verified here yet" in card.text
    assert "Where this is from FDA, Expanded Access Contact Information" in card.text
    assert card.one(".phone")["href"] == "tel:2404020004"
    checked = visitor.press(card, "I checked it today")
    assert "verified" not in checked.text
    assert "Checked on Nov 19, 2026 Checked by Coordinator One" in checked.text
    assert verify(store).problems == []


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2026-11-19T17:00:00Z", "Open now Oncology requests"),
        ("2026-11-19T23:00:00Z", "Closed now Oncology requests"),
        ("2026-11-21T17:00:00Z", "Closed now Oncology requests"),
    ],
)
def test_a_closed_line_names_the_one_that_answers_now(sign_in: SignIn, at: str, says: str) -> None:
    visitor = sign_in()
    address = card_of(visitor, FACILITATE)
    with time_machine.travel(at):
        visitor = sign_in()
        card = visitor.get(address)
    assert says in card.text
    instead = "Now use 866-300-4374 , FDA Emergency Call Center"
    assert (instead in card.text.replace("4374,", "4374 ,")) == says.startswith("Closed")


def test_a_case_is_not_slowed_by_what_an_organization_holds(clinic: Clinic) -> None:
    """Rows of the company's entry are not rows of the case."""
    company = clinic.register("company", "Iterion")
    code = clinic.case()
    clinic.say(code, company="Iterion")
    clinic.line(company, "555-0100")
    assert "line" not in clinic.file(code).facts.rows


def test_an_organization_is_added_with_its_lines_and_people(sign_in: SignIn) -> None:
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get("/organizations/add")
    refused = visitor.press(page, "Add contact", status=422, name="Harbor IRB")
    assert refused.errors == ["Choose: type"]
    change = visitor.press(refused, "Add contact", type="irb")
    card = visitor.press(change, "Save organization", offers="Chair concurrence in two days")
    assert card.heading == "Harbor IRB"
    row = visitor.get(card.link("Add a phone line"))
    refused = visitor.press(row, "Save phone line", status=422)
    assert refused.errors == ["Enter at least one fact about this phone line"]
    refused = visitor.press(refused, "Save phone line", status=422, number="1", opens="late")
    assert "2:30 PM" in refused.errors[0]
    card = visitor.press(
        refused,
        "Save phone line",
        number="555-0123 ext 4",
        what="Chair",
        hours="weekdays",
        opens="9 am",
        closes="5 pm",
        zone="pacific",
    )
    assert "Weekdays 9:00 AM to 5:00 PM Pacific (12:00 PM to 8:00 PM here)" in card.text
    assert card.one(".phone")["href"] == "tel:5550123"
    person = visitor.get(card.link("Add a person"))
    card = visitor.press(person, "Save person", person="Priya Rao", role="Chair")
    assert "Priya Rao , Chair" in card.text.replace("Rao,", "Rao ,")
    assert "Harbor IRB" in visitor.get("/organizations?q=priya").text
    assert "Harbor IRB" in visitor.get("/organizations?type=irb").text
    assert "Harbor IRB" not in visitor.get("/organizations?type=fda").text


def test_a_removed_line_is_not_dialed_and_comes_back(sign_in: SignIn) -> None:
    visitor = sign_in()
    address = card_of(visitor, "FDA CBER (biologics)")
    ask = visitor.get(visitor.get(address).link("Remove 800-835-4709"))
    card = visitor.press(ask, "Remove phone line", why="busy for weeks")
    assert "800-835-4709" not in card.one("ul.lines").text
    assert "800-835-4709" not in visitor.get("/organizations?type=fda").text
    removed = visitor.get(card.link("Removed items"))
    assert "busy for weeks" in removed.text
    visitor.press(removed, "Restore 800-835-4709")
    assert "800-835-4709" in visitor.get(address).one("ul.lines").text


def test_what_is_no_longer_used_leaves_the_list_but_not_the_store(sign_in: SignIn) -> None:
    visitor = sign_in()
    address = card_of(visitor, "Anova")
    visitor.press(visitor.get(f"{address}/change"), "Save organization", retired="yes")
    assert "Anova" not in visitor.get("/organizations").text
    assert "No longer used" in visitor.get("/organizations?retired=1&q=anova").text
    assert "No longer used" in visitor.get(address).text


def answered(clinic: Clinic, action: Action, **answer: str) -> str:
    """A case that asked Iterion on Nov 2, and was answered; its code."""
    with time_machine.travel("2026-11-02T17:00:00Z"):
        clinic.now = now()
        code = clinic.case(company="Iterion Therapeutics")
        sent(clinic, code, on="2026-11-02")
    clinic.now = now()
    clinic.do(code, action, by=clinic.rosa, **answer)
    return code


def test_a_card_tells_how_requests_ended_and_nothing_of_cases_one_may_not_see(
    sign_in: SignIn, clinic: Clinic
) -> None:
    refusal = {"refusal_reason": "supply", "request_decided_on": "2026-11-06"}
    declined = answered(clinic, Action.RECORD_REFUSAL, **refusal)
    agreed = answered(clinic, Action.RECORD_AGREEMENT, request_decided_on="2026-11-18")
    address = f"/organizations/{clinic.file(declined).dossiers[Of.COMPANY]}"
    viewer = clinic.person(Role.VIEWER)
    hidden = sign_in(viewer).get(address)
    assert "Nothing on record yet in the cases you may see" in hidden.text
    assert "No open case of yours asks this company" in hidden.text
    assert {declined, agreed} <= set(sign_in().get(address).text.split())
    facts = behaved(sign_in().get(address))
    assert "Requests sent 2 agreed: 1 of 2 declined: 1 of 2" in facts
    assert "Declined because no supply: 1" in facts
    assert "To decide 4 and 11 working days (n = 2)" in facts, "Veterans Day is not one"
    with clinic.store.writing() as db:
        case = clinic.file(agreed).id
        grant_access(db, case, user_id=viewer.user, active=True, by=clinic.rosa)
        db.commit()
    assert "Requests sent 1 agreed: 1 of 1 To acknowledge" in behaved(sign_in(viewer).get(address))


def behaved(page: Page) -> str:
    return page.one("section[aria-labelledby=behavior-title]").text


def test_whoever_may_not_change_an_entry_reads_it(sign_in: SignIn) -> None:
    visitor = sign_in(Role.VIEWER)
    address = card_of(visitor, FACILITATE)
    card = visitor.get(address)
    assert not card.all("main form")
    assert visitor.get(f"{address}/change").address == address
    visitor.get("/organizations/add", status=403)


@pytest.fixture
def next_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """The following release ships other facts about one organization."""
    now = shipped()
    answers = {**now["dtrf"].answers, "offers": "Something new", "email": "new@example.org"}
    later = replace(
        now["dtrf"], edition=2, answers=answers, lines=({"number": "555-0100", "what": "New"},)
    )
    told: Mapping[str, Shipped] = {**now, "dtrf": later}
    monkeypatch.setattr(shipping, "shipped", lambda: told)


def test_a_newer_edition_is_offered_and_only_what_is_chosen_is_taken(
    sign_in: SignIn, store: Store, next_edition: None
) -> None:
    visitor = sign_in()
    address = card_of(visitor, "Desmoid Tumor Research Foundation (DTRF)")
    page = visitor.get(visitor.get(address).link("Compare and choose"))
    assert "Here now: Advocacy and patient support" in page.text
    card = visitor.press(page, "Take what I ticked", answer=["email"], line=["555-0100"])
    assert "new@example.org" in card.text
    assert "Something new" not in card.one("dl").text
    assert "555-0100" in card.text
    assert "Compare and choose" not in card.text
    visitor.get(f"{address}/shipped", status=404)
    assert verify(store).problems == []


def test_shipping_again_overwrites_nothing_and_enters_nothing_twice(
    sign_in: SignIn, clinic: Clinic
) -> None:
    visitor = sign_in()
    address = card_of(visitor, "xCures")
    visitor.press(visitor.get(f"{address}/change"), "Save organization", name="Ours", offers="Ours")
    prepare(clinic.store, clinic="Again")
    assert "xCures" not in visitor.get("/organizations").text
    assert visitor.get(address).heading == "Ours"


def test_typed_text_comes_back_as_typed_in_every_field_of_an_entry(
    sign_in: SignIn, clinic: Clinic
) -> None:
    visitor = sign_in()
    number = clinic.register("organization", "Naughty", type="other")
    address = f"/organizations/{number}"
    strings = json.loads(shared("hostile/text/blns_even.json").read_text())
    short = [s for s in strings if 0 < len(s.strip()) < 110 and "\0" not in s and "\n" not in s]
    fields = ("offers", "serves", "procedure", "email", "address", "note", "source", "checked_by")
    for start in range(0, len(short), len(fields)):
        some = dict(zip(fields, short[start:], strict=False))
        page = visitor.get(f"{address}/change")
        card = visitor.press(page, "Save organization", some)
        assert not card.all("main :is(img, script, iframe, svg)")
        held = visitor.get(f"{address}/change")
        for key, text in some.items():
            field = held.one(f"#{key}")
            shown = field.get("value") or field.content
            assert clinic_reads(text) == shown.strip("\n"), key


def clinic_reads(text: str) -> str:
    from casetrack.rules.text import clean, visible  # noqa: PLC0415

    return visible(clean(text))
