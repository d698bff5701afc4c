"""Which letters some instructions show: too many at worst, never too few."""

import pytest

from casetrack.documents.press.glyphs import shown


@pytest.mark.parametrize(
    ("instructions", "letters"),
    [
        (b"(abc) Tj", "abc"),
        (b"[(a) -20 (b)] TJ", "ab"),
        (rb"(\141\(\)\\) Tj", "a()\\"),
        (b"(a(b)c) Tj (d) '", "a(b)cd"),
        (b"<61 6> Tj <</A 1>> BDC", "a`"),
        (b"% (no)\n(a) Tj", "a"),
        (b"BI /W 9 ID ((( (no) EI (a) Tj", "a"),
        (b"(BI ID ) Tj (a) Tj ( EI) Tj", "BI ID a EI"),
        (b"BI (a) Tj", "a"),
        (b"(never closed", "never closed"),
    ],
)
def test_every_letter_of_a_string_is_counted(instructions: bytes, letters: str) -> None:
    assert "".join(map(chr, sorted(shown(instructions).codes.elements()))) == "".join(
        sorted(letters)
    )


@pytest.mark.parametrize(
    "instructions",
    [
        b"(a) Tj /F 1 Tf",
        b"/F 1 Tf q /G 1 Tf Q (a) Tj",
        b"(Tf) pop <61> Tj /F 1 Tf",
        b"% /F 1 Tf\n(a) Tj",
    ],
)
def test_a_string_may_be_in_the_font_that_was_set_before(instructions: bytes) -> None:
    assert shown(instructions).inherits


@pytest.mark.parametrize("instructions", [b"/F 1 Tf (a) Tj", b"q /F 1 Tf (a) Tj Q"])
def test_or_only_in_one_that_is_set_here(instructions: bytes) -> None:
    assert not shown(instructions).inherits
