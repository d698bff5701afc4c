"""The record of an emergency call for the chart: what was read, who said what at which hour.

What is blank is a ruled line, so that the same sheet is filled in by hand.
"""

from dataclasses import dataclass

from casetrack.documents.board import Statement, due_on, moment, statements
from casetrack.documents.content import Content, Draft
from casetrack.documents.glance import age_of
from casetrack.documents.values import Fact, Reader, Value
from casetrack.rules.consent import EMERGENCY_USE
from casetrack.rules.dates import show_date
from casetrack.rules.emergency.script import Line, Piece, script
from casetrack.rules.emergency.timeline import timeline
from casetrack.rules.facts import Facts
from casetrack.rules.questions import BY_KEY, Of
from casetrack.store.queries.casefile import CaseFile

FINDS = "emergency_finds"


@dataclass(frozen=True)
class Happened:
    when: str
    words: str
    who: str


@dataclass(frozen=True, kw_only=True)
class CallRecord(Content):
    script: tuple[Fact, ...]
    finds: tuple[Statement, ...]
    authorized: str
    official: Value
    ind: Value
    conditions: Value
    used: str
    given_by: Value
    happened: tuple[Happened, ...]
    submission: str  # by when it is owed; empty before FDA has authorized it
    notice: str


def build(of: Draft) -> CallRecord:
    file, facts, zone = of.file, of.file.facts, of.zone
    read = Reader(file)
    lines = script(facts, age=age_of(file, of.today))
    return CallRecord(
        **of.heading("name", "phone"),
        script=tuple(_fact(file, line) for line in lines if line.key != FINDS),
        finds=statements(EMERGENCY_USE, facts.answers.get(FINDS, "")),
        authorized=moment(facts, "fda_permitted_on", "fda_permitted_at", zone=zone),
        official=read.told("fda_official"),
        ind=read.told("ind_number"),
        conditions=read.told("fda_conditions"),
        used=moment(facts, "first_dose_on", "first_dose_at", zone=zone),
        given_by=read.told("first_dose_by"),
        happened=_happened(facts),
        submission=due_on(facts, "emergency_submission"),
        notice=due_on(facts, "emergency_irb_notice"),
    )


def _fact(file: CaseFile, line: Line) -> Fact:
    return Fact(line.label, tuple(_value(file, piece) for piece in line.pieces))


def _value(file: CaseFile, piece: Piece) -> Value:
    if not piece.key:  # our own words: there is no answer behind them
        return Value(piece.text)
    of = BY_KEY[piece.section].of if piece.section else Of.CASE
    return Value(piece.text, piece.row or file.roots.get(of, 0), piece.key)


def _happened(facts: Facts) -> tuple[Happened, ...]:
    return tuple(
        Happened(
            ", ".join(part for part in (show_date(one.day) if one.day else "", one.time) if part),
            one.words,
            one.who,
        )
        for one in timeline(facts)
    )
