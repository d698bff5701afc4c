"""Typed text on paper: nothing hangs the layout, and no letter is lost or lies over others."""

import re
import time
import unicodedata
from html import unescape

import pytest
from documents.made import peak_mb
from documents.reading import words
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casetrack.documents.flow import (
    LONGEST_PIECE,
    LONGEST_RUN,
    MOST_LINES,
    MOST_MARKS,
    line,
    paragraphs,
    pieces,
)
from casetrack.documents.pages import _flowing, _templates
from casetrack.documents.press import Job, Press, Printed, Section, Stamp
from casetrack.paths import TEMPLATES
from casetrack.rules.questions.shape import TEXT_CAP
from casetrack.rules.text import clean, visible

ADDED = "\u200b\u25cc"
SECONDS, MEMORY_MB = 10, 400
NASTY = "a-\u00a0\u200b\u200d\u00ad\u0301\u202e\u2066\u05d0\u0644漢👩 \n\r\t\x00\x85\u2028\x1c@<"
PART = st.one_of(st.sampled_from(NASTY), st.characters(), st.text(min_size=1).map(lambda t: t * 90))
TYPED = st.lists(PART).map("".join)
CALMLY = settings(deadline=None, database=None, max_examples=60)
REORDERING = {"LRO", "RLO", "LRE", "RLE", "LRI", "RLI"}

FULL = {
    "dashes": "-",
    "no-break spaces between dashes": "-\u00a0",
    "wide letters": "W",
    "accents on one letter": "\u0301",
    "zero-width joiners": "\u200d",
    "zero-width spaces": "\u200b",
    "soft hyphens": "\u00ad",
    "Hebrew without a space": "\u05d0",
    "marks that reorder letters": "\u202ea\u202d",
    "joined emoji": "👩\u200d🔬",
    "Chinese": "漢",
    "ordinary words": "The biopsy showed a desmoid tumor. ",
}


def letters(text: str) -> str:
    """What must be seen of a text: all but white space and what `line` adds, composed."""
    seen = (letter for letter in text if letter not in ADDED and not letter.isspace())
    return unicodedata.normalize("NFC", "".join(seen))


@CALMLY
@given(TYPED)
@example("a\u200b\u0301")
@example("a\x07\u0301")
def test_no_letter_is_lost_and_none_is_added_but_places_to_break(text: str) -> None:
    whole = text.encode("utf-8", "replace").decode()
    assert letters(line(text)) == letters(visible(clean(whole)))
    assert letters("".join(paragraphs(clean(whole)))) == letters(visible(clean(whole)))


@CALMLY
@given(TYPED)
@example("a\u200b\u0301")
@example("a\x07\u0301")
def test_a_line_is_one_line_with_places_to_break_and_no_hidden_order(text: str) -> None:
    safe = line(text)
    assert not re.search(r"[\n\r\t\x0b\x0c\x00-\x1f\x7f-\x9f\u2028\u2029]", safe)
    assert not re.search(rf"[^ \u200b]{{{LONGEST_RUN + 1}}}", safe)
    assert REORDERING.isdisjoint(map(unicodedata.bidirectional, safe))
    assert line(safe) == safe


@CALMLY
@given(TYPED)
@example(" ")
@example("word " * 100)
def test_pieces_are_short_and_joined_they_are_the_line(text: str) -> None:
    assert "".join(pieces(text)) == line(text)
    assert all(len(piece) <= LONGEST_PIECE for piece in pieces(text))
    followed = pieces(text)[:-1]
    assert not any(piece.endswith(" ") for piece in followed), "a line would break early there"


def test_accents_do_not_pile_up_over_the_lines_above() -> None:
    stacked = line("a" + "\u0301" * 40)
    longest = max(len(run) for run in re.findall("[\u0300-\u036f]+", stacked))
    assert longest == MOST_MARKS
    assert line("Tiếng Việt") == "Tiếng Việt"


def test_each_typed_line_is_a_paragraph_and_what_exceeds_them_is_kept_in_one() -> None:
    assert paragraphs("First.\n\n\nSecond.\r\nThird.") == ("First.", "Second.", "Third.")
    many = paragraphs("\n".join(f"line {n}" for n in range(MOST_LINES + 50)))
    assert len(many) == MOST_LINES + 1
    assert many[-1].endswith("line 449")
    assert paragraphs("") == paragraphs(" \n\n ") == ()


def test_half_a_character_is_a_question_mark() -> None:
    assert line("half \ud800") == "half ?"


def test_a_template_cannot_print_a_text_past_it() -> None:
    template = _templates().from_string("{{ text }}|{{ text ~ '!' }}|{{ text|upper }}")
    printed = unescape(template.render(text="<w>" * 30))
    assert [len(run) for run in re.split("[\u200b|]", printed)] == [60, 30, 60, 31, 60, 30]


@pytest.fixture(scope="module")
def css() -> str:
    return (TEMPLATES / "documents" / "paper.css").read_text()


def set_in_type(press: Press, css: str, html: str) -> Printed:
    section = Section("worst", "Worst", f"<h1>Worst</h1>{html}")
    return press.print(Job("Worst", "Test", css, (section,), Stamp("a", "b", "c")))


def said(text: str) -> str:
    return "".join(f"<p>{_flowing(part)}</p>" for part in paragraphs(text))


@pytest.mark.parametrize("unit", FULL.values(), ids=FULL)
def test_the_worst_text_within_the_limits_prints_in_time(press: Press, css: str, unit: str) -> None:
    press.layers()
    started = time.monotonic()
    printed = set_in_type(press, css, said((unit * TEXT_CAP)[:TEXT_CAP]))
    assert time.monotonic() - started < SECONDS
    assert printed.pages < 40
    assert peak_mb(press) < MEMORY_MB


def test_lines_break_where_they_would_without_pieces(press: Press, css: str) -> None:
    text = "Sorafenib held it stable for over a year. Then, in May 2023, it grew by half. " * 8
    widths = range(250, 640, 7)
    css += "".join(f".wide{width} {{ width: {width}px }}" for width in widths)

    def lines(inner: str) -> list[tuple[int, float, str]]:
        html = "".join(f'<p class="wide{width}">{inner}</p>' for width in widths)
        printed = set_in_type(press, css, html)
        return [(word.page, word.top, word.text) for word in words(printed.pdf)]

    assert len(pieces(text)) > 2
    assert lines(_flowing(text)) == lines(line(text))


def test_the_longest_text_prints_in_time_in_the_narrowest_column(press: Press, css: str) -> None:
    """Laid out at once it would take a minute: each word is wider than its column."""
    text = _flowing(("metastasis " * TEXT_CAP)[:TEXT_CAP])
    cells = f'<tr><td class="w8">{text}</td><td>x</td></tr>'
    started = time.monotonic()
    set_in_type(press, css, f"<table>{cells}</table>")
    assert time.monotonic() - started < SECONDS


def test_the_most_lines_and_the_longest_words_are_printed_in_full(press: Press, css: str) -> None:
    started = time.monotonic()
    printed = set_in_type(press, css, said("Row\n" * (MOST_LINES - 1) + "W" * 1_000))
    assert time.monotonic() - started < SECONDS
    found = words(printed.pdf)
    assert sum(word.text == "Row" for word in found) == MOST_LINES - 1
    assert sum(word.text.count("W") for word in found) == 1_000 + len(["Worst"])
    assert max(word.right for word in found) <= 612 - 54
