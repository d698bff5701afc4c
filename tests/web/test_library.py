"""The evidence library as people meet it: added three ways, changed, checked, cited, printed."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from io import StringIO

import pytest
from flask import Flask
from lookups.foreign import Foreign, foreign_server, hangs, said
from make import DEFI, TODAY, Clinic
from pages import Page, Visitor
from shared_data import shared

from casetrack.documents.content import Draft
from casetrack.documents.request import build
from casetrack.lookups import Bounds, Lookups
from casetrack.rules.documents import REQUEST
from casetrack.rules.people import Role
from casetrack.rules.text import clean
from casetrack.settings import Settings
from casetrack.store.commands import imports as commands
from casetrack.store.queries import library

SignIn = Callable[..., Visitor]

RESPONSE = {
    "outcome": "Objective response",
    "some": "29",
    "of": "70",
    "control_some": "6",
    "control_of": "72",
}
HAZARD = {
    "outcome": "Progression or death",
    "primary": "yes",
    "ratio_kind": "HR",
    "ratio": "0.29",
    "ratio_low": "0.15",
    "ratio_high": "0.55",
}
DRUG = {"drug": "Nirogacestat", "diagnosis": "Desmoid tumor", "design": "randomized", "n": "142"}
RIS = "TY  - JOUR\nTI  - {0}\nAU  - Author, A\nPY  - 2024\nDO  - 10.1000/{0}\nER  - \n"


def upload(visitor: Visitor, data: bytes, name: str = "r.ris", *, status: int = 303) -> Page:
    page = visitor.get("/library/add")
    return visitor.press(page, "Read the file", files={"references": (name, data)}, status=status)


def test_an_empty_library_says_what_it_is_for_and_how_to_begin(sign_in: SignIn) -> None:
    page = sign_in().get("/library")
    assert "No studies yet" in page.text
    assert page.link("Add the first study") == "/library/add"
    assert "No drugs yet" in sign_in().get("/library/drugs").text


def test_a_study_typed_by_hand_is_found_in_the_list_and_by_its_number(sign_in: SignIn) -> None:
    visitor = sign_in()
    page = visitor.press(
        visitor.get("/library/add"),
        "Add this study",
        name=DEFI,
        doi="https://doi.org/10.1056/NEJMoa2210140",
        pmid="36884323",
        drug="Nirogacestat",
        design="randomized",
    )
    assert page.heading == DEFI
    assert "Not judged yet" in page.text
    assert page.link("PubMed 36884323") == "https://pubmed.ncbi.nlm.nih.gov/36884323"
    for found in ("nirogacestat", "36884323", "gounder 2023", "10.1056/nejmoa"):
        assert DEFI in visitor.get(f"/library?q={found}").text
    assert "No study matches these filters" in visitor.get("/library?q=sorafenib").text


def test_a_study_is_never_kept_twice(sign_in: SignIn, clinic: Clinic) -> None:
    clinic.study(pmid="36884323", doi="10.1056/nejmoa2210140")
    visitor = sign_in()
    page = visitor.get("/library/add")
    for numbers in ({"pmid": "36884323"}, {"doi": "10.1056/NEJMOA2210140"}):
        again = visitor.press(page, "Add this study", {"name": "Again", **numbers}, status=422)
        assert again.errors == [f"The library has this study already: {DEFI}. Change that one"]
    without = visitor.press(page, "Add this study", pmid="1", status=422)
    assert without.errors == ["Enter author, year and journal, or another short name"]


def test_figures_print_with_denominators_and_what_lacks_them_is_refused(
    sign_in: SignIn, clinic: Clinic
) -> None:
    number = clinic.study(**DRUG)
    visitor = sign_in()
    page = visitor.press(
        visitor.get(f"/library/{number}/rows/outcome/add"), "Save outcome", RESPONSE
    )
    assert "29/70 (41%, 95% CI 30 to 54)" in page.text
    assert "6/72 (8%, 95% CI 3 to 17)" in page.text
    add = visitor.get(f"/library/{number}/rows/outcome/add")
    refused = visitor.press(add, "Save outcome", outcome="PFS", share="41", status=422)
    assert refused.errors == [
        "Enter out of how many. A percentage or a count without it cannot be printed"
    ]
    words = visitor.press(add, "Save outcome", outcome="PFS", other="41% responded", status=422)
    assert "A percentage needs its numbers" in words.errors[0]
    safety = visitor.get(f"/library/{number}/facts/study_safety")
    bare = visitor.press(safety, "Save safety", safety="Diarrhea 84%", status=422)
    assert "A percentage needs its numbers" in bare.errors[0]


def test_a_single_arm_study_is_not_asked_for_a_ratio_and_refuses_one(
    sign_in: SignIn, clinic: Clinic
) -> None:
    number = clinic.study(**{**DRUG, "design": "single_arm"})
    visitor = sign_in()
    page = visitor.get(f"/library/{number}/rows/outcome/add")
    assert "no ratio and no comparison is asked for" in page.text
    assert not page.all("[name=ratio]")
    sent = {f["name"]: f.get("value", "") for f in page.all("form.form [name]:not(button)")}
    answer = visitor.send(page.address, {**sent, **HAZARD}, {})
    assert answer.status_code == 422
    assert "A study without a comparison group has no hazard ratio" in answer.get_data(as_text=True)
    compared = clinic.study("Other", HAZARD, **DRUG)
    design = visitor.get(f"/library/{compared}/facts/study_design")
    kept = visitor.press(design, "Save question and design", design="single_arm", status=422)
    assert "Progression or death compares two groups" in kept.errors[0]


def test_a_ratio_without_its_interval_is_kept_and_doubted(sign_in: SignIn, clinic: Clinic) -> None:
    number = clinic.study(**DRUG)
    visitor = sign_in()
    page = visitor.press(
        visitor.get(f"/library/{number}/rows/outcome/add"),
        "Save outcome",
        outcome="PFS",
        ratio_kind="HR",
        ratio="0.3",
    )
    assert "Check this PFS: a ratio without its interval" in page.text
    assert "HR 0.3 (interval not reported)" in page.text


def test_certainty_is_a_word_with_its_reasons(sign_in: SignIn, clinic: Clinic) -> None:
    number = clinic.study(**DRUG)
    visitor = sign_in()
    form = visitor.get(f"/library/{number}/facts/study_certainty")
    judged = dict.fromkeys(("bias", "inconsistency", "indirectness", "publication"), "none")
    refused = visitor.press(
        form, "Save certainty", {**judged, "imprecision": "serious"}, status=422
    )
    assert refused.errors == ["Say why imprecision lowers the certainty"]
    down = {"imprecision": "serious", "imprecision_why": "142 people"}
    page = visitor.press(form, "Save certainty", {**judged, **down})
    assert "Moderate, starting from high by its design" in page.text
    assert "Imprecision, one step down: 142 people" in page.text
    assert "Moderate" in visitor.get("/library").text


def test_a_check_covers_what_was_read_and_goes_stale(sign_in: SignIn, clinic: Clinic) -> None:
    number = clinic.study(**DRUG)
    visitor = sign_in()
    page = visitor.press(visitor.get(f"/library/{number}"), "I extracted the figures today")
    page = visitor.press(page, "I checked it against the source today")
    assert "Extracted and checked by the same person, Coordinator One" in page.text
    assert "Nov 19, 2026" in visitor.get("/library?checked=1").text
    visitor.press(visitor.get(f"/library/{number}/rows/outcome/add"), "Save outcome", RESPONSE)
    assert "Not checked" in visitor.get("/library").text
    clinic.study("Old", checked_on="2026-01-05")
    assert "Check again" in visitor.get("/library?q=old").text
    assert "No study matches" in visitor.get("/library?checked=1").text


def test_two_people_changing_one_figure_both_keep_what_they_typed(
    sign_in: SignIn, clinic: Clinic
) -> None:
    number = clinic.study(DEFI, RESPONSE, **DRUG)
    first, second = sign_in(), sign_in(Role.PHYSICIAN)
    row = first.get(f"/library/{number}").link("Change Objective response")
    mine, theirs = first.get(row), second.get(row)
    second.press(theirs, "Save outcome", some="30")
    page = first.press(mine, "Save outcome", some="28", status=409)
    assert "You typed" in page.text
    assert "28" in page.text
    assert "30" in page.text
    kept = first.press(page, "Save what I chose")
    assert "28/70" in kept.text


def test_a_removed_outcome_waits_to_be_restored(sign_in: SignIn, clinic: Clinic) -> None:
    number = clinic.study(DEFI, RESPONSE, **DRUG)
    visitor = sign_in()
    remove = visitor.get(f"/library/{number}").link("Remove Objective response")
    page = visitor.press(visitor.get(remove), "Remove outcome", why="typed twice")
    assert "29/70" not in page.text.replace("Changes", "")[:2_000]
    gone = visitor.get(f"/library/{number}/removed")
    assert "typed twice" in gone.text
    back = visitor.press(gone, "Restore Objective response")
    assert "29/70" in back.text


def test_filters_narrow_and_pages_follow_one_another(
    sign_in: SignIn, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "PAGE", 4)
    for n in range(7):
        year, drug = ("2023", "Nirogacestat") if n % 2 else ("2018", "Sorafenib")
        clinic.study(f"Study {n}", year=year, drug=drug, diagnosis="Desmoid tumor")
    clinic.study("Old one", set_aside="yes", set_aside_why="Retracted")
    visitor = sign_in()
    first = visitor.get("/library")
    second = visitor.get(first.link("Next 50"))
    names = [a.text for page in (first, second) for a in page.all("tbody td:first-child a")]
    assert names == [f"Study {n}" for n in range(7)]
    assert len(visitor.get("/library?drug=Sorafenib&year=2018").all("tbody tr")) == 4
    assert "No study matches" in visitor.get("/library?drug=Sorafenib&year=2023").text
    assert "Not used any more" in visitor.get("/library?q=old&set_aside=1").text
    for odd in ("year=x", "design=x", "after=-1", "after=9999999999", "q=%25_%27"):
        visitor.get(f"/library?{odd}")


def test_a_file_is_looked_through_before_anything_is_entered(
    sign_in: SignIn, clinic: Clinic
) -> None:
    clinic.study(doi="10.1000/there", nct="NCT03785964")
    visitor = sign_in()
    trial = RIS.format("trial").replace("ER  -", "AB  - NCT03785964\nER  -")
    text = (
        RIS.format("there") + RIS.format("new") + RIS.format("new") + trial + "TY  - JOUR\nER  - \n"
    )
    page = upload(visitor, text.encode())
    assert page.heading == "Choose what to enter"
    assert "4 references were read from RIS; 1 could not be. 2 are new" in page.text
    rows = [tr.text for tr in page.all("tbody tr")]
    assert "There already" in rows[0]
    assert "Twice in this file" in rows[2]
    assert f"Same trial: {DEFI}" in rows[3]
    assert "Line 26, “no title”: it has neither a title nor" in page.text
    assert "Author 2024" not in visitor.get("/library").text
    done = visitor.press(page, "Enter what is ticked")
    assert "Added to the library: 2 studies" in done.text
    visitor.get(page.address, status=404)


def test_ticking_nothing_or_the_same_twice_enters_nothing(sign_in: SignIn) -> None:
    visitor = sign_in()
    page = upload(visitor, (RIS.format("a") + RIS.format("a")).encode())
    none = visitor.press(page, "Enter what is ticked", take=[], status=422)
    assert none.errors == ["Tick the references to enter"]
    both = visitor.press(page, "Enter what is ticked", take=["0", "1"], status=422)
    assert "has this study already" in both.errors[0]
    assert "No studies yet" in visitor.get("/library").text


def test_more_than_fit_into_one_act_are_entered_one_after_the_other(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "AT_ONCE", 2)
    visitor = sign_in()
    page = upload(visitor, "".join(RIS.format(n) for n in range(4)).encode())
    left = visitor.press(page, "Enter what is ticked", take=["0", "1", "3"])
    assert "2 studies. The others you ticked are still to be entered" in left.text
    assert [tr.one("label").text for tr in left.all("tbody tr")] == ["Author 2024"]
    done = visitor.press(left, "Enter what is ticked")
    assert "10.1000/3" in done.text
    assert len(visitor.get("/library").all("tbody tr")) == 3


def test_a_trial_record_brings_its_results_as_outcomes(sign_in: SignIn) -> None:
    visitor = sign_in()
    data = shared("ctgov/NCT02552212_filename_mismatch.json").read_bytes()
    page = upload(visitor, data, "NCT02278341.json")
    assert "holds NCT02552212" in page.text
    study = visitor.press(page, "Enter what is ticked")
    assert study.heading == "C-AXSPAND, NCT02552212"
    assert "47.2% of 159" in study.text
    assert "OR 15.231 (95% CI 7.336 to 31.623)" in study.text
    assert "Any serious event" not in study.text, "five groups: which is which is not guessed"
    assert "Not checked" in study.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty"),
        (b"hello", "not a list of references"),
        (shared("hostile/xml/billion_laughs.xml").read_bytes(), "not a list of references"),
        (shared("hostile/zip/bomb_100mb.zip").read_bytes(), "ZIP archive"),
        (shared("hostile/pdf/js_openaction.pdf").read_bytes(), "This is a PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_place(
    sign_in: SignIn, data: bytes, words: str
) -> None:
    page = upload(sign_in(), data, status=422)
    assert words in page.errors[0]
    assert page.link(page.errors[0]) == "#references"


def test_naughty_strings_come_back_as_they_were_typed(sign_in: SignIn, clinic: Clinic) -> None:
    number = clinic.study(**DRUG)
    visitor = sign_in()
    naughty = json.loads(shared("hostile/text/blns_even.json").read_text())
    lines = [" ".join(text.split())[:190] for text in naughty if text.strip()]
    for start in range(0, len(lines), 90):
        page = visitor.get(f"/library/{number}/facts/study_check")
        visitor.press(page, "Save limits and checking", limits="\n".join(lines[start:][:8])[:1_200])
        page = visitor.get(f"/library/{number}/rows/outcome/add")
        shown = visitor.press(page, "Save outcome", outcome=lines[start])
        assert clean(lines[start]) in shown.text
    visitor.get("/library")


ADDRESSES = ("pubmed_url", "europe_pmc_url", "trials_url", "openfda_url")
QUICK = Bounds(connect=1, silence=1, total=1.5, pause=0.01, spacing=0.01)


@pytest.fixture
def trials(app: Flask, settings: Settings) -> Iterator[Foreign]:
    """The application's look-ups reach one server of ours, and nobody else."""
    machinery = app.extensions["casetrack"]
    before = machinery.lookups
    with foreign_server() as server:
        ours = dict.fromkeys(ADDRESSES, server.address)
        with closing(Lookups(settings.model_copy(update=ours), bounds=QUICK)) as machinery.lookups:
            yield server
    machinery.lookups = before


