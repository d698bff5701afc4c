"""Papers for the ethics board: the request for review, and the notice of an emergency use.

Each statement of the law stands with a box, ticked only where the physician's finding is on record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from casetrack.documents.content import Cells, Content, Draft
from casetrack.documents.glance import age_of
from casetrack.documents.values import BLANK, Fact, Reader, Value
from casetrack.rules import values
from casetrack.rules.clocks import deadlines
from casetrack.rules.consent import EMERGENCY_USE, WITHOUT_CONSENT, Element
from casetrack.rules.dates import show_date, show_time
from casetrack.rules.facts import Facts, Track
from casetrack.rules.hours import in_eastern
from casetrack.rules.irb_doubts import FORMS
from casetrack.rules.questions import Of
from casetrack.rules.questions.irb import ENCLOSED
from casetrack.rules.workflow import STATE_WORDS

PHYSICIAN = ("name", "specialty", "phone", "email", "night_phone")
DOSE = ("plan_dose", "plan_route", "plan_schedule", "plan_duration")
CARE = ("plan_monitoring", "plan_changes", "plan_stopping", "plan_risk")
THERAPY = ("treatment", "start", "response", "why_stopped")
ALTERNATIVES = ("option", "standing", "why")
VERSIONS = ("form_version", "form_on", "form_board_on", "signed_on")


@dataclass(frozen=True)
class Statement:
    """A finding of the law's own list; ticked where it is on record."""

    words: str
    cites: str
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class ToBoard(Content):
    """What both papers say."""

    board: Value
    to: Value
    number: Value
    drug: Value
    diagnosis: Value
    physician: dict[str, Value]
    patient: tuple[Fact, ...]
    history: Value
    why_now: Value
    lines: Cells
    dose: tuple[Fact, ...]
    care: tuple[Fact, ...]
    ind: Value


@dataclass(frozen=True, kw_only=True)
class BoardRequest(ToBoard):
    review: str  # "member", "full", or empty while nobody has chosen
    why_member: Value
    encloses: tuple[str, ...]
    options: Cells
    consents: Cells
    fda: str


@dataclass(frozen=True, kw_only=True)
class BoardNotice(ToBoard):
    used: str  # the moment of the first use
    due: str
    authorized: str
    official: Value
    conditions: Value
    threat: Value
    plan_why: Value
    outcome: Value
    finds: tuple[Statement, ...]
    signed: str
    excepted: bool
    exception: tuple[Statement, ...]
    certified: str
    evaluator: str
    evaluated: str  # on which day; empty while it is still owed


def request(of: Draft) -> BoardRequest:
    file = of.file
    read, held = Reader(file), file.facts.answers.get("irb_encloses", "").split(",")
    return BoardRequest(
        **_shared(of, read),
        review=review_of(file.facts),
        why_member=read.own("irb_why"),
        encloses=tuple(one.label for one in ENCLOSED if one.key in held),
        options=tuple(row for row in read.table("alternative", ALTERNATIVES) if row[1]),
        consents=read.table(FORMS, VERSIONS),
        fda=_fda(file.facts),
    )


def notice(of: Draft) -> BoardNotice:
    file, zone = of.file, of.zone
    read, said = Reader(file), file.facts.answers
    excepted = said.get("consent_how") == "exception"
    return BoardNotice(
        **_shared(of, read),
        used=moment(file.facts, "first_dose_on", "first_dose_at", zone=zone),
        due=due_on(file.facts, "emergency_irb_notice"),
        authorized=moment(file.facts, "fda_permitted_on", "fda_permitted_at", zone=zone),
        official=read.told("fda_official"),
        conditions=read.told("fda_conditions"),
        threat=read.own("emergency_threat"),
        plan_why=read.own("plan_why"),
        outcome=read.own("emergency_outcome"),
        finds=statements(EMERGENCY_USE, said.get("emergency_finds", "")),
        signed="" if excepted else _signed(read),
        excepted=excepted,
        exception=statements(WITHOUT_CONSENT, said.get("exception_finds", "") if excepted else ""),
        certified=_by(read, "exception_by", "exception_on") if excepted else "",
        evaluator=read.own("second_physician_name").text if excepted else "",
        evaluated=read.own("second_physician_on").text if excepted else "",
    )


