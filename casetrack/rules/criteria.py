"""What must hold before a drug may be given under expanded access to one patient, and who says so.

21 CFR 312.305(a) holds for every expanded access, 312.310(a) for an individual patient.
"""

from dataclasses import dataclass

PHYSICIAN, FDA = "the physician", "FDA"


@dataclass(frozen=True)
class Criterion:
    """One criterion; `decides` finds whether it holds.

    What is written about it rests on the case's own answers `rests` and on the tables `rows`.
    """

    key: str
    cites: str
    words: str
    decides: str
    rests: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return f"{self.words} ({self.cites})"

    @property
    def finding(self) -> str:
        """The answer that holds the finding in words."""
        return f"finding_{self.key}"

    @property
    def attested(self) -> str:
        """The answer that holds the day on which the physician attested it."""
        return f"attested_{self.key}"


CRITERIA = (
    Criterion(
        "alternative",
        "21 CFR 312.305(a)(1)",
        "The disease is serious, and there is no comparable or satisfactory alternative",
        FDA,
        ("diagnosis", "course", "symptoms", "history", "why_now"),
        ("therapy", "alternative"),
    ),
    Criterion(
        "benefit",
        "21 CFR 312.305(a)(2)",
        "The possible benefit justifies the possible risks, and these are not unreasonable",
        FDA,
        ("drug", "plan_why", "plan_risk", "plan_monitoring", "evidence_answer"),
        ("study",),
    ),
    Criterion(
        "development",
        "21 CFR 312.305(a)(3)",
        "It does not interfere with the trials that could lead to approval",
        FDA,
        ("drug", "request_decided_on", "request_conditions", "program_status"),
        ("trial",),
    ),
    Criterion(
        "risk",
        "21 CFR 312.310(a)(1)",
        "The probable risk from the drug is not greater than that from the disease",
        PHYSICIAN,
        (
            *("diagnosis", "course", "ecog", "drug", "plan_dose", "plan_schedule"),
            *("plan_risk", "plan_monitoring", "plan_changes", "interactions"),
        ),
        ("study", "other_condition", "medicine"),
    ),
    Criterion(
        "elsewhere",
        "21 CFR 312.310(a)(2)",
        "The patient cannot get the drug under another IND or protocol",
        FDA,
        (
            *("drug", "program_status", "program_on", "program_note"),
            *("trials_searched", "trials_searched_on", "trials_none"),
        ),
        ("trial",),
    ),
)
BY_KEY = {criterion.key: criterion for criterion in CRITERIA}


def resting_on(supports: str) -> tuple[str, ...]:
    """The attestations that rest on a study, of which a case says that it supports these."""
    named = supports.split(",")
    return tuple(c.attested for c in CRITERIA if "study" in c.rows or c.key in named)


def withdrawn_by(rows: str, keys: frozenset[str]) -> tuple[str, ...]:
    """The attestations that no longer hold when these answers change.

    `keys` are the case's own facts, or those of one row of the table `rows`.
    """
    touched = (
        c
        for c in CRITERIA
        if (rows in c.rows if rows else not keys.isdisjoint((c.finding, *c.rests)))
    )
    return tuple(criterion.attested for criterion in touched)
