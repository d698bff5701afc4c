"""Exact binomial (Clopper-Pearson) intervals (Clopper and Pearson 1934, Biometrika 26:404)."""

from functools import lru_cache
from math import exp, lgamma, log, log1p

LEVEL = 0.95
STEPS = 200
TINY = 1e-300


@lru_cache(4096)
def exact_interval(some: int, of: int, *, level: float = LEVEL) -> tuple[float, float]:
    """The interval of the proportion some/of, both ends between 0 and 1."""
    if not 0 <= some <= of or of < 1:
        raise ValueError("the part must not exceed the whole")
    tail = (1 - level) / 2
    low = 0.0 if some == 0 else _beta_quantile(tail, some, of - some + 1)
    high = 1.0 if some == of else _beta_quantile(1 - tail, some + 1, of - some)
    return low, high


def percent(some: int, of: int) -> str:
    """'6/12 (50%, 95% CI 21 to 79)': a percentage never stands without its denominator."""
    low, high = exact_interval(some, of)
    return f"{some}/{of} ({100 * some / of:.0f}%, 95% CI {100 * low:.0f} to {100 * high:.0f})"


def _beta_quantile(p: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break  # no number lies between them
        if _beta_share(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularized incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # the other side converges faster
        return 1 - _beta_share(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, STEPS * 5):
        before = value
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            value *= c * d
        if abs(value - before) < 1e-14 * abs(value):
            break
    return front * value


def _away_from_zero(number: float) -> float:
    return number if abs(number) > TINY else TINY
