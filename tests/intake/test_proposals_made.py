"""Findings and charts made for the tests of proposals, and what holds of every proposal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from casetrack.intake.chart import Chart, Finding, Patient, Source
from casetrack.intake.proposals import Held, Proposal, Proposed, propose
from casetrack.rules import values
from casetrack.rules.questions import find

NOTHING = Held()
LOINC = "http://loinc.org|"


def found(text: str, **fields: Any) -> Finding:
    """A finding of a chart made for a test."""
    return Finding(text, source=Source("Thing/1", "Bundle.entry[1].resource"), **fields)


def proposed(held: Held = NOTHING, **shelves: Any) -> Proposed:
    """What a chart with these findings proposes."""
    patient = shelves.pop("patient", Patient())
    return propose(Chart(format="FHIR R4 JSON", patient=patient, **shelves), held=held)


def of(told: Proposed, key: str) -> list[Proposal]:
    """The proposals for a fact of the case, or for rows of this key."""
    return [
        one for one in told.proposals if one.rows == key or (not one.rows and key in one.answers)
    ]


def weight(kilos: str, date: str | None, **fields: Any) -> Finding:
    return found(
        "Body weight", value=float(kilos), unit="kg", date=date, detail={"kg": kilos}, **fields
    )


def cancer(text: str = "Desmoid tumor", **fields: Any) -> Finding:
    detail = {"cancer": "yes", **fields.pop("detail", {})}
    return found(text, status=fields.pop("status", "active"), detail=detail, **fields)


def lab(text: str, value: Any, date: str | None = "2026-01-08", **fields: Any) -> Finding:
    return found(text, value=value, date=date, **fields)


def check_storable(proposals: Sequence[Proposal]) -> None:
    """Every answer is in stored form, for a question of its section, and fits its column."""
    for one in proposals:
        assert one.answers
        for key, value in one.answers.items():
            question = find(key, rows=one.rows)
            assert question is not None, key
            assert value
            assert values.read(question, value, today=date(2026, 1, 15)) == value
        assert one.text
        assert "\n" not in one.text + one.note
        assert len(one.resource) <= 300
        assert len(one.path) <= 500
        assert len(one.conflict) <= 200
