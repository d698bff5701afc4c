"""A chart is read, and each fact is accepted, edited or left by a person."""

import json
from collections.abc import Callable

import pytest
from make import Clinic
from pages import Page, Visitor
from shared_data import shared

from casetrack.rules.people import Role

SignIn = Callable[..., Visitor]
DESMOID = "fhir/desmoid_synthetic_a.json"


def read_chart(
    visitor: Visitor, code: str, data: bytes, *, status: int = 303, name: str = "chart.json"
) -> Page:
    page = visitor.get(f"/cases/{code}/charts")
    return visitor.press(page, "Read chart", status=status, files={"chart": (name, data)})


def row_of(page: Page, words: str) -> str:
    """The number of the proposal whose row says this."""
    found = [tr for tr in page.all(".proposals tbody tr") if words in tr.text]
    assert len(found) == 1, f"{len(found)} rows say {words!r}"
    return found[0].one("[value=accept]")["name"].removeprefix("decide-")


@pytest.fixture
def code(clinic: Clinic) -> str:
    return clinic.case(initials="M.T.", birth_year="1991", diagnosis="Desmoid tumor")


def test_nothing_enters_the_case_before_a_person_accepts_it(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    before = clinic.file(code).facts
    page = read_chart(sign_in(), code, shared(DESMOID).read_bytes())
    assert "FHIR R4 JSON" in page.text
    after = clinic.file(code).facts
    assert (after.answers, after.rows) == (before.answers, before.rows)


def test_what_was_refuted_in_error_or_not_done_is_named_and_never_proposed(
    sign_in: SignIn, code: str
) -> None:
    page = read_chart(sign_in(), code, shared(DESMOID).read_bytes())
    proposed = " ".join(tr.text for tr in page.all(".proposals tbody tr"))
    for trap in ("pleomorphic sarcoma", "pazopanib", "Amputation"):
        assert trap not in proposed
        assert trap in page.text, "left out on purpose, with the reason"


def test_accepted_facts_carry_their_place_in_the_chart(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    weight = row_of(page, "150.4 lb")
    done = visitor.press(page, "Save decisions", {f"decide-{weight}": "accept"})
    assert "1 fact taken into the case" in done.text
    file = clinic.file(code)
    assert (file.facts.answers["weight"], file.facts.answers["weight_on"]) == ("68.2", "2026-01-08")
    trace = visitor.get(f"/cases/{code}/trace/{file.root()}/weight")
    assert "Observation/a-wt-2" in trace.text
    assert "Bundle.entry[19]" in trace.text
    assert "Coordinator One" in trace.text
    assert "68.2 kg" in trace.text


def test_a_whole_section_is_accepted_at_once_but_never_what_is_disputed(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    button = next(b for b in page.all("button[name=accept_all]") if b["value"] == "prior_therapy")
    done = visitor.press(page, button.text)
    lines = {
        row.answers["treatment"]: row.answers for row in clinic.file(code).facts.rows["therapy"]
    }
    assert len(lines) == 3
    combined = next(name for name in lines if "methotrexate" in name)
    assert "vinblastine" in combined
    assert lines[combined]["why_stopped"] == "toxicity"
    assert lines[combined]["grade"] == "3"
    assert next(a for n, a in lines.items() if "sorafenib" in n)["why_stopped"] == "growth"
    assert "response" not in lines[combined], "a response is never guessed"
    assert "still open" in done.text


def test_a_fact_can_be_edited_before_it_is_taken_over(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    edit = visitor.get(page.link("Edit sorafenib"))
    wrong = visitor.press(edit, "Take it over as edited", status=422, stop="not a date")
    assert wrong.errors
    visitor.press(wrong, "Take it over as edited", stop="1/19/2023", dose="400 mg daily")
    line = clinic.file(code).facts.rows["therapy"][0]
    assert line.answers["stop"] == "2023-01-19"
    trace = visitor.get(f"/cases/{code}/trace/{line.id}/stop")
    assert "as edited by a person" in trace.text


def test_what_was_decided_cannot_be_decided_again(sign_in: SignIn, code: str) -> None:
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    weight = row_of(page, "150.4 lb")
    visitor.press(page, "Save decisions", {f"decide-{weight}": "leave"})
    fresh = visitor.get(page.address)
    assert not fresh.all(f"[name=decide-{weight}]")
    assert "Left" in fresh.text
    visitor.get(f"{page.address}/{weight}", status=404)


def test_conflicting_values_are_all_shown_and_only_one_can_be_taken(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    bundle = json.loads(shared(DESMOID).read_text())
    other = json.loads(json.dumps(bundle["entry"][19]))
    other["resource"]["id"], other["fullUrl"] = "a-wt-3", "urn:uuid:a-wt-3"
    other["resource"]["valueQuantity"] = {
        "value": 81,
        "unit": "kg",
        "code": "kg",
        "system": "http://unitsofmeasure.org",
    }
    bundle["entry"].append(other)
    visitor = sign_in()
    page = read_chart(visitor, code, json.dumps(bundle).encode())
    one, two = row_of(page, "150.4 lb"), row_of(page, "81 kg")
    assert "Check this" in page.text
    everything = next(b for b in page.all("button[name=accept_all]") if b["value"] == "condition")
    visitor.press(page, everything.text)
    assert "weight" not in clinic.file(code).facts.answers, (
        "what is disputed is never taken in passing"
    )
    page = visitor.get(page.address)
    both = {f"decide-{one}": "accept", f"decide-{two}": "accept"}
    refused = visitor.press(page, "Save decisions", both, status=422)
    assert "Accept one of them" in refused.errors[0]
    visitor.press(visitor.get(page.address), "Save decisions", {f"decide-{two}": "accept"})
    assert (
        clinic.file(code).facts.answers["weight"] == "81.0"
        or clinic.file(code).facts.answers["weight"] == "81"
    )


def test_a_chart_of_somebody_else_needs_a_word(sign_in: SignIn, clinic: Clinic) -> None:
    code = clinic.case(initials="K.R.", birth_year="1970")
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    assert "is it the same person?" in page.text
    weight = row_of(page, "150.4 lb")
    refused = visitor.press(page, "Save decisions", {f"decide-{weight}": "accept"}, status=422)
    assert "of this patient" in refused.errors[0]
    assert "weight" not in clinic.file(code).facts.answers
    visitor.press(refused, "Save decisions", {f"decide-{weight}": "accept"}, same_person="1")
    assert clinic.file(code).facts.answers["weight"] == "68.2"


def test_what_was_said_of_a_chart_once_stands_ticked_but_never_for_another_chart(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case(initials="K.R.", birth_year="1970")
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    assert not page.all("#same-person[checked]")
    sections = [one["value"] for one in page.all("[name=accept_all]")]
    for nth, section in enumerate(sections):
        button = page.one(f"[name=accept_all][value={section}]").text
        ticked = {} if nth else {"same_person": "1"}
        page = visitor.press(page, button, ticked)
        assert page.all("#same-person[checked]")
    again = read_chart(visitor, code, shared("fhir/mcode_stu4_jenny_m.json").read_bytes())
    assert again.all("#same-person")
    assert not again.all("#same-person[checked]")


def test_editing_is_no_way_around_the_question_whose_chart_it_is(
    sign_in: SignIn, clinic: Clinic
) -> None:
    code = clinic.case(initials="Z.Z.", birth_year="1950")
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    edit = visitor.get(str(page.all(".proposals a")[0]["href"]))
    refused = visitor.press(edit, "Take it over as edited", status=422)
    assert "Say that the chart is of this patient" in refused.errors[0]
    visitor.press(refused, "Take it over as edited", same_person="1")


def test_what_was_typed_meanwhile_is_not_written_over_unseen(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    weight = f"decide-{row_of(page, '150.4 lb')}"
    clinic.say(code, weight="99")
    refused = visitor.press(page, "Save decisions", {weight: "accept"}, status=422)
    assert "changed “Weight” meanwhile" in refused.errors[0]
    assert clinic.file(code).facts.answers["weight"] == "99"
    visitor.press(refused, "Save decisions", {weight: "accept"})
    assert clinic.file(code).facts.answers["weight"] != "99"


def test_a_chart_that_records_a_death_says_so_first(
    sign_in: SignIn, clinic: Clinic, code: str
) -> None:
    visitor = sign_in()
    page = read_chart(visitor, code, shared("fhir/synthea_stu3_sclc_a.json").read_bytes())
    assert "deceased" in page.one(".check-this:not(#same_person) li:first-child").text
    button = next(
        tr
        for tr in page.all(".proposals tbody tr")
        if "deceased" in tr.text.lower() or "died" in tr.text.lower()
    )
    accept = button.one("[value=accept]")
    visitor.press(page, "Save decisions", {accept["name"]: "accept"}, same_person="1")
    assert "The patient is recorded as deceased" in visitor.get(f"/cases/{code}").text


def test_reading_the_same_chart_again_proposes_only_what_is_new(sign_in: SignIn, code: str) -> None:
    visitor = sign_in()
    page = read_chart(visitor, code, shared(DESMOID).read_bytes())
    weight = row_of(page, "150.4 lb")
    visitor.press(page, "Save decisions", {f"decide-{weight}": "accept"})
    again = read_chart(visitor, code, shared(DESMOID).read_bytes())
    proposed = " ".join(tr.text for tr in again.all(".proposals tbody tr"))
    assert "150.4 lb" not in proposed


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("fhir/mcode_stu4_jenny_m.json", "FHIR R4 JSON"),
        ("fhir/synthea_stu3_xml_a.xml", "FHIR STU3 XML"),
        ("fhir/synthea_dstu2_nsclc_a.json", "DSTU2"),
        ("hostile/json/bulk_export.ndjson", "NDJSON"),
        ("hostile/json/narrative_xss.json", "FHIR"),
        ("hostile/xml/ccda_narrative_xss.xml", "C-CDA"),
        ("ccda/nist_ambulatory_ccd_a.xml", "C-CDA"),
        ("fhir/synthea_r4_nsclc_big_a.json", "FHIR R4 JSON"),
    ],
)
def test_charts_of_many_kinds_become_a_page(
    sign_in: SignIn, code: str, name: str, says: str
) -> None:
    page = read_chart(sign_in(), code, shared(name).read_bytes(), name=name.rsplit("/", 1)[1])
    assert says in page.text
    assert not page.all("a[href^=javascript]")


def test_a_nurse_reads_charts_and_a_pharmacist_looks_only(sign_in: SignIn, code: str) -> None:
    page = read_chart(sign_in(Role.NURSE), code, shared(DESMOID).read_bytes())
    looked = sign_in(Role.PHARMACIST).get(page.address)
    assert not looked.all("input[type=radio]")
