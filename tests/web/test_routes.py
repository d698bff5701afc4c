"""The page of the four routes, as the person who follows them meets it."""

from collections.abc import Callable
from typing import Any

import pytest
from make import Clinic
from pages import Page, Visitor

from casetrack.documents.content import Draft
from casetrack.documents.request import build
from casetrack.rules.documents import REQUEST
from casetrack.rules.facts import Life, Track
from casetrack.rules.papers import paper_gaps
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action

SignIn = Callable[..., Visitor]
PLAN: dict[str, Any] = {"off_label_drug": "Pazopanib", "insurer": "A plan", "insurer_plan": "aca"}
DENIAL: dict[str, Any] = {
    "asked_level": "request",
    "answered_on": "2026-11-10",
    "answer_number": "D-1",
    "answer_words": "Investigational for the member's condition.",
}
CLOSED = {
    "insurance_closed_on": "11/12/2026",
    "insurance_closed_why": "unsuitable",
    "insurance_closed_words": "The tumor grew under a drug of the same class.",
    "insurance_closed_source": "Tumor board, 11/12/2026",
}


def card(page: Page, track: Track) -> str:
    return page.one(f"#{track}").text


def act(visitor: Visitor, code: str, action: Action, status: int = 303, /, **typed: str) -> Page:
    page = visitor.get(f"/cases/{code}/do/{action}")
    return visitor.press(page, page.heading, {"next_what": "Call", **typed}, status=status)


