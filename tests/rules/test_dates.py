"""Dates are read as clinics write them, and shown exactly as precise as they were given."""

from datetime import date

import pytest

from casetrack.rules.clocks import add_working_days
from casetrack.rules.dates import earliest, is_exact, latest, read_date, read_rough, show_date
from casetrack.rules.text import Unreadable

TODAY = date(2026, 11, 19)


def exact(raw: str) -> str:
    return read_date(raw, today=TODAY, working=add_working_days)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "soon",
        "13/45/2026",
        "2/30/2026",
        "10/20",
        "2026",
        "99/99/9999",
        "1/1/0001",
        "+999wds",
        "1/1/2201",
    ],
)
def test_what_is_no_day_is_refused_with_an_example(raw: str) -> None:
    with pytest.raises(Unreadable, match="10/20/2026"):
        exact(raw)


@pytest.mark.parametrize(
    "raw", ["", "recently", "13/2020", "2020-13", "Smarch 2020", "1899", "20", "9999", "12/2201"]
)
def test_what_is_no_rough_date_is_refused_with_examples(raw: str) -> None:
    with pytest.raises(Unreadable, match="a year"):
        read_rough(raw, today=TODAY)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("10/20/2026", "2026-10-20"),
        ("10-20-26", "2026-10-20"),
        ("10.20.1985", "1985-10-20"),
        ("1/2/75", "1975-01-02"),
        ("Oct 20 2026", "2026-10-20"),
        ("october 20, 2026", "2026-10-20"),
        ("20 Oct 2026", "2026-10-20"),
        ("Sept 3, 2026", "2026-09-03"),
        ("2026-10-20", "2026-10-20"),
        ("Today", "2026-11-19"),
        ("yesterday", "2026-11-18"),
        ("+5wd", "2026-11-27"),  # over Thanksgiving
        ("+2w", "2026-12-03"),
        ("+10d", "2026-11-29"),
    ],
)
def test_a_day_is_read_in_the_ways_people_type_it(raw: str, stored: str) -> None:
    assert exact(raw) == stored


@pytest.mark.parametrize(
    ("raw", "stored", "shown"),
    [
        ("2022", "2022", "2022"),
        ("May 2022", "2022-05", "May 2022"),
        ("5/2022", "2022-05", "May 2022"),
        ("2022-05", "2022-05", "May 2022"),
        ("5/3/2022", "2022-05-03", "May 3, 2022"),
        ("3 May 2022", "2022-05-03", "May 3, 2022"),
    ],
)
def test_an_approximate_date_keeps_its_precision(raw: str, stored: str, shown: str) -> None:
    assert read_rough(raw, today=TODAY) == stored
    assert show_date(stored) == shown
    assert is_exact(stored) == (len(stored) == 10)


def test_a_rough_date_spans_every_day_it_can_mean() -> None:
    assert (earliest("2024"), latest("2024")) == (date(2024, 1, 1), date(2024, 12, 31))
    assert (earliest("2024-02"), latest("2024-02")) == (date(2024, 2, 1), date(2024, 2, 29))
    assert (earliest("2024-12"), latest("2024-12")) == (date(2024, 12, 1), date(2024, 12, 31))
    assert earliest("2024-02-10") == latest("2024-02-10") == date(2024, 2, 10)
