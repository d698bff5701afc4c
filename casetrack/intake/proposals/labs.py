"""The latest value of each laboratory test, and the pregnancy test among them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day
from casetrack.intake.proposals.newest import grouped, newest
from casetrack.intake.proposals.phrases import flat, line, notes_of, untagged
from casetrack.intake.proposals.polarity import polarity
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.tally import Tally


def labs(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """At most MOST rows, newest first; the other tests are counted."""
    values = [one for one in chart.labs if not _answer(one)]
    tests = grouped(values, lambda one: one.code or flat(one.text).casefold()).values()
    drafts = [draft for found in tests for draft in newest(map(_row, found), tally)]
    drafts.sort(key=lambda draft: draft.answers["test"].casefold())
    drafts.sort(key=lambda draft: draft.day, reverse=True)
    yield from drafts[:MOST]
    tally.leave("older laboratory test", max(len(drafts) - MOST, 0))


def pregnancy(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """The latest test that says positive or negative; a mere number is for a physician to read."""
    told = [(one, answer) for one in chart.labs if (answer := _answer(one))]
    yield from newest([_test(one, answer) for one, answer in told], tally)


MOST = 40

_HCG_CODES = ("|2118-8", "|2106-3")  # LOINC: pregnancy test in serum, in urine
_HCG = re.compile(r"\b(?:beta-?)?hCG\b|choriogonadotropin|pregnancy test", re.IGNORECASE)
_ANSWERS = {
    "negative": "negative",
    "absent": "negative",
    "positive": "positive",
    "present": "positive",
}
_LONG = 7  # digits; a longer fraction comes from arithmetic, not from a laboratory


def _answer(one: Finding) -> str:
    """The result of a pregnancy test; blank for any other laboratory value."""
    if not ((one.code or "").endswith(_HCG_CODES) or _HCG.search(one.text)):
        return ""
    return _ANSWERS.get(polarity(one.value), "")


def _test(one: Finding, answer: str) -> Draft:
    return Draft(
        answers={"pregnancy_test": answer, "pregnancy_test_on": day(one.date)},
        findings=(one,),
        text=line(one),
        says=answer,
        notes=notes_of([one]),
    )


def _row(one: Finding) -> Draft:
    value, rounded = _value(one.value)
    reading = one.detail.get("interpretation", "")
    notes = [f"Rounded from {one.value}."] if rounded else []
    if reading.strip().lower() not in ("", "normal", "n"):
        notes.append(f"The chart marks it: {flat(reading)}.")
    unit = flat(one.unit or "")
    return Draft(
        rows="lab",
        answers={
            "test": untagged(one.text),
            "value": value,
            "unit": unit,
            "range": flat(one.detail.get("reference_range", "")),
            "taken_on": day(one.date),
        },
        findings=(one,),
        text=line(one),
        says=f"{value} {unit}".strip(),
        notes=(*notes, *notes_of([one])),
    )


def _value(value: str | float | None) -> tuple[str, bool]:
    """The value as text, and whether digits that nobody measured were rounded away."""
    if not isinstance(value, float) or len(repr(value).lstrip("-").replace(".", "")) <= _LONG:
        return untagged(str(value if value is not None else "")), False
    if abs(value) >= 1_000:
        return f"{value:.6g}", True
    return f"{Decimal(f'{value:.4g}'):f}", True
