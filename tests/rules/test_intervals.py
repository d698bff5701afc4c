"""Exact intervals agree with the binomial sums they are defined by."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetrack.rules.intervals import exact_interval, percent


def at_least(some: int, of: int, p: float) -> float:
    return sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(some, of + 1))


@given(st.integers(1, 150).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_ends_leave_two_and_a_half_percent_on_either_side(counts: tuple[int, int]) -> None:
    some, of = counts
    low, high = exact_interval(some, of)
    assert 0 <= low <= some / of <= high <= 1
    if some:
        assert at_least(some, of, low) == pytest.approx(0.025, abs=1e-6)
    if some < of:
        assert 1 - at_least(some + 1, of, high) == pytest.approx(0.025, abs=1e-6)


def test_a_percentage_stands_with_its_numbers_and_interval() -> None:
    assert percent(6, 12) == "6/12 (50%, 95% CI 21 to 79)"
    assert percent(0, 10) == "0/10 (0%, 95% CI 0 to 31)"


@pytest.mark.parametrize("counts", [(13, 12), (-1, 12), (0, 0)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="exceed"):
        exact_interval(*counts)
