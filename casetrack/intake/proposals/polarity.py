"""Present or absent, positive or negative: a result in words as one of the form's answers."""

import re

OPPOSITE = {
    "present": "absent",
    "absent": "present",
    "positive": "negative",
    "negative": "positive",
}


def polarity(value: object) -> str:
    """The answer the words begin with; blank for a number, for other words, and for both."""
    text = value.strip() if isinstance(value, str) else ""
    for answer, words in _WORDS:
        if found := words.match(text):
            rest = text[found.end() :]
            contrary = _contrary(answer)
            return "" if contrary and contrary.search(rest) else answer
    return ""


def is_plain(value: str) -> bool:
    """Whether the words say the answer and nothing else."""
    return any(words.fullmatch(value.strip()) for _, words in _WORDS)


_WORDS = tuple(
    (answer, re.compile(rf"(?:{words})\b", re.IGNORECASE))
    for answer, words in (
        (
            "absent",
            (
                r"absent|not (?:detected|identified|found|present)|none detected|undetected"
                r"|no (?:\w+ ){0,3}(?:detected|identified|found|seen|present)|no$"
            ),
        ),
        ("present", r"present|detected|identified|yes$"),
        ("positive", r"positive|pos"),
        ("negative", r"negative|neg"),
        ("unclear", r"indeterminate|equivocal|inconclusive|not conclusive|no call|borderline"),
    )
)


def _contrary(answer: str) -> re.Pattern[str] | None:
    return dict(_WORDS).get(OPPOSITE.get(answer, ""))
