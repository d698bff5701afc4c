"""What made somebody who had never seen the pages stop: who may, where back to, which field."""

import re
from collections.abc import Callable

from documents.made import report
from make import Clinic
from pages import Visitor
from shared_data import shared

from casetrack.rules.people import Role

SignIn = Callable[..., Visitor]
CHECK = "/cases/{}/papers/manufacturer-request"


def test_a_section_one_may_only_read_says_who_may_do_it(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    approval = f"/cases/{code}/facts/approval"
    page = sign_in().get(approval)
    assert "The physician reads and approves the plan." in page.text
    assert not page.all("main form")
    nurse = sign_in(Role.NURSE).get(f"/cases/{code}/facts/plan")
    assert nurse.all("main form")
    assert "can change" not in nurse.text


def test_a_row_one_may_only_read_says_so_too(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    row = clinic.row(code, "therapy", treatment="Sorafenib")
    address = f"/cases/{code}/facts/prior_therapy/{row}"
    assert "can change clinical facts" not in sign_in().get(address).text
    pharmacist = sign_in(clinic.person(Role.PHARMACIST)).get(address)
    assert "A coordinator, nurse or physician can change clinical facts." in pharmacist.text


def test_a_report_uploaded_for_a_paper_leads_back_to_the_paper(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    asked = visitor.get(visitor.get(CHECK.format(code)).link("Upload pathology"))
    described = visitor.press(asked, "Upload", files={"files": ("a.pdf", report("Clean margins"))})
    assert "Back to what is missing" in described.text
    saved = visitor.press(described, "Save document", title="Pathology")
    assert saved.address.startswith(CHECK.format(code))


def test_a_report_uploaded_from_the_case_leads_back_to_the_case(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case()
    visitor = sign_in()
    asked = visitor.get(visitor.get(f"/cases/{code}").link("Upload a report"))
    described = visitor.press(asked, "Upload", files={"files": ("a.pdf", report("Clean margins"))})
    assert f"Back to {code}" in described.text


def test_the_list_of_problems_names_the_field_of_each(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case()
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/company")
    wrong = visitor.press(page, "Save the manufacturer", status=422, decision_by="soon")
    assert wrong.errors == [
        "Decision hoped for by: Enter a date like 10/20/2026 or Oct 20 2026",
    ]
    started = visitor.press(visitor.get("/cases/start"), "Start case", status=422)
    assert started.errors[0] == "Enter: patient's initials", "named already, so not twice"


def test_a_physician_written_another_way_is_not_entered_a_second_time_unasked(
    sign_in: SignIn, clinic: Clinic
) -> None:
    """A case of the second entry would be hidden from the physician whose account has the first."""
    clinic.case(doctor="Grace Lindqvist, MD")
    visitor = sign_in()
    begun = visitor.get("/cases/start")
    asked = visitor.press(begun, "Start case", status=422, initials="R.O.", doctor="Dr. Lindqvist")
    assert asked.heading == "Start a case"
    assert "the physician may be in the register already Grace Lindqvist, MD" in asked.text
    assert asked.one("[name=doctor]")["value"] == "Dr. Lindqvist"
    meant = visitor.press(asked, "Start case", doctor="Grace Lindqvist, MD")
    assert "started" in meant.text
    again = visitor.press(begun, "Start case", status=422, initials="S.P.", doctor="Dr. Lindqvist")
    other = visitor.press(again, "Start case", new="1")
    assert "started" in other.text
    assert "Dr. Lindqvist" in other.text


def test_a_method_that_a_page_does_not_know_is_told_those_it_does(sign_in: SignIn) -> None:
    answer = sign_in().client.delete("/cases/start")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


def test_a_doubtful_fact_can_be_changed_though_it_need_not_be_asked(
    sign_in: SignIn, clinic: Clinic
) -> None:
    """The year of birth hides behind the date of birth, and only there the two can be squared."""
    code = clinic.case(birth_year="1961")
    clinic.say(code, birth_date="1965-01-01")
    address, visitor = f"/cases/{code}/facts/patient", sign_in()
    page = visitor.get(address)
    assert "Year of birth 1961 and date of birth Jan 1, 1965 differ" in page.text
    assert not page.all("[data-only] #birth_year"), "the page's script must not hide it"
    visitor.press(page, "Save patient and request", birth_year="")
    squared = visitor.get(address)
    assert "differ" not in squared.text
    assert squared.all("[data-only] #birth_year")


def test_saving_no_decision_on_a_chart_is_told_and_not_thanked_for(
    sign_in: SignIn, clinic: Clinic
) -> None:
    visitor = sign_in()
    page = visitor.get(f"/cases/{clinic.case(initials='J.M.', birth_year='1965')}/charts")
    chart = {"chart": ("jenny.json", shared("fhir/mcode_stu4_jenny_m.json").read_bytes())}
    page = visitor.press(page, "Read chart", files=chart)
    refused = visitor.press(page, "Save decisions", status=422)
    assert refused.errors == ["Accept, leave or edit at least one fact"]


def test_no_case_is_told_of_another_drugs_harm_or_of_another_tumors_drug(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code, visitor = clinic.case(diagnosis="Chordoma, sacral", drug="Afatinib"), sign_in()
    stages = [visitor.get(f"/cases/{code}/stages/{stage}") for stage in range(1, 8)]
    pages = {a["href"] for stage in stages for a in stage.all("main a[href*='/facts/']")}
    assert len(pages) > 20
    for address in (*pages, *(stage.address for stage in stages)):
        told = visitor.get(address).text.lower()
        assert not re.findall(r"desmoid|nirogacestat|class of drugs|\biterion", told), address


def test_an_early_packet_says_what_is_not_known_and_claims_nothing(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code, visitor = clinic.case(diagnosis="Chordoma"), sign_in()
    clinic.row(code, "therapy", treatment="Sorafenib", kind="drug")
    clinic.row(code, "study", citation="Author 2024, journal")
    paper = visitor.get(f"/cases/{code}/papers/manufacturer-request/read").text
    assert "No alternative has been looked at yet" in paper
    for untrue in ("0 options", "None reported", "Each option below", "n=Not", "provided, Not"):
        assert untrue not in paper, untrue
    clinic.row(code, "trial", nct="NCT05879146", title="MD Anderson", status="recruiting")
    paper = visitor.get(f"/cases/{code}/papers/manufacturer-request/read").text
    assert "Tab D lists 1 trial. " in paper
