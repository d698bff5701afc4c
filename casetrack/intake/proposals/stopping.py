"""Why a treatment stopped, in the answers of the form; what fits none, or several, is "other"."""

import re


def why_stopped(reason: str) -> dict[str, str]:
    """The answers for a recorded reason: why, for a side effect what and how bad, else the note."""
    if not reason:
        return {}
    affirmed = _DENIED.sub("", _INTOLERANT.sub("intolerance", reason))
    fitting = [why for why, words in _REASONS if words.search(affirmed)]
    if len(fitting) != 1:
        return {"why_stopped": "other", "note": f"Reason in the chart: {reason}"}
    if fitting[0] == "toxicity":
        return {"why_stopped": "toxicity", "toxicity": reason, "grade": _grade(reason)}
    return {"why_stopped": fitting[0]}


_INTOLERANT = re.compile(
    r"\b(?:not|n't|unable to|never) tolerat\w*|\bpoorly tolerated", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:no|not|without)\b[^,;.]*", re.IGNORECASE)
_REASONS = tuple(
    (why, re.compile(words, re.IGNORECASE))
    for why, words in (
        ("growth", r"\bprogress|\btumou?r (?:grew|growth)|\bPD\b|\bgrowth of"),
        ("toxicity", r"toxic|adverse|intoleran|side[- ]effect"),
        (
            "done",
            (
                r"\bcompleted\b|\bcompletion\b|\bfinished\b|\bas planned\b"
                r"|\b(?:course|treatment|therapy|regimen|cycles?) (?:is |was )?complete\b"
            ),
        ),
        ("maximum", r"\b(?:maximum|maximal|lifetime|cumulative)\b.*\bdose"),
        ("return", r"\brecurr|\brelaps"),
        (
            "wish",
            (
                r"\bpatient\W*s?\W+(?:\w+\W+){0,2}"
                r"(?:wish|request|choi|choos|chose|deci|prefer|refus|declin|withdr|elect)"
                r"|\b(?:wish|request|choice|decision|preference|refus\w+|declin\w+|withdr\w+)"
                r" (?:of treatment )?(?:by|of) (?:the )?patient"
            ),
        ),
        (
            "access",
            r"\binsur|\bfinanc|\bcosts?\b|\bafford|\bcoverage\b|\bunavailab|\bdrug shortage",
        ),
    )
)
_GRADE = re.compile(
    r"\bgrade\s*(?P<grade>[1-5]|I{1,3}|IV|V)\b(?!\s*(?:[-/–]|to|or)\s*[\dIV])", re.IGNORECASE
)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5"}


def _grade(reason: str) -> str:
    """The grade if the reason gives one; blank for a range or several."""
    grades = {_ROMAN.get(one.upper(), one) for one in _GRADE.findall(reason)}
    return grades.pop() if len(grades) == 1 else ""
