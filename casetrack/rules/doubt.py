"""What is unusual and can be kept, shown as Check this; and how long a look-up stays fresh."""

from dataclasses import dataclass
from datetime import timedelta

from casetrack.rules.facts import Row
from casetrack.rules.questions.shape import Section

FRESH_STATUS = timedelta(days=90)
FRESH_POLICY = timedelta(days=180)


@dataclass(frozen=True)
class Doubt:
    """Unusual, can be kept: where it stands and what to look at."""

    section: Section
    key: str
    row: Row | None
    words: str
    part: str = ""
