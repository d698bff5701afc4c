"""What bibliographies call things: kinds of publication, years, and their warnings."""

import re
from collections.abc import Collection

from casetrack.intake.references.reference import Doubts


def year_of(text: str) -> str:
    """The year of '2023 Mar 9', '2014//' or 'Dec 1998-Jan 1999', or nothing."""
    found = _YEAR.search(text)
    return found.group() if found else ""


def doubts_of_types(types: Collection[str]) -> Doubts:
    """What a kind of publication warns of."""
    told = {one.casefold() for one in types}
    return tuple(sentence for kind, sentence in _WARN.items() if kind in told)


def initialed(author: str) -> str:
    """'Lindgren, Astrid Anna' as 'Lindgren AA'; a name without a comma is left alone."""
    family, comma, given = author.partition(",")
    if not comma:
        return author.strip()
    initials = "".join(word[0] for word in re.split(r"[\s.\-]+", given) if word)
    return f"{family.strip()} {initials.upper()}".strip()


_YEAR = re.compile(r"\b(?:1[89]|20)[0-9]{2}\b")
_WARN = {
    "retracted publication": "This paper was retracted: do not use it without reading why.",
    "retraction of publication": "This is the notice of a retraction, not a study.",
    "retraction notice": "This is the notice of a retraction, not a study.",
    "preprint": "This is a preprint: nobody has reviewed it yet.",
}
