"""What else the patient has or had: every condition that is not the cancer itself."""

from collections.abc import Iterator, Sequence

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day
from casetrack.intake.proposals.diagnosis import is_suspected
from casetrack.intake.proposals.newest import grouped
from casetrack.intake.proposals.phrases import distinct, flat, line, notes_of, untagged
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.tally import Tally
from casetrack.rules.text import counted


def other_conditions(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """Present conditions, then the latest resolved ones; the rest of those are counted."""
    others = [one for one in chart.conditions if "cancer" not in one.detail or is_suspected(one)]
    groups = grouped(others, lambda one: untagged(one.text).casefold()).values()
    present = [same for same in groups if not all(map(_is_over, same))]
    over = sorted((same for same in groups if all(map(_is_over, same))), key=_last, reverse=True)
    yield from map(_draft, present)
    yield from map(_draft, over[:RESOLVED])
    tally.leave("resolved condition", max(len(over) - RESOLVED, 0))


RESOLVED = 20

_OVER = {"resolved", "inactive", "completed", "abated"}


def _is_over(one: Finding) -> bool:
    status = (one.status or "").partition(",")[0]
    return status in _OVER or bool(one.end) or (not status and "abatement" in one.detail)


def _last(same: Sequence[Finding]) -> str:
    return max(day(one.end) or day(one.date) for one in same)


def _draft(same: Sequence[Finding]) -> Draft:
    shown = [one for one in same if not _is_over(one)] or same
    days = filter(None, (day(one.date) for one in shown))
    return Draft(
        rows="other_condition",
        answers={
            "name": untagged(same[0].text),
            "since": min(days, default=""),
            "now": _now(shown),
        },
        findings=(*shown, *(one for one in same if one not in shown)),
        text="; ".join(distinct(line(one, one.status) for one in shown)),
        notes=distinct((*_notes(same), *notes_of(shown))),
    )


def _now(shown: Sequence[Finding]) -> str:
    if any(map(is_suspected, shown)):
        return "suspected"
    return " or ".join(distinct(flat(one.status or "") for one in shown))


def _notes(same: Sequence[Finding]) -> Iterator[str]:
    if len(same) > 1:
        yield f"Recorded {len(same)} times."
    over = sum(map(_is_over, same))
    if 0 < over < len(same):
        yield f"Also {counted(over, 'episode')} that ended."
    for one in same:
        if is_suspected(one) and "suspected" not in one.detail:
            yield f"The chart calls it {one.detail['verification']}: not proposed as diagnosis."
        if "onset" in one.detail:
            yield f"Onset as recorded: {flat(one.detail['onset'])}."
        if "abatement" in one.detail:
            yield f"End as recorded: {flat(one.detail['abatement'])}."
