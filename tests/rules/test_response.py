"""RECIST 1.1: progression from the nadir with the 5 mm floor, partial response from baseline."""

from decimal import Decimal

import pytest

from casetrack.rules.facts import Row
from casetrack.rules.response import Reading, assess, progression_line, readings


def words(*sums: str | tuple[str, bool]) -> list[str]:
    series = []
    for month, one in enumerate(sums, start=1):
        size, new = one if isinstance(one, tuple) else (one, False)
        series.append(Reading(f"2025-{month:02d}", Decimal(size), new))
    return [found.word for found in assess(series)]


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (("100", "69"), ["", "PR"]),
        (("100", "70"), ["", "PR"]),
        (("100", "71"), ["", "SD"]),
        (("100", "120"), ["", "PD"]),
        (("100", "119"), ["", "SD"]),
        (("100", "0"), ["", "CR"]),
        # from the smallest sum, not from baseline: 96 is below baseline 100 and still progression
        (("100", "74", "96"), ["", "SD", "PD"]),
        # 20% of a small sum is not enough: 5 mm are needed as well
        (("100", "20", "24"), ["", "PR", "PR"]),
        (("100", "20", "25"), ["", "PR", "PD"]),
        # complete response, then anything of 5 mm
        (("50", "0", "4", "5"), ["", "CR", "PR", "PD"]),
        # a new lesion is progression whatever the sum does
        (("100", ("60", True)), ["", "PD"]),
        # the nadir is the smallest so far, later growth does not raise it
        (("100", "60", "65", "72"), ["", "PR", "PR", "PD"]),
    ],
)
def test_the_word_follows_the_arithmetic(sums: tuple[str, ...], expected: list[str]) -> None:
    assert words(*sums) == expected


def test_the_progression_line_keeps_the_floor() -> None:
    assert progression_line(Decimal(74)) == Decimal("88.8")
    assert progression_line(Decimal(10)) == Decimal(15)


def test_the_arithmetic_can_be_checked_by_hand() -> None:
    series = [
        Reading("2024-12", Decimal(100)),
        Reading("2025-06-10", Decimal(74)),
        Reading("2026-01-05", Decimal(96)),
    ]
    assert assess(series)[2].arithmetic() == (
        "+22 mm (+30%) from the smallest sum, 74 mm on Jun 10, 2025 and −4% from baseline"
    )
    assert assess(series)[0].arithmetic() == "Baseline"


def test_measurements_are_taken_in_time_and_half_known_ones_left_out() -> None:
    rows = [
        Row(1, {"measured_on": "2025-06", "sum": "74"}),
        Row(2, {"measured_on": "2024", "sum": "100", "new_lesion": "yes"}),
        Row(3, {"measured_on": "2025-07"}),
        Row(4, {"sum": "10"}),
    ]
    found = readings(rows)
    assert [(one.on, str(one.sum), one.new_lesion) for one in found] == [
        ("2024", "100", True),
        ("2025-06", "74", False),
    ]


def test_nothing_measured_is_nothing_assessed() -> None:
    assert assess(()) == ()
