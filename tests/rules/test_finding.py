"""How text is cut into the words it is found by."""

import pytest

from casetrack.rules.catalog import question
from casetrack.rules.finding import MOST_ASKED, SHELVES, asked, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("K.R.", ["kr"]),
        ("K.R., desmoid", ["kr", "desmoid"]),
        ("EA-2026-014", ["ea", "2026", "014"]),
        ("Dvořák & Müller", ["dvorak", "muller"]),
        ("CTNNB1 S45F", ["ctnnb1", "s45f"]),
        ("\"' OR 1=1; NEAR(a b) *", ["or", "1", "1", "near", "a", "b"]),
        ("STRASSE straße", ["strasse", "strasse"]),
        ("   \t\n", []),
        ("\u202e\u0000👩‍🔬", []),
        ("x" * 200, ["x" * 40]),
    ],
)
def test_text_is_cut_into_plain_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_a_search_asks_for_each_word_once_and_for_a_few_only() -> None:
    assert asked("a A a.b. " + " ".join(f"w{n}" for n in range(50)))[:2] == ["a", "ab"]
    assert len(asked(" ".join(f"w{n}" for n in range(50)))) == MOST_ASKED


def test_every_key_that_is_searched_is_asked_somewhere_and_none_names_the_patient() -> None:
    for shelf in SHELVES:
        for key in (*shelf.title, *shelf.more):
            about = question(key, rows=shelf.rows, of=shelf.of)
            assert about is not None, key
            assert key == "initials" or not about.personal, key
