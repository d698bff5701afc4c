"""The five criteria: grounds in words, attested by the physician alone, withdrawn in sight."""

from collections.abc import Callable
from typing import Any

from make import DEFI, TODAY, Clinic
from pages import Page, Visitor

from casetrack.rules.criteria import CRITERIA
from casetrack.rules.facts import Stage
from casetrack.rules.people import Actor, Role
from casetrack.rules.sense import doubts
from casetrack.rules.workflow import Action
from casetrack.store.commands.cases import grant_access
from casetrack.store.commands.facts import remove_row
from casetrack.store.queries.library import studies_of
from casetrack.store.session import Store
from casetrack.store.verify import verify

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
    return page.one("#risk").text


def test_each_says_who_decides_and_what_it_rests_on(sign_in: SignIn, clinic: Clinic) -> None:
    code, _ = found(clinic)
    clinic.row(code, "study", citation="Gounder 2023", supports="risk,benefit")
    clinic.row(code, "alternative", option="Sorafenib", standing="tried")
    page = sign_in().get(f"/cases/{code}/criteria")
    assert [h.text for h in page.all("main h2")] == [one.words for one in CRITERIA]
    assert page.text.count("Decided by FDA") == 4
    assert "Decided by the physician" in risk(page)
    assert "Gounder 2023" in risk(page)
    assert "Mostly mild." in risk(page)
    first = page.one("#alternative").text
    assert "Sorafenib" in first
    assert "Gounder" not in first


def test_nobody_but_a_physician_attests(sign_in: SignIn, clinic: Clinic) -> None:
    code, _ = found(clinic)
    for role in (Role.COORDINATOR, Role.NURSE, Role.PHARMACIST, Role.REGULATORY):
        visitor = sign_in(role)
        page = visitor.get(f"/cases/{code}/criteria")
        assert not page.all("main form"), role
        sent = {"csrf": page.one("#sign-out [name=csrf]")["value"]}
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


FIGURES = {"outcome": "Objective response", "some": "29", "of": "70"}


def leaning(clinic: Clinic, sign_in: SignIn) -> tuple[str, int, Visitor]:
    """A case whose attested risk leans on a study of the library."""
    code, shah = found(clinic)
    study = clinic.study(DEFI, FIGURES, design="randomized", safety="Mostly mild")
    clinic.cite(code, study)
    visitor = sign_in(shah)
    page = visitor.get(f"/cases/{code}/criteria")
    visitor.press(page, f"Attest this finding : {RISK}")
    return code, study, visitor


def outcome_of(clinic: Clinic, study: int) -> int:
    with clinic.store.reading() as db:
        return studies_of(db, [study])[study].outcomes[0].id


def test_a_study_that_changes_under_it_takes_it_away_and_is_said_beforehand(
    sign_in: SignIn, clinic: Clinic, store: Store
) -> None:
    code, study, shah = leaning(clinic, sign_in)
    line = outcome_of(clinic, study)
    tom = sign_in(clinic.person(Role.REGULATORY))
    page = tom.get(f"/library/{study}/rows/outcome/{line}")
    assert "Rests on this study: 1 attestation of criteria in 1 open case." in page.text
    saved = tom.press(page, "Save outcome", some="30")
    assert "Withdrawn: 1 attestation of criteria in 1 open case" in saved.text
    criteria = shah.get(f"/cases/{code}/criteria")
    assert "0 of 5 attested" in criteria.text
    assert f"Changed under it: the study {DEFI}" in risk(criteria)
    assert f"changed {DEFI} in the evidence library" in shah.get(f"/cases/{code}").text
    again = tom.get(f"/library/{study}/rows/outcome/{line}")
    assert "Rests on this study" not in again.text
    assert verify(store).problems == []


def test_whatever_is_read_in_a_study_counts_and_what_is_not_does_not(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code, study, shah = leaning(clinic, sign_in)
    clinic.fill(study, {"link": "https://example.org/paper", "checked_by": "Rosa Ortiz"})
    assert clinic.file(code).facts.answers["attested_risk"], "nothing that was weighed changed"
    for said in ({"design": "series"}, {"safety": "One died"}, {"set_aside": "yes"}):
        clinic.fill(study, said)
        assert not clinic.file(code).facts.answers["attested_risk"], said
        page = shah.get(f"/cases/{code}/criteria")
        shah.press(page, f"Attest this finding : {RISK}")
    with clinic.store.writing() as db:
        remove_row(db, study, outcome_of(clinic, study), by=clinic.rosa)
        db.commit()
    assert not clinic.file(code).facts.answers["attested_risk"]


def test_only_what_leans_on_the_study_falls_and_only_in_cases_under_way(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code, study, _ = leaning(clinic, sign_in)
    other, closed = clinic.case_at(Stage.FDA_IRB), clinic.case_at(Stage.FDA_IRB)
    day: dict[str, Any] = {"attested_elsewhere": "2026-11-19", "attested_alternative": "2026-11-19"}
    for one in (code, other, closed):
        clinic.say(one, **day, attested_risk="2026-11-19")
    clinic.cite(closed, study)
    clinic.say(closed, attested_risk="2026-11-19")
    clinic.do(closed, Action.CLOSE, close_reason="mistake", owed_reason="none")
    [row] = clinic.file(code).facts.rows["study"]
    clinic.save(code, {"supports": "alternative"}, entry=row.id)
    assert not clinic.file(code).facts.answers["attested_alternative"], "the case's own row says so"
    clinic.say(code, **day, attested_risk="2026-11-19")
    clinic.fill(study, {"safety": "One died"})
    stands = clinic.file(code).facts.answers
    assert (stands["attested_alternative"], stands["attested_elsewhere"]) == ("", "2026-11-19")
    for one in (other, closed):
        assert clinic.file(one).facts.answers["attested_risk"] == "2026-11-19"


def test_a_study_that_changed_while_the_physician_read_is_read_again(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code, shah = found(clinic)
    study = clinic.study(DEFI, FIGURES)
    clinic.cite(code, study)
    visitor = sign_in(shah)
    page = visitor.get(f"/cases/{code}/criteria")
    clinic.fill(study, {"safety": "One died"})
    refused = visitor.press(page, f"Attest this finding : {RISK}", status=422)
    assert "changed since this page was drawn" in refused.errors[0]
