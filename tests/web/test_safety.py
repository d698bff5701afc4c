"""Events on treatment as staff and physician meet them: reported, judged, drafted, sent."""

from collections.abc import Callable

import pytest
from make import Clinic
from pages import Page, Visitor
from web.test_papers import preview
from web.test_treatment import begun

from casetrack.documents import previews
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
EVENT: dict[str, str | list[str]] = {
    "event_what": "Vomiting",
    "event_grade": "3",
    "happened_on": "11/10/2026",
    "aware_on": "11/12/2026",
    "serious_by": ["hospital"],
    "brochure_says": "no",
    "related_said": "yes",
    "event_story": "Vomited for two days; admitted for fluids.",
    "event_drug": "held",
    "event_outcome": "recovering",
}
JUDGMENT = {"serious": "yes", "life_threatening": "no", "unexpected": "yes", "suspected": "yes"}
PAPER = "safety-report"


def report(visitor: Visitor, code: str) -> Page:
    page = visitor.get(f"/cases/{code}/safety")
    adding = visitor.get(page.link("Report an event"))
    return visitor.press(adding, "Save event", EVENT)


def event(visitor: Visitor, code: str) -> Page:
    return visitor.get(visitor.get(f"/cases/{code}/safety").link("Vomiting"))


def doctor(sign_in: SignIn, clinic: Clinic, code: str) -> Visitor:
    """A physician who has to do what is next in this case."""
    actor = clinic.person(Role.PHYSICIAN, "Anil Shah")
    clinic.do(code, Action.PLAN_NEXT, next_who=str(actor.user))
    return sign_in(actor)


def judge(visitor: Visitor, page: Page) -> Page:
    """What the judgment moves is seen before it is saved."""
    moves = visitor.press(page, "Judge the event", JUDGMENT, status=422)
    assert "unexpected, due Thu Nov 19, 2026, no longer runs" in moves.text
    return visitor.press(moves, "Save and move")


