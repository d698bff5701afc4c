"""RECIST 1.1 arithmetic on the sum of target lesions (Eisenhauer 2009, Eur J Cancer 45:228-47).

The word suggested here is arithmetic; the response is the physician's judgment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from casetrack.rules import values
from casetrack.rules.dates import earliest, show_date
from casetrack.rules.facts import Row

PARTIAL = Decimal("0.70")  # at most 70% of the baseline sum
GROWTH = Decimal("1.20")  # at least 20% above the smallest sum so far
FLOOR_MM = Decimal(5)  # and at least 5 mm above it


@dataclass(frozen=True)
class Reading:
    """One sum of longest diameters, in mm, with its rough date."""

    on: str
    sum: Decimal
    new_lesion: bool = False


@dataclass(frozen=True)
class Assessment:
    """A reading beside its baseline and the smallest sum before it (the nadir)."""

    reading: Reading
    baseline: Reading
    nadir: Reading
    word: str  # CR, PR, SD, PD; empty for the baseline itself

    @property
    def from_baseline(self) -> Decimal | None:
        """Change in percent; None where the baseline sum is zero."""
        return percent_change(self.reading.sum, self.baseline.sum)

    @property
    def from_nadir_mm(self) -> Decimal:
        return self.reading.sum - self.nadir.sum

    def arithmetic(self) -> str:
        """The sum in words, so that anybody can check it by hand."""
        if not self.word:
            return "Baseline"
        grown = percent_change(self.reading.sum, self.nadir.sum)
        parts = [f"{_signed(self.from_nadir_mm)} mm" + (f" ({_signed(grown)}%)" if grown else "")]
        parts.append(f"from the smallest sum, {self.nadir.sum:f} mm on {show_date(self.nadir.on)}")
        if self.from_baseline is not None:
            parts.append(f"and {_signed(self.from_baseline)}% from baseline")
        if self.reading.new_lesion:
            parts.append("with a new lesion")
        return " ".join(parts)


def readings(rows: Iterable[Row]) -> tuple[Reading, ...]:
    """The usable measurements of a case, in time; a row without date or sum is left out."""
    held = (row.answers for row in rows)
    usable = (a for a in held if a.get("measured_on") and a.get("sum"))
    found = (
        Reading(a["measured_on"], Decimal(a["sum"]), a.get("new_lesion") == values.YES)
        for a in usable
    )
    return tuple(sorted(found, key=lambda reading: earliest(reading.on)))


def assess(series: Iterable[Reading]) -> tuple[Assessment, ...]:
    """Each reading against the first (baseline) and the smallest before it (nadir)."""
    found: list[Assessment] = []
    baseline = nadir = None
    for reading in series:
        if baseline is None or nadir is None:
            baseline = nadir = reading
            found.append(Assessment(reading, reading, reading, ""))
            continue
        found.append(Assessment(reading, baseline, nadir, _word(reading, baseline, nadir)))
        nadir = min(nadir, reading, key=lambda r: r.sum)
    return tuple(found)


def partial_line(baseline: Decimal) -> Decimal:
    """The sum in mm at or below which the response is partial."""
    return baseline * PARTIAL


def progression_line(nadir: Decimal) -> Decimal:
    """The sum in mm at or above which the disease progresses: 20% and at least 5 mm above nadir."""
    return max(nadir * GROWTH, nadir + FLOOR_MM)


def percent_change(now: Decimal, before: Decimal) -> Decimal | None:
    if not before:
        return None
    return ((now - before) / before * 100).quantize(Decimal(1), ROUND_HALF_UP)


def _word(reading: Reading, baseline: Reading, nadir: Reading) -> str:
    if reading.new_lesion or reading.sum >= progression_line(nadir.sum):
        return "PD"
    if reading.sum == 0:
        return "CR"
    return "PR" if reading.sum <= partial_line(baseline.sum) else "SD"


def _signed(number: Decimal | None) -> str:
    return "" if number is None else f"{number:+f}".replace("-", "−")
