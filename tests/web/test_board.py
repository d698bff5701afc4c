"""Stage 5 and consent as people meet them: what is asked, what cannot be, what runs until when."""

from collections.abc import Callable

from make import Clinic
from pages import Visitor

from casetrack.rules.consent import BASIC, WITHOUT_CONSENT
from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action

SignIn = Callable[..., Visitor]
ALL = [one.key for one in BASIC]


def test_a_consent_form_is_ticked_against_the_law_and_kept(clinic: Clinic, sign_in: SignIn) -> None:
    code, nurse = clinic.case(), sign_in(Role.NURSE)
    page = nurse.get(f"/cases/{code}/facts/consent/add")
    assert len(page.all("[name=form_basic]")) == 8
    assert not page.all("[name=form_basic][checked], [name=form_more][checked]")
    typed: dict[str, str | list[str]] = {
        "form_version": "Version 1",
        "form_on": "10/20/2026",
        "form_basic": ALL,
    }
    early: dict[str, str | list[str]] = {**typed, "signed_on": "10/19/2026"}
    wrong = nurse.press(page, "Save consent form", early, status=422)
    assert wrong.errors == ["This version is of Oct 20, 2026: it cannot be signed before"]
    assert len(wrong.all("[name=form_basic][checked]")) == 8, "nothing ticked is lost"
    table = nurse.press(wrong, "Save consent form", signed_on="10/21/2026", signed_by="patient")
    assert "Version 1" in table.one("tbody").text
    assert "Oct 21, 2026" in table.one("tbody").text


def test_a_form_with_a_gap_stands_as_check_this(clinic: Clinic, sign_in: SignIn) -> None:
    code, nurse = clinic.case(), sign_in(Role.NURSE)
    short: dict[str, str | list[str]] = {
        "form_version": "Version 1",
        "form_on": "10/20/2026",
        "form_basic": ALL[:-1],
    }
    page = nurse.get(f"/cases/{code}/facts/consent/add")
    table = nurse.press(page, "Save consent form", short)
    assert "Version 1 lacks elements of 21 CFR 50.25(a)(8)" in table.text


def test_regulatory_staff_keep_the_board_and_nurses_the_consent(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = clinic.case_at(Stage.FDA_IRB)
    priya = sign_in(Role.REGULATORY)
    page = priya.get(f"/cases/{code}/facts/irb")
    priya.press(page, "Save ethics board", irb_chair="Dr. Moss", irb_encloses=["plan", "consent"])
    assert clinic.file(code).facts.answers["irb_encloses"] == "plan,consent"
    assert not priya.get(f"/cases/{code}/facts/consent").all("[name=consent_how]")
    assert not sign_in(Role.NURSE).get(f"/cases/{code}/facts/irb").all("[name=irb_chair]")


def test_the_two_physicians_bring_two_steps_and_a_report_of_its_own(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = clinic.case(urgency="emergency")
    priya = sign_in(Role.REGULATORY)
    stage = priya.get(f"/cases/{code}/stages/5").text
    assert "The first dose is not on record. Record it first" in stage
    assert "Treatment without consent is not on record" in stage
    clinic.do(
        code,
        Action.RECORD_PERMISSION,
        fda_permitted_how="phone",
        fda_permitted_on="2026-11-17",
        fda_official="Dr. Ortega",
    )
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-17")
    nurse = sign_in(Role.NURSE)
    nurse.press(
        nurse.get(f"/cases/{code}/facts/consent"),
        "Save informed consent",
        consent_how="exception",
        exception_finds=[one.key for one in WITHOUT_CONSENT],
        exception_by="Anil Shah, MD",
        exception_on="11/17/2026",
        second_physician="after",
        second_physician_name="Mei Tan, MD",
    )
    shown = priya.get(f"/cases/{code}/stages/5").text
    assert shown.count("Tue Nov 24, 2026") == 3, "notice, report, evaluation: five working days"
    assert "any later use needs the board's review first (21 CFR 56.104(c))" in shown
    page = priya.get(f"/cases/{code}/do/record-exception-report")
    done = priya.press(
        page,
        "Record report of treatment without consent",
        consent_exception_told_on="11/18/2026",
        next_what="See that the second physician evaluates it",
        next_on="11/24/2026",
    )
    assert done.status == 200
    assert priya.get(f"/cases/{code}/stages/5").text.count("Tue Nov 24, 2026") == 2
    assert "The two physicians' findings" in priya.get(f"/cases/{code}/releases").text


def test_continuing_review_is_recorded_and_the_next_one_follows(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = clinic.case_at(Stage.FDA_IRB)
    clinic.do(code, Action.RECORD_IRB_REQUEST, irb_asked_on="2025-11-20", irb_review="full")
    clinic.do(
        code,
        Action.RECORD_IRB_CONCURRENCE,
        irb_decided_on="2025-11-24",
        irb_decided_as="full",
        irb_decided_by="Board 2",
    )
    priya = sign_in(Role.REGULATORY)
    assert "Tue Nov 24, 2026" in priya.get(f"/cases/{code}/stages/5").text
    page = priya.get(f"/cases/{code}/do/record-irb-renewal")
    asked = {"irb_renewed_on": "11/18/2026", "next_what": "Treat on", "next_on": "11/24/2026"}
    moved = priya.press(page, "Record continuing review", asked, status=422)
    assert "from Tue Nov 24, 2026 to Thu Nov 18, 2027" in moved.text
    priya.press(moved, "Save and move")
    shown = priya.get(f"/cases/{code}/stages/5").text
    assert "Thu Nov 18, 2027" in shown
    assert "Tue Nov 24, 2026" not in shown


def test_assent_is_asked_of_a_child_and_of_nobody_else(sign_in: SignIn, clinic: Clinic) -> None:
    grown, child = clinic.case(), clinic.case(birth_year="2014")
    visitor = sign_in()
    for address in ("facts/consent", "facts/consent/add"):
        assert "50.55" not in visitor.get(f"/cases/{grown}/{address}").text
        assert "50.55" in visitor.get(f"/cases/{child}/{address}").html
    page = visitor.get(f"/cases/{child}/facts/consent")
    saved = visitor.press(
        page, "Save informed consent", assent_required="waived", parents_needed="one"
    )
    assert "Saved" in saved.text
    said = clinic.file(child).facts.answers
    assert (said["assent_required"], said["parents_needed"]) == ("waived", "one")
    clinic.row(child, "consent_form", form_version="Version 1", signed_on="2026-11-10")
    again = visitor.get(f"/cases/{child}/facts/consent")
    assert "No parent's permission is on record (21 CFR 50.55(e), (f))" in again.text