def test_without_events_the_page_says_when_somebody_asked_last(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = begun(clinic)
    visitor = sign_in(Role.NURSE)
    assert "No events recorded" in visitor.get(f"/cases/{code}/safety").text
    clinic.row(
        code, "treatment_visit", visit_day="2026-11-09", visit_kind="call", visit_asked="yes"
    )
    assert "Last asked: Nov 9, 2026" in visitor.get(f"/cases/{code}/safety").text
    stage = visitor.get(f"/cases/{code}/stages/6")
    followed = visitor.get(stage.link("Report events, have them judged"))
    assert followed.heading == "Events on treatment"


def test_staff_answer_and_only_the_physician_judges(sign_in: SignIn, clinic: Clinic) -> None:
    code = begun(clinic)
    nurse = sign_in(Role.NURSE)
    assert "Added: event" in report(nurse, code).text
    page = event(nurse, code)
    assert "Waiting on the judgment of Anil Shah, MD" in page.text
    assert "7 calendar days from the day the clinic learned of it, Nov 12, 2026" in page.text
    assert not page.all("a[href$='/judge']")
    nurse.get(f"{page.address}/judge", status=403)
    changing = nurse.get(page.link("Change what is known"))
    assert not changing.all("[name=serious], [name=suspected]"), "the judgment is no staff's field"

    shah = doctor(sign_in, clinic, code)
    asking = shah.get(shah.get(page.address).link("Judge the event"))
    assert not asking.all("[type=radio][checked]"), "nothing is chosen beforehand"
    refused = shah.press(asking, "Judge the event", status=422, serious="yes")
    assert refused.errors == [
        "Enter: is it fatal or life-threatening",
        "Enter: is it unexpected",
        "Enter: is there a reasonable possibility that the drug caused it",
    ]
    judged = judge(shah, refused)
    assert "Judged Nov 19, 2026 by Anil Shah: serious, not life-threatening" in judged.text
    assert "so Fri Nov 27, 2026 (21 CFR 312.32(c)(1))" in judged.text


def test_a_judgment_falls_with_the_facts_it_rests_on_and_is_asked_for_anew(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code = begun(clinic)
    nurse = sign_in(Role.NURSE)
    report(nurse, code)
    shah = doctor(sign_in, clinic, code)
    address = event(shah, code).address
    judge(shah, shah.get(f"{address}/judge"))
    early = shah.get(f"{address}/judge")
    changing = nurse.get(nurse.get(address).link("Change what is known"))
    falls = nurse.press(changing, "Save event", serious_by=["death"], status=422)
    assert "Safety report: serious and unexpected, due Fri Nov 27, 2026, no longer" in falls.text
    nurse.press(falls, "Save and move")
    page = nurse.get(address)
    assert "Waiting on the judgment" in page.text
    stale = shah.press(early, "Judge the event", JUDGMENT, status=409)
    assert "The case changed since you opened this page" in stale.text
    history = sign_in().get(f"/cases/{code}/history")
    assert "judged an event on treatment" in history.text
    assert verify(store).problems == []


def test_a_report_is_drafted_frozen_sent_and_stands_as_told(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code = begun(clinic)
    visitor = sign_in()
    report(visitor, code)
    page = event(visitor, code)
    assert page.text.count("Not yet") >= 3
    check = visitor.press(page, "Draft the report to FDA")
    assert check.heading == "Safety report to FDA"
    made = preview(visitor, code, PAPER)
    frozen = visitor.press(made, "Freeze version 1", gap_reason="Not judged yet; sent in time.")
    sending = visitor.get(frozen.link("Record sending"))
    sent = {"sent_to": "FDA", "sent_how": "fax", "sent_on": "11/19/2026", "sent_proof": "FAKE-12"}
    visitor.press(sending, "Record sending", sent)
    told = event(visitor, code)
    assert "Version 1 to FDA, fax; FAKE-12" in told.text
    assert "FDA, Nov 19, 2026" not in visitor.get(f"/cases/{code}/safety").text, "no longer owed"
    releases = visitor.get(f"/cases/{code}/releases")
    assert "45 CFR 164.512(b)" in releases.text
    assert verify(store).problems == []

    more = visitor.get(told.link("Add new information"))
    after = visitor.press(
        more, "Add new information", learned_more_on="11/18/2026", learned_more="Virus found."
    )
    assert "Thu Dec 3, 2026" in after.text
    visitor.press(after, "Draft the report to FDA, what is new")
    previews.wait_for_all()
    read = visitor.get(f"/cases/{code}/papers/{PAPER}/read")
    assert "Follow-up to a safety report" in read.text


def test_a_version_tells_of_its_own_event_whatever_is_drafted_since(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = begun(clinic)
    visitor = sign_in()
    report(visitor, code)
    first = event(visitor, code)
    visitor.press(first, "Draft the report to FDA")
    frozen = visitor.press(preview(visitor, code, PAPER), "Freeze version 1", gap_reason="In time")
    other = clinic.row(
        code, "safety", event_what="Rash", happened_on="2026-11-15", aware_on="2026-11-16"
    )
    visitor.press(visitor.get(f"/cases/{code}/safety/{other}"), "Draft the report to FDA")
    sending = visitor.get(frozen.link("Record sending"))
    sent = {"sent_to": "FDA", "sent_how": "fax", "sent_on": "11/19/2026"}
    visitor.press(sending, "Record sending", sent)
    assert "Version 1 to FDA, fax" in visitor.get(first.address).text
    assert "Version 1 to FDA, fax" not in visitor.get(f"/cases/{code}/safety/{other}").text


@pytest.mark.parametrize("path", ["", "/judge", "/more"])
def test_an_event_of_another_case_is_not_found(sign_in: SignIn, clinic: Clinic, path: str) -> None:
    code = begun(clinic)
    report(sign_in(Role.NURSE), code)
    number = clinic.file(code).facts.rows["safety"][0].id
    other = begun(clinic)
    shah = doctor(sign_in, clinic, other)
    shah.get(f"/cases/{other}/safety/{number}{path}", status=404)
