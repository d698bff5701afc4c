"""PubMed's own text form (.nbib, also saved as .txt): four letters, a dash and the value."""

import re
from collections.abc import Iterator

from casetrack.intake.references.desk import begins
from casetrack.intake.references.letters import Lines
from casetrack.intake.references.reference import Broken, Reference
from casetrack.intake.references.tagged import Form, Tagged, records
from casetrack.intake.references.words import doubts_of, untranslated, year_of
from casetrack.rules import source_ids

NBIB = Form(tag=re.compile(r"([A-Z][A-Z0-9]{1,3} {0,2})- ?(.*)"), starts="PMID")


def read_nbib(lines: Lines) -> Iterator[Reference | Broken]:
    for record in records(lines, NBIB):
        damage = lines.damage(record.first, record.last) or _damage(record)
        if damage:
            first_words = begins(record.get("TI"), record.get("PMID"))
            yield Broken(line=record.first, begins=first_words, why=damage)
        else:
            yield _reference(record, lines)


def _damage(record: Tagged) -> str:
    if not record.opened:
        return "it does not start with its PubMed number (PMID)"
    if not source_ids.pmid(record.get("PMID")):
        return "its PubMed number is none"
    return ""


def _reference(record: Tagged, lines: Lines) -> Reference:
    types = record.all("PT")
    title = untranslated(record.get("TI", "TT", "BTI"))
    return Reference(
        line=record.first,
        title=title,
        authors=(*record.all("AU", "FAU"), *record.all("CN")),
        journal=record.get("TA", "JT"),
        year=year_of(record.get("DP")),
        volume=record.get("VI"),
        issue=record.get("IP"),
        pages=record.get("PG"),
        pmid=source_ids.pmid(record.get("PMID")),
        doi=_doi(record),
        ncts=_trials(record),
        abstract=record.get("AB"),
        types=types,
        doubts=(
            *doubts_of(types, title=title),
            *_notices(record),
            *lines.doubts(record.first, record.last),
        ),
    )


def _doi(record: Tagged) -> str:
    marked = [one for tag in ("LID", "AID") for one in record.all(tag) if "[doi]" in one.lower()]
    return next(filter(None, map(source_ids.doi, marked)), "")


def _trials(record: Tagged) -> tuple[str, ...]:
    """Those PubMed lists; failing that, those the abstract names."""
    listed = source_ids.all_ncts(" ".join(record.all("SI")))
    return listed or source_ids.all_ncts(record.get("AB"))


def _notices(record: Tagged) -> tuple[str, ...]:
    return tuple(words for tag, words in _NOTICES.items() if record.all(tag))


_NOTICES = {
    "RIN": "PubMed names a retraction of this paper: read it before you use the study.",
    "ECI": "PubMed names an expression of concern about this paper: read it.",
    "RRI": "PubMed names a retraction and republication of this paper: read the new one.",
    "CRI": "PubMed names a corrected republication of this paper: read the new one.",
    "EIN": "PubMed names a correction of this paper: read it.",
}
