"""Studies and drugs are looked up at servers that answer well, badly, falsely or not at all."""

import gzip
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from lookups.foreign import (
    Answer,
    Foreign,
    breaks_off,
    drips_body,
    drips_headers,
    endless,
    foreign_server,
    hangs,
    said,
)
from shared_data import shared

from casetrack.intake.references import Reference, Trial
from casetrack.lookups import Bounds, LookupFailed, Lookups, NotReached
from casetrack.rules.source_ids import IdKind, SourceId
from casetrack.settings import Settings, SettingsRefused

PMID = SourceId(IdKind.PMID, "9997")
DOI = SourceId(IdKind.DOI, "10.1056/NEJMoa2210140")
NCT = SourceId(IdKind.NCT, "NCT00184067")
TRIAL = shared("ctgov/NCT00184067.json").read_bytes()
ARTICLES = shared("pubmed/pubmed1.xml").read_bytes()
ONLY_9997 = (
    ARTICLES[: ARTICLES.index(b"<PubmedArticle>")] + ARTICLES[ARTICLES.rindex(b"<PubmedArticle>") :]
)
PAPER = {"pmid": "36884323", "doi": "10.1056/nejmoa2210140", "title": "Nirogacestat"}
QUICK = Bounds(connect=1, silence=0.3, total=0.8, pause=0.01, size=2_000_000, spacing=0.01)


def europe(*papers: dict[str, str]) -> Answer:
    return said(json.dumps({"hitCount": len(papers), "resultList": {"result": list(papers)}}))


@pytest.fixture
def there() -> Iterator[dict[str, Foreign]]:
    names = ("pubmed_url", "europe_pmc_url", "trials_url", "openfda_url")
    with ExitStack() as stack:
        yield {name: stack.enter_context(foreign_server()) for name in names}


@pytest.fixture
def lookups(there: dict[str, Foreign]) -> Iterator[Lookups]:
    settings = Settings(
        pubmed_url=there["pubmed_url"].address,
        europe_pmc_url=there["europe_pmc_url"].address,
        trials_url=there["trials_url"].address,
        openfda_url=there["openfda_url"].address,
    )
    with closing(Lookups(settings, bounds=QUICK)) as lookups:
        yield lookups


@pytest.fixture
def trials(there: dict[str, Foreign]) -> Foreign:
    return there["trials_url"]


def test_a_trial_is_found_by_its_number(lookups: Lookups, trials: Foreign) -> None:
    trials.will(said(TRIAL))
    found = lookups.study(NCT)
    assert found
    assert isinstance(found.record, Trial)
    assert (found.record.nct, found.service, found.note) == (
        "NCT00184067",
        "ClinicalTrials.gov",
        "",
    )
    assert trials.asked == ["/studies/NCT00184067"]


def test_a_number_that_was_merged_into_another_is_followed(
    lookups: Lookups, trials: Foreign
) -> None:
    study = json.loads(TRIAL)
    study["protocolSection"]["identificationModule"]["nctIdAliases"] = ["NCT00000001"]
    moved = said("", status="301 Moved", headers="Location: /studies/NCT00184067\r\n")
    trials.will(moved, said(json.dumps(study)))
    found = lookups.study(SourceId(IdKind.NCT, "NCT00000001"))
    assert found
    assert trials.asked == ["/studies/NCT00000001", "/studies/NCT00184067"]


def test_a_paper_is_found_by_its_pubmed_number(lookups: Lookups, there: dict[str, Foreign]) -> None:
    there["pubmed_url"].will(said(ONLY_9997, kind="text/xml; charset=UTF-8"))
    found = lookups.study(PMID)
    assert found
    assert isinstance(found.record, Reference)
    assert found.record.title.startswith("Magnetic studies")
    assert there["pubmed_url"].query()["id"] == "9997"


