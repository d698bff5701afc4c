"""Plain text only: every string that leaves a file has passed `clean`."""

import re
import unicodedata
from collections import Counter

LIMIT = 2_000  # characters; a longer "text" in a chart is a document, not a finding


def clean(text: str, altered: Counter[str], *, limit: int = LIMIT) -> str:
    """NFC, one kind of line break, nothing invisible; `altered` counts what had to be done.

    What is far too long is cut before it is gone through: many entries may share one text.
    """
    far = len(text) > 2 * limit
    text = text[: 2 * limit].strip()
    if not (text.isascii() and text.isprintable()):
        text = _normal(text, altered)
    if far or len(text) > limit:
        altered["long"] += 1
        text = text[: limit - 1].rstrip() + "…"
    return text


def sentences(altered: Counter[str]) -> list[str]:
    """What the reader of the file should know about the cleaning."""
    return [_SAYS[kind].format(count=count) for kind, count in altered.items()]


# NUL, C0 and C1 controls, lone surrogates (they cannot be stored as UTF-8), noncharacters, the BOM
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
# the characters that let a text read differently from what it says (Unicode TR 36, "bidi")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_SAYS = {
    "control": "Invisible control characters were removed from the texts of this file ({count}).",
    "direction": "Characters that reverse the reading direction were removed ({count}).",
    "long": "Texts that are longer than can be shown were cut ({count}).",
}


def _normal(text: str, altered: Counter[str]) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _without(_CONTROL, text, altered, "control")
    text = _without(_DIRECTION, text, altered, "direction")
    return unicodedata.normalize("NFC", text).strip()


def _without(pattern: re.Pattern[str], text: str, altered: Counter[str], kind: str) -> str:
    kept, removed = pattern.subn("", text)
    if removed:
        altered[kind] += 1
    return kept
