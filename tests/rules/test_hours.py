"""A phone line answers in its own zone; at night, on weekends and holidays another one does."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casetrack.rules.dates import read_time, show_time
from casetrack.rules.hours import Line, in_force, open_now, spoken
from casetrack.rules.shipped import shipped
from casetrack.rules.text import Unreadable

EAST, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
WEEKDAYS = {"hours": "weekdays", "opens": "08:00", "closes": "16:30", "zone": "eastern"}
FDA = [
    Line(number, one.name, line)
    for number, one in enumerate(shipped().values())
    if one.answers.get("type") == "fda"
    for line in one.lines
]


@pytest.mark.parametrize(
    "raw",
    ["", "soon", "25:00", "13 pm", "0 am", "8", "8:60", "8:5", "8:00 xm", "99:00"],
)
def test_what_is_no_time_of_day_is_refused_with_an_example(raw: str) -> None:
    with pytest.raises(Unreadable, match="2:30 PM"):
        read_time(raw)


@pytest.mark.parametrize(
    ("raw", "stored", "shown"),
    [
        ("2:30 PM", "14:30", "2:30 PM"),
        ("2:30pm", "14:30", "2:30 PM"),
        ("2 p.m.", "14:00", "2:00 PM"),
        ("14:30", "14:30", "2:30 PM"),
        ("8.05", "08:05", "8:05 AM"),
        ("12 am", "00:00", "12:00 AM"),
        ("noon", "12:00", "12:00 PM"),
        ("Midnight", "00:00", "12:00 AM"),
        ("00:10", "00:10", "12:10 AM"),
    ],
)
def test_a_time_is_read_as_people_type_it(raw: str, stored: str, shown: str) -> None:
    assert read_time(raw) == stored
    assert show_time(stored) == shown
    assert read_time(shown) == stored


@pytest.mark.parametrize(
    ("day", "time", "number"),  # ux.md, check 11: 3 PM and 7 PM Eastern, and a Saturday
    [
        ("2026-10-30", "15:00", "240-402-0004"),
        ("2026-10-30", "16:29", "240-402-0004"),
        ("2026-10-30", "16:30", "866-300-4374"),
        ("2026-10-30", "19:00", "866-300-4374"),
        ("2026-10-30", "07:59", "866-300-4374"),
        ("2026-10-31", "15:00", "866-300-4374"),
        ("2026-11-26", "15:00", "866-300-4374"),  # Thanksgiving
    ],
)
def test_the_oncology_line_follows_the_hour(day: str, time: str, number: str) -> None:
    at = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=EAST)
    found = in_force(FDA, product="oncology", at=at)
    assert [line.answers["number"] for line in found] == [number]
    elsewhere = in_force(FDA, product="oncology", at=at.astimezone(ZoneInfo("Asia/Tokyo")))
    assert elsewhere == found, "the hour is the line's, not ours"


def test_each_product_has_its_own_line_by_day() -> None:
    noon = datetime(2026, 11, 19, 12, tzinfo=EAST)
    by_product = {p: in_force(FDA, product=p, at=noon)[0].owner_name for p in ("drug", "biologic")}
    assert by_product == {
        "drug": "FDA CDER Division of Drug Information",
        "biologic": "FDA CBER (biologics)",
    }


def test_hours_are_told_in_the_lines_zone_and_in_ours() -> None:
    summer = date(2026, 7, 1)
    assert spoken(WEEKDAYS, here=EAST, day=summer) == "Weekdays 8:00 AM to 4:30 PM Eastern"
    assert spoken(WEEKDAYS, here=CHICAGO, day=summer) == (
        "Weekdays 8:00 AM to 4:30 PM Eastern (7:00 AM to 3:30 PM here)"
    )
    arizona = ZoneInfo("America/Phoenix")  # knows no summer time
    assert "(5:00 AM" in spoken(WEEKDAYS, here=arizona, day=summer)
    assert "(6:00 AM" in spoken(WEEKDAYS, here=arizona, day=date(2026, 12, 1))
    at_night = {**WEEKDAYS, "hours": "after"}
    assert spoken(at_night, here=EAST, day=summer).startswith("Nights, weekends and federal")
    assert spoken({"hours": "always"}, here=EAST, day=summer) == "At all hours"


def test_what_is_not_known_is_not_guessed() -> None:
    noon = datetime(2026, 11, 19, 12, tzinfo=EAST)
    for key in WEEKDAYS:
        part = {k: v for k, v in WEEKDAYS.items() if k != key}
        assert open_now(part, noon) is None, key
        assert spoken(part, here=EAST, day=noon.date()) == "", key
    assert open_now({"hours": "always"}, noon) is True
