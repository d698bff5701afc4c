"""Performance scores as numbers, also when a chart gives only the words of the scale."""

import re
from collections.abc import Collection

from casetrack.intake.names import known_as


def score(
    value: str | float | None, codes: Collection[str] = ()
) -> tuple[str | int | float | None, str | None]:
    """The points if they can be told, and the words of the scale when there were words."""
    if isinstance(value, float) and value.is_integer():
        return int(value), None
    if not isinstance(value, str):
        return value, None
    answers = (_ANSWERS.get(code.rpartition("|")[2]) for code in codes)
    points = next((one for one in answers if one is not None), None)
    if points is None and (found := _LEADING.search(value)):
        points = int(found.group(1))
    if points is None:
        return value, None
    return points, None if value in map(known_as, codes) else value  # a bare code says no more


# LOINC answer lists LL529-9 (ECOG) and LL4986-7 (Karnofsky); "Dead" is in both, so in neither
_ANSWERS = {
    "LA9622-7": 0,
    "LA9623-5": 1,
    "LA9624-3": 2,
    "LA9625-0": 3,
    "LA9626-8": 4,
    "LA29175-9": 100,
    "LA29176-7": 90,
    "LA29177-5": 80,
    "LA29178-3": 70,
    "LA29179-1": 60,
    "LA29180-9": 50,
    "LA29181-7": 40,
    "LA29182-5": 30,
    "LA29183-3": 20,
    "LA29184-1": 10,
    # SNOMED CT, the grades of ECOG performance status
    "425389002": 0,
    "422512005": 1,
    "422894000": 2,
    "423053003": 3,
    "423237006": 4,
}
_LEADING = re.compile(
    r"^\s*(?:(?:ECOG|Karnofsky|Lansky|KPS|WHO|Zubrod)\b[^\d]{0,40})?(?:grade |score )?(\d{1,3})\b"
    r"(?!\s*(?:\{\w*\}|points?|pts?)?\s*(?:[-–/.,]|to|or|and)\s*\d)",  # "0–1" is no score
    re.IGNORECASE,
)
