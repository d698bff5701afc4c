"""Variants found and not found, tumor markers, mutational burden and microsatellites, as rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day
from casetrack.intake.proposals.newest import grouped
from casetrack.intake.proposals.phrases import (
    amount,
    cut,
    distinct,
    flat,
    line,
    notes_of,
    several,
    untagged,
)
from casetrack.intake.proposals.polarity import OPPOSITE, is_plain, polarity
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.tally import Tally


def biomarkers(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """One row for each result; results that contradict each other are a conflict."""
    drafts = []
    for one in chart.biomarkers:
        kind = one.detail.get("finding", "marker")
        if kind in _NOT_RESULTS:
            tally.leave(_NOT_RESULTS[kind])
        else:
            drafts.append(_variant(one) if kind == "variant" else _marker(one))
    once = grouped(drafts, lambda draft: tuple(draft.answers.items())).values()
    merged = [_merged(same) for same in once]
    merged.sort(key=lambda draft: draft.answers["test"].casefold())
    for same_test in grouped(merged, _test_and_day).values():
        yield from _with_conflicts(same_test)


_NOT_RESULTS = {"genes studied": "list of genes studied", "implication": "interpretation"}
_DETAIL_CAP = 120
_NOTHING = re.compile(r"(?:not detected|not found|none|unknown|n/?a|-|absent)?", re.IGNORECASE)
_P = re.compile(r"\bp\.(?:\([^()\s]+\)|[^()\s,;]+)")
_C = re.compile(r"\bc\.[^\s,;()]+")


def _variant(one: Finding) -> Draft:
    detail = one.detail
    result = polarity(one.value)
    notes = [] if result else ["The chart does not say whether it is present."]
    if "vaf" in detail:
        notes.append(f"Allele frequency: {flat(detail['vaf'])}.")
    test = detail.get("gene") or one.text
    return _row(one, test, result, _change(one), notes)


def _change(one: Finding) -> str:
    """The protein change, else the change of the DNA, as short as it can be told."""
    detail = one.detail
    told = [detail.get(name, "") for name in ("p", "c", "variant", "g")]
    for pattern in (_P, _C):
        found = (pattern.search(text) for text in (*told, one.text))
        if short := next((one_found.group() for one_found in found if one_found), ""):
            return short
    told += [detail.get("dbsnp", ""), detail.get("change", "").replace("_", " ")]
    return next((text for text in told if not _NOTHING.fullmatch(text.strip())), "")


def _marker(one: Finding) -> Draft:
    result = polarity(one.value)
    shown = untagged(amount(one))
    reading = one.detail.get("interpretation", "")
    beside = f" ({flat(reading)})" if reading and not result else ""
    detail = "" if is_plain(shown) else f"{shown}{beside}"
    return _row(one, one.text, result or "value", detail, [])


def _row(one: Finding, test: str, result: str, detail: str, notes: Sequence[str]) -> Draft:
    origin = one.detail.get("source", "").lower()
    reading = one.detail.get("interpretation", "")
    return Draft(
        rows="biomarker",
        answers={
            "test": untagged(test),
            "result": result,
            "detail": cut(flat(detail), _DETAIL_CAP),
            "origin": origin if origin in ("somatic", "germline") else "",
            "tested_on": day(one.date),
        },
        findings=(one,),
        text=line(one, reading if reading != one.value else ""),
        says=f"{result} {detail}",
        notes=distinct((*notes, *notes_of([one]))),
    )


def _merged(same: Sequence[Draft]) -> Draft:
    notes = distinct(note for one in same for note in one.notes)
    again = (f"Recorded {len(same)} times.",) if len(same) > 1 else ()
    return replace(same[0], notes=(*notes, *again))


def _test_and_day(draft: Draft) -> tuple[str, str]:
    return draft.answers["test"].casefold(), draft.answers["tested_on"]


def _with_conflicts(same_test: Sequence[Draft]) -> Iterator[Draft]:
    """Two changes in one gene are two findings; one change both there and not there is none."""
    for one in same_test:
        against = [other for other in same_test if other is not one and _disagree(one, other)]
        yield replace(one, conflict=several(len(against) + 1))


def _disagree(one: Draft, other: Draft) -> bool:
    if one.findings[0].detail.get("finding") != "variant":
        return True
    details = {one.answers["detail"], other.answers["detail"]} - {""}
    opposed = OPPOSITE.get(one.answers["result"]) == other.answers["result"]
    return opposed and len(details) < 2
