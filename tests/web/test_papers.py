"""Every kind of paper goes one way; a sending that moves no track is recorded all the same."""

from collections.abc import Callable

from make import Clinic
from pages import Page, Visitor

from casetrack.documents import previews
from casetrack.rules.documents import PAPERS
from casetrack.rules.people import Role
from casetrack.rules.workflow import Action
from casetrack.store.session import Store
from casetrack.store.verify import verify

SignIn = Callable[..., Visitor]
LIST = "question-list"


def preview(visitor: Visitor, code: str, paper: str = LIST) -> Page:
    visitor.press(visitor.get(f"/cases/{code}/papers/{paper}"), "Preview")
    previews.wait_for_all()
    return visitor.get(f"/cases/{code}/papers/{paper}/preview")


def test_every_paper_is_listed_with_what_it_still_needs(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.get(visitor.get(f"/cases/{code}").link("All papers"))
    for paper in PAPERS:
        check = visitor.get(page.link(paper.title))
        assert check.heading == paper.title
        assert paper.why in check.text
        assert visitor.get(check.link("Read as a web page")).heading.startswith(paper.title)


def test_a_question_list_is_chosen_previewed_frozen_and_given(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code = clinic.case()
    visitor = sign_in(Role.NURSE)
    check = visitor.get(f"/cases/{code}/papers/{LIST}")
    choosing = visitor.get(check.link("Choose what is printed"))
    ticked = [box["value"] for box in choosing.all("[name=visit_questions][checked]")]
    assert ticked == ["new_drugs", "ask_company", "appeal", "trials", "groups"]
    back = visitor.press(choosing, "Save the visit", visit_questions=["soon", "pays"])
    assert back.heading == "Question list for the visit"
    page = preview(visitor, code)
    assert "1 page " in page.text
    frozen = visitor.press(page, "Freeze version 1")
    assert "Version 1 is frozen" in frozen.text
    read = visitor.get(frozen.link("Read as a web page"))
    assert "How soon would we know" in read.text
    assert "insurance says no" not in read.text
    traced = visitor.get(read.link("How soon would we know"))
    assert "Questions on the patient's list" in traced.heading

    asking = visitor.get(frozen.link("Record sending"))
    assert "Version 1, 1 page " in asking.text
    refused = visitor.press(asking, "Record sending", status=422, sent_on="11/20/2026")
    assert refused.errors == [
        "Enter: to whom",
        "Choose: how",
        "Sent on: Nov 20, 2026 has not come yet",
    ]
    before = clinic.file(code)
    given = visitor.press(
        refused, "Record sending", sent_to="The patient", sent_how="hand", sent_on="today"
    )
    assert "to The patient, By hand" in given.text
    after = clinic.file(code)
    assert after.facts.tracks == before.facts.tracks
    assert after.next == before.next
    assert "recorded who got the question list" in sign_in().get(f"/cases/{code}").text
    assert verify(store).problems == []


def test_nothing_is_given_before_it_is_frozen(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/papers/{LIST}/v/1/send")
    assert "No version is frozen yet" in page.text
    refused = visitor.press(
        page, "Record sending", status=422, sent_to="The patient", sent_how="hand"
    )
    assert any("No version is frozen yet" in error for error in refused.errors)


def test_while_the_case_is_on_hold_no_paper_is_frozen_or_given(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = preview(visitor, code)
    frozen = visitor.press(page, "Freeze version 1")
    asking = visitor.get(frozen.link("Record sending"))
    again = preview(visitor, code)
    clinic.do(code, Action.HOLD, hold_reason="The patient is away")
    refused = visitor.press(again, "Freeze version 2", status=422)
    assert "This case is on hold. Resume it first" in refused.errors
    given = {"sent_to": "The patient", "sent_how": "hand", "sent_on": "today"}
    refused = visitor.press(asking, "Record sending", given, status=422)
    assert "This case is on hold. Resume it first" in refused.errors
    assert "Freeze version" not in visitor.get(again.address).text
    assert [v.sent for v in clinic.file(code).versions] == [()]


def test_who_may_not_freeze_a_paper_may_not_record_who_got_it(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    for paper, role in ((LIST, Role.PHARMACIST), ("manufacturer-request", Role.NURSE)):
        visitor = sign_in(role)
        visitor.get(f"/cases/{code}/papers/{paper}/v/1/send", status=403)
        page = visitor.get(f"/cases/{code}/papers/{paper}")
        token = {"csrf": page.form("Preview").one("[name=csrf]")["value"]}
        answer = visitor.send(f"/cases/{code}/papers/{paper}/preview/freeze", token, {})
        assert answer.status_code == 403


def test_every_paper_with_an_action_of_its_own_names_a_real_one() -> None:
    assert {paper.sent_by for paper in PAPERS} - {""} <= set(Action)
