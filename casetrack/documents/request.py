"""Reads a case into the request packet: what each tab prints, and from which answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from casetrack.documents.content import Draft, Exhibit
from casetrack.documents.evidence import studies
from casetrack.documents.figures import swimmer, tumor_line
from casetrack.documents.glance import age_of, glance
from casetrack.documents.packet import (
    Alternatives,
    ClosedRoute,
    Evidence,
    History,
    Line,
    Measured,
    Option,
    Packet,
    Plan,
)
from casetrack.documents.values import BLANK, Reader, Value
from casetrack.rules import values
from casetrack.rules.dates import earliest
from casetrack.rules.facts import Row, Track
from casetrack.rules.questions import Of
from casetrack.rules.response import assess, readings
from casetrack.rules.routes import closed_routes
from casetrack.rules.workflow import TRACK_NAMES
from casetrack.store.queries.casefile import sorted_rows

CLINIC = ("name", "address", "phone", "pharmacy")
PHYSICIAN = ("name", "specialty", "phone", "email", "night_phone")
LETTER = ("why_now", "ask_supply", "ask_papers", "ask_more", "decision_by")
DISEASE = ("diagnosed_on", "site", "pathology", "disease_stage")
DOSE = ("plan_dose", "plan_route", "plan_schedule", "plan_duration")
PROGRAM = ("program_status", "program_on", "program_nct", "program_note")
PLAN = ("plan_why", "plan_risk", "plan_monitoring", "plan_changes", "plan_stopping")
STATEMENT = (
    *("school", "graduated", "specialty", "license_state", "license_number", "employer", "job"),
    "experience",
)
SITE = ("irb", "irb_number", "pharmacy", "contracts")

NOT_FOR_COMPANY = ("authorization", "agreement", "fda", "irb")  # what came after the request
Labels = dict[int, str]  # of exhibits, by the entry of the report


def build(of: Draft) -> Packet:
    """The packet of a case as it stands."""
    file, today = of.file, of.today
    read = Reader(file)
    exhibits = _exhibits(read)
    labels = {exhibit.entry: exhibit.label for exhibit in exhibits}
    measured = len(assess(readings(read.rows("measurement"))))
    return Packet(
        **of.heading(*CLINIC),
        emergency=file.facts.emergency,
        drug=read.own("drug"),
        age=age_of(file, today),
        company={"name": read.own("company"), "to": read.own("request_to")},
        physician={key: read.own(key, of=Of.PHYSICIAN) for key in PHYSICIAN},
        letter={key: read.own(key) for key in LETTER},
        glance=glance(read, measurements=measured, today=today),
        history=_history(read, labels, today=today),
        alternatives=_alternatives(read, labels),
        plan=_plan(read),
        evidence=_evidence(read),
        statement=read.facts("physician", STATEMENT),
        site=read.facts("clinic", SITE),
        exhibits=exhibits,
        approved=approval(read),
    )


def approval(read: Reader) -> str:
    """Who approved the plan, and when."""
    by, on = read.own("plan_approved_by"), read.own("plan_approved_on")
    return f"{by.text}, {on.text}" if by and on else "Not yet"


def _history(read: Reader, labels: Labels, *, today: date) -> History:
    therapy = read.rows("therapy")
    diagnosed_on = read.file.facts.answers.get("diagnosed_on", "")
    assessed = assess(readings(read.rows("measurement")))
    return History(
        course=read.own("history"),
        disease=read.facts("disease", DISEASE),
        lines=tuple(_line(read, row, n, labels) for n, row in enumerate(therapy, start=1)),
        swimmer=swimmer(therapy, diagnosed_on=diagnosed_on, today=today),
        measured=measured(read, read.rows("measurement")),
        tumor=tumor_line(assessed, therapy=therapy, today=today),
        symptoms=read.table("symptom", ("noted_on", "pain", "function")),
        conditions=read.table("other_condition", ("name", "since", "now")),
        medicines=read.table("medicine", ("name", "dose", "since", "interaction")),
        labs=read.table("lab", ("test", "value", "unit", "range", "taken_on")),
    )


def _alternatives(read: Reader, labels: Labels) -> Alternatives:
    return Alternatives(
        options=tuple(_option(read, row, labels) for row in read.rows("alternative")),
        searched=read.own("trials_searched"),
        searched_on=read.own("trials_searched_on"),
        none_found=read.own("trials_none"),
        trials=tuple(_trial(read, row) for row in read.rows("trial")),
        program=read.facts("program", PROGRAM) if read.own("program_status") else (),
        routes=tuple(_closed_route(read, track) for track in closed_routes(read.file.facts)),
    )


def _trial(read: Reader, row: Row) -> tuple[Value, ...]:
    """One trial: what it is, its status and day, the verdict, every reason, and who checked."""

    def cell(key: str) -> Value:
        return read.cell(row, "trial", key)

    failed = cell("criteria")
    why = replace(failed, text="; ".join(failed.text.splitlines())) if failed else cell("why_not")
    known = (cell(key) for key in ("nct", "title", "phase", "status", "status_on", "verdict"))
    return (*known, why, cell("checked_by") or read.by(row.id, "verdict"))


def _closed_route(read: Reader, track: Track) -> ClosedRoute:
    def told(key: str) -> Value:
        return read.told(f"{track}_closed_{key}")

    return ClosedRoute(
        name=TRACK_NAMES[track],
        why=told("why"),
        found=told("words"),
        source=told("source"),
        by=told("by") or read.by(read.file.root(), f"{track}_closed_why"),
        on=told("on"),
    )


def _plan(read: Reader) -> Plan:
    return Plan(
        dose=read.facts("plan", DOSE),
        words=read.facts("plan", PLAN),
        visits=read.table("plan_visit", ("week", "what")),
        approved_by=read.own("plan_approved_by"),
        approved_on=read.own("plan_approved_on"),
    )


def _evidence(read: Reader) -> Evidence:
    return Evidence(
        answer=read.own("evidence_answer"),
        searched=read.own("evidence_searched"),
        searched_on=read.own("evidence_searched_on"),
        studies=studies(read),
    )


def _line(read: Reader, row: Row, number: int, labels: Labels) -> Line:
    def cell(key: str) -> Value:
        return read.cell(row, "therapy", key)

    going_on = Value("ongoing", row.id, "ongoing")
    ongoing = row.answers.get("ongoing") == values.YES
    return Line(
        number=number,
        treatment=cell("treatment"),
        dose=cell("dose"),
        start=cell("start"),
        stop=going_on if ongoing else cell("stop"),
        response=cell("response"),
        why=cell("why_stopped"),
        toxicity=cell("toxicity"),
        grade=cell("grade"),
        note=cell("note"),
        exhibit=_proof(row, labels),
    )


def measured(read: Reader, rows: Iterable[Row]) -> tuple[Measured, ...]:
    """These measurements in time, each with its arithmetic."""
    usable = [r for r in rows if r.answers.get("measured_on")]
    usable = [r for r in usable if r.answers.get("sum")]
    usable.sort(key=lambda row: earliest(row.answers["measured_on"]))
    found = assess(readings(usable))
    return tuple(
        Measured(
            on=read.cell(row, "measurement", "measured_on"),
            method=read.cell(row, "measurement", "method"),
            sum=read.cell(row, "measurement", "sum"),
            new_lesion=read.cell(row, "measurement", "new_lesion"),
            change=""
            if one.from_baseline is None or not one.word
            else f"{one.from_baseline:+f}%".replace("-", "−"),
            arithmetic=one.arithmetic(),
            judged=read.cell(row, "measurement", "judged"),
        )
        for row, one in zip(usable, found, strict=True)
    )


def _option(read: Reader, row: Row, labels: Labels) -> Option:
    return Option(
        option=read.cell(row, "alternative", "option"),
        standing=read.cell(row, "alternative", "standing"),
        why=read.cell(row, "alternative", "why"),
        exhibit=_proof(row, labels),
    )


def _exhibits(read: Reader) -> tuple[Exhibit, ...]:
    """Reports that go into the packet, in the order a person gave them: H1, H2 and so on."""
    file = read.file
    rows = sorted_rows(read.rows("document"), positions=file.positions)
    chosen = [
        row
        for row in rows
        if row.answers.get("included") == values.YES
        and row.answers.get("what") not in NOT_FOR_COMPANY
        and row.id in file.reports
    ]
    return tuple(exhibit(read, row, f"H{n}") for n, row in enumerate(chosen, start=1))


def exhibit(read: Reader, row: Row, label: str) -> Exhibit:
    """An uploaded report as an attachment of a paper."""
    report = read.file.reports[row.id]
    return Exhibit(
        label=label,
        entry=row.id,
        title=read.cell(row, "document", "title"),
        what=read.cell(row, "document", "what"),
        made_on=read.cell(row, "document", "made_on"),
        source=read.cell(row, "document", "from_where"),
        identifiers=read.cell(row, "document", "identifiers"),
        pages=report.pages,
        media_type=report.media_type,
        sha256=report.sha256,
    )


def _proof(row: Row, labels: Labels) -> Value:
    """The label of the report that proves a row, if it goes into the packet."""
    exhibit = row.answers.get("exhibit", "")
    return Value(labels.get(int(exhibit), ""), row.id, "exhibit") if exhibit else BLANK
