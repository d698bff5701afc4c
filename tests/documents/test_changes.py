"""What the record of a version says has changed, so that its reader sees the difference."""

import pytest

from casetrack.documents.changes import LONGEST, changes_since

OLD = "Zelvivint is broken down by CYP3A. No strong inhibitor or inducer is among the medicines."
NEW = "Zelvivint is broken down by CYP3A. Duloxetine may rise: blood pressure at every visit."
PLACE, LABEL = "7/interactions", "Interactions"


def told(before: str, now: str) -> str:
    [words] = changes_since({PLACE: (LABEL, before)}, {PLACE: (LABEL, now)})
    return words


def test_short_values_are_quoted_whole() -> None:
    assert told("70.1 kg", "68.2 kg") == "Interactions: 70.1 kg → 68.2 kg"


def test_long_texts_are_quoted_from_where_they_part() -> None:
    assert told(OLD, NEW) == (
        "Interactions: …is broken down by CYP3A. No strong inhibitor or inducer is among the "
        "medicines. → …is broken down by CYP3A. Duloxetine may rise: blood pressure at every visit."
    )


@pytest.mark.parametrize("far", [0, LONGEST, 5 * LONGEST])
def test_however_late_the_difference_comes_it_is_seen(far: int) -> None:
    shared = "a word " * far
    words = told(f"{shared}may rise and then fall", f"{shared}must not rise")
    before, after = words.split(" → ")
    assert "may rise" in before
    assert "must not rise" in after
    assert len(words) < 2 * LONGEST + 40


def test_a_text_that_only_grew_shows_what_was_added() -> None:
    assert told(OLD, f"{OLD} Vitamin D is fine.").endswith("Vitamin D is fine.")