def test_a_paper_is_found_by_its_doi_whatever_its_capitals(
    lookups: Lookups, there: dict[str, Foreign]
) -> None:
    there["europe_pmc_url"].will(europe({"doi": "10.1/other", "title": "Other"}, PAPER))
    found = lookups.study(DOI)
    assert found
    assert (found.record.title, found.service) == ("Nirogacestat", "Europe PMC")
    assert there["europe_pmc_url"].query()["query"] == 'DOI:"10.1056/NEJMoa2210140"'


def test_when_one_service_is_down_the_other_is_asked_and_that_is_said(
    lookups: Lookups, there: dict[str, Foreign]
) -> None:
    there["pubmed_url"].will(said("", status="503 Busy"))
    there["europe_pmc_url"].will(europe(PAPER | {"pmid": "9997"}))
    found = lookups.study(PMID)
    assert found
    assert found.note == "PubMed could not be reached, so Europe PMC was asked."

    there["europe_pmc_url"].will(said("", status="500 No"))
    ids = json.dumps({"esearchresult": {"idlist": ["9997"]}})
    there["pubmed_url"].will(said(ids), said(ONLY_9997, kind="text/xml"))
    found = lookups.study(SourceId(IdKind.DOI, "10.1016/0005-2795(76)90109-4"))
    assert found
    assert found.service == "PubMed"


def test_what_nobody_knows_is_not_found(lookups: Lookups, there: dict[str, Foreign]) -> None:
    there["trials_url"].will(said("{}", status="404 Not Found"))
    assert lookups.study(NCT) is None
    there["pubmed_url"].will(said("<PubmedArticleSet></PubmedArticleSet>", kind="text/xml"))
    assert lookups.study(PMID) is None
    there["europe_pmc_url"].will(europe())
    assert lookups.study(DOI) is None


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (hangs, "it did not "),
        (drips_headers, "did not finish within 0.8 seconds"),
        (drips_body, "did not finish within 0.8 seconds"),
        (breaks_off, "the connection failed"),
        (endless, "larger than 2 MB"),
        (said("x", length=200_000_000), "larger than 2 MB"),
        (said("<p>Sign in to the network", kind="text/html"), "something else than a record"),
        (said("<p>Sign in to the network"), "could not be read"),
        (said('{"a": '), "could not be read"),
        (said(b"\xff\xfe\x00"), "could not be read"),
        (said(gzip.compress(bytes(5_000_000)), headers="Content-Encoding: gzip\r\n"), "else than"),
        (said(TRIAL.replace(b"NCT00184067", b"NCT00184068")), "about another record"),
        (said("", status="302 Found", headers="Location: http://127.0.0.2/x\r\n"), "another host"),
        (said("", status="302 Found", headers="Location: //evil.example/x\r\n"), "another host"),
        (said("", status="302 Found", headers="Location: file:///etc/passwd\r\n"), "another host"),
        (said("", status="302 Found", headers="Location: /studies/NCT00184067\r\n"), "one address"),
        (said("", status="429 Slow down"), "asks for fewer requests"),
        (said("", status="429 Slow down", headers="Retry-After: 3600\r\n"), "fewer requests"),
        (said("", status="500 Oh no"), "an error of its own (500)"),
        (said("", status="403 Forbidden"), "refused the question (403)"),
    ],
)
def test_a_service_that_fails_or_lies_is_named_in_one_sentence(
    lookups: Lookups, trials: Foreign, fault: Answer, why: str
) -> None:
    trials.will(fault)
    began = time.monotonic()
    with pytest.raises(NotReached) as failed:
        lookups.study(NCT)
    assert time.monotonic() - began < 4
    sentence = failed.value.sentence
    assert sentence.startswith("ClinicalTrials.gov could not be reached: ")
    assert why in sentence
    assert "Nothing was lost" in sentence


def test_nobody_listening_is_a_failed_connection() -> None:
    with foreign_server() as gone:
        address = gone.address
    settings = Settings(trials_url=address, web_workers=1)
    with (
        closing(Lookups(settings, bounds=QUICK)) as lookups,
        pytest.raises(NotReached, match="failed"),
    ):
        lookups.study(NCT)


