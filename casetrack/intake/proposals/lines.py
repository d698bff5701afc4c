"""Lines of therapy: drugs against the cancer, operations, radiation, ablation, by their start."""

from collections.abc import Iterator

from casetrack.intake.chart import Chart
from casetrack.intake.proposals.courses import drug_lines
from casetrack.intake.proposals.operations import procedure_lines
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.tally import Tally


def lines_of_therapy(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """Every line the chart shows; response and "still going on" are never guessed."""
    found = [*drug_lines(chart), *procedure_lines(chart, tally)]
    yield from sorted(found, key=lambda draft: (draft.answers["start"] or "9999", draft.text))
