"""Reads foreign records (FHIR, C-CDA) into proposals; no database, no network, no writing."""

from casetrack.intake.chart import Chart, Finding, LeftOut, Patient, Source
from casetrack.intake.door import read
from casetrack.intake.refused import FileRefused

__all__ = ["Chart", "FileRefused", "Finding", "LeftOut", "Patient", "Source", "read"]