def test_a_new_case_shows_four_cards_that_say_what_comes_next(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/routes")
    titles = [title.text for title in page.all(".route h2")]
    assert titles == [
        *("Expanded access", "Clinical trial"),
        *("Patient assistance program", "Off-label through the insurer"),
    ]
    assert "Not looked at yet" in card(page, Track.ASSISTANCE)
    assert "Programs give approved drugs" in card(page, Track.ASSISTANCE)
    assert "No barrier stands in the way" in page.text
    for where in (f"/cases/{code}", f"/cases/{code}/stages/1"):
        assert visitor.get(where).link("outes to a drug") == f"/cases/{code}/routes"


def test_a_refused_closing_keeps_what_was_typed_and_leads_to_the_cure(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    words = {
        "trial_closed_on": "11/12/2026",
        "trial_closed_why": "none_found",
        "trial_closed_words": "Nothing fits.",
        "trial_closed_source": "ClinicalTrials.gov",
    }
    page = act(visitor, code, Action.CLOSE_TRIAL, 422, **words)
    assert "No search for trials is on record with its day" in page.errors
    assert page.one("#trial_closed_words").text == "Nothing fits."
    assert page.link("No search for trials").startswith(f"/cases/{code}/facts/trials")
    assert clinic.file(code).facts.tracks[Track.TRIAL] == "open"


def test_a_denial_is_typed_once_and_stands_word_for_word_on_its_card(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case(**PLAN)
    visitor = sign_in(Role.NURSE)
    asked = {"asked_level": "request", "asked_on": "11/2/2026"}
    page = act(visitor, code, Action.RECORD_COVERAGE_REQUEST, **asked)
    assert page.address == f"/cases/{code}/routes", "back to where one came from"
    denial = visitor.get(f"/cases/{code}/do/record-denial")
    assert denial.one("#asked_level option[selected]")["value"] == "request", "what was asked last"
    told = {**DENIAL, "answered_on": "11/10/2026", "next_what": "Appeal", "appeal_by": "5/9/2027"}
    page = visitor.press(denial, "Record denial", told)
    said = card(page, Track.INSURANCE)
    assert "Denied since Nov 10, 2026" in said.replace("Status: ", "")
    assert "denied Nov 10, 2026, number D-1: “Investigational for the member's condition.”" in said
    assert "without the insurer's letter" in said, "a day without its letter is Check this"
    assert "A denial alone is not a lack of alternatives" in said
    again = visitor.get(f"/cases/{code}").text
    assert "Off-label through the insurer: Denied" in again


def test_a_closed_route_prints_in_tab_d_with_reason_day_source_and_who_checked(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case(**PLAN)
    visitor = sign_in()
    act(visitor, code, Action.CLOSE_INSURANCE, **CLOSED)
    file = clinic.file(code)
    assert (file.facts.tracks[Track.INSURANCE], file.facts.life) == ("closed", Life.OPEN)
    read = visitor.get(f"/cases/{code}/papers/manufacturer-request/read")
    row = next(r for r in read.all("tr") if r.all("td") and "insurer" in r.text)
    words = row.text
    for printed in (
        "Off-label through the insurer",
        "The off-label drug does not suit the patient",
        "The tumor grew under a drug of the same class.",
        "Tumor board, 11/12/2026",
        "Nov 12, 2026",
        "Coordinator One",
    ):
        assert printed in words
    trace = row.all("a.trace")[0]
    assert "Coordinator One" in visitor.get(trace["href"]).text, "each leads to its answer"
    act(visitor, code, Action.REOPEN_INSURANCE, insurance_reopen_why="A new compendium entry")
    packet = build(Draft(clinic.file(code), REQUEST, 1, "x", file.stage_since))
    assert packet.alternatives.routes == ()


def test_what_a_trial_fails_is_printed_with_who_checked(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    address = f"/cases/{code}/facts/trials"
    page = visitor.get(f"{address}/add")
    told = {
        "nct": "NCT04851119",
        "title": "COG",
        "status": "recruiting",
        "status_on": "11/2/2026",
        "verdict": "excluded",
        "criteria": "Ages up to 30 years: patient is 34\nNo liver disease: ALT 5 × limit",
    }
    visitor.press(page, "Save trial", told)
    packet = build(Draft(clinic.file(code), REQUEST, 1, "x", clinic.file(code).stage_since))
    (trial,) = packet.alternatives.trials
    said = [value.text for value in trial]
    assert "Ages up to 30 years: patient is 34; No liver disease: ALT 5 × limit" in said
    assert said[-1] == "Coordinator One"
    gaps = [gap.words for gap in paper_gaps(REQUEST, clinic.file(code).facts)]
    assert not any(words.startswith("NCT04851119") for words in gaps)
    assert "why not" not in " ".join(gaps).lower(), "asked only where no criterion is"


BARRIER = {
    "barrier_what": "The site is 900 miles away",
    "barrier_kind": "geography",
    "barrier_next": "Ask the fund about travel money",
    "barrier_by": "+3wd",
}


def test_a_barrier_without_its_next_step_is_refused_with_every_field_named(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/barriers/add")
    typed = {"barrier_what": "The site is 900 miles away"}
    refused = visitor.press(page, "Save barrier", typed, status=422)
    assert refused.errors == [
        "Enter the next step. A barrier without one is not kept",
        "Choose who does it",
        "Enter by when",
    ]
    assert refused.one("#barrier_what")["value"] == "The site is 900 miles away"
    assert "barrier" not in clinic.file(code).facts.rows


def test_a_barrier_blocks_with_its_next_step_until_somebody_says_what_resolved_it(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    dana = clinic.person(Role.NURSE, "Dana Cole")
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/barriers/add?back=routes")
    routes = visitor.press(page, "Save barrier", {**BARRIER, "barrier_who": str(dana.user)})
    assert routes.address == f"/cases/{code}/routes"
    line = routes.one("#barriers tbody tr").text
    for said in ("900 miles", "travel money", "Dana Cole", "Nov 24, 2026"):
        assert said in line
    case = visitor.get(f"/cases/{code}")
    cure = case.link("The site is 900 miles away")
    row = visitor.get(cure)
    over = {"barrier_over_on": "today"}
    assert visitor.press(row, "Save barrier", over, status=422).errors == ["Enter what resolved it"]
    visitor.press(row, "Save barrier", {**over, "barrier_over_how": "The fund pays"})
    assert "900 miles" not in visitor.get(f"/cases/{code}").text.split("Timeline")[0]
    assert "No barrier stands in the way" in visitor.get(f"/cases/{code}/routes").text


@pytest.mark.parametrize("role", [Role.PHARMACIST, Role.REGULATORY])
def test_who_may_only_read_sees_no_button(sign_in: SignIn, clinic: Clinic, role: Role) -> None:
    code = clinic.case(**PLAN)
    clinic.do(code, Action.RECORD_DENIAL, **DENIAL)
    file = clinic.file(code)
    who = str(clinic.rosa.user)
    stands: dict[str, Any] = {**BARRIER, "barrier_by": "2026-11-24", "barrier_who": who}
    number = clinic.row(code, "barrier", **stands)
    visitor = sign_in(role)
    page = visitor.get(f"/cases/{code}/routes")
    assert page.all(".route .btn") == []
    assert "Add a barrier" not in page.text
    assert "Rosa Ortiz" in visitor.get(f"/cases/{code}/facts/barriers/{number}").text
    visitor.get(f"/cases/{code}/do/close-insurance-route", status=403)
    assert clinic.file(code).version == file.version + 1


def test_a_closed_case_shows_its_routes_and_offers_nothing(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case(**PLAN)
    clinic.do(code, Action.RECORD_DENIAL, **DENIAL)
    clinic.do(code, Action.CLOSE, close_reason="other_route")
    page = sign_in().get(f"/cases/{code}/routes")
    assert "Denied" in card(page, Track.INSURANCE)
    assert page.all(".route .btn") == []
