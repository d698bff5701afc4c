"""Due dates on the pages: shown with how they were counted, and never moved unseen."""

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from make import PASSWORD, Clinic
from pages import Page, Visitor
from sqlalchemy import select

from casetrack.rules.documents import REQUEST
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.commands.papers import Made, freeze
from casetrack.store.tables import EventValue
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]


def sent(clinic: Clinic, code: str, *, on: str = "2026-11-19") -> None:
    """Its request went to the company today, as a frozen copy."""
    clinic.say(code, permission="written", permission_on="2026-09-01", permission_with="company")
    file = clinic.file(code)
    made = Made(paper=REQUEST.key, version=1, pdf=b"%PDF", pages=1, made_of={}, changes=())
    with clinic.store.writing() as db:
        freeze(db, file.id, made, by=clinic.rosa)
        db.commit()
    clinic.do(
        code,
        Action.RECORD_SENDING,
        sent_version="1",
        sent_to="Dr. Lane",
        sent_how="email",
        request_sent_on=on,
    )


def agreed(clinic: Clinic, code: str) -> None:
    sent(clinic, code)
    clinic.do(code, Action.RECORD_AGREEMENT, request_decided_on="2026-11-19")


def received(clinic: Clinic) -> str:
    """A case whose submission FDA received on Oct 20, 2026."""
    code = clinic.case()
    agreed(clinic, code)
    clinic.do(code, Action.PLAN_WITHOUT_LETTER, letter_plan="FDA agreed by phone")
    clinic.do(code, Action.RECORD_SUBMISSION, fda_sent_on="2026-10-16")
    clinic.do(code, Action.RECORD_RECEIPT, fda_received_on="2026-10-20")
    return code


def permitted(clinic: Clinic, code: str, day: str) -> None:
    clinic.do(
        code,
        Action.RECORD_PERMISSION,
        fda_permitted_how="phone",
        fda_official="On duty",
        fda_permitted_on=day,
    )


def told(clinic: Clinic, code: str) -> list[tuple[str, str, str]]:
    """Every move of a due date that the case's history tells."""
    case = clinic.file(code).id
    with clinic.store.reading() as db:
        query = select(EventValue).where(EventValue.dossier_id == case)
        found = db.scalars(query.order_by(EventValue.seq, EventValue.number))
        return [(v.key, v.old, v.new) for v in found if v.key.startswith("clock.")]


def panel(page: Page) -> str:
    return page.one("#deadlines").text


