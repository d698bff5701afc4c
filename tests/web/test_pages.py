"""Pages stay whole and fast: a fixed number of queries, empty states, odd text, phone and list."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, zip_longest

import time_machine
from make import DEFI, NOW, Clinic
from pages import Page, Visitor
from shared_data import shared
from sqlalchemy import event

from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.questions import SECTIONS, Kind, Of
from casetrack.rules.text import clean, visible
from casetrack.rules.workflow import Action
from casetrack.store.session import Store
from casetrack.web.back import TABLES
from casetrack.web.routes import every_route

SignIn = Callable[..., Visitor]
MOST_QUERIES = 12


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SET ", "SELECT pg_catalog", "ROLLBACK")):
            said.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield said
    event.remove(store.engine, "before_cursor_execute", note)


def addresses(code: str) -> list[str]:
    own = [s for s in SECTIONS if s.of is Of.CASE and not s.apart and s.key not in TABLES]
    return [
        "/today?view=mine",
        "/today?view=team",
        "/today?view=waiting",
        f"/cases/{code}/agenda/next",
        f"/cases/{code}/agenda/next/date",
        f"/cases/{code}/agenda/next/person",
        "/cases",
        "/cases?stage=2&waiting=1",
        "/cases/start",
        f"/cases/{code}",
        f"/cases/{code}/deadlines",
        f"/cases/{code}/history",
        f"/cases/{code}/routes",
        f"/cases/{code}/removed",
        f"/cases/{code}/charts",
        f"/cases/{code}/papers/manufacturer-request",
        f"/cases/{code}/papers/manufacturer-request/preview",
        f"/cases/{code}/papers/manufacturer-request/read",
        f"/cases/{code}/access",
        f"/cases/{code}/reports/add",
        "/organizations",
        "/help",
        *(f"/cases/{code}/stages/{int(stage)}" for stage in Stage),
        f"/cases/{code}/contacts",
        f"/cases/{code}/contacts/log",
        "/contacts/log",
        f"/cases/{code}/releases",
        f"/cases/{code}/releases/add",
        f"/cases/{code}/releases/accounting",
        f"/cases/{code}/safety",
        *(f"/cases/{code}/facts/{section.key}" for section in own if section.key not in TABLES),
        *(f"/cases/{code}/facts/{s.key}/add" for s in own if s.rows and s.key != "documents"),
        *(f"/cases/{code}/do/{action}" for action in Action),
    ]


def test_every_page_takes_at_most_twelve_queries_however_full_the_case(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    visitor = sign_in()
    code, study = clinic.case(), clinic.study(DEFI, {"outcome": "Response"})
    clinic.cite(code, study)
    asks = clinic.file(clinic.case(company="Iterion Therapeutics"))
    card = f"/organizations/{asks.dossiers[Of.COMPANY]}"
    hurried = clinic.case(company="Iterion Therapeutics", urgency="emergency")
    calls = ("/emergency", f"/cases/{hurried}/emergency")
    wanted = [*addresses(code), *of_the_library(study, code), card, *calls]
    visitor.get("/help")  # notes that the session is in use
    few = queries_of(visitor, store, wanted)
    for number in range(12):
        clinic.cite(code, clinic.study(f"Study {number}", *[{"outcome": "Response"}] * 3))
        clinic.outcome(study, outcome=str(number))
        for rows in (
            "therapy",
            "measurement",
            "lab",
            "study",
            "trial",
            "allergy",
            "document",
            "coverage",
            *("dose", "stock", "treatment_visit", "safety"),
        ):
            clinic.row(code, rows, note=str(number))
        clinic.row(code, "contact", with_whom=f"Somebody {number}", said_on="2026-11-18")
        clinic.row(hurried, "contact", with_whom="FDA", said_on="2026-11-18")
        clinic.case(initials=f"A{number}", company="Iterion Therapeutics")
    many = queries_of(visitor, store, wanted)
    assert few == many, "the number of queries does not depend on the rows"
    assert max(many.values()) <= MOST_QUERIES, {a: n for a, n in many.items() if n > MOST_QUERIES}


def of_the_library(study: int, code: str) -> list[str]:
    return [
        *("/library", "/library?q=study&drug=x", "/library/add", "/library/drugs"),
        *(f"/library/{study}", f"/library/{study}/facts/study", f"/library/{study}/removed"),
        *(f"/library/{study}/rows/outcome/add", f"/cases/{code}/cite"),
    ]


def queries_of(visitor: Visitor, store: Store, wanted: list[str]) -> dict[str, int]:
    counts = {}
    with time_machine.travel(NOW, tick=False):  # a slow machine must not have to stay signed in
        for address in wanted:
            with counted(store) as said:
                assert visitor.raw(address).status_code == 200
            noted = [one for one in said if one.startswith("INSERT INTO access_log")]
            counts[address] = len(said) - len(noted)  # the first look of an hour is noted
    return counts


def test_every_page_of_an_empty_case_says_what_comes_next(sign_in: SignIn, clinic: Clinic) -> None:
    visitor = sign_in()
    assert "Start one when a doctor first mentions a drug" in visitor.get("/cases").text
    code = clinic.case(diagnosis="", drug="", birth_year="")
    for address in addresses(code):
        page = visitor.get(address)
        assert "No data" not in page.text
        assert page.one("header a.emergency"), "one click from every page (ux.md, check 11)"
        assert not re.search(r"(?<!Blockers) None (?!yet)", outside_labels(page))


def outside_labels(page: Page) -> str:
    """The words of a page but for its labels and choices, which are the same in every case."""
    for label in page.all("label, option"):
        label.node.decompose()
    return page.text


def test_filters_stand_in_the_address_and_say_when_nothing_matches(
    sign_in: SignIn, clinic: Clinic
) -> None:
    visitor = sign_in()
    first, second = (
        clinic.case(),
        clinic.case_at(Stage.EVIDENCE, initials="A.B.", drug="tegalumab", urgency="emergency"),
    )
    assert second not in visitor.get("/cases?stage=1").text
    assert first not in visitor.get("/cases?stage=2").text
    assert first not in visitor.get("/cases?emergency=1").text
    only = visitor.get("/cases?drug=TEGALUMAB").text
    assert second in only
    assert "1 case matches" in only
    assert second in visitor.get("/cases?q=ab").text
    none = visitor.get("/cases?stage=7&q=nobody")
    assert "No case matches these filters" in none.text
    assert none.one("#stage option[selected]")["value"] == "7"
    assert visitor.get(f"/cases?q={first}").heading.endswith(first), "an exact code opens the case"
    for odd in (
        "stage=abc",
        "stage=99",
        "owner=-1",
        "after=x",
        "after=2026-01-01_x",
        "life=x",
        "stage=99999999999999",
    ):
        visitor.get(f"/cases?{odd}")


def test_what_is_looked_at_most_days_is_one_press_away(sign_in: SignIn, clinic: Clinic) -> None:
    own, hurried = clinic.case(), clinic.case(clinic.person(Role.NURSE), urgency="emergency")
    clinic.do(own, Action.PLAN_NEXT, next_what="x", waiting_on="Them", next_on="2026-11-23")
    visitor = sign_in(clinic.rosa)
    listed = {"Mine": [own], "Waiting on somebody": [own], "Emergencies": [hurried]}
    listed |= {"On hold": [], "Closed": []}
    page = visitor.get("/cases")
    assert page.one(".views [aria-current]").text == "All open"
    for words, codes in listed.items():
        view = visitor.get(page.link(words))
        assert view.one(".views [aria-current]").text == words
        assert [one for one in (own, hurried) if one in view.text] == codes
    assert not visitor.get("/cases?stage=1").all(".views [aria-current]")
    assert "Emergencies" not in sign_in(Role.ADMIN).get("/cases").text


def test_the_search_of_every_page_finds_held_and_closed_cases(
    sign_in: SignIn, clinic: Clinic
) -> None:
    held, closed, open_one = (clinic.case(initials=i) for i in ("H.H.", "C.C.", "O.O."))
    clinic.do(held, Action.HOLD, hold_reason="pregnancy test", next_on="2026-12-01")
    clinic.do(closed, Action.CLOSE, close_reason="withdrawn")
    visitor = sign_in()
    for code, initials in ((held, "H.H."), (closed, "C.C."), (open_one, "O.O.")):
        found = visitor.get(f"/cases?q={code}")  # all that the form in the header sends
        assert found.heading.endswith(code)
        assert code in visitor.get(f"/cases?q={initials}").text
    listed = visitor.get("/cases?q=h.h.")
    assert listed.one("#life option[selected]")["value"] == "all"
    assert held not in visitor.get("/cases?q=h.h.&life=open").text.replace("?q=", "")
    assert held not in visitor.get("/cases?q=").text, "an empty search is the plain list"


def test_the_list_is_paged_by_key_and_never_skips_or_repeats(
    sign_in: SignIn, clinic: Clinic
) -> None:
    codes = {clinic.case(initials=f"A{n}", diagnosis="") for n in range(103)}
    visitor = sign_in()
    seen: list[str] = []
    page = visitor.get("/cases")
    assert page.text.startswith("Cases") or "103 cases open." in page.text
    while True:
        seen += [a["href"].rsplit("/", 1)[1] for a in page.all("tbody a")]
        following = [a for a in page.all("a") if a.text == "Next 50"]
        if not following:
            break
        page = visitor.get(str(following[0]["href"]))
    assert len(seen) == len(set(seen)) == 103
    assert set(seen) == codes


def test_an_administrator_lists_codes_without_patient_data(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case(initials="Z.Q.", diagnosis="Canary disease", drug="canarymab")
    page = sign_in(Role.ADMIN).get("/cases")
    assert code in page.text
    for secret in ("Z.Q.", "Canary", "canarymab", "Call the company"):
        assert secret not in page.html


def test_an_administrator_cannot_ask_the_list_who_has_what(sign_in: SignIn, clinic: Clinic) -> None:
    clinic.case(initials="Z.Q.", drug="canarymab")
    admin, rosa = sign_in(Role.ADMIN), sign_in()
    code = clinic.case(initials="E.A.", drug="other")
    for asked in ("drug=canarymab", "physician=999", "emergency=1"):
        assert "2 cases" in admin.get(f"/cases?{asked}").text, asked
    for asked in ("q=Z.Q.", "q=canarymab", "q=E.A.", "q=EA-"):
        assert "No case matches" in admin.get(f"/cases?{asked}").text, asked
    assert "1 case" in admin.get(f"/cases?q={code}").text
    for asked in ("q=Z.R.", "drug=none", "physician=999", "emergency=1"):
        assert "No case matches" in rosa.get(f"/cases?{asked}").text, asked


def test_any_text_is_kept_and_shown_literally(sign_in: SignIn, clinic: Clinic) -> None:
    """Each string goes through a form into a line and a paragraph; one page then shows them all."""
    strings = json.loads(shared("hostile/text/blns_even.json").read_text())
    strings += json.loads(shared("hostile/text/csv_injection_a.json").read_text())
    strings += ["<script>alert(1)</script>", "{{7*7}}'\"><svg onload=alert(1)>", "\u202efdp.exe"]
    wanted = {clean(s) for s in strings if clean(s) and "\n" not in clean(s) and len(s) < 200}
    code = clinic.case(diagnosis="")
    visitor = sign_in()
    address = f"/cases/{code}/facts/alternatives"
    form = visitor.get(f"{address}/add").form("Save alternative")
    csrf = form.one("[name=csrf]")
    for option, why in zip_longest(*[iter(wanted)] * 2, fillvalue="None"):
        data = {"csrf": csrf["value"], "option": option, "why": why}
        assert visitor.client.post(f"{address}/add", data=data).status_code == 303, data
    rows = clinic.file(code).facts.rows["alternative"]
    assert {row.answers[key] for row in rows for key in ("option", "why")} == wanted | {"None"}
    page = visitor.get(address)  # checks that the page is whole
    shown = {cell.content for cell in page.all("td")}
    assert {visible(string) for string in wanted} <= shown


def test_every_field_of_a_case_keeps_any_text(sign_in: SignIn, clinic: Clinic) -> None:
    """Each field for words gets an odd string of its own; the page then shows all of them."""
    strings = json.loads(shared("hostile/text/blns_even.json").read_text())
    odd = [s for s in strings if clean(s) and "\n" not in clean(s) and len(s) < 100]
    given, tried = cycle(odd), 0
    everybody = clinic.person(Role.COORDINATOR, "Any Body", also=set(Role) - {Role.COORDINATOR})
    code, visitor = clinic.case(urgency="emergency"), sign_in(everybody)
    needs = {"barrier_who": str(everybody.user), "barrier_by": "2026-12-01"}
    needs |= {"moved_on": "2026-11-18", "movement": "received", "amount": "9"}
    for section in (one for one in SECTIONS if one.of is Of.CASE and not one.apart):
        asked = section.table.questions if section.rows else section.questions
        page = visitor.get(f"/cases/{code}/facts/{section.key}{'/add' if section.rows else ''}")
        fields = [q.key for q in asked if q.kind in (Kind.LINE, Kind.TEXT)]
        typed = {key: next(given) for key in fields if page.all(f"form #{key}")}
        if not typed:
            continue
        button = page.all("main form .buttons > button")[0].text
        needed = {key: value for key, value in needs.items() if page.all(f"form [name={key}]")}
        after = visitor.press(page, button, typed | needed)
        facts = clinic.file(code).facts
        rows = facts.rows_of(section) if section.rows else ()
        held = max(rows, key=lambda row: row.id).answers if section.rows else facts.answers
        assert {key: held.get(key) for key in typed} == {k: clean(t) for k, t in typed.items()}
        assert not after.all("main :is(script, iframe, img[onerror])")
        tried += 1
    assert tried > 40, "sections that ask for words"


def test_a_register_entry_is_renamed_and_found_by_its_new_name(
    sign_in: SignIn, clinic: Clinic
) -> None:
    number = clinic.register("physician", "Anil Shah, MD")
    visitor = sign_in()
    page = visitor.get(f"/organizations/{number}/change")
    visitor.press(page, "Save physician", name="José Shah, MD")
    assert "José Shah, MD" in visitor.get("/organizations").text
    assert clinic.file(clinic.case(doctor="JOSÉ SHAH, MD")).facts.register == number


EMPTY = {
    "/today": ("Nothing due for you through", "it stands here from the day", "Start a case"),
    "/cases": ("They will be listed here", "No cases yet", "Start one when a doctor first"),
    "/calendar": ("Nothing dated in this range", "stands here from the day", "your cases"),
    "/calendar/hand-over": ("the dates that are yours", "No date of yours falls", "the calendar"),
    "/contacts/log": ("A contact about no case", "You have no open case yet", "organization"),
    "/drafts": ("it waits here for seven days", "No drafts", "Go to your work"),
    "/library": ("is entered here once", "No studies yet", "Add the first study"),
    "/library/drugs": ("Whether FDA approved a drug", "No drugs yet", "Add a drug"),
    "/search?q=zebra": ("Looked through: cases by code", "Nothing you may see", "Start a case"),
}
"""What stands on an empty screen: what it is for, why it is empty, the way on (ux.md, check 31)."""
EMPTY_IN_A_CASE = {
    "contacts": ("Each call, message and letter is kept", "No contact yet", "Log a contact"),
    "releases": (
        "Sendings of papers, and what goes",
        "Nothing of this patient",
        "Record a release",
    ),
    "removed": ("wait here until somebody restores", "Nothing was removed", "Back to"),
    "charts": ("reads an export from the hospital", "No chart has been read", "Read chart"),
    "safety": ("Whatever happens to the patient", "No events recorded", "Report an event"),
    "deadlines": ("Each day is counted from an event", "No clock runs", "All deadline rules"),
}


def test_an_empty_screen_says_what_why_and_what_next(sign_in: SignIn, clinic: Clinic) -> None:
    visitor = sign_in()
    for address, wanted in EMPTY.items():
        check_empty(visitor.get(address), *wanted)
    code = clinic.case(diagnosis="", drug="", birth_year="")
    for place, wanted in EMPTY_IN_A_CASE.items():
        check_empty(visitor.get(f"/cases/{code}/{place}"), *wanted)
    own = [s for s in SECTIONS if s.of is Of.CASE and s.rows and not s.apart]
    for section in (s for s in own if s.key not in TABLES):
        page = visitor.get(f"/cases/{code}/facts/{section.key}")
        assert "Nothing here yet. Each " in page.text, "and an example of a row follows"
        assert page.all("main a[href*='/add']"), page.address


def check_empty(page: Page, what: str, why: str, then: str) -> None:
    said = page.one("main").text
    assert what in said, page.address
    assert why in said, page.address
    ways = [a.text for a in page.all("main a[href], main button")]
    assert any(then in words for words in ways), (page.address, ways)


def test_every_screen_of_a_fresh_clinic_says_what_comes_next(sign_in: SignIn) -> None:
    for visitor in (sign_in(), sign_in(Role.ADMIN)):
        for route in every_route():
            if route.method == "POST" or "<" in route.address:
                continue
            answer = visitor.raw(route.address)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                page = visitor.get(route.address)
                assert "No data" not in page.text
                assert page.all("main a, main button, main p"), f"{route.address} says nothing"
