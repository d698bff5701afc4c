"""IND numbers: what one looks like, and whether it is the company's instead of the physician's.

FDA's instructions to Form FDA 3926: "Do not include the commercial sponsor's IND number."
"""

import re

from casetrack.rules.facts import Facts

USUAL = re.compile(r"(?:[A-Z-]*\s*)?\d{5,6}")
NUMERAL = re.compile(r"\d{4,}")


def companys_number(number: str, facts: Facts) -> bool:
    """Whether this is the number of the application that the company's letter refers to."""
    theirs = set(NUMERAL.findall(facts.answers.get("letter_refers_to", "")))
    return not theirs.isdisjoint(NUMERAL.findall(number))


def looks_odd(number: str) -> bool:
    """FDA numbers INDs with five or six digits (from memory, so only asked about)."""
    return bool(number) and not USUAL.fullmatch(number.upper().strip())
