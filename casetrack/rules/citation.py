"""How a study is cited: short in tables, in full (AMA style) under them."""

from collections.abc import Sequence

MOST_AUTHORS = 6
SHOWN_OF_MANY = 3


def short(*, authors: Sequence[str], year: str, journal: str, volume: str, pages: str) -> str:
    """'Gounder 2023, N Engl J Med 388:898'; what is not known is left out."""
    who = " ".join(filter(None, (_family(authors[0]) if authors else "", year)))
    first_page = pages.partition("-")[0].strip()
    where = ":".join(filter(None, (volume, first_page)))
    return ", ".join(filter(None, (who, " ".join(filter(None, (journal, where))))))


def full(
    *,
    authors: Sequence[str],
    title: str,
    journal: str,
    year: str,
    volume: str,
    issue: str,
    pages: str,
    doi: str,
) -> str:
    """'Gounder M, Ratan R, Alcindor T, et al. Title. N Engl J Med. 2023;388(10):898-912. doi:…'."""
    issue = f"({issue})" if issue else ""
    place = f"{volume}{issue}" + (f":{pages}" if pages else "")
    dated = ";".join(filter(None, (year, place)))
    parts = (_people(authors), title.rstrip("."), journal.rstrip("."), dated)
    said = ". ".join(filter(None, parts))
    return f"{said}. doi:{doi}" if doi and said else f"{said}." if said else ""


def _people(authors: Sequence[str]) -> str:
    if len(authors) > MOST_AUTHORS:
        return f"{', '.join(authors[:SHOWN_OF_MANY])}, et al"
    return ", ".join(authors)


def _family(author: str) -> str:
    """'van der Graaf WT' as 'van der Graaf'; a group's name is kept whole."""
    name, _, initials = author.rpartition(" ")
    return name if name and initials.isupper() and len(initials) <= 4 else author