def look_up(visitor: Visitor, number: str, *, status: int = 303) -> Page:
    return visitor.press(visitor.get("/library/add"), "Look it up", number=number, status=status)


def test_a_study_is_looked_up_seen_and_added(sign_in: SignIn, trials: Foreign) -> None:
    trials.will(said(shared("ctgov/NCT00184067.json").read_bytes()))
    visitor = sign_in()
    page = look_up(visitor, "https://clinicaltrials.gov/study/NCT00184067")
    assert "1 reference was read from ClinicalTrials.gov" in page.text
    study = visitor.press(page, "Enter what is ticked")
    assert "Melanoma" in study.text
    assert trials.asked == ["/studies/NCT00184067"]


def test_a_service_out_of_reach_keeps_what_was_typed(sign_in: SignIn, trials: Foreign) -> None:
    visitor = sign_in()
    trials.will(hangs)
    page = look_up(visitor, "NCT00184067", status=422)
    assert "ClinicalTrials.gov could not be reached" in page.errors[0]
    assert "Nothing was lost" in page.errors[0]
    assert page.one("#number")["value"] == "NCT00184067"
    trials.will(said("{}", status="404 Not Found"))
    page = look_up(visitor, "NCT00184067", status=422)
    assert page.errors == [
        "ClinicalTrials.gov knows no trial number NCT00184067. Check it, or type the study by hand"
    ]
    assert "Enter a PubMed number" in look_up(visitor, "desmoid", status=422).errors[0]


