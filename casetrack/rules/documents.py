"""Which papers exist: for whom, in which parts, frozen by whom, and naming the patient how."""

from dataclasses import dataclass
from enum import StrEnum

from casetrack.rules.access import Permission


class Naming(StrEnum):
    """How a paper names the patient (ux.md, decision 10)."""

    CODE = "case code only"
    INITIALS = "initials"
    FULL = "full name"


@dataclass(frozen=True)
class Tab:
    """A part of a paper; `key` names its template."""

    letter: str
    title: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One kind of paper. `may` freezes it; `send` is recorded by the transition of its track."""

    key: str
    title: str
    recipient: str
    naming: Naming
    may: Permission
    tabs: tuple[Tab, ...]
    footer: str


REQUEST = Paper(
    key="manufacturer-request",
    title="Manufacturer request packet",
    recipient="The company's medical reviewer",
    naming=Naming.CODE,
    may=Permission.RUN_REQUEST,
    tabs=(
        Tab("A", "Cover letter", "letter"),
        Tab("B", "Request at a glance", "glance"),
        Tab("C", "Clinical history", "history"),
        Tab("D", "Why no comparable alternative", "alternatives"),
        Tab("E", "Treatment and monitoring plan", "plan"),
        Tab("F", "Published evidence", "evidence"),
        Tab("G", "Physician and site", "physician"),
        Tab("H", "Attachments", "attachments"),
    ),
    footer="CONFIDENTIAL. Patient health information.",
)

PAPERS = (REQUEST,)
BY_KEY = {paper.key: paper for paper in PAPERS}
