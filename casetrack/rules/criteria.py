"""What must hold before a drug may be given under expanded access to one patient, and who says so.

21 CFR 312.305(a) holds for every expanded access, 312.310(a) for an individual patient.
"""

from dataclasses import dataclass

PHYSICIAN, FDA = "the physician", "FDA"


@dataclass(frozen=True)
class Criterion:
    """One criterion; `decides` finds whether it holds."""

    key: str
    cites: str
    words: str
    decides: str

    @property
    def label(self) -> str:
        return f"{self.words} ({self.cites})"


CRITERIA = (
    Criterion(
        "alternative",
        "21 CFR 312.305(a)(1)",
        "The disease is serious, and there is no comparable or satisfactory alternative",
        FDA,
    ),
    Criterion(
        "benefit",
        "21 CFR 312.305(a)(2)",
        "The possible benefit justifies the possible risks, and these are not unreasonable",
        FDA,
    ),
    Criterion(
        "development",
        "21 CFR 312.305(a)(3)",
        "It does not interfere with the trials that could lead to approval",
        FDA,
    ),
    Criterion(
        "risk",
        "21 CFR 312.310(a)(1)",
        "The probable risk from the drug is not greater than that from the disease",
        PHYSICIAN,
    ),
    Criterion(
        "elsewhere",
        "21 CFR 312.310(a)(2)",
        "The patient cannot get the drug under another IND or protocol",
        FDA,
    ),
)
BY_KEY = {criterion.key: criterion for criterion in CRITERIA}