def test_a_new_case_says_what_starts_its_clocks(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    assert "No clock runs yet" in panel(visitor.get(f"/cases/{code}"))
    page = visitor.get(f"/cases/{code}/deadlines")
    assert "Starts with this event: FDA received the submission" in page.text
    assert "due" not in page.one("#due-ind_in_effect .due").text.lower()
    assert "emergency" not in page.text, "what does not concern the case is not listed"


@pytest.mark.parametrize("moment", ["1970-01-02", "2027-03-14", "2038-01-19", "2100-03-01"])
def test_a_lying_clock_moves_no_date_and_hides_none(
    app: Flask, clinic: Clinic, moment: str
) -> None:
    """R29: what is due stays due on its day; only whether that day has passed depends on now."""
    code = clinic.case(urgency="emergency")
    permitted(clinic, code, "2026-10-30")
    with time_machine.travel(f"{moment}T07:30:00+00:00"):
        visitor = Visitor(app.test_client())
        visitor.sign_in(clinic.email(clinic.rosa), PASSWORD)
        for page in (visitor.get(f"/cases/{code}"), visitor.get(f"/cases/{code}/deadlines")):
            due = page.one("#due-emergency_submission").text
            assert "Mon Nov 23, 2026" in due
            assert ("overdue" in due) is (moment > "2026-11-23")


def test_a_due_date_opens_to_how_it_was_counted(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case(urgency="emergency")
    permitted(clinic, code, "2026-10-30")
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-01")
    page = sign_in().get(f"/cases/{code}")
    first, second, third = page.all("#deadlines .deadlines > li")
    assert "Fri Nov 6, 2026" in first.text
    assert "overdue 13 days" in first.text
    assert "the first dose was given: sun nov 1, 2026" in first.text.lower()
    submission = second.text
    assert "Mon Nov 23, 2026" in submission
    assert "Set by law, owed by the physician to FDA" in submission
    assert "Done, or hand over" in submission, "it leads to where it is recorded"
    assert "FDA permitted it: Fri Oct 30, 2026, the day itself not counted" in submission
    assert "Wed Nov 11, 2026, Veterans Day" in submission
    assert "21 CFR 312.310(d)(2)" in submission
    assert "Annual report" in third.text
    assert not first.all("details[open]"), "it is one press away, and closed until then"


def test_what_is_late_stands_before_what_the_law_sets_for_later(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case(urgency="emergency")
    sent(clinic, code)
    permitted(clinic, code, "2026-11-16")
    with time_machine.travel("2026-12-01T17:00:00+00:00"):
        visitor = sign_in()
        for address in (f"/cases/{code}", f"/cases/{code}/deadlines"):
            late, by_law = visitor.get(address).all(".deadlines > li")[:2]
            assert "overdue" in late.text
            assert "Our target" in late.text
            assert "Set by law" in by_law.text


def test_a_corrected_day_shows_what_moves_before_it_is_saved(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = received(clinic)
    visitor = sign_in(Role.REGULATORY)
    page = visitor.get(visitor.get(f"/cases/{code}/deadlines").link("Correct the day: Received"))
    assert "Oct 20, 2026, given by Rosa Ortiz" in page.text
    typed = {"fda_received_on": "10/21/2026", "correction_why": "The receipt says so"}
    asked = visitor.press(page, "Correct the day", typed, status=422)
    assert asked.heading == "This moves a due date"
    assert "moves from Thu Nov 19, 2026 to Fri Nov 20, 2026" in asked.text
    assert "Corrected" not in asked.text
    assert clinic.file(code).facts.answers["fda_received_on"] == "2026-10-20", "nothing is saved"
    saved = visitor.press(asked, "Save and move")
    assert "Corrected: Received by FDA on" in saved.text
    assert "Fri Nov 20, 2026" in saved.text
    assert told(clinic, code) == [("clock.ind_in_effect", "2026-11-19", "2026-11-20")]
    timeline = visitor.get(f"/cases/{code}").one("#timeline").text
    assert "corrected a day" in timeline
    assert "Nov 19, 2026 → Nov 20, 2026" in " ".join(timeline.split())
    history = visitor.get(f"/cases/{code}/history")
    assert "Why is it another day? The receipt says so" in history.text
    assert verify(clinic.store).problems == []


def test_what_was_seen_is_what_is_saved(sign_in: SignIn, clinic: Clinic) -> None:
    """Whoever saw one move and then types another day is asked again."""
    code = received(clinic)
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/days/fda_received_on")
    typed = {"fda_received_on": "10/21/2026", "correction_why": "x"}
    asked = visitor.press(page, "Correct the day", typed, status=422)
    other = {"fda_received_on": "10/22/2026"}
    again = visitor.press(asked, "Save and move", other, status=422)
    assert "to Sat Nov 21, 2026" in again.text
    assert clinic.file(code).facts.answers["fda_received_on"] == "2026-10-20"


@pytest.mark.parametrize(
    ("day", "why", "says"),
    [
        ("", "x", "Enter: received by FDA on"),
        ("10/21/2026", "", "Enter: why is it another day"),
        ("soon", "x", "10/20/2026"),
        ("11/20/2026", "x", "Nov 20, 2026 has not come yet"),
        ("10/15/2026", "x", "before the submission, Oct 16, 2026"),
        ("10/20/2026", "x", "This is the day on record"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(
    sign_in: SignIn, clinic: Clinic, day: str, why: str, says: str
) -> None:
    code = received(clinic)
    page = (visitor := sign_in()).get(f"/cases/{code}/days/fda_received_on")
    typed = {"fda_received_on": day, "correction_why": why}
    refused = visitor.press(page, "Correct the day", typed, status=422)
    assert len(refused.errors) == 1
    assert says in refused.errors[0]
    assert refused.one("#fda_received_on")["value"] == day
    assert told(clinic, code) == []


def test_a_correction_never_lets_a_dose_stand_before_its_permission(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = received(clinic)
    permitted(clinic, code, "2026-10-23")
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-02")
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/days/fda_permitted_on")
    typed = {"fda_permitted_on": "11/3/2026", "correction_why": "Typed wrong"}
    refused = visitor.press(page, "Correct the day", typed, status=422)
    assert refused.errors == [
        "First dose on: this is before FDA's permission, Nov 3, 2026",
    ]
    typed["fda_permitted_on"] = "10/22/2026"
    asked = visitor.press(page, "Correct the day", typed, status=422)
    assert "Annual report moves from Wed Dec 22, 2027 to Tue Dec 21, 2027" in asked.text
    visitor.press(asked, "Save and move")
    assert verify(clinic.store).problems == []


def test_only_who_records_a_day_corrects_it(sign_in: SignIn, clinic: Clinic) -> None:
    code = received(clinic)
    nurse = sign_in(Role.NURSE)
    assert "Correct the day" not in nurse.get(f"/cases/{code}/deadlines").text
    said = nurse.get(f"/cases/{code}/days/fda_received_on", status=403)
    assert "Regulatory staff" in said.text
    nurse.get(f"/cases/{code}/days/first_dose_on", status=404)
    nurse.get(f"/cases/{code}/days/initials", status=404)
    clinic.do(code, Action.CLOSE, close_reason="mistake", owed_reason="none")
    sign_in().get(f"/cases/{code}/days/fda_received_on", status=403)


def test_a_case_that_changed_meanwhile_is_looked_at_first(sign_in: SignIn, clinic: Clinic) -> None:
    code = received(clinic)
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/days/fda_received_on")
    clinic.say(code, weight="70")
    typed = {"fda_received_on": "10/21/2026", "correction_why": "x"}
    stale = visitor.press(page, "Correct the day", typed, status=409)
    assert "The case changed since you opened this page" in stale.text
    asked = visitor.press(stale, "Correct the day", status=422)
    assert asked.heading == "This moves a due date"


def test_a_posted_policy_moves_the_dates_of_every_case_that_waits(
    sign_in: SignIn, clinic: Clinic
) -> None:
    number = clinic.register("company", "Iterion", policy_days="5", policy_days_of="business")
    waiting, decided = clinic.case(company="Iterion"), clinic.case(company="Iterion")
    sent(clinic, waiting)
    agreed(clinic, decided)
    visitor = sign_in()
    page = visitor.get(f"/organizations/{number}/change")
    asked = visitor.press(page, "Save manufacturer", policy_days="2", status=422)
    assert waiting in asked.text
    assert decided not in asked.text
    assert "moves from Fri Nov 27, 2026 to Mon Nov 23, 2026" in asked.text
    assert asked.one("input[name=policy_days_of]")["value"] == "business"
    saved = visitor.press(asked, "Save and move")
    assert "Saved: Iterion" in saved.text
    assert told(clinic, waiting) == [("clock.company_acknowledgment", "2026-11-27", "2026-11-23")]
    assert told(clinic, decided) == []
    timeline = visitor.get(f"/cases/{waiting}").one("#timeline").text
    assert "changed the posted policy of Iterion" in timeline
    assert verify(clinic.store).problems == []


def test_a_case_that_is_not_ones_own_is_counted_but_not_named(
    sign_in: SignIn, clinic: Clinic
) -> None:
    number = clinic.register("company", "Iterion", policy_days="5", policy_days_of="business")
    code = clinic.case(company="Iterion")
    sent(clinic, code)
    visitor = sign_in(Role.PHYSICIAN)
    page = visitor.get(f"/organizations/{number}/change")
    asked = visitor.press(page, "Save manufacturer", policy_days="2", status=422)
    assert code not in asked.text
    assert "A case that is not yours: Company acknowledges the request moves from" in asked.text


def test_an_emergency_that_turns_ordinary_drops_its_clock_only_when_seen(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case(urgency="emergency")
    permitted(clinic, code, "2026-10-30")
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/patient")
    asked = visitor.press(page, "Save patient and request", urgency="ordinary", status=422)
    assert "due Mon Nov 23, 2026, no longer runs" in asked.text
    assert asked.one("input[name=initials]")["value"] == "K.R.", "what was typed goes along"
    visitor.press(asked, "Save and move")
    assert told(clinic, code) == [("clock.emergency_submission", "2026-11-23", "")]


def test_recording_the_next_event_asks_nothing(sign_in: SignIn, clinic: Clinic) -> None:
    """Meeting a deadline and starting another moves neither."""
    code = received(clinic)
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/do/record-fda-permission")
    done = visitor.press(
        page,
        "Record FDA permission",
        fda_permitted_how="notice",
        fda_permitted_on="10/23/2026",
        fda_official="A. Reviewer",
        next_what="Ship",
    )
    assert "You recorded FDA's permission" in done.text
    assert told(clinic, code) == []
