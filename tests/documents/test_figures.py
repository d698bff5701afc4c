"""The two plots: nothing runs out of them, and progression is drawn where it begins (ux.md, 37)."""

from datetime import date
from pathlib import Path

import pytest
from PIL import ImageFont

import casetrack.documents
from casetrack.documents.figures import WIDTH, Swimmer, TumorLine, figures_of
from casetrack.rules.facts import Facts, Row
from casetrack.rules.questions import find

TODAY = date(2026, 11, 19)
FONT = ImageFont.truetype(
    Path(casetrack.documents.__file__).parent / "fonts/NotoSans-Regular.ttf", 100
)
STOPPED = find("why_stopped", rows="therapy")
LONG = "Pegylated liposomal doxorubicin with dacarbazine"


def wide(text: str, size: float) -> float:
    """Points, as the printed letters are."""
    return float(FONT.getlength(text)) * size / 100


def drawn(therapy: list[dict[str, str]], sums: dict[str, str]) -> tuple[Swimmer, TumorLine]:
    measured = [{"measured_on": day, "sum": size} for day, size in sums.items()]
    rows = {
        "therapy": tuple(Row(number, said) for number, said in enumerate(therapy)),
        "measurement": tuple(Row(100 + number, said) for number, said in enumerate(measured)),
    }
    lanes, line = figures_of(Facts(rows=rows), today=TODAY)
    assert lanes
    assert line
    return lanes, line


@pytest.mark.parametrize("last", [{"stop": "2026-11"}, {"stop": "2026-11-18"}, {"ongoing": "yes"}])
def test_names_and_words_stay_within_the_drawing(last: dict[str, str]) -> None:
    assert STOPPED
    first = {"treatment": "Sorafenib", "start": "2019-01-10", "stop": "2019-06-10"}
    ends = [
        {"treatment": LONG, "start": "2024", "why_stopped": why.key, **last}
        for why in STOPPED.choices
    ]
    lanes, line = drawn([first, *ends], {"2025-01-10": "60", "2026-11-10": "75"})
    for lane in lanes.lanes:
        assert lane.word
        assert lane.word_x + 6 + wide(lane.word, 10) <= WIDTH, lane
        assert wide(f"{lane.number}  {lane.name}", 11) <= lane.x, lane
    for level in line.levels:
        assert level.x_end + 5 + wide(level.label, 9.5) <= WIDTH, level
    assert all(wide(name, 9.5) <= x for x, _, _, name in line.bars)
    assert line.points[-1].x + 6 + wide(f"{line.points[-1].label} mm", 10) <= WIDTH


def test_progression_is_drawn_from_the_smallest_sum_with_its_five_millimeters() -> None:
    sums = {"2025-01-10": "60", "2025-06-10": "20", "2025-09-10": "25", "2026-01-10": "24"}
    _, line = drawn([{"treatment": "Sorafenib", "start": "2025"}], sums)
    (partial,) = [one for one in line.levels if one.style == "partial"]
    (progression,) = [one for one in line.levels if one.style == "progression"]
    _, nadir, at_the_line, _ = line.points
    assert progression.y == at_the_line.y, "20 mm and 5, not 20% more"
    assert progression.x == nadir.x > partial.x
    assert line.zero_y < partial.y < progression.y
