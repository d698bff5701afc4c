"""What typed text may hold: cleaned at every door, the same everywhere."""

import re
import unicodedata


class Unreadable(ValueError):
    """A typed value that cannot be taken; its text says what to enter instead."""


BIDI = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "⟦bidi⟧"
)
KEPT_CONTROLS = {"\n", "\t"}


def clean(raw: str) -> str:
    """Typed text as it is stored: composed (NFC), with plain line ends and no control characters.

    Raises Unreadable for a lone surrogate, which no file or page can carry.
    """
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in raw):
        raise Unreadable(
            "This text holds a broken character. Type it again, or paste it as plain text"
        )
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    letters = "".join(c for c in text if c in KEPT_CONTROLS or not _is_no_letter(c))
    return unicodedata.normalize("NFC", letters).strip()


def _is_no_letter(c: str) -> bool:
    """Control characters, and the code points Unicode keeps for no character at all."""
    number = ord(c)
    return (
        unicodedata.category(c) == "Cc" or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    )


def visible(text: str) -> str:
    """Text as it is shown: marks that would reorder the letters around them are spelled out."""
    return text if text.isascii() else text.translate(BIDI)


def within(words: str) -> str:
    """Words as they stand inside a sentence: a small first letter, unless they begin FDA or IND."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def counted(count: int, one: str, many: str = "") -> str:
    """'1 study', '1,200 studies'; where nothing is said of many, they end in s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def search_key(text: str) -> str:
    """Text as it is searched for: 'm.t.' and 'MT' are the same."""
    return re.sub(r"[\W_]", "", text.casefold())


FORMULA = tuple("=+-@\t\r\0＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula, full-width forms too."""


def begins_a_formula(cell: str) -> bool:
    return cell.startswith(FORMULA)


def for_spreadsheet(cell: str) -> str:
    """A cell that no spreadsheet calculates: an apostrophe keeps what looks like a formula text.

    What begins like such a cell gets one more, so that what is read again is what was written.
    """
    return f"'{cell}" if begins_a_formula(cell.lstrip("'")) else cell


def from_spreadsheet(cell: str) -> str:
    """The cell again, without that apostrophe."""
    return cell[1:] if cell[:1] == "'" and begins_a_formula(cell.lstrip("'")) else cell
