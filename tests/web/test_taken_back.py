"""An authorization or a first dose pressed by mistake: taken back in sight, with the reason."""

from collections.abc import Callable
from typing import Any

import pytest
from make import Clinic
from pages import Visitor
from web.test_treatment import begun, permitted

from casetrack.rules.facts import Stage, Track
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
DOSE, PERMISSION = "Take back the first dose", "Take back FDA's permission"
WHY = "Pressed in the wrong case"
NEXT = {"next_what": "Call FDA", "next_on": "11/20/2026"}


def ask(visitor: Visitor, code: str, key: str) -> Any:
    """From the page that corrects the day."""
    return visitor.get(visitor.get(f"/cases/{code}/days/{key}").link("Take it back"))


def test_what_others_rest_on_is_not_taken_back(sign_in: SignIn, clinic: Clinic) -> None:
    code = begun(clinic)
    visitor = sign_in()
    page = ask(visitor, code, "fda_permitted_on")
    assert "The first dose is on record" in page.text
    typed = {"permission_back_why": WHY, **NEXT}
    visitor.press(page, PERMISSION, typed, status=422)
    clinic.row(code, "dose", dose_from="2026-11-02", dose_planned="300", dose_given="300")
    given = visitor.press(
        ask(visitor, code, "first_dose_on"), DOSE, {"dose_back_why": WHY, **NEXT}, status=422
    )
    assert "Doses are on record. Remove them first" in given.text
    tracks = clinic.file(code).facts.tracks
    assert (tracks[Track.FDA], tracks[Track.TREATMENT]) == ("permitted", "on_treatment")


def test_a_use_that_the_board_was_told_of_stands(sign_in: SignIn, clinic: Clinic) -> None:
    code = begun(clinic)
    clinic.do(code, Action.RECORD_IRB_NOTICE, irb_told_on="2026-11-04")
    page = ask(sign_in(), code, "first_dose_on")
    assert "The ethics board was told of this use, Nov 4, 2026" in page.text


def test_a_reason_is_needed_and_the_right_to_record_it(sign_in: SignIn, clinic: Clinic) -> None:
    code = begun(clinic)
    visitor = sign_in()
    page = ask(visitor, code, "first_dose_on")
    blank = visitor.press(page, DOSE, NEXT, status=422)
    assert blank.errors == ["Enter: why: what happened in truth"]
    sign_in(Role.NURSE).get(f"/cases/{code}/do/take-back-fda-permission", status=403)


def test_a_dose_and_then_the_permission_are_taken_back_and_their_clocks_stop(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code = begun(clinic)
    clinic.say(code, first_dose_at="11:40", fda_permitted_at="08:52")
    visitor = sign_in()
    typed = {"dose_back_why": WHY, **NEXT}
    moves = visitor.press(ask(visitor, code, "first_dose_on"), DOSE, typed, status=422)
    assert "Report of the emergency use to the ethics board" in moves.text
    assert "no longer runs" in moves.text
    assert clinic.file(code).facts.answers["first_dose_on"], "nothing is saved before it is seen"
    visitor.press(moves, "Save and move")
    typed = {"permission_back_why": WHY, **NEXT}
    moves = visitor.press(ask(visitor, code, "fda_permitted_on"), PERMISSION, typed, status=422)
    assert "Written submission after an emergency" in moves.text
    visitor.press(moves, "Save and move")
    facts = clinic.file(code).facts
    assert (facts.tracks[Track.FDA], facts.tracks[Track.TREATMENT]) == (
        *("not_submitted", "not_started"),
    )
    held = (
        "first_dose_on",
        "first_dose_at",
        "fda_permitted_on",
        "fda_permitted_at",
        "fda_official",
    )
    assert not [key for key in held if facts.answers.get(key)]
    case = visitor.get(f"/cases/{code}").text
    assert "took back FDA's permission, which had been recorded by mistake" in case
    history = visitor.get(f"/cases/{code}/history").text
    assert WHY in history
    sheet = visitor.get(f"/cases/{code}/emergency")
    assert sheet.form("FDA authorized")
    assert verify(store).problems == []


@pytest.mark.parametrize("received", [False, True])
def test_the_submission_stands_as_far_as_it_had_come(clinic: Clinic, received: object) -> None:
    code = permitted(clinic)
    clinic.do(code, Action.RECORD_AGREEMENT, request_decided_on="2026-10-30")
    clinic.do(code, Action.PLAN_WITHOUT_LETTER, letter_plan="FDA knows the drug")
    clinic.do(code, Action.RECORD_SUBMISSION, fda_sent_on="2026-11-02")
    if received:
        clinic.do(code, Action.RECORD_RECEIPT, fda_received_on="2026-11-03")
    why: dict[str, Any] = {"permission_back_why": WHY}
    after = clinic.do(code, Action.TAKE_BACK_PERMISSION, **why).facts
    assert after.tracks[Track.FDA] == ("received" if received else "submitted")
    assert after.stage is Stage.TREATMENT
