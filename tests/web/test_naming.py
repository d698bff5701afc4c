"""On a screen that others see, codes stand in place of initials (ux.md 2.0)."""

from collections.abc import Callable

from make import Clinic
from pages import Visitor

from casetrack.rules.people import Role
from casetrack.rules.questions import Of

SignIn = Callable[..., Visitor]
SECRETS = ("Q.X.Z.", "Canary-Rhodes", "MRN-4711", "Mar 1, 1992")


def test_hidden_names_stand_on_no_page_that_one_only_reads(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case(
        initials="Q.X.Z.", company="Aldane Bio", drug="tegavivint", urgency="emergency"
    )
    clinic.say(
        code, patient_name="Kara Canary-Rhodes", birth_date="1992-03-01", record_number="MRN-4711"
    )
    company = clinic.file(code).dossiers[Of.COMPANY]
    pages = (
        *("/today", "/today?view=team", "/cases", "/calendar", "/contacts/log"),
        *("/search?q=tegavivint", f"/organizations/{company}", f"/cases/{code}"),
        "/emergency",
        *(f"/cases/{code}/history", f"/cases/{code}/stages/1", f"/cases/{code}/contacts"),
    )
    visitor = sign_in(clinic.rosa)
    shown = " ".join(visitor.get(page).text for page in pages)
    assert "Q.X.Z." in visitor.get("/emergency").text
    for secret in SECRETS:
        assert secret in shown, "the page shows it as long as nothing is hidden"
    back = visitor.press(visitor.get("/cases?stage=1"), "Hide names")
    assert back.address == "/cases?stage=1", "the page one stood on"
    for page in pages:
        read = visitor.get(page)
        for secret in SECRETS:
            assert secret not in read.html, page
        assert code in read.text, page
    assert "Q.X.Z." in visitor.get(f"/cases/{code}/facts/patient").html, "a form is opened to see"
    assert "Q.X.Z." in visitor.get(f"/cases/{code}/emergency").text, "it is read to FDA"
    visitor.press(visitor.get(f"/cases/{code}"), "Show names")
    assert "Q.X.Z." in visitor.get("/today").text


def test_the_switch_leads_to_no_other_site_and_is_not_offered_where_no_name_stands(
    sign_in: SignIn,
) -> None:
    visitor = sign_in()
    page = visitor.get("/cases")
    page.form("Hide names").one("[name=then]")["value"] = "//evil.example"
    assert visitor.press(page, "Hide names").address == "/today"
    assert "Hide names" not in sign_in(Role.ADMIN).get("/cases").text
