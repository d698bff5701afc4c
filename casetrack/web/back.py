"""Where a page leads back to: a few named places, never an address from outside."""

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
    if key == "case" or section is None or not section.stage:
        return Back("case", url_for("cases.show", code=file.code), file.code)
    address = url_for("stages.show", code=file.code, number=section.stage)
    return Back("", address, f"stage {section.stage}")


def cure_address(code: str, cure: str) -> str:
    """Where a refusal is cured: a paper's check, a stage, a section, one of its rows, an act."""
    kind, _, name = cure.partition(":")
    if kind == "paper":
        return check_address(code, name)
    if kind == "stage":
        return url_for("stages.show", code=code, number=int(name))
    if kind == "action":
        return url_for("actions.ask", code=code, action=name)
    if kind == "row":
        section, _, number = name.partition(":")
        return url_for("facts.row", code=code, key=section, number=int(number), back="case")
    if kind == "section":
        return url_for("facts.show", code=code, key=name, back="case")
    return url_for("cases.show", code=code)


def check_address(code: str, paper: str) -> str:
    """The page that says what a paper still needs."""
    return url_for("papers.check", code=code, key=paper)


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