def test_a_drug_s_status_is_filled_from_openfda_and_saved_by_a_person(
    sign_in: SignIn, trials: Foreign
) -> None:
    approved = {
        "application_number": "NDA217677",
        "sponsor_name": "SPRINGWORKS",
        "products": [
            {"brand_name": "OGSIVEO", "active_ingredients": [{"name": "NIROGACESTAT"}]},
        ],
        "submissions": [
            {
                "submission_type": "ORIG",
                "submission_status": "AP",
                "submission_status_date": "20231127",
            }
        ],
    }
    trials.will(said(json.dumps({"results": [approved]})), said("{}", status="404 No"))
    visitor = sign_in()
    page = visitor.get("/library/drugs/add?name=Nirogacestat")
    filled = visitor.press(page, "Fill from openFDA", status=422)
    assert "Filled from openFDA, not saved yet" in filled.text
    assert filled.one("#approved_on")["value"] == "Nov 27, 2023"
    assert "No drugs yet" in visitor.get("/library/drugs").text
    saved = visitor.press(filled, "Save drug", standing="approved")
    assert "Approved for this use" in saved.text
    twice = visitor.press(
        visitor.get("/library/drugs/add"), "Save drug", name="ogsiveo", status=422
    )
    assert twice.errors == ["The library has this drug already: Nirogacestat"]
    trials.will(said("", status="500 No"))
    shown = visitor.get(saved.link("Nirogacestat"))
    failed = visitor.press(shown, "Fill from openFDA", sponsor="Typed", status=422)
    assert "openFDA could not be reached" in failed.errors[0]
    assert failed.one("#sponsor")["value"] == "Typed"


