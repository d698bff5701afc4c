"""Allergies as rows, or the statement that none is known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.nothing import denies_allergies
from casetrack.intake.proposals.newest import grouped
from casetrack.intake.proposals.phrases import distinct, flat, line, notes_of, untagged
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.tally import Tally


def allergies(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """Every allergy, over or not; "no known allergies" only where the chart lists none."""
    denials = [one for one in chart.allergies if _is_denial(one) and not _is_over(one)]
    listed = [one for one in chart.allergies if not _is_denial(one)]
    against = f"The chart also says “{flat(denials[0].text)}”" if denials else ""
    for same in grouped(listed, lambda one: untagged(one.text).casefold()).values():
        yield replace(_row(same), conflict=against)
    if denials and listed:
        tally.leave("“no allergies” statement", len(denials))
    elif denials:
        yield _none(denials)
    over = sum(1 for one in chart.allergies if _is_denial(one) and _is_over(one))
    tally.leave("outdated “no allergies” statement", over)


_IN_PART = re.compile(r"drug|food|latex|environment|medic|NKDA", re.IGNORECASE)
_ACTIVE = {"", "active", "confirmed", "completed"}
_OVER = ("inactive", "resolved")


def _is_denial(one: Finding) -> bool:
    codes = [one.code] if one.code else []
    return "none_known" in one.detail or denies_allergies(one.text, codes)


def _is_over(one: Finding) -> bool:
    return (one.status or "").startswith(_OVER) or bool(one.end)


def _row(same: Sequence[Finding]) -> Draft:
    details = [one.detail for one in same]
    reactions = distinct(untagged(detail.get("reaction", "")) for detail in details)
    severities = distinct(flat(detail.get("severity", "")) for detail in details)
    severity = f"severity: {'; '.join(severities)}" if severities else ""
    reaction = ", ".join(filter(None, ["; ".join(reactions), severity]))
    return Draft(
        rows="allergy",
        answers={"substance": untagged(same[0].text), "reaction": reaction},
        findings=tuple(same),
        text="; ".join(distinct(line(one, one.detail.get("reaction"), one.status) for one in same)),
        notes=distinct((*_notes(same), *notes_of(same))),
    )


def _notes(same: Sequence[Finding]) -> Iterator[str]:
    for status in distinct(one.status or "" for one in same):
        if status not in _ACTIVE:
            yield f"The chart marks it {status}."
    for risk in distinct(one.detail.get("criticality", "") for one in same):
        yield f"Criticality: {risk}."


def _none(denials: Sequence[Finding]) -> Draft:
    whole = [one for one in denials if not _IN_PART.search(one.text)]
    part = "The chart speaks of one kind of allergy only: ask about the others."
    return Draft(
        answers={"allergy_none": "yes"},
        findings=tuple(whole or denials),
        text="; ".join(distinct(line(one, one.status) for one in whole or denials)),
        notes=distinct((*([] if whole else [part]), *notes_of(denials))),
    )
