"""The manufacturer request packet as data: strings, dates and numbers, nothing else.

The patient is named by the case's code; names, birth date and record number do not get this far.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from casetrack.documents.figures import Swimmer, TumorLine, swimmer, tumor_line
from casetrack.documents.values import Fact, Reader, Value, everything_said
from casetrack.rules import values
from casetrack.rules.dates import earliest, latest, show_date
from casetrack.rules.documents import REQUEST, Paper
from casetrack.rules.facts import Row
from casetrack.rules.intervals import percent
from casetrack.rules.questions import Of
from casetrack.rules.response import assess, readings
from casetrack.rules.tasks import packet_gaps
from casetrack.store.queries.casefile import CaseFile, sorted_rows

STATEMENT = (
    "school",
    "graduated",
    "specialty",
    "license_state",
    "license_number",
    "employer",
    "job",
)
PLAN = (
    *("plan_dose", "plan_route", "plan_schedule", "plan_duration", "plan_why", "plan_risk"),
    *("plan_monitoring", "plan_changes", "plan_stopping"),
)


@dataclass(frozen=True)
class Line:
    """One line of therapy as Table 1 prints it."""

    number: int
    treatment: Value
    dose: Value
    start: Value
    stop: Value
    response: Value
    why: Value
    toxicity: Value
    grade: Value
    note: Value
    exhibit: str


@dataclass(frozen=True)
class Measured:
    """One measurement as Table 2 prints it, with its arithmetic."""

    on: Value
    method: Value
    sum: Value
    new_lesion: Value
    change: str
    arithmetic: str
    judged: Value


@dataclass(frozen=True)
class Option:
    """One alternative, why it does not serve this patient, and the proof."""

    option: Value
    standing: Value
    why: Value
    exhibit: str


@dataclass(frozen=True)
class Study:
    citation: Value
    ids: tuple[Value, ...]
    design: Value
    published: Value
    patients: Value
    n: Value
    drug: Value
    response: str
    control: str
    ratio: str
    other: Value
    safety: Value
    data_cut: Value
    differs: Value
    checked_on: Value


@dataclass(frozen=True)
class Exhibit:
    """An attachment behind its slip sheet."""

    label: str
    entry: int
    title: Value
    what: Value
    made_on: Value
    source: Value
    identifiers: Value
    pages: int
    media_type: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Packet:
    code: str
    version: int
    printed_on: str
    synthetic: bool
    emergency: bool
    prepared_by: str
    drug: Value
    age: str
    clinic: dict[str, Value]
    company: dict[str, Value]
    physician: dict[str, Value]
    letter: dict[str, Value]
    glance: tuple[Fact, ...]
    history: Value
    disease: tuple[Fact, ...]
    lines: tuple[Line, ...]
    swimmer: Swimmer | None
    measured: tuple[Measured, ...]
    tumor: TumorLine | None
    symptoms: tuple[tuple[Value, ...], ...]
    labs: tuple[tuple[Value, ...], ...]
    conditions: tuple[tuple[Value, ...], ...]
    medicines: tuple[tuple[Value, ...], ...]
    options: tuple[Option, ...]
    trials: tuple[tuple[Value, ...], ...]
    trials_searched: tuple[Value, Value, Value]
    plan: tuple[Fact, ...]
    visits: tuple[tuple[Value, ...], ...]
    approved: tuple[Value, Value]
    answer: Value
    searched: tuple[Value, Value]
    studies: tuple[Study, ...]
    statement: tuple[Fact, ...]
    site: tuple[Fact, ...]
    exhibits: tuple[Exhibit, ...]
    missing: tuple[str, ...]
    changes: tuple[str, ...]
    paper: str = REQUEST.key

    def made_of(self) -> dict[str, Any]:
        """Plain data, the same for the same packet."""
        return asdict(self)


def build(
    file: CaseFile, *, version: int, prepared_by: str, today: date, changes: tuple[str, ...] = ()
) -> Packet:
    """The packet of a case as it stands."""
    read = Reader(file)
    exhibits = _exhibits(read)
    labels = {exhibit.entry: exhibit.label for exhibit in exhibits}
    therapy = read.rows("therapy")
    assessed = assess(readings(read.rows("measurement")))
    return Packet(
        code=file.code,
        version=version,
        printed_on=show_date(today.isoformat(), long=True),
        synthetic=file.synthetic,
        emergency=file.facts.emergency,
        prepared_by=prepared_by,
        drug=read.own("drug"),
        age=_age(file, today),
        clinic={k: read.own(k, of=Of.CLINIC) for k in ("name", "address", "phone", "pharmacy")},
        company={"name": read.own("company"), "to": read.own("request_to")},
        physician={
            k: read.own(k, of=Of.PHYSICIAN)
            for k in ("name", "specialty", "phone", "email", "night_phone")
        },
        letter={
            k: read.own(k)
            for k in ("why_now", "ask_supply", "ask_papers", "ask_more", "decision_by")
        },
        glance=_glance(read, assessed_count=len(assessed), today=today),
        history=read.own("history"),
        disease=read.facts("disease", ("diagnosed_on", "site", "pathology", "disease_stage")),
        lines=tuple(_line(read, row, n, labels) for n, row in enumerate(therapy, start=1)),
        swimmer=swimmer(
            therapy, diagnosed_on=file.facts.answers.get("diagnosed_on", ""), today=today
        ),
        measured=_measured(read),
        tumor=tumor_line(assessed, therapy=therapy, today=today),
        symptoms=read.table("symptom", ("noted_on", "pain", "function")),
        labs=read.table("lab", ("test", "value", "unit", "range", "taken_on")),
        conditions=read.table("other_condition", ("name", "since", "now")),
        medicines=read.table("medicine", ("name", "dose", "since", "interaction")),
        options=tuple(_option(read, row, labels) for row in read.rows("alternative")),
        trials=read.table(
            "trial", ("nct", "title", "phase", "status", "status_on", "verdict", "why_not")
        ),
        trials_searched=(
            read.own("trials_searched"),
            read.own("trials_searched_on"),
            read.own("trials_none"),
        ),
        plan=read.facts("plan", PLAN),
        visits=read.table("plan_visit", ("week", "what")),
        approved=(read.own("plan_approved_by"), read.own("plan_approved_on")),
        answer=read.own("evidence_answer"),
        searched=(read.own("evidence_searched"), read.own("evidence_searched_on")),
        studies=tuple(_study(read, row) for row in read.rows("study")),
        statement=read.facts("physician", STATEMENT),
        site=read.facts("clinic", ("irb", "irb_number", "pharmacy", "contracts")),
        exhibits=exhibits,
        missing=tuple(f"Tab {gap.tab}: {gap.words}" for gap in packet_gaps(file.facts)),
        changes=changes,
    )


def restored(made_of: dict[str, Any]) -> Packet | None:
    """The packet a frozen version was made of; None where an earlier release made it otherwise."""
    try:
        return TypeAdapter(Packet).validate_python(made_of)
    except ValidationError:
        return None


def printed_text(packet: Packet) -> dict[str, str]:
    """Everything the packet says, part by part, for the search for identifiers."""
    return {name: " ".join(_texts(part)) for name, part in packet.made_of().items()}


def _texts(part: Any) -> Iterable[str]:  # noqa: ANN401 - plain data of any shape
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _texts(inner)


def changes_since(before: dict[str, Any] | None, file: CaseFile) -> tuple[str, ...]:
    """What this version says otherwise than the frozen one before it, in words."""
    if before is None:
        return ()
    old = {key: tuple(said) for key, said in before.items()}
    new = everything_said(file)
    words = []
    for key, (label, text) in new.items():
        if key not in old:
            words.append(f"Added: {label}: {_brief(text)}")
        elif old[key][1] != text:
            words.append(f"{label}: {_brief(old[key][1])} → {_brief(text)}")
    gone = [f"Removed: {old[key][0]}: {_brief(old[key][1])}" for key in old if key not in new]
    return (*words, *gone)


def _brief(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"


def _glance(read: Reader, *, assessed_count: int, today: date) -> tuple[Fact, ...]:
    """Everything a reviewer's form will ask, each fact where it was typed."""
    file = read.file

    def fact(label: str, *keys: str) -> Fact:
        return Fact(label, tuple(value for key in keys if (value := read.own(key))))

    def listed(label: str, rows: str, *columns: str) -> Fact:
        cells = [read.cell(row, rows, c) for row in read.rows(rows) for c in columns]
        return Fact(label, tuple(cell for cell in cells if cell))

    age = Value(_age(file, today), file.root(), "birth_year")
    none = {key: read.own(key) for key in ("allergy_none", "medicine_none")}
    allergies = listed("Allergies", "allergy", "substance")
    medicines = listed("Medicines", "medicine", "name")
    scans = f"{assessed_count} measurements, see tab C" if assessed_count else ""
    return (
        Fact("Age", (age,) if age else ()),
        fact("Sex", "sex"),
        fact("Weight", "weight", "weight_on"),
        fact("Height", "height"),
        fact("Performance status", "ecog", "ecog_on"),
        fact("Diagnosis", "diagnosis"),
        listed("Biomarkers", "biomarker", "test", "result", "detail"),
        fact("Site", "site"),
        fact("Course", "course", "course_on"),
        fact("Symptoms", "symptoms"),
        listed("Lines of therapy", "therapy", "treatment"),
        Fact("Tumor size", (Value(scans),) if scans else ()),
        listed("Trials ruled out", "trial", "nct", "why_not"),
        fact("Dose", "plan_dose", "plan_route"),
        fact("Schedule", "plan_schedule", "plan_duration"),
        fact("Amount for 12 weeks", "plan_amount"),
        Fact("Allergies", (Value("None known"),))
        if none["allergy_none"].text == "Yes"
        else allergies,
        Fact("Medicines", (Value("None"),)) if none["medicine_none"].text == "Yes" else medicines,
        fact("Interactions", "interactions"),
        fact("Pregnancy possible", "pregnancy_possible", "pregnancy_test", "pregnancy_test_on"),
        fact("Contraception", "contraception"),
        Fact("Physician", (read.own("name", of=Of.PHYSICIAN), read.own("job", of=Of.PHYSICIAN))),
        Fact(
            "License",
            (
                read.own("license_state", of=Of.PHYSICIAN),
                read.own("license_number", of=Of.PHYSICIAN),
            ),
        ),
        Fact("Ship the drug to", (read.own("pharmacy_ship_to", of=Of.CLINIC),)),
    )


