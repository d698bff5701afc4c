"""Reads C-CDA documents (R1.1, R2.1) and the CCDs before them into a Chart."""

from casetrack.intake.ccda.reading import read_ccda

__all__ = ["read_ccda"]
