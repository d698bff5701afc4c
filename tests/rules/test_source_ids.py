"""PubMed numbers, DOIs and trial numbers as people paste them."""

import pytest

from casetrack.rules import source_ids
from casetrack.rules.source_ids import IdKind


@pytest.mark.parametrize(
    ("typed", "kind", "value"),
    [
        ("36884323", IdKind.PMID, "36884323"),
        (" PMID: 36884323 ", IdKind.PMID, "36884323"),
        ("https://pubmed.ncbi.nlm.nih.gov/36884323/", IdKind.PMID, "36884323"),
        ("10.1056/NEJMoa2210140", IdKind.DOI, "10.1056/NEJMoa2210140"),
        ("https://doi.org/10.1056/NEJMoa2210140.", IdKind.DOI, "10.1056/NEJMoa2210140"),
        ("doi:10.1016/S1470-2045(19)30276-1", IdKind.DOI, "10.1016/S1470-2045(19)30276-1"),
        ("(see 10.1016/0005-2795(76)90109-4).", IdKind.DOI, "10.1016/0005-2795(76)90109-4"),
        ("nct03785964", IdKind.NCT, "NCT03785964"),
        ("NCT 03785964", IdKind.NCT, "NCT03785964"),
        ("https://clinicaltrials.gov/study/NCT03785964?cond=x", IdKind.NCT, "NCT03785964"),
        ("https://clinicaltrials.gov/ct2/show/NCT03785964", IdKind.NCT, "NCT03785964"),
    ],
)
def test_a_number_is_told_by_its_form(typed: str, kind: IdKind, value: str) -> None:
    assert source_ids.told(typed) == source_ids.SourceId(kind, value)


@pytest.mark.parametrize(
    "typed",
    ["", "0", "123456789", "NCT0378596", "NCT037859641", "10.1/x", "desmoid", "1 2", "１２"],
)
def test_what_is_no_number_is_not_guessed(typed: str) -> None:
    assert source_ids.told(typed) is None


def test_numbers_are_the_same_whatever_their_capitals() -> None:
    assert source_ids.same(IdKind.DOI, "10.1056/NEJMoa2210140", "10.1056/nejmoa2210140")
    assert not source_ids.same(IdKind.DOI, "", "")
    assert not source_ids.same(IdKind.PMID, "1", "2")


def test_every_trial_in_a_text_is_found_once() -> None:
    text = "ClinicalTrials.gov NCT03785964, nct03785964; (NCT02066181) XNCT00000000"
    assert source_ids.all_ncts(text) == ("NCT03785964", "NCT02066181")
