"""What bibliographies call things: kinds of publication, years, and their warnings."""

import re
from collections.abc import Collection

from casetrack.intake.references.reference import Doubts


def year_of(text: str) -> str:
    """The year of '2023 Mar 9', '2014//' or 'Dec 1998-Jan 1999', or nothing."""
    found = _YEAR.search(text)
    return found.group() if found else ""


def doubts_of(types: Collection[str], *, title: str = "", journal: str = "") -> Doubts:
    """What a kind of publication warns of; a title or a journal may be all that tells it."""
    told = {one.casefold() for one in types}
    told |= {kind for kind, words in _TITLES if words.search(title)}
    told |= {"preprint"} if _PREPRINTS.match(journal.strip()) else set()
    return tuple(sentence for kind, sentence in _WARN.items() if kind in told)


def untranslated(title: str) -> str:
    """A translated title stands in brackets; the words inside are meant."""
    found = _BRACKETS.fullmatch(title)
    return found.group(1) if found else title


def initialed(author: str) -> str:
    """'Lindgren, Astrid Anna' as 'Lindgren AA'; a name without a comma is left alone."""
    family, comma, given = author.partition(",")
    if not comma:
        return author.strip()
    initials = "".join(word[0] for word in re.split(r"[\s.\-]+", given) if word)
    return f"{family.strip()} {initials.upper()}".strip()


_YEAR = re.compile(r"\b(?:1[89]|20)[0-9]{2}\b")
_BRACKETS = re.compile(r"\[(.*)\]\.?")
_TITLES = (
    (
        "retracted publication",
        re.compile(
            r"^\W*(?:(?:article )?retracted|withdrawn)\b(?: article)?\s*[:\])-]", re.IGNORECASE
        ),
    ),
    (
        "retraction notice",
        re.compile(
            r"^\W*(?:retraction|withdrawal|notice of retraction)(?: notice)?\s*:"
            r"|^\W*(?:retraction of|retraction note)\b",
            re.IGNORECASE,
        ),
    ),
)
_PREPRINTS = re.compile(
    r"(?:med|bio|chem|a)rxiv\b|research square|preprints?(?:\.org)?$|ssrn\b",
    re.IGNORECASE,
)
_WARN = {
    "retracted publication": "This paper was retracted: do not use it without reading why.",
    "retraction of publication": "This is the notice of a retraction, not a study.",
    "retraction notice": "This is the notice of a retraction, not a study.",
    "preprint": "This is a preprint: nobody has reviewed it yet.",
}