def _line(read: Reader, row: Row, number: int, labels: dict[int, str]) -> Line:
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
        exhibit=_label(row, labels),
    )


def _measured(read: Reader) -> tuple[Measured, ...]:
    usable = [r for r in read.rows("measurement") if r.answers.get("measured_on")]
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


def _option(read: Reader, row: Row, labels: dict[int, str]) -> Option:
    return Option(
        option=read.cell(row, "alternative", "option"),
        standing=read.cell(row, "alternative", "standing"),
        why=read.cell(row, "alternative", "why"),
        exhibit=_label(row, labels),
    )


def _study(read: Reader, row: Row) -> Study:
    def cell(key: str) -> Value:
        return read.cell(row, "study", key)

    ids = (("PMID ", cell("pmid")), ("doi ", cell("doi")), ("", cell("nct")))
    return Study(
        citation=cell("citation"),
        ids=tuple(Value(word + v.text, v.entry, v.key) for word, v in ids if v),
        design=cell("design"),
        published=cell("published"),
        patients=cell("patients"),
        n=cell("n"),
        drug=cell("drug"),
        response=_fraction(cell("responders"), cell("assessed")),
        control=_fraction(cell("control_responders"), cell("control_assessed")),
        ratio=_ratio(cell("hr"), cell("hr_low"), cell("hr_high"), cell("hr_of")),
        other=cell("other_result"),
        safety=cell("safety"),
        data_cut=cell("data_cut"),
        differs=cell("differs"),
        checked_on=cell("checked_on"),
    )


