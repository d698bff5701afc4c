"""References are read from every form libraries hand out; broken ones are named, the rest kept."""

import json
from pathlib import Path

import pytest
from shared_data import shared

from casetrack.intake.references import Bibliography, Reference, Trial, read

EXPECTED = json.loads(shared("expected.json").read_text())


def taken(name: str, *, called: str = "") -> Bibliography:
    return read(shared(name).read_bytes(), name=called or Path(name).name)


def papers(found: Bibliography) -> list[Reference]:
    return [one for one in found.found if isinstance(one, Reference)]


def trial(name: str, *, called: str = "") -> Trial:
    (found,) = taken(name, called=called).found
    assert isinstance(found, Trial)
    return found


@pytest.mark.parametrize("name", ["pubmed/pubmed1.xml", "pubmed/pubmed4.xml"])
def test_pubmed_xml_says_what_pubmed_says(name: str) -> None:
    found = papers(taken(name))
    for one, wanted in zip(found, EXPECTED[name]["articles"], strict=True):
        assert (one.pmid, one.title, one.journal, one.year) == (
            wanted["pmid"],
            wanted["title"],
            wanted["journal"],
            wanted["year"],
        )
        assert len(one.authors) == wanted["authors"]
        assert one.authors[0].startswith(wanted["first_author"])
        assert one.doi == (wanted["doi"] or "")
        assert bool(one.abstract) == bool(wanted["abstract_parts"])


@pytest.mark.parametrize(
    "name",
    [
        "pubmed/desmoid_defi_36884323.nbib",
        "pubmed/pubmed_result1.txt",
        "pubmed/pubmed_result2.txt",
    ],
)
def test_pubmed_text_says_what_pubmed_says(name: str) -> None:
    found = papers(taken(name))
    for one, wanted in zip(found, EXPECTED[name]["records"], strict=True):
        assert (one.pmid, one.title, one.journal) == (
            wanted["pmid"],
            wanted["title"],
            wanted["journal"],
        )
        assert one.year == wanted["dp"][:4]
        assert len(one.authors) == wanted["authors"]
        assert one.doi == (wanted["doi"] or "")


def test_the_defi_paper_names_its_trial_and_its_kind() -> None:
    (defi,) = papers(taken("pubmed/desmoid_defi_36884323.nbib"))
    assert defi.ncts == ("NCT03785964",)
    assert "Randomized Controlled Trial" in defi.types
    assert (defi.volume, defi.issue, defi.pages) == ("388", "10", "898-912")
    assert "Schöffski P" in defi.authors


@pytest.mark.parametrize("name", ["bom", "extraneous_data", "full", "multiline"])
def test_ris_is_read_with_its_oddities(name: str) -> None:
    path = f"pubmed/ris/example_{name}.ris"
    found = taken(path)
    wanted = EXPECTED[path]["records"]
    assert len(found.found) + len(found.broken) == len(wanted)
    for one, said in zip(papers(found), wanted, strict=False):
        assert one.title == (said["title"] or "")
        assert one.doi == (said["doi"] or "")
        assert len(one.authors) == said["authors"]
        assert one.year == (said["year"] or "")[:4]


def test_ris_without_title_and_number_is_no_reference() -> None:
    found = taken("pubmed/ris/example_multiline.ris")
    assert [one.line for one in found.broken] == [1, 8, 17]
    assert all("neither a title" in one.why for one in found.broken)


def test_bibtex_without_authors_is_read() -> None:
    (found,) = papers(taken("pubmed/desmoid_sorafenib_2018.bib"))
    assert found.title == "Sorafenib for Advanced and Refractory Desmoid Tumors"
    assert (found.doi, found.year) == ("10.1056/NEJMoa1805052", "2018")
    assert (found.pages, found.authors) == ("2417-2428", ())
    assert found.ncts == ("NCT02066181",)


def test_a_search_result_holds_no_papers() -> None:
    with pytest.raises(Exception, match="holds only numbers"):
        taken("pubmed/esearch2.xml")