def review_of(facts: Facts) -> str:
    """Who is asked to review: as recorded, else as the physician elects in field 10.b."""
    elected = {values.YES: "member", values.NO: "full"}.get(facts.answers.get("elects_10b", ""), "")
    return facts.answers.get("irb_review", "") or elected


def statements(elements: Iterable[Element], ticked: str) -> tuple[Statement, ...]:
    held = ticked.split(",")
    return tuple(Statement(one.words, one.cites, one.key in held) for one in elements)


def moment(facts: Facts, day: str, hour: str, *, zone: tzinfo) -> str:
    """'November 1, 2026, 8:15 AM (9:15 AM Eastern)', as far as it is on record."""
    on, at = facts.answers.get(day, ""), facts.answers.get(hour, "")
    if not on:
        return ""
    if not at:
        return f"{show_date(on, long=True)}, hour not on record"
    eastern = in_eastern(on, at, zone=zone)
    told = f"{show_date(on, long=True)}, {show_time(at)}"
    return f"{told} ({eastern})" if eastern else f"{told} Eastern"


def due_on(facts: Facts, clock: str) -> str:
    """The day by which it is owed, and how that is counted; empty before the clock starts."""
    found = next((one for one in deadlines(facts) if one.clock.key == clock and one.due), None)
    if found is None or found.due is None:
        return ""
    day = show_date(found.due, long=True)
    return f"within {found.clock.length}, due {day} ({found.clock.cites})"


def _shared(of: Draft, read: Reader) -> dict[str, Any]:
    return {
        **of.heading("name", "phone", "address"),
        "board": board_of(read),
        "to": read.own("irb_chair"),
        "number": read.own("irb_number_here"),
        "drug": read.own("drug"),
        "diagnosis": read.own("diagnosis"),
        "physician": {key: read.own(key, of=Of.PHYSICIAN) for key in PHYSICIAN},
        "patient": _patient(read, of.today),
        "history": read.own("history"),
        "why_now": read.own("why_now"),
        "lines": read.table("therapy", THERAPY),
        "dose": read.facts("plan", DOSE),
        "care": read.facts("plan", CARE),
        "ind": read.told("ind_number"),
    }


def board_of(read: Reader) -> Value:
    """The case's own board, or the one that the clinic always asks."""
    return read.own("irb_board") or read.own("irb", of=Of.CLINIC)


def _patient(read: Reader, today: date) -> tuple[Fact, ...]:
    """Who it is, without a name or a birth date."""
    age = Value(age_of(read.file, today), read.file.root(), "birth_year")
    facts = (Fact("Age", (age if age.text else BLANK,)),)
    known = read.facts("condition", ("weight", "ecog"))
    return (*facts, *read.facts("patient", ("sex", "diagnosis", "drug")), *known)


def _fda(facts: Facts) -> str:
    state = STATE_WORDS[Track.FDA][facts.tracks.get(Track.FDA, "not_submitted")]
    day = facts.answers.get("fda_permitted_on", "")
    return f"{state}, {show_date(day)}" if state == "Permission on record" and day else state


def _signed(read: Reader) -> str:
    rows = [row for row in read.rows(FORMS) if row.answers.get("signed_on")]
    first = min(rows, key=lambda row: row.answers["signed_on"], default=None)
    if first is None:
        return ""
    said = first.answers
    hour = f", {show_time(said['signed_at'])}" if said.get("signed_at") else ""
    return f"{said.get('form_version', '')}, {show_date(said['signed_on'], long=True)}{hour}"


def _by(read: Reader, who: str, on: str) -> str:
    name, day = read.own(who).text, read.own(on).text
    return ", ".join(part for part in (name, day) if part)
