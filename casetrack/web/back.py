"""Where a page leads back to: a few named places, never an address from outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import request, url_for

from casetrack.rules.documents import BY_KEY
from casetrack.rules.questions import Of, Section
from casetrack.store.queries.casefile import CaseFile

NAMED_IN = {Of.PHYSICIAN: "patient", Of.COMPANY: "company"}


@dataclass(frozen=True)
class Back:
    key: str
    address: str
    words: str


def back_from(file: CaseFile, section: Section | None = None) -> Back:
    """The place named in the address or form (`back`), else the section's stage, else the case."""
    key = request.values.get("back", "")
    if key == "today":
        return Back(key, url_for("today.show"), "Today")
    if key in BY_KEY:
        return Back(key, check_address(file.code, key), "what is missing")
    if key == "routes":
        return routes_of(file)
    if key == "emergency":
        return Back(key, url_for("emergency.show", code=file.code), "the call sheet")
    if key == "case" or section is None or not section.stage:
        return to_case(file)
    address = url_for("stages.show", code=file.code, number=section.stage)
    return Back("", address, f"stage {section.stage}")


def to_case(file: CaseFile) -> Back:
    return Back("case", url_for("cases.show", code=file.code), file.code)


def routes_of(file: CaseFile) -> Back:
    return Back("routes", url_for("four_routes.show", code=file.code), "the routes")


def check_address(code: str, paper: str) -> str:
    """The page that says what a paper still needs."""
    return url_for("papers.check", code=code, key=paper)


def cure_address(code: str, cure: str, *, back: str = "case") -> str:
    """Where a refusal is cured: a paper's check, a stage, a section, a row, an act and the like."""
    kind, _, name = cure.partition(":")
    lead = CURES.get(kind)
    return lead(code, name, back) if lead else url_for("cases.show", code=code)


def _to_row(code: str, name: str, back: str) -> str:
    section, _, number = name.partition(":")
    return url_for("facts.row", code=code, key=section, number=int(number), back=back)


CURES: Mapping[str, Callable[[str, str, str], str]] = {
    "paper": lambda code, name, _: check_address(code, name),
    "routes": lambda code, _name, _back: url_for("four_routes.show", code=code),
    "emergency": lambda code, _name, _back: url_for("emergency.show", code=code),
    "safety": lambda code, name, _: url_for("safety.show", code=code, number=int(name)),
    "stage": lambda code, name, _: url_for("stages.show", code=code, number=int(name)),
    "action": lambda code, name, _: url_for("actions.ask", code=code, action=name),
    "contact": lambda code, name, _: url_for("contacts.ask", code=code, like=int(name)),
    "section": lambda code, name, back: url_for("facts.show", code=code, key=name, back=back),
    "row": _to_row,
}
TABLES = {
    "contacts": "contacts.listed",
    "releases": "releases.listed",
    "safety": "safety.listed",
}
"""Sections whose rows are listed on a page of their own."""


def table_address(code: str, section: Section) -> str:
    """The page that lists a section's rows."""
    if section.key in TABLES:
        return url_for(TABLES[section.key], code=code)
    return url_for("facts.show", code=code, key=section.key)


def section_address(file: CaseFile, section: Section, *, back: str = "") -> str:
    """The page of a section: the case's own, or the register entry behind the case."""
    wanted = back or None
    dossier = file.dossiers.get(section.of)
    if section.of is Of.CASE:
        return url_for("facts.show", code=file.code, key=section.key, back=wanted)
    if dossier is None:  # nobody named yet: that is asked on the case's own page
        return url_for("facts.show", code=file.code, key=NAMED_IN[section.of], back=wanted)
    return url_for("organizations.change", number=dossier, case=file.code, back=wanted)


def gap_address(file: CaseFile, section: Section, row: int | None, key: str, *, back: str) -> str:
    """The very field that is missing."""
    if row is not None:
        address = url_for("facts.row", code=file.code, key=section.key, number=row, back=back)
    else:
        address = section_address(file, section, back=back)
    return f"{address}#{key}" if key else address
