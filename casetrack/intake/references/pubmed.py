"""PubMed XML, as NCBI's efetch answers and as PubMed saves it."""

from collections.abc import Iterator

from casetrack.intake.references.desk import begins
from casetrack.intake.references.reference import Broken, Reference
from casetrack.intake.references.words import doubts_of, untranslated, year_of
from casetrack.intake.safe_xml import Node
from casetrack.rules import source_ids

ROOTS = {"PubmedArticleSet", "PubmedArticle", "PubmedBookArticle"}


def read_pubmed(root: Node) -> Iterator[Reference | Broken]:
    articles = root.children if root.name == "PubmedArticleSet" else [root]
    for article in articles:
        if article.name in ROOTS:
            yield _record(article)


def _record(article: Node) -> Reference | Broken:
    citation = article.first("MedlineCitation") or article.first("BookDocument")
    number = source_ids.pmid(_run(citation, "PMID"))
    if citation is None or not number:
        first_words = begins(_run(citation, "Article", "ArticleTitle"))
        return Broken(line=article.line, begins=first_words, why="it has no PubMed number (PMID)")
    body = citation.first("Article") or citation
    listed = [*body.all("PublicationTypeList", "PublicationType"), *body.all("PublicationType")]
    types = tuple(one.run() for one in listed)
    title = _title(body)
    issue = ("Journal", "JournalIssue")
    return Reference(
        line=article.line,
        title=title,
        authors=tuple(filter(None, map(_author, body.all("AuthorList", "Author")))),
        journal=_run(citation, "MedlineJournalInfo", "MedlineTA")
        or _run(body, "Journal", "ISOAbbreviation")
        or _run(body, "Journal", "Title")
        or _run(body, "Book", "BookTitle"),
        year=_year(body),
        volume=_run(body, *issue, "Volume"),
        issue=_run(body, *issue, "Issue"),
        pages=_run(body, "Pagination", "MedlinePgn"),
        pmid=number,
        doi=_doi(article, body),
        ncts=_trials(body),
        abstract=_abstract(body),
        types=types,
        doubts=(*doubts_of(types, title=title), *_notices(citation)),
    )


def _run(node: Node | None, *path: str) -> str:
    found = node.first(*path) if node else None
    return found.run() if found else ""


def _title(body: Node) -> str:
    """Titles in another language stand in brackets; the English one is meant."""
    return untranslated(_run(body, "ArticleTitle") or _run(body, "VernacularTitle"))


def _author(author: Node) -> str:
    if author.get("ValidYN") == "N":  # a misspelling kept beside its correction
        return ""
    family, initials = _run(author, "LastName"), _run(author, "Initials")
    suffix = _run(author, "Suffix")
    return " ".join(filter(None, (family, initials, suffix))) or _run(author, "CollectiveName")


def _year(body: Node) -> str:
    dates = (
        body.first("Journal", "JournalIssue", "PubDate"),
        body.first("ArticleDate"),
        body.first("Book", "PubDate"),
    )
    told = (_run(date, "Year") or _run(date, "MedlineDate") for date in dates if date)
    return next(filter(None, map(year_of, told)), "")


def _doi(article: Node, body: Node) -> str:
    valid = [one for one in body.all("ELocationID") if one.get("ValidYN") != "N"]
    listed = article.all("PubmedData", "ArticleIdList", "ArticleId")
    listed += body.all("ArticleIdList", "ArticleId")  # of a book
    named = [one for one in valid if one.get("EIdType") == "doi"]
    named += [one for one in listed if one.get("IdType") == "doi"]
    return next(filter(None, (source_ids.doi(one.run()) for one in named)), "")


def _trials(body: Node) -> tuple[str, ...]:
    """Those PubMed lists; failing that, those the abstract names."""
    banks = body.all("DataBankList", "DataBank")
    numbers = [one for bank in banks for one in bank.all("AccessionNumberList", "AccessionNumber")]
    listed = source_ids.all_ncts(" ".join(one.run() for one in numbers))
    return listed or source_ids.all_ncts(_abstract(body))


def _abstract(body: Node) -> str:
    parts = body.all("Abstract", "AbstractText")
    return "\n".join(f"{one.get('Label') or ''}: {one.run()}".removeprefix(": ") for one in parts)


def _notices(citation: Node) -> tuple[str, ...]:
    links = citation.all("CommentsCorrectionsList", "CommentsCorrections")
    told = {one.get("RefType") for one in links}
    return tuple(words for kind, words in _NOTICES.items() if kind in told)


_NOTICES = {
    "RetractionIn": "PubMed names a retraction of this paper: read it before you use the study.",
    "ExpressionOfConcernIn": "PubMed names an expression of concern about this paper: read it.",
    "RetractedandRepublishedIn": (
        "PubMed names a retraction and republication of this paper: read the new one."
    ),
    "CorrectedandRepublishedIn": (
        "PubMed names a corrected republication of this paper: read the new one."
    ),
    "ErratumIn": "PubMed names a correction of this paper: read it.",
}
