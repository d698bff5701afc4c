"""Europe PMC's JSON, in its `core` form: the answer to a search."""

import re
from collections.abc import Iterator

from casetrack.intake.references.reference import Broken, Reference
from casetrack.intake.references.walk import at, each, word, words
from casetrack.intake.references.words import doubts_of, year_of
from casetrack.rules import source_ids


def is_answer(root: object) -> bool:
    return at(root, "resultList", "result") is not None


def read_europe_pmc(root: object) -> Iterator[Reference | Broken]:
    for line, found in enumerate(each(root, "resultList", "result"), start=1):
        yield _reference(found, line)


def _reference(found: object, line: int) -> Reference:
    issue = at(found, "journalInfo")
    types = tuple(words(found, "pubTypeList", "pubType"))
    abstract = _plain(word(found, "abstractText"))
    return Reference(
        line=line,
        title=_plain(word(found, "title")),
        authors=_authors(found),
        journal=word(issue, "journal", "medlineAbbreviation") or word(issue, "journal", "title"),
        year=year_of(word(found, "pubYear")),
        volume=word(issue, "volume"),
        issue=word(issue, "issue"),
        pages=word(found, "pageInfo"),
        pmid=source_ids.pmid(word(found, "pmid")),
        doi=source_ids.doi(word(found, "doi")),
        ncts=source_ids.all_ncts(abstract),
        abstract=abstract,
        types=types,
        doubts=doubts_of(types, title=_plain(word(found, "title"))),
    )


def _authors(found: object) -> tuple[str, ...]:
    listed = each(found, "authorList", "author")
    named = [word(one, "fullName") or word(one, "collectiveName") for one in listed]
    return tuple(filter(None, named))


def _plain(text: str) -> str:
    """Without the few marks Europe PMC leaves in titles and abstracts."""
    return " ".join(_MARK.sub("", _HEADING.sub("\n", text)).split(" ")).strip()


_HEADING = re.compile(r"<h[1-6]>", re.IGNORECASE)
_MARK = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,9}(?: [^<>]{0,100})?/?>")