def _fraction(some: Value, of: Value) -> str:
    return percent(int(some.text), int(of.text)) if some and of else "not reported"


def _ratio(ratio: Value, low: Value, high: Value, of: Value) -> str:
    if not ratio:
        return ""
    interval = f"95% CI {low.text} to {high.text}" if low and high else "interval not reported"
    return f"HR {ratio.text} ({interval}){f', {of.text}' if of else ''}"


def _exhibits(read: Reader) -> tuple[Exhibit, ...]:
    """Reports that go into the packet, in the order a person gave them: H1, H2 and so on."""
    file = read.file
    rows = sorted_rows(read.rows("document"), positions=file.positions)
    chosen = [
        row for row in rows if row.answers.get("included") == values.YES and row.id in file.reports
    ]
    return tuple(_exhibit(read, row, f"H{n}") for n, row in enumerate(chosen, start=1))


def _exhibit(read: Reader, row: Row, label: str) -> Exhibit:
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


def _label(row: Row, labels: dict[int, str]) -> str:
    exhibit = row.answers.get("exhibit", "")
    return labels.get(int(exhibit), "") if exhibit else ""


def _age(file: CaseFile, today: date) -> str:
    """Age in years; a range where only the year of birth is known and it matters."""
    answers = file.facts.answers
    born = answers.get("birth_date") or answers.get("birth_year") or ""
    if not born:
        return ""
    oldest = _years(earliest(born), today)
    youngest = _years(latest(born), today)
    if youngest < 0:
        return ""
    return str(oldest) if oldest == youngest else f"{youngest} or {oldest}"


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


__all__ = ["Packet", "Paper", "build", "changes_since"]
