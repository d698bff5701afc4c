"""Geometry of the two figures, in points: the same drawing on screen and on paper.

Swimmer plot: one lane per line of therapy of one patient (the form is borrowed from plots with one
lane per patient). Tumor line: percent change of the sum of diameters from baseline (RECIST 1.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from casetrack.rules import values
from casetrack.rules.dates import earliest, is_exact, latest
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions import Answers, find
from casetrack.rules.response import PARTIAL, Assessment, assess, progression_line, readings

WIDTH = 640.0
LEFT, RIGHT = 168.0, 132.0  # gutters for names and for words after the bars
LANE, TOP = 26.0, 10.0
PLOT_HEIGHT = 190.0
STEPS, MOST_TICKS = (10, 20, 50, 100, 200, 500, 1_000), 7
LABEL_GAP = 12.0
LONGEST_NAME = 30
LETTER = 5.4  # width of a letter of the words after a bar
DAYS_IN_MONTH = 30.4375


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Lane:
    """One line of therapy: a bar, or a mark for what happened on one day."""

    number: int
    name: str
    y: float
    x: float
    width: float
    kind: str
    rough_start: bool
    end: str  # stop, rough, ongoing or unknown
    word: str
    word_x: float
    word_anchor: str


@dataclass(frozen=True)
class Swimmer:
    width: float
    height: float
    axis_y: float
    lanes: tuple[Lane, ...]
    months: tuple[Tick, ...]
    years: tuple[Tick, ...]
    since: str
    summary: str


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    label: str
    new_lesion: bool


@dataclass(frozen=True)
class Level:
    """A reference line with its words, moved apart from its neighbors."""

    x: float
    x_end: float
    y: float
    label: str
    label_y: float
    style: str


@dataclass(frozen=True)
class TumorLine:
    width: float
    height: float
    axis_y: float
    zero_y: float
    points: tuple[Point, ...]
    levels: tuple[Level, ...]
    percents: tuple[tuple[float, str], ...]
    years: tuple[Tick, ...]
    bars: tuple[tuple[float, float, float, str], ...]
    summary: str


def figures_of(facts: Facts, *, today: date) -> tuple[Swimmer | None, TumorLine | None]:
    """Both plots of a case, as its packet prints them."""
    therapy = facts.rows.get("therapy", ())
    found = assess(readings(facts.rows.get("measurement", ())))
    diagnosed_on = facts.answers.get("diagnosed_on", "")
    return (
        swimmer(therapy, diagnosed_on=diagnosed_on, today=today),
        tumor_line(found, therapy=therapy, today=today),
    )


def swimmer(rows: Sequence[Row], *, diagnosed_on: str, today: date) -> Swimmer | None:
    """The plot of prior therapy; None while no line has a start."""
    dated = [row for row in rows if row.answers.get("start")]
    if not dated:
        return None
    starts = [earliest(row.answers["start"]) for row in dated]
    zero = min([*starts, *([earliest(diagnosed_on)] if diagnosed_on else [])])
    ends = [_end(row, today) for row in dated]
    scale = _Scale(zero, max([*ends, *starts]))
    lanes = tuple(_lane(row, n, scale, today) for n, row in enumerate(dated, start=1))
    axis = TOP + LANE * len(lanes) + 6
    since = "diagnosis" if diagnosed_on and earliest(diagnosed_on) == zero else "first treatment"
    return Swimmer(
        width=WIDTH,
        height=axis + 40,
        axis_y=axis,
        lanes=lanes,
        months=scale.months(),
        years=scale.years(),
        since=since,
        summary=f"{len(lanes)} lines of therapy since {since}: "
        + "; ".join(f"{lane.name}, {lane.word}" for lane in lanes),
    )


def tumor_line(
    found: Sequence[Assessment], *, therapy: Sequence[Row], today: date
) -> TumorLine | None:
    """The plot of measurements; None while there are fewer than two."""
    if len(found) < 2 or not found[0].baseline.sum:
        return None
    base = found[0].baseline.sum
    changes = [float((one.reading.sum - base) / base * 100) for one in found]
    smallest = min(found, key=lambda one: one.reading.sum).reading
    limit = float((progression_line(smallest.sum) - base) / base * 100)
    partial = float((PARTIAL - 1) * 100)
    scale = _Scale(earliest(found[0].reading.on), earliest(found[-1].reading.on))
    heights = _Heights(min([*changes, limit, partial]), max([*changes, limit, 0.0]))
    points = tuple(
        Point(
            scale.x(earliest(one.reading.on)),
            heights.y(change),
            f"{one.reading.sum:f}",
            one.reading.new_lesion,
        )
        for one, change in zip(found, changes, strict=True)
    )
    axis = TOP + PLOT_HEIGHT
    bars = _bars(therapy, scale, axis, today)
    return TumorLine(
        width=WIDTH,
        height=axis + 34 + 15 * len(bars),
        axis_y=axis,
        zero_y=heights.y(0),
        points=points,
        levels=_levels(heights, scale, smallest.on, partial=partial, limit=limit),
        percents=heights.ticks(),
        years=scale.years(),
        bars=bars,
        summary=_line_summary(found, changes),
    )


class _Scale:
    """Days to points, between the gutters."""

    def __init__(self, start: date, end: date) -> None:
        self.start = start
        self.days = max(1, (end - start).days)

    def x(self, day: date) -> float:
        share = min(1.0, max(0.0, (day - self.start).days / self.days))
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def months(self) -> tuple[Tick, ...]:
        months = self.days / DAYS_IN_MONTH
        step = next((s for s in (3, 6, 12, 24, 60, 120) if months / s <= 7), 240)
        ticks = range(0, int(months) + 1, step)
        days = (self.start.toordinal() + round(m * DAYS_IN_MONTH) for m in ticks)
        return tuple(
            Tick(self.x(date.fromordinal(day)), str(month))
            for day, month in zip(days, ticks, strict=True)
        )

    def years(self) -> tuple[Tick, ...]:
        last = self.start.year + self.days // 365 + 1
        step = max(1, (last - self.start.year) // 8)
        new_years = (date(year, 1, 1) for year in range(self.start.year + 1, last + 1, step))
        end = date.fromordinal(self.start.toordinal() + self.days)
        return tuple(Tick(self.x(day), str(day.year)) for day in new_years if day <= end)


class _Heights:
    """Percent to points, with a little room above and below."""

    def __init__(self, low: float, high: float) -> None:
        room = max(5.0, (high - low) * 0.08)
        self.low, self.high = low - 1.8 * room, high + room  # words stand under the lowest point

    def y(self, percent: float) -> float:
        share = (self.high - percent) / (self.high - self.low)
        return round(TOP + share * PLOT_HEIGHT, 1)

    def ticks(self) -> tuple[tuple[float, str], ...]:
        rough = (self.high - self.low) / MOST_TICKS
        step = next((step for step in STEPS if step >= rough), 1_000 * ceil(rough / 1_000))
        first = int(self.low // step + 1) * step
        marks = range(first, int(self.high) + 1, step)
        return tuple(
            (self.y(mark), f"{mark:+d}%".replace("-", "−") if mark else "0%") for mark in marks
        )


def _lane(row: Row, number: int, scale: _Scale, today: date) -> Lane:
    answers = row.answers
    start, stop = answers["start"], answers.get("stop", "")
    x, x_end = scale.x(earliest(start)), scale.x(_end(row, today))
    end = "ongoing" if answers.get("ongoing") == values.YES else "stop" if stop else "unknown"
    if end == "stop" and not is_exact(stop):
        end = "rough"
    width = max(4.0, round(x_end - x, 1))
    word_x = round(x + width + 6, 1)
    return Lane(
        number=number,
        name=_short(answers.get("treatment", "") or "Treatment"),
        y=round(TOP + LANE * (number - 1), 1),
        x=x,
        width=width,
        kind=answers.get("kind", "") or "other",
        rough_start=not is_exact(start),
        end=end,
        word=_short(_end_word(answers, end), int((WIDTH - word_x - 8) / LETTER)),
        word_x=word_x,
        word_anchor="start",
    )


def _end(row: Row, today: date) -> date:
    stop = row.answers.get("stop", "")
    if row.answers.get("ongoing") == values.YES:
        return today
    return latest(stop) if stop else latest(row.answers["start"])


def _end_word(answers: Answers, end: str) -> str:
    if end == "ongoing":
        return "ongoing"
    if end == "unknown":
        return "stop date missing"
    asked = find("why_stopped", rows="therapy")
    word = values.show(asked, answers.get("why_stopped", "")) if asked else ""
    return word.removesuffix(", see note").lower() or "reason missing"


def _levels(
    heights: _Heights, scale: _Scale, nadir_on: str, *, partial: float, limit: float
) -> tuple[Level, ...]:
    """Partial response counts from baseline, progression from the smallest sum so far."""
    end = WIDTH - RIGHT
    wanted = [
        (LEFT, heights.y(partial), "−30% from baseline:", "partial"),
        (scale.x(earliest(nadir_on)), heights.y(limit), "+20%, ≥5 mm over nadir:", "progression"),
    ]
    levels: list[Level] = []
    for x, y, label, style in sorted(wanted, key=lambda one: one[1]):
        label_y = y
        if levels and label_y - levels[-1].label_y < 2 * LABEL_GAP:
            label_y = levels[-1].label_y + 2 * LABEL_GAP
        levels.append(Level(x, end, y, label, round(label_y, 1), style))
    return tuple(levels)


def _bars(
    therapy: Sequence[Row], scale: _Scale, axis: float, today: date
) -> tuple[tuple[float, float, float, str], ...]:
    """Treatments that overlap the plot, under its axis: x, width, y, name."""
    last = date.fromordinal(scale.start.toordinal() + scale.days)
    shown = [
        row
        for row in therapy
        if row.answers.get("start")
        and earliest(row.answers["start"]) <= last
        and _end(row, today) >= scale.start
    ]
    bars = []
    for number, row in enumerate(shown):
        x, x_end = scale.x(earliest(row.answers["start"])), scale.x(_end(row, today))
        name = _short(row.answers.get("treatment", "") or "Treatment")
        bars.append((x, max(4.0, round(x_end - x, 1)), axis + 30 + 15 * number, name))
    return tuple(bars)


def _line_summary(found: Sequence[Assessment], changes: Sequence[float]) -> str:
    last = found[-1]
    return (
        f"{len(found)} measurements; the last sum is {last.reading.sum:f} mm, "
        f"{changes[-1]:+.0f}% from baseline and {last.from_nadir_mm:+f} mm from the smallest before"
    ).replace("-", "−")


def _short(text: str, length: int = LONGEST_NAME) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
