"""Geometry of the doses over time, in points: planned as an outline, given as a bar within it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casetrack.documents.figures import LEFT, RIGHT, WIDTH, Tick
from casetrack.rules.dates import show_date
from casetrack.rules.treatment import Doses, Period

TOP, HEIGHT = 14.0, 110.0
MOST_TICKS = 6


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    planned_y: float
    planned_height: float
    given_y: float
    given_height: float
    word: str  # of a hold or a reduction; empty where it went as planned


@dataclass(frozen=True)
class DoseFigure:
    width: float
    height: float
    axis_y: float
    left: float
    right: float
    bars: tuple[Bar, ...]
    heights: tuple[tuple[float, str], ...]
    days: tuple[Tick, ...]
    unit: str
    summary: str


def dose_figure(doses: Doses, *, unit: str) -> DoseFigure | None:
    """None while no period has a day and an amount, or none has any amount."""
    periods = doses.periods
    most = max((max(one.planned, one.given) for one in periods), default=Decimal(0))
    if not most:
        return None
    first, last = min(one.start for one in periods), max(one.end for one in periods)
    span = max(1, (last - first).days + 1)

    def x(day: date, *, after: int = 0) -> float:
        share = ((day - first).days + after) / span
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    return DoseFigure(
        width=WIDTH,
        height=TOP + HEIGHT + 22,
        axis_y=TOP + HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        bars=tuple(_bar(one, x(one.start), x(one.end, after=1), most) for one in periods),
        heights=tuple((_y(amount, most), f"{amount:f}") for amount in _amounts(periods)),
        days=_ticks(periods, x),
        unit=unit,
        summary="; ".join(_words(one, unit) for one in periods),
    )


def _bar(one: Period, x: float, end: float, most: Decimal) -> Bar:
    planned, given = _y(one.planned, most), _y(one.given, most)
    return Bar(
        x=x,
        width=max(1.5, round(end - x, 1)),
        planned_y=planned,
        planned_height=round(TOP + HEIGHT - planned, 1),
        given_y=given,
        given_height=round(TOP + HEIGHT - given, 1),
        word="" if one.how == "planned" else one.how,
    )


def _y(amount: Decimal, most: Decimal) -> float:
    return round(TOP + HEIGHT - float(amount / most) * HEIGHT, 1)


def _amounts(periods: tuple[Period, ...]) -> list[Decimal]:
    """The amounts there are, not a scale made up for them."""
    return sorted({Decimal(0), *(n for one in periods for n in (one.planned, one.given))})


def _ticks(periods: tuple[Period, ...], x: Callable[[date], float]) -> tuple[Tick, ...]:
    """The first day, then changes of dose that are far enough apart to be read."""
    ticks: list[Tick] = []
    for one in periods:
        at = x(one.start)
        if not ticks or at - ticks[-1].x > 74:
            ticks.append(Tick(at, show_date(one.start)))
    return tuple(ticks[:MOST_TICKS])


def _words(one: Period, unit: str) -> str:
    until = "on" if one.goes_on else f"to {show_date(one.end)}"
    began = show_date(one.start)
    return f"from {began} {until}: {one.given:f} of {one.planned:f} {unit}".rstrip()
