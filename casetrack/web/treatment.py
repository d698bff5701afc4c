"""What stage 6 shows beside its tasks: the checklist, doses, the line of the tumor, the drug."""

from dataclasses import dataclass
from datetime import date

from casetrack.documents.dose_figure import DoseFigure, dose_figure
from casetrack.documents.figures import TumorLine, figures_of
from casetrack.rules.agenda import Item, agenda
from casetrack.rules.facts import Row
from casetrack.rules.questions import BY_ROWS, Section
from casetrack.rules.treatment import (
    Count,
    Doses,
    Tick,
    checklist,
    counts,
    doses,
    lasts_until,
    open_ticks,
    total,
    treated,
    unbalanced,
)
from casetrack.web.visit import Visit

LATEST = 5


@dataclass(frozen=True)
class Treatment:
    ticks: tuple[Tick, ...]
    open: tuple[Tick, ...]
    begun: bool
    ended: bool
    doses: Doses
    dosing: DoseFigure | None
    tumor: TumorLine | None
    symptoms: tuple[Row, ...]
    counts: tuple[Count, ...]
    total: Count
    lasts_until: date | None
    unbalanced: str
    steps: tuple[Item, ...]
    symptom_section: Section


def treatment_of(visit: Visit) -> Treatment:
    facts, today = visit.case.facts, visit.today
    ticks, given = checklist(facts), doses(facts, today)
    _, tumor = figures_of(facts, today=today)
    return Treatment(
        ticks=ticks,
        open=open_ticks(ticks),
        begun=treated(facts),
        ended=bool(facts.answers.get("last_dose_on")),
        doses=given,
        dosing=dose_figure(given, unit=facts.answers.get("dose_unit", "")),
        tumor=tumor,
        symptoms=facts.rows.get("symptom", ())[-LATEST:],
        counts=counts(facts),
        total=total(facts),
        lasts_until=lasts_until(facts, today),
        unbalanced=unbalanced(facts),
        steps=agenda(facts),
        symptom_section=BY_ROWS["symptom"],
    )
