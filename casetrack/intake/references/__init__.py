"""Reads references (PubMed, RIS, BibTeX) and trial records; no database, no network."""

from casetrack.intake.references.desk import NothingInside
from casetrack.intake.references.door import read
from casetrack.intake.references.proposed import Proposed, proposed
from casetrack.intake.references.reference import Bibliography, Broken, Reference, Trial

__all__ = [
    "Bibliography",
    "Broken",
    "NothingInside",
    "Proposed",
    "Reference",
    "Trial",
    "proposed",
    "read",
]