@pytest.mark.parametrize(
    "name",
    [
        "ctgov/NCT00184067.json",
        "ctgov/NCT02552212_filename_mismatch.json",
        "ctgov/NCT02970669_has_ea.xml",
        "ctgov/NCT03133988.xml",
        "ctgov/NCT03147742.xml",
    ],
)
def test_a_trial_says_what_the_registry_says(name: str) -> None:
    found, wanted = trial(name), EXPECTED[name]
    assert (found.nct, found.title) == (wanted["nct"], wanted["brief_title"])
    assert found.status.casefold().replace(" ", "_") == wanted["overall_status"].casefold().replace(
        " ", "_"
    )
    assert found.study_type.casefold() == wanted["study_type"].casefold()
    assert list(found.conditions) == wanted["conditions"]
    assert found.sponsor == wanted["lead_sponsor"]


def test_a_trial_with_results_brings_counts_intervals_and_harms() -> None:
    found = trial("ctgov/NCT02552212_filename_mismatch.json")
    assert (found.enrolled, found.phase, found.status_on) == (317, "Phase 3", "2022-08")
    assert (found.youngest, found.oldest, found.sex) == ("18 years", "", "")
    first = found.outcomes[0]
    assert first.primary
    assert [(one.value, one.n) for one in first.figures] == [("7.0", 158), ("47.2", 159)]
    assert first.ratio
    assert (first.ratio.value, first.ratio.low, first.ratio.high) == ("15.231", "7.336", "31.623")
    assert found.harms[0].serious == (4, 158)
    assert found.harms[0].deaths == (0, 158)
    assert found.arms[0].kind == "Experimental"


def test_what_the_file_holds_counts_not_its_name() -> None:
    path = "ctgov/NCT02552212_filename_mismatch.json"
    assert trial(path, called="NCT02552212.json").doubts == ()
    found = trial(path, called="NCT02278341.json")
    assert found.nct == "NCT02552212"
    assert found.doubts == (
        "The file is named NCT02278341 but holds NCT02552212: what it holds is taken.",
    )


def test_an_expanded_access_program_is_known_as_one() -> None:
    found = trial("ctgov/NCT03133988.xml")
    assert (found.study_type, found.status) == ("Expanded access", "Available")
    assert any("old format" in one for one in found.doubts)


def test_a_trial_number_that_is_none_is_named_and_not_taken() -> None:
    found = taken("ctgov/v2_expanded_access_fixture_a.json")
    assert found.found == ()
    assert "not NCT and eight digits" in found.broken[0].why
    assert found.place(found.broken[0]) == "Record 1"


def test_a_page_of_studies_is_read_study_by_study() -> None:
    one = json.loads(shared("ctgov/NCT00184067.json").read_text())
    found = read(json.dumps({"studies": [one, {}, 7, one], "nextPageToken": "x"}).encode())
    assert [type(each) for each in found.found] == [Trial, Trial]
    assert [each.line for each in found.broken] == [2, 3]


def test_an_unknown_status_is_shown_and_doubted() -> None:
    study = json.loads(shared("ctgov/NCT00184067.json").read_text())
    study["protocolSection"]["statusModule"]["overallStatus"] = "HIBERNATING"
    (found,) = read(json.dumps(study).encode()).found
    assert isinstance(found, Trial)
    assert found.status == "HIBERNATING"
    assert "does not know" in found.doubts[0]


def test_the_old_json_is_told_apart() -> None:
    with pytest.raises(Exception, match="given up in June 2024"):
        taken("ctgov/v1_full_studies_trimmed_a.json")


def test_europe_pmc_is_read() -> None:
    answer = {
        "hitCount": 1,
        "resultList": {
            "result": [
                {
                    "pmid": "36884323",
                    "doi": "10.1056/nejmoa2210140",
                    "title": "Nirogacestat, a γ-Secretase <i>Inhibitor</i> for Desmoid Tumors.",
                    "authorList": {"author": [{"fullName": "Gounder M"}, {"collectiveName": "D"}]},
                    "journalInfo": {"journal": {"medlineAbbreviation": "N Engl J Med"}},
                    "pubYear": "2023",
                    "abstractText": "<h4>Background</h4>p < 0.001 (NCT03785964)",
                    "pubTypeList": {"pubType": ["Randomized Controlled Trial"]},
                }
            ]
        },
    }
    (found,) = papers(read(json.dumps(answer).encode()))
    assert found.title == "Nirogacestat, a γ-Secretase Inhibitor for Desmoid Tumors."
    assert found.authors == ("Gounder M", "D")
    assert (found.journal, found.year, found.ncts) == ("N Engl J Med", "2023", ("NCT03785964",))
    assert "p < 0.001" in found.abstract