def test_a_case_cites_a_study_and_adds_only_how_its_patient_differs(
    sign_in: SignIn, clinic: Clinic
) -> None:
    number = clinic.study(DEFI, HAZARD, RESPONSE, patients="Adults", **DRUG)
    hidden = clinic.study("Retracted", set_aside="yes")
    code = clinic.case(drug="nirogacestat")
    visitor = sign_in()
    page = visitor.get(f"/cases/{code}/facts/evidence")
    pick = visitor.get(page.link("Cite studies of the library"))
    assert "HR 0.29 (95% CI 0.15 to 0.55)" in pick.text
    assert "Retracted" not in pick.text
    assert visitor.press(pick, "Cite what is ticked", status=422).errors == [
        "Tick the studies to cite"
    ]
    page = visitor.press(pick, "Cite what is ticked", study=[str(number), str(hidden), "999"])
    assert "Cited: 1 study. Now say how this patient differs" in page.text
    assert DEFI in page.text
    row = visitor.get(page.link(f"Change {DEFI}"))
    assert [field["name"] for field in row.all("form.form textarea")] == ["differs"]
    assert not row.all("[name=responders]")
    assert "HR 0.29 (95% CI 0.15 to 0.55)" in row.text
    saved = visitor.press(row, "Save study", differs="Younger")
    assert "Saved: study" in saved.text
    study = visitor.get(f"/library/{number}")
    assert "Used in 1 case" in study.text
    assert study.link(code)
    assert "Used in 1 case 1 of them are not yours" in " ".join(
        sign_in(Role.PHYSICIAN).get(f"/library/{number}").text.split()
    )


