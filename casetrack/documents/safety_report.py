"""One event on treatment, for whom it is owed to: a cover with the judgment, and the narrative.

Each recipient is told the initials or the case code, as the clinic chose.
"""

from dataclasses import dataclass

from casetrack.documents.board import board_of
from casetrack.documents.content import Content, Draft
from casetrack.documents.glance import age_of
from casetrack.documents.values import BLANK, Fact, Reader, Value, known_as
from casetrack.rules.clocks import Deadline
from casetrack.rules.dates import is_exact, show_date
from casetrack.rules.documents import SAFETY_COMPANY, SAFETY_IRB, Paper
from casetrack.rules.facts import Row
from casetrack.rules.safety import SAFETY, event, judged, judgment, reports
from casetrack.store.queries.casefile import CaseFile

KNOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Event", ("event_what", "event_grade")),
    ("Began", ("happened_on",)),
    ("The clinic learned of it", ("aware_on",)),
    ("Outcome", ("event_outcome", "event_over_on")),
    ("Done with the drug", ("event_drug",)),
    ("Criterion named by staff", ("serious_by",)),
    ("Listed in the brochure", ("brochure_says", "brochure_place")),
    ("May the drug have caused it", ("related_said",)),
)
JUDGED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Why", ("judged_words",)),
    ("Judged", ("judged_on", "judged_by")),
)


@dataclass(frozen=True, kw_only=True)
class SafetyReport(Content):
    to: str  # the paper's recipient
    company: Value
    follow_up: bool
    patient: str
    age: str
    sex: Value
    weight: Value
    diagnosis: Value
    drug: Value
    ind: Value
    first_dose: Value
    last_dose: Value
    physician: tuple[Fact, ...]
    known: tuple[Fact, ...]
    judgment: tuple[Fact, ...]  # empty where the physician has not judged it
    counted: str
    story: Value
    news: Value


def build(of: Draft) -> SafetyReport:
    kind, file = of.paper, of.file
    read = Reader(file)
    chosen = file.facts.answers.get("safety_event", "")
    row = (event(file.facts, int(chosen)) if chosen else None) or Row(0, {})

    def cell(key: str) -> Value:
        return read.cell(row, SAFETY, key)

    return SafetyReport(
        **of.heading("name", "address", "phone"),
        subject=row.id,
        to=_recipient(kind, read),
        company=read.own("company"),
        follow_up=_is_follow_up(kind, row),
        patient=known_as(file, kind) or f"case {file.code}",
        age=age_of(file, of.today),
        sex=read.own("sex"),
        weight=read.own("weight"),
        diagnosis=read.own("diagnosis"),
        drug=read.own("drug"),
        ind=read.told("ind_number"),
        first_dose=read.told("first_dose_on"),
        last_dose=read.told("last_dose_on"),
        physician=read.facts("physician", ("name", "phone", "email")),
        known=_facts(read, row, KNOWN),
        judgment=_judgment(read, row) if judged(row.answers) else (),
        counted=_counted(kind, file, row),
        story=cell("event_story"),
        news=cell("learned_more"),
    )


def _recipient(kind: Paper, read: Reader) -> str:
    if kind is SAFETY_IRB:
        return board_of(read).text or kind.recipient
    company = read.own("company").text
    return f"{company}, drug safety" if kind is SAFETY_COMPANY and company else kind.recipient


def _is_follow_up(kind: Paper, row: Row) -> bool:
    """What was told before is told again where something new is known (312.32(d))."""
    return bool(row.answers.get(kind.told) and row.answers.get("learned_more_on"))


def _facts(
    read: Reader, row: Row, lines: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[Fact, ...]:
    return tuple(
        Fact(label, tuple(read.cell(row, SAFETY, key) if row.id else BLANK for key in keys))
        for label, keys in lines
    )


def _judgment(read: Reader, row: Row) -> tuple[Fact, ...]:
    words = Fact("Judged as", (Value(judgment(row.answers), row.id, "serious"),))
    return (words, *_facts(read, row, JUDGED))


def _counted(kind: Paper, file: CaseFile, row: Row) -> str:
    """By when it is owed and how that was counted; empty where no clock runs."""
    found = [one.deadline for one in reports(file.facts, row) if one.to.paper == kind.key]
    again = _is_follow_up(kind, row)
    fits = [one for one in found if one and ("follow_up" in one.clock.key) is again]
    return _words(fits[0]) if fits and is_exact(row.answers.get("aware_on", "")) else ""


def _words(deadline: Deadline) -> str:
    if deadline.count is None:
        return ""
    clock, start = deadline.clock, show_date(deadline.count.start)
    due = show_date(deadline.count.due)
    return f"{due}: {clock.length} after {clock.event.words}, {start}. {clock.set}; {clock.cites}"
