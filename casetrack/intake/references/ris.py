"""RIS, as EndNote, Zotero, Mendeley, Web of Science and journals write it."""

import re
from collections.abc import Iterator

from casetrack.intake.references.desk import begins
from casetrack.intake.references.letters import Lines
from casetrack.intake.references.reference import Broken, Reference
from casetrack.intake.references.tagged import Form, Tagged, records
from casetrack.intake.references.words import doubts_of, initialed, year_of
from casetrack.rules import source_ids

RIS = Form(tag=re.compile(r"([A-Z][A-Z0-9])  -(?:$| (.*))"), starts="TY", ends="ER")
LOOSE = Form(tag=re.compile(r"([A-Z][A-Z0-9]) -(?:$| (.*))"), starts="TY", ends="ER")


def read_ris(lines: Lines) -> Iterator[Reference | Broken]:
    """Two spaces stand after a tag; some systems write one, then in the whole file."""
    form = RIS if any(map(RIS.tag.match, lines.all)) else LOOSE
    for record in records(lines, form):
        damage = lines.damage(record.first, record.last) or _damage(record, lines)
        if damage:
            first_words = begins(record.get("TI", "T1"), record.get("DO"))
            yield Broken(line=record.first, begins=first_words, why=damage)
        else:
            yield _reference(record, lines)


def _damage(record: Tagged, lines: Lines) -> str:
    if not record.opened:
        return "it does not start with its kind (TY)"
    rest = lines.all[record.last :]
    if not record.closed and not any(line.strip() for line in rest):
        return "the file ends inside it, before its end mark (ER)"
    return ""


def _reference(record: Tagged, lines: Lines) -> Reference:
    types = tuple(filter(None, (_TYPES.get(record.get("TY"), ""), record.get("M3"))))
    title = record.get("TI", "T1", "CT")
    journal = record.get("J2", "JA", "JO", "JF", "T2", "BT")
    unclosed = () if record.closed else ("Its end mark (ER) is missing: see whether all is there.",)
    return Reference(
        line=record.first,
        title=title,
        authors=tuple(map(initialed, record.all("AU", "A1"))),
        journal=journal,
        year=year_of(record.get("PY", "Y1", "DA")),
        volume=record.get("VL"),
        issue=record.get("IS"),
        pages=_pages(record),
        pmid=_pmid(record),
        doi=_doi(record),
        ncts=source_ids.all_ncts(" ".join(map(record.get, ("AB", "N2", "N1", "TI", "T1", "C1")))),
        abstract=record.get("AB", "N2"),
        types=types,
        doubts=(
            *doubts_of(types, title=title, journal=journal or record.get("PB")),
            *unclosed,
            *lines.doubts(record.first, record.last),
        ),
    )


def _pages(record: Tagged) -> str:
    first, last = record.get("SP"), record.get("EP")
    return f"{first}-{last}" if first and last and "-" not in first else first or last


def _doi(record: Tagged) -> str:
    held = (record.get("DO"), record.get("DI"), record.get("M3"), *record.all("UR"))
    return next(filter(None, map(source_ids.doi, held)), "")


def _pmid(record: Tagged) -> str:
    """RIS has no field of its own for it: its address, or its number in a PubMed export."""
    told = [one for one in (*record.all("UR"), *record.all("N1"), *record.all("AN")) if one]
    named = [one for one in told if "pubmed" in one.lower() or "pmid" in one.lower()]
    database = record.get("DB", "DP").lower()
    if "pubmed" in database or "medline" in database:
        named += [*record.all("AN"), *record.all("ID")]
    return next(filter(None, map(source_ids.pmid, named)), "")


_TYPES = {
    "JOUR": "Journal Article",
    "EJOUR": "Journal Article",
    "MGZN": "Magazine",
    "ABST": "Conference abstract",
    "CONF": "Conference abstract",
    "CPAPER": "Conference abstract",
    "UNPB": "Unpublished",
    "UNPD": "Unpublished",
    "THES": "Thesis",
    "BOOK": "Book",
    "CHAP": "Book chapter",
    "PRESS": "Press release",
}
