"""Logging a contact: half a minute, never without the day to chase while the case waits."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from make import NOW, Clinic
from pages import Page, Visitor
from shared_data import shared
from sqlalchemy import update

from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.text import clean, visible
from casetrack.rules.workflow import Action
from casetrack.store.commands.people import set_roles
from casetrack.store.session import Store
from casetrack.store.tables.contacts import ContactLine
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
CALL = {"direction": "tried"}


def waiting(clinic: Clinic, **more: str) -> str:
    """A case that has waited on Iterion for a week."""
    code = clinic.case(**more)
    clinic.say(code, company="Iterion Therapeutics")
    clinic.now = NOW - timedelta(days=7)
    clinic.do(
        code,
        Action.PLAN_NEXT,
        next_what="acknowledgment",
        waiting_on="Iterion",
        next_on="2026-11-19",
    )
    clinic.now = NOW
    return code


def logged(page: Page) -> list[str]:
    return [row.text for row in page.all("tbody tr")]


def test_while_the_case_waits_on_them_a_call_needs_the_day_to_chase(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = waiting(clinic)
    visitor = sign_in()
    form = visitor.get(visitor.get(f"/cases/{code}").link("Log a contact"))
    assert form.one("#with_whom")["value"] == "Iterion"
    assert form.one("#said_on")["value"] == "Nov 19, 2026"
    assert form.one("#said_at")["value"] == "12:00 PM"
    refused = visitor.press(form, "Log contact", CALL, status=422)
    assert refused.errors == ["Enter when to chase: the case waits on Iterion"]
    assert clinic.file(code).facts.rows.get("contact") is None
    assert clinic.file(code).next.on == date(2026, 11, 19)
    case = visitor.press(refused, "Log contact", chase_on="+2wd")
    assert "Contact logged. Chase again on Nov 23, 2026" in case.text
    assert "Waiting on Iterion since Nov 12, 2026: acknowledgment" in case.text, "still silent"
    assert "Chase on Nov 23, 2026" in case.text
    assert "Last contact Nov 19, 2026 with Iterion: no answer" in case.text


def test_a_call_is_logged_from_its_page_with_few_acts(sign_in: SignIn, clinic: Clinic) -> None:
    """ux.md, check 7: whom, how and when stand there; three more fields and a button remain."""
    waiting(clinic)
    visitor = sign_in(clinic.rosa)
    form = visitor.get(visitor.get("/today").one("td.row-actions a[href*='contacts/log']")["href"])
    assert form.one("#with_whom")["value"] == "Iterion"
    fields = form.one("main form").all("input:not([type=hidden]), select, textarea")
    folded = {one["name"] for one in fields if one.closest("details")}
    assert folded == {"said_on", "said_at", "spoke_with", "useful"}
    acts = ["the link on Today", *CALL, "chase_on", "the button"]
    assert len(acts) <= 6
    today = visitor.press(form, "Log contact", CALL, chase_on="+2wd")
    assert today.heading.startswith("Today"), "back where it began"
    assert "Contact logged. Chase again on Nov 23, 2026" in today.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"with_whom": ""}, "Enter with whom"),
        ({"how": ""}, "Choose how"),
        ({"how": "pigeon"}, "Choose one of the answers for: How"),
        ({}, "Choose who reached whom"),
        ({"direction": "out", "chase_on": "+1wd"}, "Enter what was asked or said, in a few words"),
        ({**CALL, "said_on": "12/1/2026", "chase_on": "+1wd"}, "On: Dec 1, 2026 has not come yet"),
        ({**CALL, "said_at": "11 pm", "chase_on": "+1wd"}, "At: 11:00 PM has not come yet"),
        ({**CALL, "said_on": "", "chase_on": "+1wd"}, "Enter the day of the contact"),
        ({**CALL, "chase_on": "11/1/2026"}, "Chase again on: Nov 1, 2026 has passed"),
        ({**CALL, "chase_on": "soon"}, "Enter a date like 10/20/2026 or Oct 20 2026"),
        ({**CALL, "then": "ours", "chase_on": "+1wd"}, "Enter what happens next"),
        ({**CALL, "then": "ours", "then_what": "Call"}, "Enter by when it is done"),
        ({**CALL, "with_whom": "DTRF", "then": "waits"}, "the case waits on DTRF"),
        ({**CALL, "asked": "x" * 1_201, "chase_on": "+1wd"}, "Shorten it to 1,200"),
    ],
)
def test_a_contact_that_says_too_little_is_refused_and_nothing_typed_is_lost(
    sign_in: SignIn, clinic: Clinic, typed: dict[str, str], says: str
) -> None:
    code = waiting(clinic)
    before = clinic.file(code).version
    visitor = sign_in()
    form = visitor.get(f"/cases/{code}/contacts/log")
    refused = visitor.press(form, "Log contact", typed, status=422)
    assert any(says in error for error in refused.errors), refused.errors
    for key, text in typed.items():
        if key in ("with_whom", "chase_on", "said_on"):
            assert refused.one(f"#{key}").get("value", "") == text
    assert clinic.file(code).version == before


def test_an_answer_makes_it_our_move_in_the_same_act(sign_in: SignIn, clinic: Clinic) -> None:
    code = waiting(clinic)
    visitor = sign_in()
    form = visitor.get(f"/cases/{code}/contacts/log")
    case = visitor.press(
        form,
        "Log contact",
        direction="in",
        answer="They want the newest MRI",
        then="ours",
        then_what="Send the newest MRI",
        chase_on="+3wd",
    )
    assert "Our move by Nov 24, 2026" in case.text
    assert "Send the newest MRI Rosa Ortiz , by Nov 24, 2026" in case.text.replace(
        "Ortiz,", "Ortiz ,"
    )
    assert "Waiting on" not in case.one("#next").text
    log = visitor.get(f"/cases/{code}/contacts")
    assert "They want the newest MRI" in log.text
    assert clinic.file(code).version == 4, "started, company, plan and one more act"


def test_a_call_to_somebody_else_leaves_the_cases_next_step_alone(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = waiting(clinic)
    visitor = sign_in()
    form = visitor.get(f"/cases/{code}/contacts/log")
    case = visitor.press(
        form, "Log contact", with_whom="Cancer Commons", direction="out", asked="Help?"
    )
    assert "Chase on Nov 19, 2026" in case.text
    form = visitor.get(f"/cases/{code}/contacts/log")
    case = visitor.press(
        form,
        "Log contact",
        with_whom="FDA Project Facilitate",
        direction="out",
        asked="Which form?",
        then="waits",
        chase_on="+1wd",
    )
    assert "Waiting on FDA Project Facilitate since Nov 19, 2026" in case.text


def test_a_contact_is_changed_removed_and_comes_back(sign_in: SignIn, clinic: Clinic) -> None:
    code = waiting(clinic)
    visitor = sign_in(Role.REGULATORY)
    visitor.press(visitor.get(f"/cases/{code}/contacts/log"), "Log contact", CALL, chase_on="+1wd")
    row = visitor.get(visitor.get(f"/cases/{code}/contacts").link("Change the contact of"))
    refused = visitor.press(row, "Save contact", status=422, said_on="")
    assert refused.errors == ["Enter the day of the contact"]
    log = visitor.press(refused, "Save contact", said_on="11/18/2026", spoke_with="Dr. Lane")
    assert "Nov 18, 2026" in log.text
    assert "Dr. Lane" in log.text
    ask = visitor.get(log.link("Remove the contact of Nov 18, 2026"))
    log = visitor.press(ask, "Remove contact")
    assert "No contact yet" in log.text
    assert verify(clinic.store).problems == []
    coordinator = sign_in()
    coordinator.press(coordinator.get(f"/cases/{code}/removed"), "Restore Iterion")
    assert "Dr. Lane" in visitor.get(f"/cases/{code}/contacts").text
    assert verify(clinic.store).problems == []


def test_the_log_is_newest_first_paged_and_shown_by_party(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    for number in range(55):
        clinic.row(
            code,
            "contact",
            with_whom="Iterion" if number % 2 else "DTRF",
            said_on=f"2026-{1 + number // 28:02d}-{1 + number % 28:02d}",
            answer=f"answer {number}",
        )
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/contacts")
    assert "answer 54" in logged(page)[0]
    older = visitor.get(page.link("Older"))
    assert (len(logged(page)), len(logged(older))) == (50, 5)
    assert "answer 0" in logged(older)[-1]
    row = next(one["value"] for one in page.all("#with option") if "DTRF" in one.text)
    chosen = visitor.get(f"/cases/{code}/contacts?with={row}")
    assert "28 contacts with DTRF" in chosen.text
    assert not [line for line in logged(chosen) if "Iterion" in line]
    for odd in ("?with=999999", "?after=999999", "?with=x&after=-1"):
        assert len(logged(visitor.get(f"/cases/{code}/contacts{odd}"))) == 50


def test_somebody_who_changed_the_next_step_meanwhile_is_not_overruled(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = waiting(clinic)
    visitor = sign_in()
    form = visitor.get(f"/cases/{code}/contacts/log")
    clinic.do(code, Action.PLAN_NEXT, next_what="Something else", waiting_on="Iterion")
    stale = visitor.press(form, "Log contact", CALL, chase_on="+2wd", status=409)
    assert "The case changed since you opened this page" in stale.text
    assert stale.one("#chase_on")["value"] == "+2wd"
    case = visitor.press(stale, "Log contact")
    assert "Waiting on Iterion" in case.text
    assert "Something else" in case.text


def test_without_a_case_one_is_chosen_by_its_code_or_from_the_next_ones(
    sign_in: SignIn, clinic: Clinic
) -> None:
    visitor = sign_in()
    assert "You have no open case yet" in visitor.get("/contacts/log").text
    code = waiting(clinic)
    page = visitor.get(visitor.get("/help").link("Log a contact"))
    assert visitor.get(page.link(code)).heading == "Log a contact"
    assert visitor.get(f"/contacts/log?q={code.lower()}").address == f"/cases/{code}/contacts/log"
    assert "No open case of yours" in visitor.get("/contacts/log?q=EA-1999-001").text


def test_an_organizations_log_shows_contacts_of_visible_cases_and_of_none(
    sign_in: SignIn, clinic: Clinic
) -> None:
    doctor = clinic.person(Role.PHYSICIAN)
    own, other = clinic.case(), clinic.case(initials="A.B.", doctor="Somebody Else, MD")
    with clinic.store.writing() as db:
        number = clinic.file(own).facts.register
        set_roles(db, doctor.user, roles=doctor.roles, physician=number, by=clinic.rosa)
        db.commit()
    group = clinic.register("organization", "Example group", type="advocacy")
    for code in (own, other):
        clinic.row(
            code, "contact", with_whom="EXAMPLE group", said_on="2026-11-18", answer=f"of {code}"
        )
    coordinator, physician, admin = sign_in(), sign_in(doctor), sign_in(Role.ADMIN)
    card = coordinator.get(f"/organizations/{group}/contacts/log")
    refused = coordinator.press(card, "Log contact", status=422)
    assert refused.errors == ["Choose who reached whom"]
    shown = coordinator.press(refused, "Log contact", direction="in", answer="New address")
    assert shown.heading == "Example group"
    log = f"/organizations/{group}/contacts"
    assert [own in coordinator.get(log).text, other in coordinator.get(log).text] == [True, True]
    assert [own in physician.get(log).text, other in physician.get(log).text] == [True, False]
    assert [line.count("New address") for line in logged(admin.get(log))] == [1]
    admin.get(f"{log}/log", status=403)
    change = coordinator.get(coordinator.get(log).link("No case"))
    coordinator.press(change, "Save contact", answer="Newer address")
    assert "Newer address" in admin.get(log).text
    assert verify(clinic.store).problems == []


def test_an_organizations_log_is_paged_by_key_whoever_reads_it(
    sign_in: SignIn, clinic: Clinic
) -> None:
    doctor = clinic.person(Role.PHYSICIAN)
    code = clinic.case()
    with clinic.store.writing() as db:
        number = clinic.file(code).facts.register
        set_roles(db, doctor.user, roles=doctor.roles, physician=number, by=clinic.rosa)
        db.commit()
    group = clinic.register("organization", "Example group", type="advocacy")
    for number in range(53):
        clinic.row(
            code,
            "contact",
            with_whom="Example group",
            said_on=f"2026-11-{1 + number % 3:02d}",
            answer=f"answer {number}",
        )
    pages = []
    for who in (Role.COORDINATOR, doctor):
        visitor = sign_in(who)
        first = visitor.get(f"/organizations/{group}/contacts")
        pages.append(logged(first) + logged(visitor.get(first.link("Older"))))
        for odd in ("after=x", "after=2026-11-01_", "after=_1", "after=2026-13-01_5"):
            assert len(logged(visitor.get(f"/organizations/{group}/contacts?{odd}"))) == 50
    assert pages[0] == pages[1]
    assert len(set(pages[0])) == 53


def test_verify_notices_a_line_of_the_log_that_says_something_else(
    clinic: Clinic, store: Store
) -> None:
    code = clinic.case()
    clinic.row(code, "contact", with_whom="DTRF", said_on="2026-11-18")
    assert verify(store).problems == []
    with store.writing() as db:
        db.execute(update(ContactLine).values(party="Somebody else"))
        db.commit()
    assert verify(store).problems == [f"{code}: the contact log lists other contacts than it has"]


def test_typed_text_comes_back_as_typed_and_stays_text(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case_at(Stage.EVIDENCE)
    strings = json.loads(shared("hostile/text/blns_even.json").read_text())
    fits = [s for s in strings if "\0" not in s and "\n" not in clean(s)]
    short = [s for s in fits if 0 < len(clean(s)) <= 200][::3]
    visitor = sign_in()
    fields = ("with_whom", "asked", "answer", "spoke_with")
    for start in range(0, len(short), len(fields)):
        some = dict(zip(fields, short[start : start + len(fields)], strict=False))
        form = visitor.get(f"/cases/{code}/contacts/log")
        sent = {"direction": "out", "asked": "x", **some}
        visitor.press(form, "Log contact", sent)
    log = visitor.get(f"/cases/{code}/contacts")
    assert not log.all("main :is(img, script, iframe, svg)")
    held = {
        value for row in clinic.file(code).facts.rows["contact"] for value in row.answers.values()
    }
    lost = [text for text in short if clean(text) not in held]
    assert lost == []
    shown = " ".join(log.text.split())
    unseen = [s for s in short[:20] if " ".join(visible(clean(s)).split()) not in shown]
    assert unseen == []


def test_nothing_of_a_patient_stands_in_an_address_or_a_title(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = waiting(clinic, initials="Z.Q.", diagnosis="Canary disease")
    clinic.row(code, "contact", with_whom="Zoe's mother", said_on="2026-11-18", answer="x")
    visitor = sign_in()
    for address in (f"/cases/{code}/contacts", f"/cases/{code}/contacts/log", "/contacts/log"):
        page = visitor.get(address)
        told = page.title + " ".join(a["href"] for a in page.all("a[href]"))
        told += " ".join(str(form.get("action")) for form in page.all("form"))
        for secret in ("Z.Q.", "Canary", "Zoe"):
            assert secret not in told, (address, secret)
