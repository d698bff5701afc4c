"""An answer that changed, in words: the same in every history."""

from dataclasses import dataclass

from casetrack.rules import values
from casetrack.rules.catalog import question
from casetrack.rules.questions import Of
from casetrack.rules.values import NO_NAMES, Names


@dataclass(frozen=True)
class Change:
    """One answer, old and new in stored form. `rows` names the table it stands in, if any."""

    key: str
    old: str
    new: str
    rows: str = ""
    of: Of = Of.CASE

    @property
    def label(self) -> str:
        found = question(self.key, rows=self.rows, of=self.of)
        return found.label if found else self.key

    def shown(self, stored: str, names: Names = NO_NAMES) -> str:
        found = question(self.key, rows=self.rows, of=self.of)
        return values.show(found, stored, names) if found else stored

    def words(self, names: Names = NO_NAMES) -> str:
        """'Weight: 70.1 kg → 68.2 kg', or 'Weight: 68.2 kg' where there was nothing."""
        old, new = self.shown(self.old, names), self.shown(self.new, names)
        what = self.label if self.label.endswith("?") else f"{self.label}:"
        return f"{what} {old} → {new or 'removed'}" if old else f"{what} {new}"
