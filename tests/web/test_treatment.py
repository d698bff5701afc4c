"""Stage 6: the checklist before the first dose, then doses, the drug and the steps that follow."""

from collections.abc import Callable
from typing import Any

import pytest
from make import Clinic
from pages import Page, Visitor

from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action

SignIn = Callable[..., Visitor]


def permitted(clinic: Clinic) -> str:
    """A case at stage 6 with FDA's permission by phone, and nothing else."""
    code = clinic.case_at(Stage.TREATMENT, urgency="emergency")
    said: dict[str, Any] = {"fda_permitted_how": "phone", "fda_official": "Dr. Reviewer"}
    clinic.do(code, Action.RECORD_PERMISSION, fda_permitted_on="2026-10-30", **said)
    return code


def begun(clinic: Clinic) -> str:
    code = permitted(clinic)
    clinic.do(code, Action.RECORD_FIRST_DOSE, first_dose_on="2026-11-02")
    return code


def stage(visitor: Visitor, code: str) -> Page:
    return visitor.get(f"/cases/{code}/stages/6")


def test_before_the_first_dose_there_is_the_checklist_and_the_hard_stop(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case_at(Stage.TREATMENT)
    visitor = sign_in()
    page = stage(visitor, code)
    assert "Release checklist: 0 of 5" in page.text
    assert "Doses, planned and given" not in page.text
    assert "Record first dose: not yet. FDA's permission is not on record" in page.text
    asking = visitor.get(f"/cases/{code}/do/record-first-dose")
    refused = visitor.press(
        asking, "Record first dose", status=422, first_dose_on="11/02/2026", next_what="Call"
    )
    assert any("FDA's permission is not on record" in said for said in refused.errors)
    assert refused.one("[name=first_dose_on]")["value"] == "11/02/2026"


def test_what_is_open_on_the_checklist_is_shown_once_more_with_the_first_dose(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = permitted(clinic)
    pharmacist = sign_in(Role.PHARMACIST)
    form = pharmacist.get(f"/cases/{code}/facts/release")
    pharmacist.press(
        form,
        "Save drug check and release",
        drug_checked_on="11/01/2026",
        drug_checked_by="Lee Chen",
        drug_released_on="11/01/2026",
        drug_released_by="Lee Chen",
    )
    assert "Release checklist: 4 of 5" in stage(pharmacist, code).text
    asking = pharmacist.get(f"/cases/{code}/do/record-first-dose")
    assert "Open on the release checklist: 1 Consent is signed" in asking.text
    after = pharmacist.press(
        asking, "Record first dose", first_dose_on="11/02/2026", next_what="Call"
    )
    assert "You recorded the first dose" in after.text


@pytest.mark.parametrize("role", [Role.NURSE, Role.COORDINATOR])
def test_only_pharmacist_and_physician_release_the_drug(
    sign_in: SignIn, clinic: Clinic, role: Role
) -> None:
    code = permitted(clinic)
    page = sign_in(role).get(f"/cases/{code}/facts/release")
    assert not page.all("[name=drug_released_on]")


def test_the_first_dose_creates_its_deadlines_at_once(sign_in: SignIn, clinic: Clinic) -> None:
    code = begun(clinic)
    text = stage(sign_in(), code).text
    for day, what in {
        "Nov 9, 2026": "Call about symptoms",
        "Nov 9, 2026 ": "Report the emergency use to the ethics board",
        "Nov 30, 2026": "Count the drug",
        "Feb 2, 2027": "Scan and measure the tumor",
        "Dec 29, 2027": "Send the annual report to FDA",
    }.items():
        assert f"{day.strip()}, {what}" in text


def test_doses_and_the_drug_are_entered_and_add_up_on_the_stage(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = begun(clinic)
    visitor = sign_in(Role.PHARMACIST)
    adding = visitor.get(f"/cases/{code}/facts/dosing/add")
    held = {"dose_from": "11/02/2026", "dose_planned": "300", "dose_given": "300"}
    wrong = visitor.press(adding, "Save period", {**held, "dose_how": "held"}, status=422)
    assert wrong.errors == ["While the drug is held, 0 is given"]
    visitor.press(wrong, "Save period", dose_how="planned", dose_to="11/11/2026")
    for movement, amount in {"received": "84", "dispensed": "28"}.items():
        adding = visitor.get(f"/cases/{code}/facts/stock/add")
        moved = {"moved_on": "11/02/2026", "amount": amount, "lot": "A-17"}
        visitor.press(adding, "Save movement", {**moved, "movement": movement})
    text = stage(visitor, code).text
    assert "3,000 given of 3,000 planned (100%)" in text
    assert "56 on hand" in text
    assert "Not at zero" not in text
    clinic.do(
        code,
        Action.END_TREATMENT,
        last_dose_on="2026-11-11",
        ended_why="growth",
        ended_reason="Growth on the scan",
    )
    assert "Not at zero, in units: lot A-17: 56. Treatment has ended" in stage(visitor, code).text
