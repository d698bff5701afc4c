"""What real exports do to a reference: retractions in titles, macros, groups, brackets, spaces."""

import pytest

from casetrack.intake.references import Reference, read


def only(text: str) -> Reference:
    (found,) = read(text.encode()).found
    assert isinstance(found, Reference)
    return found


@pytest.mark.parametrize(
    ("title", "warned"),
    [
        ("RETRACTED: A trial of something", "was retracted"),
        ("[Retracted] A trial", "was retracted"),
        ("WITHDRAWN: A review", "was retracted"),
        ("Retraction: A trial of something", "notice of a retraction"),
        ("Retraction Note to: A trial", "notice of a retraction"),
        ("Retracted tendons after injury", ""),
        ("Withdrawal of anticoagulants in cancer", ""),
        ("Gingival retraction: a review", ""),
    ],
)
def test_a_title_that_says_retracted_warns(title: str, warned: str) -> None:
    for text in (f"TY  - JOUR\nTI  - {title}\nER  - \n", f"@article{{a, title={{{title}}}}}"):
        doubts = only(text).doubts
        assert any(warned in one for one in doubts) if warned else not doubts


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nTI  - A\nJF  - medRxiv\nER  - \n",
        "TY  - JOUR\nTI  - A\nJF  - bioRxiv : the preprint server for biology\nER  - \n",
        "@misc{a, title={A}, howpublished={medRxiv}}",
        "@article{a, title={A}, journal={arXiv preprint arXiv:1}}",
        "@article{a, title={A}, journal={Preprints}}",
    ],
)
def test_a_preprint_is_known_by_where_it_stands(text: str) -> None:
    assert any("preprint" in one for one in only(text).doubts)


def test_a_journal_of_preprint_studies_is_none() -> None:
    assert not only("@article{a, title={A}, journal={Preprint Research Journal}}").doubts


def test_a_group_in_braces_keeps_its_name() -> None:
    names = "{The {DeFi} Group} and Müller, Jörg and {Research and Trials Unit} and others"
    assert only(f"@article{{a, title={{A}}, author={{{names}}}}}").authors == (
        "The DeFi Group",
        "Müller J",
        "Research and Trials Unit",
    )


def test_a_macro_with_something_added_is_put_together() -> None:
    text = '@string{nejm = "N Engl J Med"}\n@article{a, title={C # D}, journal = nejm # " Suppl"}'
    assert (only(text).journal, only(text).title) == ("N Engl J Med Suppl", "C # D")


def test_what_an_entry_leaves_to_its_parent_is_filled_in() -> None:
    parent = "@proceedings{Asco, title={ASCO Meeting}, year=2022, doi={10.1000/whole}}"
    found = read(f"@inproceedings{{c, crossref={{asco}}, title={{A}}}}\n{parent}".encode()).found
    child = found[0]
    assert isinstance(child, Reference)
    assert (child.title, child.journal, child.year, child.doi) == ("A", "ASCO Meeting", "2022", "")
    itself = only("@article{a, crossref={a}, title={A}}")
    assert itself.title == "A"


def test_one_space_after_the_tag_is_ris_too() -> None:
    found = only("TY - JOUR\nTI - One space\nAB - IL - 2 and more\nER - \n")
    assert (found.title, found.abstract) == ("One space", "IL - 2 and more")


def test_a_translated_title_loses_its_brackets() -> None:
    assert only("PMID- 1\nTI  - [Desmoid tumors].\n").title == "Desmoid tumors"
    assert only("PMID- 1\nTI  - [18F]FDG in sarcoma.\n").title == "[18F]FDG in sarcoma."


def test_a_retracted_and_republished_paper_is_doubted() -> None:
    assert "republication" in only("PMID- 1\nTI  - A\nRRI - Lancet 2020\n").doubts[0]


def test_a_chapter_of_a_book_has_its_kind_and_number() -> None:
    text = (
        "<PubmedArticleSet><PubmedBookArticle><BookDocument><PMID>3</PMID><ArticleIdList>"
        '<ArticleId IdType="doi">10.1000/b</ArticleId></ArticleIdList><Book><BookTitle>StatPearls'
        "</BookTitle></Book><ArticleTitle>Desmoid</ArticleTitle><PublicationType>Study Guide"
        "</PublicationType></BookDocument></PubmedBookArticle></PubmedArticleSet>"
    )
    assert (only(text).doi, only(text).types) == ("10.1000/b", ("Study Guide",))
