"""The emergency of ux.md 1.4, hour by hour on the call sheet, without script."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import time_machine
from make import Clinic
from pages import Page, Visitor

from casetrack.rules.clocks import Stand, deadlines
from casetrack.rules.documents import IRB_NOTICE
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.commands.papers import Made, freeze
from casetrack.store.queries.casefile import CaseFile

SignIn = Callable[..., Visitor]
ONCOLOGY, AT_NIGHT = "240-402-0004", "866-300-4374"


@contextmanager
def at(day: int, hour: int, minute: int = 0, *, month: int = 10) -> Iterator[None]:
    """A moment in UTC; Eastern is four hours behind until Nov 1, 2026, then five."""
    with time_machine.travel(datetime(2026, month, day, hour, minute, tzinfo=UTC), tick=False):
        yield


def opened(visitor: Visitor) -> Page:
    return visitor.press(
        visitor.get("/emergency"), "Open call sheet", initials="J.M.", drug="Tegavivint"
    )


def code_of(page: Page) -> str:
    return page.address.split("/")[2]


def numbers(page: Page) -> list[str]:
    return [a.text for a in page.all(".call-now a[href^='tel:']")]


@pytest.mark.parametrize(
    ("day", "hour", "line"),
    [
        (30, 19, ONCOLOGY),  # Friday 3 PM Eastern
        (30, 23, AT_NIGHT),  # Friday 7 PM
        (31, 16, AT_NIGHT),  # Saturday noon
        (12, 16, AT_NIGHT),  # Columbus Day, noon
    ],
)
def test_the_line_of_this_hour_stands_on_the_page(
    sign_in: SignIn, day: int, hour: int, line: str
) -> None:
    with at(day, hour):
        page = sign_in(Role.NURSE).get("/emergency")
    assert numbers(page) == [line]
    assert "Eastern" in page.text


def test_from_every_page_the_sheet_is_one_click_and_two_fields(
    clinic: Clinic, sign_in: SignIn
) -> None:
    visitor = sign_in(Role.COORDINATOR)
    for address in ("/", "/cases", "/calendar", f"/cases/{clinic.case()}/facts/disease"):
        assert visitor.get(address).one("header a.emergency")["href"] == "/emergency"
    form = visitor.get("/emergency").form("Open call sheet")
    assert len(form.all("input:not([type=hidden]), select, textarea")) == 2
    page = opened(visitor)
    assert page.heading == "Emergency call sheet"
    assert page.one("header a.emergency")["href"] == page.address
    for personal in ("J.M.", "JM", "Tegavivint"):
        assert personal not in page.address
        assert personal not in page.title
    refused = visitor.press(visitor.get("/emergency"), "Open call sheet", status=422, initials="")
    assert len(refused.errors) == 2


def test_the_same_initials_lead_to_the_sheet_that_is_there(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    first = opened(visitor)
    page = visitor.get("/emergency")
    asked = visitor.press(page, "Open call sheet", status=422, initials="JM", drug="Tegavivint")
    assert asked.link(f"Call sheet of {code_of(first)}") == first.address
    other = visitor.press(asked, "Open call sheet", sure="1")
    assert code_of(other) != code_of(first)


def authorized(clinic: Clinic, sign_in: SignIn) -> str:
    code = clinic.case(urgency="emergency")
    clinic.do(code, Action.RECORD_AGREEMENT, request_decided_on="2026-11-19")
    clinic.do(
        code,
        Action.RECORD_PERMISSION,
        fda_permitted_how="phone",
        fda_permitted_on="2026-11-19",
        fda_official="Dr. Ortega",
    )
    return code


def tracks(file: CaseFile) -> tuple[str, ...]:
    return tuple(file.facts.tracks.values())


def test_no_answer_and_a_no_are_logged_and_move_nothing(clinic: Clinic, sign_in: SignIn) -> None:
    visitor = sign_in()
    code = code_of(opened(visitor))
    before = tracks(clinic.file(code))
    for button in ("Call dropped", "FDA said no"):
        page = visitor.press(visitor.get(f"/cases/{code}/emergency"), button)
        assert "Call logged" in page.text
    file = clinic.file(code)
    assert tracks(file) == before
    assert [row.answers["direction"] for row in file.facts.rows["contact"]] == ["tried", "out"]
    assert file.next.what == "Ask the physician how to go on: FDA said no"


def test_a_call_is_taken_back_and_stays_among_the_removed(clinic: Clinic, sign_in: SignIn) -> None:
    visitor = sign_in()
    code = code_of(opened(visitor))
    page = visitor.press(visitor.get(f"/cases/{code}/emergency"), "No answer")
    visitor.press(page, "Undo No answer")
    assert not clinic.file(code).facts.rows.get("contact")
    assert "The company" in visitor.get(f"/cases/{code}/removed").text
    other = clinic.case(urgency="emergency")
    elsewhere = clinic.row(other, "contact", with_whom="FDA", said_on="2026-11-19")
    again = visitor.press(visitor.get(f"/cases/{code}/emergency"), "No answer")
    form = again.form("Undo No answer")
    fields = {f["name"]: f.get("value", "") for f in form.all("input")}
    address = form["action"]
    visitor.send(address, {**fields, "row": str(elsewhere)}, {})
    assert clinic.file(other).facts.rows["contact"], "another case's call stays"


def test_what_fda_must_have_said_is_asked_and_nothing_typed_is_lost(
    clinic: Clinic, sign_in: SignIn
) -> None:
    visitor = sign_in()
    code = code_of(opened(visitor))
    page = visitor.get(f"/cases/{code}/emergency")
    refused = visitor.press(
        page, "FDA authorized", status=422, ind_number="178501", fda_conditions="Weekly laboratory"
    )
    assert refused.errors == ["Enter: by whom at FDA"]
    assert refused.one("#ind_number")["value"] == "178501"
    assert refused.one("#fda_conditions").text == "Weekly laboratory"
    assert clinic.file(code).facts.tracks["fda"] == "not_submitted"  # type: ignore[index]
    assert not clinic.file(code).facts.rows.get("contact"), "all or nothing"
    ahead = visitor.press(
        refused, "FDA authorized", status=422, fda_official="Dr. Ortega", fda_permitted_at="11 PM"
    )
    assert ahead.errors == ["At: 11:00 PM has not come yet"]
    tomorrow = visitor.press(
        ahead, "FDA authorized", status=422, fda_permitted_on="12/24/2026", fda_permitted_at=""
    )
    assert "has not come yet" in tomorrow.errors[0]


def test_the_first_dose_waits_for_fda(clinic: Clinic, sign_in: SignIn) -> None:
    visitor = sign_in()
    code = code_of(opened(visitor))
    page = visitor.get(f"/cases/{code}/emergency")
    refused = visitor.press(page, "Record first dose", status=422)
    assert "FDA's permission is not on record" in refused.errors[0]
    assert "first_dose_on" not in clinic.file(code).facts.answers


def test_what_the_law_sets_stands_once_and_the_first_stages_come_after_the_fact(
    clinic: Clinic, sign_in: SignIn
) -> None:
    visitor = sign_in()
    code = authorized(clinic, sign_in)
    page = visitor.press(visitor.get(f"/cases/{code}/emergency"), "Record first dose")
    notice = "Report the emergency use to the ethics board"
    assert visitor.get("/today?view=team").text.count(notice) == 1
    tracker = visitor.get(f"/cases/{code}").one(".tracker").text
    assert tracker.count("fter the fact") == 3
    assert "6 Treatment Under way since" in tracker
    today = clinic.file(code).facts.answers["first_dose_on"]
    clinic.do(
        code, Action.END_TREATMENT, last_dose_on=today, ended_why="wish", ended_reason="Moved."
    )
    tracker = visitor.get(f"/cases/{code}").one(".tracker").text
    assert "6 Treatment Ended" in tracker
    ordinary = visitor.get(f"/cases/{clinic.case()}").text
    assert "After the fact" not in ordinary
    assert "Under way since" not in ordinary
    assert "after the fact" in visitor.get(f"/cases/{code}/stages/2").text
    assert "Work in any order" in visitor.get(f"/cases/{code}/stages/5").text
    assert page.heading == "Emergency call sheet"


def test_hours_out_of_order_are_asked_about_and_can_be_put_right(
    clinic: Clinic, sign_in: SignIn
) -> None:
    visitor = sign_in()
    code = authorized(clinic, sign_in)
    clinic.say(code, company_agreed_at="11:30", fda_permitted_at="11:10")
    page = visitor.get(f"/cases/{code}/emergency")
    words = "The company agreed, 11:30 AM; FDA authorized the use by phone, 11:10 AM"
    assert words in page.text
    section = visitor.get(page.link(words))
    fixed = visitor.press(section, "Save hours of the emergency", fda_permitted_at="11:40")
    assert fixed.heading == "Emergency call sheet"
    assert "Check this" not in fixed.text.replace("Check this: not verified here yet", "")


def test_the_script_is_read_from_the_case_and_its_blanks_are_filled_in_where_they_stand(
    clinic: Clinic, sign_in: SignIn
) -> None:
    visitor = sign_in()
    code = code_of(opened(visitor))
    page = visitor.get(f"/cases/{code}/emergency")
    assert len(page.all(".script .blank-line")) >= 6
    typed = {"emergency_threat": "Perforation within days", "sex": "male", "weight": "x"}
    wrong = visitor.press(page, "Save these lines", typed, status=422)
    assert wrong.one("#emergency_threat").text == "Perforation within days"
    assert "emergency_threat" not in clinic.file(code).facts.answers, "all of it, or nothing"
    page = visitor.press(wrong, "Save these lines", weight="61")
    said = clinic.file(code).facts.answers
    assert (said["sex"], said["weight"]) == ("male", "61")
    assert not page.all("#emergency_threat"), "what is known is read, and changed on its own page"
    assert page.heading == "Emergency call sheet"
    clinic.say(code, diagnosis="Mesenteric desmoid", weight="58", patient_name="Jonas Moreau")
    clinic.row(code, "therapy", treatment="Sorafenib", why_stopped="growth", response="PD")
    page = visitor.get(f"/cases/{code}/emergency")
    for words in ("Perforation within days", "Mesenteric desmoid", "58", "Sorafenib ("):
        assert words in page.text
    assert "Moreau" not in page.html


def test_two_who_fill_in_the_same_line_choose_and_nothing_else_is_lost(
    clinic: Clinic, sign_in: SignIn
) -> None:
    one, two = sign_in(), sign_in(Role.NURSE)
    code = code_of(opened(one))
    address = f"/cases/{code}/emergency"
    mine, theirs = one.get(address), two.get(address)
    two.press(theirs, "Save these lines", diagnosis="Desmoid tumor", site="Mesentery")
    late = one.press(
        mine, "Save these lines", status=409, diagnosis="Sarcoma", emergency_threat="Perforation"
    )
    assert late.one("#diagnosis-mine")["value"] == "Sarcoma"
    assert late.one("#diagnosis-theirs")["value"] == "Desmoid tumor"
    one.press(late, "Save these lines", diagnosis="Desmoid tumor")
    said = clinic.file(code).facts.answers
    assert said["diagnosis"] == "Desmoid tumor"
    assert said["site"] == "Mesentery", "a line that was blank on the page takes nothing away"
    assert said["emergency_threat"] == "Perforation"


def test_lines_typed_and_not_saved_wait_as_a_draft(clinic: Clinic, sign_in: SignIn) -> None:
    visitor = sign_in()
    page = visitor.get(f"/cases/{code_of(opened(visitor))}/emergency")
    kept = visitor.keep(page, "Save these lines", emergency_threat="Perforation within days")
    again = visitor.get(kept["address"])
    assert again.one("#emergency_threat").text == "Perforation within days"


def test_lines_are_filled_in_by_who_may_write_them(clinic: Clinic, sign_in: SignIn) -> None:
    code = code_of(opened(sign_in()))
    pharmacist = sign_in(Role.PHARMACIST)
    page = pharmacist.get(f"/cases/{code}/emergency")
    assert not page.all("#emergency_threat, #diagnosis")
    sent = {"csrf": page.one("#sign-out [name=csrf]")["value"], "drawn": "99"}
    pharmacist.send(f"/cases/{code}/emergency/script", {**sent, "diagnosis": "x"}, {})
    assert not clinic.file(code).facts.answers.get("diagnosis")


def test_somebody_elses_step_is_shown_before_one_is_repeated(
    clinic: Clinic, sign_in: SignIn
) -> None:
    one, two = sign_in(), sign_in(Role.REGULATORY)
    code = code_of(opened(one))
    drawn = two.get(f"/cases/{code}/emergency")
    one.press(one.get(f"/cases/{code}/emergency"), "FDA authorized", fda_official="Dr. Ortega")
    late = two.press(drawn, "FDA authorized", status=409, fda_official="Dr. Reyes")
    assert "The case changed since you opened this page" in late.text
    assert late.one("#fda_official-mine")["value"] == "Dr. Reyes"
    assert len(clinic.file(code).facts.rows["contact"]) == 1


def test_pressed_twice_it_happened_once(clinic: Clinic, sign_in: SignIn) -> None:
    visitor = sign_in()
    code = code_of(opened(visitor))
    page = visitor.get(f"/cases/{code}/emergency")
    for _ in range(2):
        visitor.press(page, "Call dropped")
    assert len(clinic.file(code).facts.rows["contact"]) == 1


def test_an_ordinary_case_becomes_an_emergency_by_a_button(clinic: Clinic, sign_in: SignIn) -> None:
    visitor = sign_in(Role.NURSE)
    code = clinic.case()
    page = visitor.get(f"/cases/{code}/emergency")
    assert "This case is ordinary" in page.text
    page = visitor.press(page, "Make this case an emergency")
    assert page.all(".script")
    assert clinic.file(code).facts.emergency


def test_whoever_may_not_record_it_reads_the_sheet(clinic: Clinic, sign_in: SignIn) -> None:
    code = code_of(opened(sign_in()))
    page = sign_in(Role.PHARMACIST).get(f"/cases/{code}/emergency")
    assert page.all(".script")
    buttons = {b.text for b in page.all("main button")}
    assert "FDA authorized" not in buttons
    assert "Record first dose" in buttons
    assert not sign_in(Role.REGULATORY).get("/emergency").all("#initials")


def notice_frozen(clinic: Clinic, code: str) -> None:
    made = Made(paper=IRB_NOTICE.key, version=1, pdf=b"%PDF-1", pages=3, made_of={}, changes=())
    with clinic.store.writing() as db:
        freeze(db, clinic.file(code).id, made, by=clinic.rosa)
        db.commit()


def test_sending_the_notice_meets_its_clock_once_and_never_before_the_use(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = authorized(clinic, sign_in)
    notice_frozen(clinic, code)
    visitor = sign_in(Role.REGULATORY)
    address = f"/cases/{code}/papers/irb-notice/v/1/send"
    sent = {"sent_to": "Harbor IRB", "sent_how": "portal"}
    button = "Record sending"
    refused = visitor.press(visitor.get(address), button, status=422, typed=sent)
    assert "The day of the first dose is not on record" in refused.errors[0]
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-19")
    visitor.press(visitor.get(address), button, typed=sent)
    assert clinic.file(code).facts.answers["irb_told_on"] == "2026-11-19"
    met = [one for one in deadlines(clinic.file(code).facts) if one.stand is Stand.MET]
    assert "emergency_irb_notice" in {one.clock.key for one in met}
    with time_machine.travel(datetime(2026, 11, 20, 17, tzinfo=UTC), tick=False):
        later = sign_in(Role.REGULATORY)
        later.press(later.get(address), button, typed=sent)
    assert clinic.file(code).facts.answers["irb_told_on"] == "2026-11-19", "the first one counts"
    told = sign_in().get(f"/cases/{code}/releases").text
    assert "Notice of an emergency use, version 1" in told
