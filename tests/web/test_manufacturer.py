"""Stage 4: the company with what it posted, the clock of its answer, what was said (ux.md S10)."""

from collections.abc import Callable

from make import Clinic
from pages import Page, Visitor
from web.test_deadlines import agreed

from casetrack.rules.people import Role
from casetrack.rules.questions import Of
from casetrack.rules.workflow import Action

SignIn = Callable[..., Visitor]
POSTED = {
    "policy_contact": "access@aldane.example",
    "policy_procedure": "By e-mail from the physician",
    "policy_criteria": "Serious disease, no trial",
    "policy_days": "5",
    "policy_days_of": "business",
    "policy_trials": "none given",
    "policy_checked_on": "2026-11-02",
}


def asked(clinic: Clinic, **posted: str) -> str:
    code = clinic.case(company="Aldane Bio")
    clinic.fill(clinic.file(code).dossiers[Of.COMPANY], posted)
    return code


def panel(page: Page, title: str) -> str:
    return page.one(f"section[aria-labelledby={title}]").text


def test_before_anybody_is_named_the_page_says_what_comes_and_what_is_missing(
    sign_in: SignIn, clinic: Clinic
) -> None:
    page = sign_in().get(f"/cases/{clinic.case()}/stages/4")
    assert "Nobody is named yet" in panel(page, "maker-title")
    assert "facts missing. See what is missing" in panel(page, "request-title")
    assert "Not asked yet" in panel(page, "request-title")
    assert "Nothing was said yet" in panel(page, "said-title")


def test_the_five_posted_items_stand_there_and_a_blank_or_stale_one_says_so(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = asked(clinic, **POSTED)
    visitor = sign_in()
    told = panel(visitor.get(f"/cases/{code}/stages/4"), "maker-title")
    for words in ("access@aldane.example", "By e-mail from", "Serious disease, no trial"):
        assert words in told
    for words in ("5 business days", "none given", "Policy checked on Nov 2, 2026"):
        assert words in told
    assert "Check this" not in told
    company = clinic.file(code).dossiers[Of.COMPANY]
    clinic.fill(company, {"policy_criteria": "", "policy_checked_on": "2026-01-05"})
    told = panel(visitor.get(f"/cases/{code}/stages/4"), "maker-title")
    assert "3. Criteria for deciding Missing" in told
    assert "Check this last verified Jan 5, 2026" in told


def test_the_clock_runs_by_the_posted_days_and_the_log_begins_and_ends_here(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = asked(clinic, **POSTED)
    clinic.say(code, request_sent_on="2026-11-12")
    visitor = sign_in(clinic.rosa)
    page = visitor.get(f"/cases/{code}/stages/4")
    assert "Thu Nov 19, 2026" in panel(page, "request-title")
    assert "Company acknowledges the request" in panel(page, "request-title")
    form = visitor.get(page.one("section[aria-labelledby=said-title] a.btn")["href"])
    assert form.one("#with_whom")["value"] == "Aldane Bio"
    said = {"direction": "in", "asked": "Which dose?", "answer": "70 mg", "chase_on": "+2wd"}
    back = visitor.press(form, "Log contact", said)
    assert back.heading == "Stage 4: Manufacturer"
    assert "Asked: Which dose? Said: 70 mg" in panel(back, "said-title")


def test_a_refusal_shows_the_ways_on_to_who_may_take_them(sign_in: SignIn, clinic: Clinic) -> None:
    code = asked(clinic)
    agreed(clinic, code)
    visitor = sign_in(clinic.rosa)
    assert "Ways on" not in visitor.get(f"/cases/{code}/stages/4").text
    clinic.do(code, Action.RECORD_REFUSAL, request_decided_on="2026-11-19", refusal_reason="supply")
    page = visitor.get(f"/cases/{code}/stages/4")
    assert page.link("Ask again").endswith("/papers/manufacturer-request")
    for words in ("another drug", "another route", "Close the case"):
        assert visitor.get(page.link(words)).status == 200
    assert "Ways on" not in sign_in(Role.PHARMACIST).get(f"/cases/{code}/stages/4").text
