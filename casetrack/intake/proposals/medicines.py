"""The medicines the patient takes now for something other than the cancer."""

from collections.abc import Iterator, Sequence

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day
from casetrack.intake.proposals.drugs import cancer_names, treats_cancer
from casetrack.intake.proposals.newest import grouped
from casetrack.intake.proposals.orders import GIVEN, OVER, STILL, doses, remarks
from casetrack.intake.proposals.phrases import distinct, flat, line, notes_of, untagged
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.tally import Tally
from casetrack.rules.text import counted


def medicines(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """One row for each medicine that is not over; those that are over are counted."""
    cancers = cancer_names(chart)
    others = [one for one in chart.medications if not treats_cancer(one, cancers)]
    for entries in grouped(others, lambda one: untagged(one.text).casefold()).values():
        present = [one for one in entries if _is_present(one, chart.format)]
        if present:
            yield _draft(present, len(entries) - len(present))
        else:
            tally.leave("stopped medicine")


def _is_present(one: Finding, form: str) -> bool:
    """Not over by its status. C-CDA calls an entry complete whose medicine goes on."""
    if one.detail.get("kind") in GIVEN:
        return one.status in STILL
    if form == "C-CDA" and one.status == "completed":
        return not one.end
    return one.status not in OVER


_GOES_ON = {"active", "ordered", "taking", "in-progress"}


def _draft(present: Sequence[Finding], over: int) -> Draft:
    days = filter(None, (day(one.date) for one in present))
    return Draft(
        rows="medicine",
        answers={
            "name": untagged(present[0].text),
            "dose": doses(present),
            "since": min(days, default=""),
        },
        findings=tuple(present),
        text="; ".join(distinct(line(one, doses([one]), one.status) for one in present)),
        notes=distinct((*_notes(present, over), *notes_of(present))),
    )


def _notes(present: Sequence[Finding], over: int) -> Iterator[str]:
    if any(one.status not in _GOES_ON for one in present):
        yield from remarks(present)
        yield "Ask whether it is taken."
    elif len(present) > 1:
        yield f"{counted(len(present), 'order')}."
    if over:
        yield f"Also {counted(over, 'order')} that ended."
    for reason in distinct(flat(one.detail.get("reason_for", "")) for one in present):
        yield f"For: {reason}."
