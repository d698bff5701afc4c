"""The five criteria: grounds in words, attested by the physician alone, withdrawn in sight."""

from collections.abc import Callable

from make import TODAY, Clinic
from pages import Page, Visitor

from casetrack.rules.criteria import CRITERIA
from casetrack.rules.facts import Stage
from casetrack.rules.people import Actor, Role
from casetrack.rules.sense import doubts
from casetrack.store.commands.cases import grant_access

SignIn = Callable[..., Visitor]
RISK = "The probable risk from the drug is not greater than that from the disease"


def found(clinic: Clinic) -> tuple[str, Actor]:
    """A case with a finding about the physician's own criterion, and a physician who sees it."""
    code = clinic.case_at(Stage.FDA_IRB)
    shah = clinic.person(Role.PHYSICIAN, "Anil Shah")
    with clinic.store.writing() as db:
        grant_access(db, clinic.file(code).id, user_id=shah.user, active=True, by=clinic.rosa)
        db.commit()
    clinic.say(code, finding_risk="The disease is the greater risk.", plan_risk="Mostly mild.")
    return code, shah


def attested(clinic: Clinic, sign_in: SignIn) -> tuple[str, Visitor]:
    code, shah = found(clinic)
    visitor = sign_in(shah)
    page = visitor.press(visitor.get(f"/cases/{code}/criteria"), f"Attest this finding : {RISK}")
    assert "1 of 5 attested" in page.text
    return code, visitor


def risk(page: Page) -> str:
    return " ".join(page.one("#risk").get_text(" ").split())


def test_each_says_who_decides_and_what_it_rests_on(sign_in: SignIn, clinic: Clinic) -> None:
    code, _ = found(clinic)
    clinic.row(code, "study", citation="Gounder 2023", supports="risk,benefit")
    clinic.row(code, "alternative", option="Sorafenib", standing="tried")
    page = sign_in().get(f"/cases/{code}/criteria")
    assert [h.get_text() for h in page.all("main h2")] == [one.words for one in CRITERIA]
    assert page.text.count("Decided by FDA") == 4
    assert "Decided by the physician" in risk(page)
    assert "Gounder 2023" in risk(page)
    assert "Mostly mild." in risk(page)
    first = " ".join(page.one("#alternative").get_text(" ").split())
    assert "Sorafenib" in first
    assert "Gounder" not in first


def test_nobody_but_a_physician_attests(sign_in: SignIn, clinic: Clinic) -> None:
    code, _ = found(clinic)
    for role in (Role.COORDINATOR, Role.NURSE, Role.PHARMACIST, Role.REGULATORY):
        visitor = sign_in(role)
        page = visitor.get(f"/cases/{code}/criteria")
        assert not page.all("main form"), role
        sent = {"csrf": str(page.one("#sign-out [name=csrf]")["value"])}
        refused = visitor.send(f"/cases/{code}/criteria/risk/attest", sent, {})
        assert refused.status_code == 403, role
    assert visitor.get(f"/cases/{code}/facts/attestation", status=404)
    assert not clinic.file(code).facts.answers.get("attested_risk")


def test_what_nobody_wrote_is_not_attested(sign_in: SignIn, clinic: Clinic) -> None:
    code, shah = found(clinic)
    visitor = sign_in(shah)
    page = visitor.get(f"/cases/{code}/criteria")
    other = f"Attest this finding : {CRITERIA[0].words}"
    refused = visitor.press(page, other, status=422)
    assert refused.errors == [
        "Nothing is written about this criterion yet. Write its finding first"
    ]


def test_a_case_that_changed_while_the_physician_read_is_read_again(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code, shah = found(clinic)
    visitor = sign_in(shah)
    page = visitor.get(f"/cases/{code}/criteria")
    clinic.say(code, plan_risk="Severe.")
    refused = visitor.press(page, f"Attest this finding : {RISK}", status=422)
    assert "changed since this page was drawn" in refused.errors[0]
    assert not clinic.file(code).facts.answers.get("attested_risk")


def test_a_change_under_it_takes_the_attestation_away_and_says_which(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code, visitor = attested(clinic, sign_in)
    assert "Attested Nov 19, 2026 by Anil Shah" in risk(visitor.get(f"/cases/{code}/criteria"))
    clinic.say(code, wishes="To work again")
    assert "Attested Nov 19" in risk(visitor.get(f"/cases/{code}/criteria")), "it rests on others"
    clinic.say(code, plan_risk="Severe liver damage was seen.")
    page = visitor.get(f"/cases/{code}/criteria")
    assert "0 of 5 attested" in page.text
    assert "Attestation withdrawn" in risk(page)
    assert "Rosa Ortiz" in risk(page)
    assert "Changed under it: Benefit and risk, as the physician weighs them" in risk(page)
    asked = [one.words for one in doubts(clinic.file(code).facts, TODAY)]
    assert any("has not attested" in words for words in asked)


def test_a_row_or_a_finding_that_changes_takes_it_away_too(sign_in: SignIn, clinic: Clinic) -> None:
    code, visitor = attested(clinic, sign_in)
    for change in (
        lambda: clinic.row(code, "medicine", name="Warfarin"),
        lambda: clinic.say(code, finding_risk="About equal."),
    ):
        change()
        assert "Attestation withdrawn" in risk(visitor.get(f"/cases/{code}/criteria"))
        page = visitor.get(f"/cases/{code}/criteria")
        visitor.press(page, f"Attest this finding : {RISK}")
        assert "Attested Nov 19" in risk(visitor.get(f"/cases/{code}/criteria"))


def test_a_physician_takes_it_back(sign_in: SignIn, clinic: Clinic) -> None:
    code, visitor = attested(clinic, sign_in)
    page = visitor.get(f"/cases/{code}/criteria")
    gone = visitor.press(page, f"Take the attestation back : {RISK}")
    assert "Attestation withdrawn" in risk(gone)
    assert "Taken back" in risk(gone)
