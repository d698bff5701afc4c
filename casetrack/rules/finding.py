"""What can be searched for, and how text is cut into the words it is found by.

A patient's full name and record number are in no index and in no address: cases are found by code,
initials, drug, diagnosis and the people behind them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from casetrack.rules import values
from casetrack.rules.catalog import question
from casetrack.rules.questions import Answers, Of

LONGEST_WORD = 40
MOST_WORDS = 400  # of one entry
MOST_ASKED = 8  # of one search


class Group(StrEnum):
    CASES = "cases"
    PEOPLE = "people"
    ORGANIZATIONS = "organizations"
    STUDIES = "studies"
    DOCUMENTS = "documents"


@dataclass(frozen=True)
class Shelf:
    """Facts that are found together: a dossier's own (`rows` empty), or each row of a table."""

    group: Group
    of: Of
    title: tuple[str, ...]
    more: tuple[str, ...] = ()
    rows: str = ""


SHELVES = (
    Shelf(
        Group.CASES,
        Of.CASE,
        ("initials", "diagnosis", "drug"),
        ("doctor", "company", "ind_number"),
    ),
    Shelf(Group.DOCUMENTS, Of.CASE, ("title",), ("what", "from_where"), rows="document"),
    Shelf(Group.PEOPLE, Of.PHYSICIAN, ("name",), ("specialty", "employer", "job")),
    Shelf(Group.PEOPLE, Of.COMPANY, ("person",), ("role", "person_email"), rows="staff"),
    Shelf(Group.PEOPLE, Of.ORGANIZATION, ("person",), ("role", "person_email"), rows="staff"),
    Shelf(Group.ORGANIZATIONS, Of.COMPANY, ("name",), ("policy_contact",)),
    Shelf(Group.ORGANIZATIONS, Of.ORGANIZATION, ("name",), ("type", "serves", "offers")),
    Shelf(
        Group.STUDIES,
        Of.STUDY,
        ("name",),
        ("title", "drug", "diagnosis", "patients", "pmid", "doi", "nct"),
    ),
    Shelf(Group.STUDIES, Of.DRUG, ("name",), ("other_names", "sponsor", "approved_for")),
)


def shelves_of(kind: str, *, rows: str | None = None) -> tuple[Shelf, ...]:
    """The shelves a dossier of this kind fills; with `rows` only those of that table."""
    return tuple(s for s in SHELVES if s.of == kind and (rows is None or s.rows == rows))


def title_of(shelf: Shelf, said: Answers) -> str:
    return ", ".join(_shown(shelf, said, shelf.title))


def words_of(shelf: Shelf, said: Answers, *, name: str) -> str:
    """Everything it is found by; the dossier's own name (a case's code) is one of it."""
    shown = (*(() if shelf.rows else (name,)), *_shown(shelf, said, (*shelf.title, *shelf.more)))
    return " ".join(words(" ".join(shown))[:MOST_WORDS])


def words(text: str) -> list[str]:
    """Letters and digits only, in one case, without accents; 'K.R.' is one word."""
    plain = unicodedata.normalize("NFKD", _INITIALS.sub(_joined, text))
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return [word[:LONGEST_WORD] for word in _WORD.findall(bare)]


def asked(text: str) -> list[str]:
    """The words of a search, each once; every one of them must begin a word of what is found."""
    return list(dict.fromkeys(words(text)))[:MOST_ASKED]


def _shown(shelf: Shelf, said: Answers, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        about = question(key, rows=shelf.rows, of=shelf.of)
        if about and said.get(key) and about.applies(said):
            yield values.show(about, said[key])


def _joined(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "")


_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