@pytest.mark.parametrize(
    "fault", [said("", status="429 Slow"), said("", status="502 x"), breaks_off]
)
def test_what_fails_once_is_asked_again(lookups: Lookups, trials: Foreign, fault: Answer) -> None:
    trials.will(fault, said(TRIAL))
    assert lookups.study(NCT)
    assert len(trials.asked) == 2


def test_a_lie_is_not_asked_again(lookups: Lookups, trials: Foreign) -> None:
    trials.will(said("<p>", kind="text/html"))
    with pytest.raises(NotReached):
        lookups.study(NCT)
    assert len(trials.asked) == 1


def test_questions_keep_their_distance_in_time(there: dict[str, Foreign]) -> None:
    there["openfda_url"].will(said("{}", status="404 Not Found"))
    settings = Settings(openfda_url=there["openfda_url"].address, web_workers=2)
    with closing(Lookups(settings)) as lookups:
        began = time.monotonic()
        for _ in range(3):
            assert lookups.drug("tegavivint").approvals == ()
    assert time.monotonic() - began >= 2 * 0.5


def test_switched_off_nothing_is_asked(there: dict[str, Foreign]) -> None:
    settings = Settings(lookups=False, trials_url=there["trials_url"].address)
    with closing(Lookups(settings)) as lookups:
        for ask in (lambda: lookups.study(NCT), lambda: lookups.drug("x")):
            with pytest.raises(LookupFailed, match="switched off"):
                ask()
    assert there["trials_url"].asked == []


@pytest.mark.parametrize("address", ["http://example.org", "ftp://x", "file:///etc", "x", ""])
def test_only_tls_leads_out_of_the_house(address: str) -> None:
    with pytest.raises((ValueError, SettingsRefused)):
        Settings(pubmed_url=address)


OGSIVEO = {
    "application_number": "NDA217677",
    "sponsor_name": "SPRINGWORKS",
    "products": [
        {
            "brand_name": "OGSIVEO",
            "active_ingredients": [{"name": "NIROGACESTAT HYDROBROMIDE", "strength": "50MG"}],
            "dosage_form": "TABLET",
            "marketing_status": "Prescription",
        }
    ],
    "submissions": [
        {
            "submission_type": "SUPPL",
            "submission_status": "AP",
            "submission_status_date": "20240401",
        },
        {
            "submission_type": "ORIG",
            "submission_status": "AP",
            "submission_status_date": "20231127",
        },
    ],
}


def test_a_drug_s_approval_and_label_are_found(lookups: Lookups, there: dict[str, Foreign]) -> None:
    label = {
        "set_id": "f172e6ff",
        "effective_time": "20240404",
        "indications_and_usage": ["1 INDICATIONS  adult patients with progressing desmoid tumors"],
        "openfda": {"brand_name": ["OGSIVEO"], "manufacturer_name": ["SpringWorks"]},
    }
    pending = OGSIVEO | {"application_number": "NDA1", "submissions": []}
    there["openfda_url"].will(
        said(json.dumps({"results": [pending, OGSIVEO]})), said(json.dumps({"results": [label]}))
    )
    status = lookups.drug('nirogacestat" *')
    (approval,) = status.approvals
    assert (approval.application, approval.approved_on) == ("NDA217677", "2023-11-27")
    assert approval.brands == ("Ogsiveo",)
    assert "progressing desmoid" in status.indications
    assert ':"nirogacestat"' in there["openfda_url"].query(0)["search"]


def test_an_unknown_drug_has_no_approval_and_another_drug_is_a_lie(
    lookups: Lookups, there: dict[str, Foreign]
) -> None:
    there["openfda_url"].will(said('{"error": {"code": "NOT_FOUND"}}', status="404 Not Found"))
    assert lookups.drug("tegavivint").approvals == ()
    there["openfda_url"].will(said(json.dumps({"results": [OGSIVEO]})))
    with pytest.raises(NotReached, match="another drug"):
        lookups.drug("tegavivint")
