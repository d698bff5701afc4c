"""Tumor sizes as measurement rows, in millimeters: one diameter each, never a sum of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day
from casetrack.intake.proposals.newest import grouped
from casetrack.intake.proposals.phrases import flat, line, notes_of, several, untagged
from casetrack.intake.proposals.shape import Draft


def tumor_sizes(chart: Chart) -> Iterator[Draft]:
    """Every recorded size; several on one day are a conflict, since a row holds one sum."""
    drafts = [_draft(one, size) for one in chart.measurements if (size := size_in_mm(one))]
    for same_day in grouped(drafts, lambda draft: draft.day).values():
        yield from _of_one_day(same_day)


def size_in_mm(one: Finding) -> str:
    """'11.6' for a tumor's greatest dimension of 1.157 cm; blank for anything else."""
    code = (one.code or "").rpartition("|")[2]
    if code not in _GREATEST and (code in _OTHER or not _SIZE.search(one.text)):
        return ""
    factor = _MILLIMETERS.get((one.unit or "").strip().lower())
    if factor is None or isinstance(one.value, str | bool | None) or not abs(one.value) < _POSSIBLE:
        return ""
    size = (Decimal(str(one.value)) * factor).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{size:f}".removesuffix(".0")


_POSSIBLE = 10_000  # far beyond any tumor, in either unit
_GREATEST = {"21889-1", "33728-7"}
_OTHER = {"33729-5", "33756-8"}  # a further dimension; the size of a polyp
_SIZE = re.compile(
    r"tumou?r (?:size|diameter)|size\b.*\btumou?r|lesion (?:size|diameter)|longest diameter"
    r"|(?:largest|greatest|maximum) (?:dimension|diameter) (?:of|in) (?:tumou?r|lesion)",
    re.IGNORECASE,
)
_MILLIMETERS = {
    **dict.fromkeys(("mm", "millimeter", "millimeters", "millimetre", "millimetres"), 1),
    **dict.fromkeys(("cm", "centimeter", "centimeters", "centimetre", "centimetres"), 10),
}
_METHODS = (
    ("MRI", re.compile(r"\bMRI?\b|magnetic resonance", re.IGNORECASE)),
    ("CT", re.compile(r"\bCT\b|computed tomograph|computerized", re.IGNORECASE)),
    ("US", re.compile(r"\bUS\b|ultraso|sonograph", re.IGNORECASE)),
    ("exam", re.compile(r"physical exam|palpat|caliper", re.IGNORECASE)),
)


def _draft(one: Finding, size: str) -> Draft:
    method = flat(one.detail.get("method", ""))
    fitting = [key for key, words in _METHODS if words.search(f"{method} {one.text}")]
    notes = ["One diameter as recorded, not a sum: check."]
    if "sum of" in one.text.lower():
        notes = ["A sum as recorded: check which lesions it adds."]
    if method and not fitting:
        notes.append(f"Method: {untagged(method)}.")
    return Draft(
        rows="measurement",
        answers={
            "sum": size,
            "measured_on": day(one.date),
            "method": fitting[0] if len(fitting) == 1 else "",
            "lesions": untagged(one.detail.get("body_site", "")),
        },
        findings=(one,),
        text=line(one, method),
        says=f"{size} mm",
        notes=(*notes, *notes_of([one])),
    )


def _of_one_day(same_day: Sequence[Draft]) -> Iterator[Draft]:
    values = grouped(same_day, lambda draft: (draft.says, draft.answers["lesions"]))
    for same in values.values():
        yield replace(same[0], conflict=several(len(values)))
