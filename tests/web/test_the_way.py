"""The way of a case through the pages, without script: start, tell the story, move, hold, close."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from make import Clinic
from pages import Page, Visitor

from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Stage
from casetrack.rules.people import Role
from casetrack.rules.questions import Of
from casetrack.store.commands.papers import Made, freeze
from casetrack.store.refusals import Refused

SignIn = Callable[..., Visitor]


def start(visitor: Visitor, **typed: str) -> str:
    page = visitor.get("/cases/start")
    facts = {
        "initials": "K.R.",
        "doctor": "Anil Shah, MD",
        "diagnosis": "Desmoid tumor",
        "drug": "zelvacestat",
    }
    overview = visitor.press(page, "Start case", {**facts, **typed})
    return overview.address.rsplit("/", 1)[1]


def test_a_case_starts_with_at_most_eight_controls_and_three_required_ones(sign_in: SignIn) -> None:
    visitor = sign_in(Role.NURSE)
    page = visitor.get("/cases/start")
    form = page.form("Start case")
    groups = {
        field["name"]
        for field in form.all("input, select, textarea")
        if field.get("type") != "hidden"
    }
    assert len(groups) == 8
    refused = visitor.press(page, "Start case", status=422, diagnosis="Desmoid tumor")
    assert refused.title.startswith("Error:")
    assert len(refused.errors) == 2
    assert refused.one("#diagnosis")["value"] == "Desmoid tumor", "what was typed is kept"
    page = visitor.press(page, "Start case", initials="K.R.", doctor="Anil Shah, MD")
    assert "K.R., EA-2026-001" in page.heading
    assert "Confirm that the physician will request" in page.text


def test_the_same_patient_twice_is_asked_about(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    first = start(visitor, birth_year="1992")
    page = visitor.get("/cases/start")
    asked = visitor.press(
        page, "Start case", status=422, initials="KR", doctor="Anil Shah, MD", birth_year="1992"
    )
    assert f"{first}, Desmoid tumor, is open" in asked.text
    again = visitor.press(asked, "Start case", sure="1")
    assert again.address.endswith("EA-2026-002")


def test_a_section_is_answered_shown_and_counted(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    page = visitor.get(f"/cases/{code}/facts/willing")
    stage = visitor.press(
        page,
        "Save the physician's decision",
        doctor_decision="agreed",
        doctor_decided_on="9/1/2026",
    )
    assert "Saved: The physician's decision" in stage.text
    assert re.search(r"1 of \d+ sections done", stage.text)
    overview = visitor.get(f"/cases/{code}")
    assert "Agreed to make the request" in overview.text
    assert "Sep 1, 2026" in overview.text


def test_an_error_keeps_everything_and_says_what_to_enter(sign_in: SignIn, clinic: Clinic) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    page = visitor.get(f"/cases/{code}/facts/condition")
    wrong = visitor.press(
        page,
        "Save performance status, weight and height",
        status=422,
        weight="heavy",
        weight_on="2026",
        height="170",
    )
    assert wrong.errors == ["Weight must be a number in kg, like 68.2"]
    field = wrong.one("#weight")
    assert (field["value"], field["aria-invalid"]) == ("heavy", "true")
    assert "weight-error" in str(field["aria-describedby"]).split()
    assert wrong.one("#height")["value"] == "170"
    assert "height" not in clinic.file(code).facts.answers, "nothing is half saved"
    fixed = visitor.press(wrong, "Save performance status, weight and height", weight="68.2")
    assert "Saved" in fixed.text


def test_a_half_known_line_of_therapy_is_saved_and_listed_as_missing(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    page = visitor.get(f"/cases/{code}/facts/prior_therapy/add")
    table = visitor.press(page, "Save line of therapy", treatment="Sorafenib", start="2022")
    assert "Sorafenib" in table.one("tbody").text
    assert "2022" in table.one("tbody").text
    packet = visitor.get(f"/cases/{code}/papers/manufacturer-request")
    assert "Sorafenib: stop" in packet.text
    row = visitor.get(packet.link("Sorafenib: stop"))
    back = visitor.press(
        row,
        "Save line of therapy",
        stop="May 2023",
        kind="drug",
        response="SD",
        why_stopped="growth",
    )
    assert back.heading == "Manufacturer request packet", "the link leads there and back"
    assert "Sorafenib: stop" not in back.text
    printed = visitor.get(f"/cases/{code}/papers/manufacturer-request/read")
    lines = [line.all("td") for line in printed.all("tr") if "Sorafenib" in line.text]
    cells = [cell.text for line in lines for cell in line]
    assert "2022" in cells, "printed as it was typed, with no month made up"
    assert "May 2023" in cells


def test_a_stop_before_the_start_is_an_error(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    page = visitor.get(f"/cases/{code}/facts/prior_therapy/add")
    wrong = visitor.press(
        page, "Save line of therapy", status=422, treatment="X", start="2023", stop="2022"
    )
    assert wrong.errors == ["The stop must not be before the start, 2023"]


def test_a_removed_row_waits_among_the_removed_items(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    visitor.press(
        visitor.get(f"/cases/{code}/facts/allergies/add"), "Save allergy", substance="Penicillin"
    )
    table = visitor.get(f"/cases/{code}/facts/allergies")
    ask = visitor.get(table.link("Remove Penicillin"))
    gone = visitor.press(ask, "Remove allergy", why="typed twice")
    assert "Removed items (1)" in gone.text
    removed = visitor.get(f"/cases/{code}/removed")
    assert "typed twice" in removed.text
    visitor.press(removed, "Restore Penicillin")
    assert "Penicillin" in visitor.get(f"/cases/{code}/facts/allergies").text


def test_moving_on_lists_the_gaps_and_asks_why(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    page = visitor.get(f"/cases/{code}/do/move-on")
    assert "Still missing in stage 1" in page.text
    missing = page.all(".check-this li")
    refused = visitor.press(page, "Move on", status=422)
    assert refused.errors == ["Enter: why move on with this missing"]
    moved = visitor.press(refused, "Move on", gap_reason="the visit is on Thursday")
    assert "The case is now in stage 2" in moved.text
    tracker = moved.one("ol.tracker")
    lines = [line.text for line in tracker.all("li")]
    assert f"{len(missing)} gaps" in lines[0], "as many as were listed"
    (now,) = tracker.all("[aria-current=step]")
    assert now.text == "2 Evidence Now, since Nov 19, 2026", "in words as well"
    assert len(lines) == 7
    assert all(re.search(r"Not yet|[A-Z][a-z]{2} \d{1,2}, \d{4}", line) for line in lines)


def test_hold_resume_hand_over_close_and_reopen(sign_in: SignIn, clinic: Clinic) -> None:
    dana = clinic.person(Role.NURSE, "Dana Cole")
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    held = visitor.press(
        visitor.get(f"/cases/{code}/do/hold"), "Put on hold", hold_reason="travels", next_on="+5wd"
    )
    assert "On hold" in held.one(".identity").text
    visitor.press(visitor.get(f"/cases/{code}/do/resume"), "Resume")
    over = visitor.press(
        visitor.get(f"/cases/{code}/do/hand-over"), "Hand over", owner=str(dana.user)
    )
    assert "owner Dana Cole" in over.text
    assert "Dana Cole, by" in over.text, "the next action went along"
    ask = visitor.get(f"/cases/{code}/do/close")
    assert not ask.all("#close_reason option[selected]"), "a close reason is never prefilled"
    closed = visitor.press(ask, "Close case", close_reason="other_route")
    assert "Closed" in closed.one(".identity").text
    visitor.get(f"/cases/{code}/facts/allergies/add", status=403)
    assert not visitor.get(f"/cases/{code}/facts/condition").all("main form"), (
        "a closed case is read only"
    )
    visitor.press(
        visitor.get(f"/cases/{code}/do/reopen"),
        "Reopen case",
        reopen_reason="insurer gave in",
        next_what="Ask again",
    )
    assert visitor.get(f"/cases/{code}/facts/condition").all("main form")


def test_the_first_dose_is_refused_until_fda_permits_and_says_where_to_go(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor, urgency="emergency")
    stage = visitor.get(f"/cases/{code}/stages/6")
    assert "FDA's permission is not on record" in stage.text
    page = visitor.get(f"/cases/{code}/do/record-first-dose")
    refused = visitor.press(page, "Record first dose", status=422, first_dose_on="today")
    assert any("permission is not on record" in error for error in refused.errors)
    cures = [a["href"] for a in refused.all(".error-summary a")]
    assert cures == [f"/cases/{code}/stages/5", f"/cases/{code}/emergency"]
    permit = visitor.get(f"/cases/{code}/do/record-fda-permission")
    visitor.press(
        permit,
        "Record FDA permission",
        fda_permitted_how="phone",
        fda_permitted_on="today",
        fda_official="Dr. Grey",
    )
    done = visitor.press(
        visitor.get(f"/cases/{code}/do/record-first-dose"),
        "Record first dose",
        first_dose_on="today",
    )
    assert "On treatment" in done.text


def test_waiting_on_somebody_shows_since_when_and_when_to_chase(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    page = visitor.get(f"/cases/{code}/do/plan-next")
    shown = visitor.press(
        page, "Change what is next", next_what="decision", waiting_on="Iterion", next_on="+5wd"
    )
    assert "Waiting on Iterion since Nov 19, 2026: decision" in shown.text
    assert "Chase on Nov 27, 2026" in shown.text
    listed = visitor.get("/cases?waiting=1")
    assert "Waiting on Iterion" in listed.text


def test_a_section_can_be_set_aside_with_words(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    page = visitor.get(f"/cases/{code}/facts/pregnancy")
    refused = visitor.press(page, "Save mark", status=422, mark="not_needed")
    assert refused.errors == ["Say on whom, or why not"]
    stage = visitor.press(refused, "Save mark", mark="not_needed", mark_words="a child")
    assert "Not needed" in stage.text


def test_the_register_is_typed_once_for_every_case(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    packet = visitor.get(f"/cases/{code}/papers/manufacturer-request")
    page = visitor.get(packet.link("Medical school"))
    back = visitor.press(page, "Save physician", school="Invented Medical School", graduated="1999")
    assert back.address == packet.address
    assert "Medical school" not in back.text
    card = visitor.get(visitor.get("/organizations").link("Anil Shah, MD"))
    assert "Invented Medical School" in card.text


def test_every_change_is_in_the_history_with_old_and_new(sign_in: SignIn) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = start(visitor)
    for weight in ("70.1", "68.2"):
        visitor.press(
            visitor.get(f"/cases/{code}/facts/condition"),
            "Save performance status, weight and height",
            weight=weight,
        )
    history = visitor.get(f"/cases/{code}/history")
    assert "Weight: 70.1 kg → 68.2 kg" in history.text
    assert "opened" in history.text, "reading is on record too"


def test_a_colleague_cannot_approve_the_plan_for_the_physician(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    page = sign_in(Role.PHARMACIST).get(f"/cases/{code}/facts/approval")
    assert not page.all("main form")
    rosa = sign_in(Role.COORDINATOR)
    plan = rosa.get(f"/cases/{code}/facts/plan")
    assert "plan_approved_by" not in plan.html
    sent = {"csrf": plan.all("main form [name=csrf]")[0]["value"], "plan_approved_by": "Anil Shah"}
    assert rosa.send(f"/cases/{code}/facts/approval", sent, {}).status_code == 403


def test_an_approval_falls_with_any_change_of_the_plan(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in(Role.COORDINATOR)
    clinic.say(code, plan_dose="1 mg")

    def approved() -> str:
        clinic.say(code, plan_approved_by="Anil Shah, MD", plan_approved_on="2026-11-18")
        return clinic.file(code).facts.answers["plan_approved_by"]

    def left() -> str:
        return clinic.file(code).facts.answers["plan_approved_by"]

    assert approved()
    page = f"/cases/{code}/facts/plan"
    visitor.press(visitor.get(page), "Save treatment and monitoring plan")
    assert left(), "nothing has changed"
    visitor.press(visitor.get(page), "Save treatment and monitoring plan", plan_dose="100 mg")
    assert not left()
    assert (
        "Not yet approved by the physician"
        in visitor.get(f"/cases/{code}/papers/manufacturer-request/read").text
    )
    history = visitor.get(f"/cases/{code}/history").text
    assert "Read and approved by (the physician): Anil Shah, MD →" in history
    assert approved()
    week = clinic.row(code, "plan_visit", week="Week 4", what="Visit")
    assert not left()
    clinic.row(code, "plan_visit", week="Week 8", what="Visit")
    assert approved()
    visitor.press(visitor.get(f"/cases/{code}/facts/plan/{week}"), "Save visit", what="MRI")
    assert not left()
    assert approved()
    ask = visitor.get(f"/cases/{code}/facts/plan/{week}/remove")
    visitor.press(ask, "Remove visit")
    assert not left()
    assert approved()
    visitor.press(visitor.get(f"/cases/{code}/removed"), "Restore Week 4")
    assert not left()
    assert approved()
    clinic.say(code, drug="another drug")
    assert not left()


NIROGACESTAT = "Nirogacestat (approved Nov 27, 2023 for adults with progressing desmoid tumors)"


def test_an_alternative_that_must_be_answered_cannot_be_removed(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in(Role.NURSE)
    rows = clinic.file(code).facts.rows["alternative"]
    preset = next(row.id for row in rows if row.answers["option"] == NIROGACESTAT)
    ask = visitor.get(f"/cases/{code}/facts/alternatives/{preset}/remove")
    refused = visitor.press(ask, "Remove alternative", status=409)
    assert "Every request for this diagnosis must answer this alternative" in refused.text
    own = clinic.row(code, "alternative", option="Watching and waiting")
    ask = visitor.get(f"/cases/{code}/facts/alternatives/{own}/remove")
    visitor.press(ask, "Remove alternative")


def test_an_alternative_called_otherwise_is_laid_down_again(
    clinic: Clinic, sign_in: SignIn
) -> None:
    code = clinic.case()
    visitor = sign_in(Role.NURSE)

    def options() -> list[str]:
        rows = clinic.file(code).facts.rows["alternative"]
        return [row.answers["option"] for row in rows]

    preset = clinic.file(code).facts.rows["alternative"][0].id
    page = visitor.get(f"/cases/{code}/facts/alternatives/{preset}")
    visitor.press(page, "Save alternative", option="Something else")
    assert options().count(NIROGACESTAT) == 1
    clinic.say(code, diagnosis="")
    again = clinic.file(code).facts.rows["alternative"][-1].id
    visitor.press(
        visitor.get(f"/cases/{code}/facts/alternatives/{again}/remove"), "Remove alternative"
    )
    clinic.say(code, diagnosis="Desmoid tumor")
    assert options().count(NIROGACESTAT) == 1, "what was removed is not there"


def test_what_every_request_needs_cannot_be_set_aside(sign_in: SignIn, clinic: Clinic) -> None:
    visitor = sign_in(Role.COORDINATOR)
    code = clinic.case()
    page = visitor.get(f"/cases/{code}/facts/alternatives")
    assert "Every request needs this section (21 CFR 312.305(a)(1))" in page.text
    refused = visitor.press(
        page, "Save mark", status=422, mark="not_needed", mark_words="not for us"
    )
    assert "This section" in refused.errors[0]
    with pytest.raises(Refused, match="cannot be set aside"):
        clinic.save(code, {"plan.mark": "not_needed"})


def test_an_answer_of_the_company_leaves_nothing_of_the_one_before(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case_at(Stage.MANUFACTURER)
    visitor = sign_in(Role.COORDINATOR)
    sent(clinic, visitor, code)
    refuse = visitor.get(f"/cases/{code}/do/record-refusal")
    visitor.press(
        refuse,
        "Record refusal",
        request_decided_on="today",
        request_decided_by="Dr. No",
        refusal_reason="supply",
        refusal_words="We have none",
    )
    stage = visitor.get(f"/cases/{code}/stages/4").text
    assert "Who said so Dr. No" in stage
    assert "No supply" in stage
    agree = visitor.get(f"/cases/{code}/do/record-agreement")
    visitor.press(agree, "Record agreement", request_decided_on="today")
    stage = visitor.get(f"/cases/{code}/stages/4").text
    assert "Agreed" in stage
    for gone in ("Dr. No", "No supply", "We have none"):
        assert gone not in stage


def test_the_day_to_chase_follows_the_day_of_sending_and_the_posted_policy(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case_at(Stage.MANUFACTURER)
    clinic.say(code, company="Aldane Bio")
    company = clinic.file(code).dossiers[Of.COMPANY]
    clinic.fill(company, {"policy_days": "48", "policy_days_of": "hours"})
    visitor = sign_in(Role.COORDINATOR)
    page = permitted(clinic, visitor, code)
    assert page.one("#next_on")["value"] == "Nov 21, 2026", "two days after today"
    chased = visitor.press(
        page, "Record sending", sent_to="X", sent_how="fax", request_sent_on="11/18/2026"
    )
    assert "Chase on Nov 20, 2026" in chased.text


def permitted(clinic: Clinic, visitor: Visitor, code: str) -> Page:
    """The page that records a sending, with everything it needs on record."""
    clinic.say(code, permission="written", permission_on="2026-11-02", permission_with="company")
    frozen_at = datetime(2026, 11, 17, 17, tzinfo=UTC)
    with time_machine.travel(frozen_at), clinic.store.writing() as db:
        made = Made(paper=REQUEST.key, version=1, pdf=b"%PDF-1.7", pages=1, made_of={}, changes=())
        freeze(db, clinic.file(code).id, made, by=clinic.rosa)
        db.commit()
    return visitor.get(f"/cases/{code}/do/record-sending?version=1")


def sent(clinic: Clinic, visitor: Visitor, code: str) -> None:
    page = permitted(clinic, visitor, code)
    visitor.press(page, "Record sending", sent_to="Dr. Lane", sent_how="email")
