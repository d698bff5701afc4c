"""Reads foreign records (FHIR, C-CDA) into proposals; no database, no network, no writing."""

from casetrack.intake.chart import Chart, ChartRefused, Finding, LeftOut, Patient, Source
from casetrack.intake.door import read

__all__ = ["Chart", "ChartRefused", "Finding", "LeftOut", "Patient", "Source", "read"]
