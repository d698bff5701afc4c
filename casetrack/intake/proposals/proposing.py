"""One chart, one case: every finding becomes a proposal, a conflict to settle, or a count."""

from collections.abc import Iterable, Iterator

from casetrack.intake.chart import SHELVES, Chart, Finding
from casetrack.intake.proposals.allergies import allergies
from casetrack.intake.proposals.biomarkers import biomarkers
from casetrack.intake.proposals.body import body
from casetrack.intake.proposals.conditions import other_conditions
from casetrack.intake.proposals.diagnosis import diagnosis
from casetrack.intake.proposals.labs import labs, pregnancy
from casetrack.intake.proposals.lines import lines_of_therapy
from casetrack.intake.proposals.medicines import medicines
from casetrack.intake.proposals.patient import patient
from casetrack.intake.proposals.settling import settle
from casetrack.intake.proposals.shape import Draft, Held, Proposed
from casetrack.intake.proposals.sizes import tumor_sizes
from casetrack.intake.proposals.tally import Tally


def propose(chart: Chart, *, held: Held) -> Proposed:
    """What the chart would add to the case, in the order of the case; nothing is chosen for it.

    The same findings give the same proposals, in whatever order the chart lists them.
    """
    tally = Tally()
    settled = [settle(draft, held, tally) for draft in _drafts(_in_order(chart), held, tally)]
    return Proposed(tuple(one for one in settled if one), tally.sentences())


def _drafts(chart: Chart, held: Held, tally: Tally) -> Iterator[Draft]:
    yield from patient(chart, held)
    yield from diagnosis(chart, tally)
    yield from biomarkers(chart, tally)
    yield from lines_of_therapy(chart, tally)
    yield from tumor_sizes(chart)
    yield from body(chart, tally)
    yield from allergies(chart, tally)
    yield from medicines(chart, tally)
    yield from other_conditions(chart, tally)
    yield from labs(chart, tally)
    yield from pregnancy(chart, tally)


# The readers leave these out; this is the last door before the case, so it looks once more.
_VOID = {"entered-in-error", "refuted", "not-done", "nullified", "cancelled"}


def _in_order(chart: Chart) -> Chart:
    """The chart with each list sorted, and without what never happened."""
    shelves = {name: _sorted(getattr(chart, name)) for name in SHELVES}
    return Chart(format=chart.format, patient=chart.patient, left_out=(), warnings=(), **shelves)


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted((one for one in found if not _void(one)), key=_place))


def _place(one: Finding) -> tuple[str, str, str, str, str]:
    source = one.source
    return one.date or "", one.text, source.resource, source.path, repr(one)


def _void(one: Finding) -> bool:
    return not _VOID.isdisjoint({one.status, one.detail.get("verification")})