def test_tab_f_prints_from_the_library_and_every_figure_leads_to_it(
    sign_in: SignIn, clinic: Clinic
) -> None:
    number = clinic.study(DEFI, HAZARD, RESPONSE, pmid="36884323", **DRUG)
    code = clinic.case()
    clinic.cite(code, number)
    clinic.row(code, "study", citation="Typed 2020", responders="3", assessed="9", n="9")
    packet = build(Draft(clinic.file(code), REQUEST, 1, "Rosa", TODAY))
    cited, typed = packet.evidence.studies
    assert [line.text for line in cited.results] == [
        "Progression or death: HR 0.29 (95% CI 0.15 to 0.55)",
        "Objective response: 29/70 (41%, 95% CI 30 to 54) v 6/72 (8%, 95% CI 3 to 17)",
    ]
    assert cited.n.text == "142"
    assert typed.response.text == "3/9 (33%, 95% CI 7 to 70)"
    line = cited.results[1]
    page = sign_in().get(f"/cases/{code}/trace/{line.entry}/{line.key}")
    assert page.heading == "Outcome"
    assert "Objective response" in page.text
    other = clinic.case(initials="B.B.")
    sign_in().get(f"/cases/{other}/trace/{line.entry}/{line.key}", status=404)


def test_the_list_is_saved_as_a_file_with_its_filters_and_without_formulas(
    sign_in: SignIn, clinic: Clinic
) -> None:
    said = {"drug": "Nirogacestat", "design": "randomized", "n": "142", "patients": "=1+1"}
    clinic.study("Gounder 2023, Jörg", {**RESPONSE, "primary": "yes"}, **said)
    for number in range(55):
        clinic.study(f"Study {number}", drug="Sorafenib")
    visitor = sign_in(Role.VIEWER)

    def saved(address: str) -> list[dict[str, str]]:
        page = visitor.get(address)
        file = visitor.raw(page.link("as CSV"))
        assert file.headers["Content-Disposition"] == "attachment; filename=studies.csv"
        return list(csv.DictReader(StringIO(file.get_data().decode("utf-8-sig"))))

    assert len(saved("/library")) == 56, "every page of it"
    (line,) = saved("/library?drug=Nirogacestat")
    assert line["study"] == "Gounder 2023, Jörg"
    assert line["patients"] == "'=1+1"
    assert (line["design"], line["n"], line["certainty"]) == ("Randomized trial", "142", "")
    assert "29/70 (41%" in line["key result"]
    assert "as CSV" not in visitor.get("/library?drug=nothing").text
