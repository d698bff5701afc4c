"""Reads FHIR of any edition, JSON or XML, into a Chart."""

from casetrack.intake.fhir.folder import Record, opened
from casetrack.intake.fhir.reading import incomplete, read_fhir

__all__ = ["Record", "incomplete", "opened", "read_fhir"]
