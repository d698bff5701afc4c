"""What the case holds, what a chart proposes for it, and a proposal still in the chart's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casetrack.intake.chart import Finding
from casetrack.intake.proposals.days import day


@dataclass(frozen=True)
class Held:
    """What the case holds now, in stored forms: its own facts, and its rows by `Rows.key`."""

    answers: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Answers in stored form for one section, and where the chart says them.

    `rows` is blank for the case's own facts. `text` is the chart's finding in one line, `note` what
    a person should know, and `conflict`, when not blank, why a person must choose.
    """

    section: str
    rows: str
    answers: Mapping[str, str]
    text: str
    note: str
    resource: str
    path: str
    conflict: str


@dataclass(frozen=True)
class Proposed:
    """The proposals in the order of the case, and sentences about what was not proposed."""

    proposals: tuple[Proposal, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A proposal in the chart's words. Its first answer is the one it cannot do without.

    `says` is the value as it is compared and shown: "68.2 kg".
    """

    answers: Mapping[str, str]
    findings: tuple[Finding, ...]
    text: str
    rows: str = ""
    says: str = ""
    notes: tuple[str, ...] = ()
    conflict: str = ""

    @property
    def day(self) -> str:
        """When the finding was true of the patient, as precise as recorded; blank if unknown."""
        return day(self.findings[0].date)
