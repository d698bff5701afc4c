"""The treatment as FDA is told of it: at its completion, and once a year while the IND runs.

Both papers print the same course; the annual one only the year it reports. What nobody entered is
said to be missing, and no event is said to be none that was not looked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casetrack.documents.content import Cells, Content, Draft, numbered
from casetrack.documents.dose_figure import DoseFigure, dose_figure
from casetrack.documents.figures import TumorLine, tumor_line
from casetrack.documents.packet import Measured
from casetrack.documents.request import measured
from casetrack.documents.values import BLANK, Fact, Reader, Value, known_as
from casetrack.rules.clocks import months_after
from casetrack.rules.clocks.fda import in_effect_on
from casetrack.rules.dates import earliest, latest, show_date
from casetrack.rules.documents import ANNUAL, Naming, Paper, naming_of
from casetrack.rules.facts import Facts, Row
from casetrack.rules.response import assess, readings
from casetrack.rules.safety import SAFETY
from casetrack.rules.treatment import DOSES, Count, Doses, Period, counts, doses, last_asked, total
from casetrack.store.queries.casefile import CaseFile

EVENT = (
    *("event_what", "event_grade", "happened_on", "serious", "unexpected", "suspected"),
    *("event_drug", "event_outcome", "fda_told_on"),
)
DOSE = ("dose_from", "dose_to", "dose_planned", "dose_given", "dose_how", "dose_why")
RESULT = ("best_response", "best_response_on", "best_response_how")
ENDED = {"ended_why": "Why treatment ended", "ended_reason": "In a few words"}
TOLD = {"fda_told_on": "", "fda_told_more_on": " (follow-up)"}
DIED = ("alive_on", "died_of")
AFTER = ("alive", "alive_on", "died_of", "followed")
CLOSED = ("ind_withdrawn_on", "irb_closed_on", "company_end_told_on")
COMING = ("annual_plan", "annual_brochure", "annual_business")


@dataclass(frozen=True)
class Span:
    """The days a report is about, the last one counted; `year` is 0 where it is all of them."""

    start: date
    end: date
    year: int
    whole: bool  # whether the year is over

    def holds(self, stored: str) -> bool:
        """Whether something that began on this day, month or year may have begun within it."""
        return not stored or (earliest(stored) <= self.end and latest(stored) >= self.start)


@dataclass(frozen=True)
class Lot:
    lot: str
    received: int
    dispensed: int
    brought_back: int
    sent_back: int
    destroyed: int
    lost: int
    on_hand: int


@dataclass(frozen=True, kw_only=True)
class TreatmentReport(Content):
    period: str
    year: int
    patient: str
    physician: tuple[Fact, ...]
    drug: Value
    diagnosis: Value
    ind: Value
    first_dose: Value
    last_dose: Value
    treated_days: str
    dose_unit: Value
    amounts: str
    doses: Cells
    dosing: DoseFigure | None
    result: tuple[Fact, ...]
    conclusion: Value
    measured: tuple[Measured, ...]
    tumor: TumorLine | None
    symptoms: Cells
    events: Cells
    asked: str
    reported: tuple[str, ...]
    died: tuple[Fact, ...] = ()
    ended: tuple[Fact, ...]
    after: tuple[Fact, ...]
    closed: tuple[Fact, ...]
    lots: tuple[Lot, ...]
    stock_unit: Value
    coming: tuple[Fact, ...]

    @property
    def tables(self) -> dict[str, int]:
        found = {
            "doses": self.doses,
            "measured": self.measured,
            "symptoms": self.symptoms,
            "events": self.events,
            "lots": self.lots[1:],  # the last one is the sum of all
        }
        return numbered(found)

    @property
    def figures(self) -> dict[str, int]:
        return numbered({"dosing": self.dosing, "tumor": self.tumor})


def build(of: Draft) -> TreatmentReport:
    kind, file, facts, today = of.paper, of.file, of.file.facts, of.today
    read = Reader(file)
    span = reported_span(file, annual=kind is ANNUAL, today=today)
    given = _within(doses(facts, today), span)
    known = read.rows(SAFETY)  # the summary tells of all, those that began after the last dose too
    rows = [r for r in known if not span.year or span.holds(r.answers.get("happened_on", ""))]
    asked, scans = last_asked(facts), since_baseline(read.rows("measurement"), facts)
    return TreatmentReport(
        **of.heading("name", "address", "phone"),
        period=_period(span) if facts.answers.get("first_dose_on") else "",
        year=span.year,
        patient=known_as(file, kind) or _unnamed(file, kind),
        physician=read.facts("physician", ("name", "phone", "email")),
        drug=read.own("drug"),
        diagnosis=read.own("diagnosis"),
        ind=read.told("ind_number"),
        first_dose=read.told("first_dose_on"),
        last_dose=read.told("last_dose_on"),
        treated_days=_treated(file, span),
        dose_unit=read.own("dose_unit"),
        amounts=_amounts(given),
        doses=tuple(
            tuple(read.cell(row, DOSES, key) for key in DOSE)
            for row in read.rows(DOSES)
            if row.id in {one.row for one in given.periods}
        ),
        dosing=dose_figure(given, unit=facts.answers.get("dose_unit", "")),
        result=read.facts("conclusion", RESULT),
        conclusion=read.own("conclusion"),
        measured=measured(read, scans),
        tumor=tumor_line(assess(readings(scans)), therapy=(), today=today),
        symptoms=read.table("symptom", ("noted_on", "pain", "function")),
        events=tuple(_event(read, row) for row in rows),
        asked=show_date(asked) if asked else "",
        reported=tuple(told for row in known for told in _reported(row, span)),
        died=read.facts("outcome", DIED) if facts.answers.get("alive") == "died" else (),
        ended=tuple(Fact(label, (read.told(key),)) for key, label in ENDED.items()),
        after=read.facts("outcome", AFTER),
        closed=read.facts("endings", CLOSED),
        lots=tuple(_lot(one) for one in (*counts(facts), total(facts))),
        stock_unit=read.own("stock_unit"),
        coming=read.facts("annual", COMING),
    )


def reported_span(file: CaseFile, *, annual: bool, today: date) -> Span:
    """All of the treatment; or the last full year of the IND, while there is none the first."""
    said = file.facts.answers
    first = said.get("first_dose_on", "")
    last = said.get("last_dose_on", "")
    began = in_effect_on(said)
    if not annual or not began:
        start = date.fromisoformat(first) if first else today
        return Span(start, date.fromisoformat(last) if last else max(start, today), 0, bool(last))
    effect, year = date.fromisoformat(began), 1
    while months_after(effect, 12 * (year + 1)) <= today:
        year += 1
    start, end = months_after(effect, 12 * (year - 1)), months_after(effect, 12 * year)
    whole = end <= today
    last_day = date.fromordinal(end.toordinal() - 1) if whole else max(start, today)
    return Span(start, last_day, year, whole)


def since_baseline(rows: Sequence[Row], facts: Facts) -> tuple[Row, ...]:
    """The last measurement before the first dose, from which a response counts, and all since."""
    first = facts.answers.get("first_dose_on", "")
    dated = [row for row in rows if row.answers.get("measured_on")]
    before = [r for r in dated if first and latest(r.answers["measured_on"]).isoformat() <= first]
    baseline = max(before, key=lambda r: latest(r.answers["measured_on"]), default=None)
    return tuple(row for row in dated if row is baseline or row not in before)


def _period(span: Span) -> str:
    days = f"{show_date(span.start)} to {show_date(span.end)}"
    return days if span.whole or not span.year else f"{days}; the year is not over"


def _unnamed(file: CaseFile, kind: Paper) -> str:
    """By the code alone, or because nobody entered the initials."""
    wanted = naming_of(kind, file.facts.clinic) is Naming.INITIALS
    return f"Initials not provided (case {file.code})" if wanted else f"case {file.code}"


def _within(found: Doses, span: Span) -> Doses:
    """Only the days of the report."""
    cut = (
        Period(
            one.row,
            max(one.start, span.start),
            min(one.end, span.end),
            one.planned,
            one.given,
            one.how,
            goes_on=one.goes_on,
        )
        for one in found.periods
        if one.start <= span.end and one.end >= span.start
    )
    return Doses(tuple(cut), found.left_out)


def _treated(file: CaseFile, span: Span) -> str:
    first = file.facts.answers.get("first_dose_on", "")
    if not first:
        return ""
    last = file.facts.answers.get("last_dose_on", "")
    end = date.fromisoformat(last) if last else span.end
    return f"{(end - date.fromisoformat(first)).days + 1} days, the first and the last one counted"


def _amounts(found: Doses) -> str:
    if not found.periods:
        return ""
    share = f" ({found.share}%)" if found.share is not None else ""
    left = f"; {found.left_out} without a day or an amount left out" if found.left_out else ""
    given, planned = f"{found.given:,f}", f"{found.planned:,f}"
    return f"{given} given of {planned} planned{share}, day by day{left}"


def _event(read: Reader, row: Row) -> tuple[Value, ...]:
    """What nobody has judged is not called serious or expected."""
    return tuple(read.cell(row, SAFETY, key) if row.id else BLANK for key in EVENT)


def _reported(row: Row, span: Span) -> Iterator[str]:
    """What FDA was told of it on a day of this report, whenever it began."""
    what = row.answers.get("event_what", "An event")
    for key, kind in TOLD.items():
        on = row.answers.get(key, "")
        if on and (not span.year or span.holds(on)):
            yield f"{what}, {show_date(on)}{kind}"


def _lot(one: Count) -> Lot:
    return Lot(
        lot=one.lot,
        received=one.of("received"),
        dispensed=one.of("dispensed"),
        brought_back=one.of("brought_back"),
        sent_back=one.of("sent_back"),
        destroyed=one.of("destroyed"),
        lost=one.of("lost"),
        on_hand=one.on_hand,
    )
