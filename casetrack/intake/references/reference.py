"""What a bibliography or a trial registry says: plain frozen data, each record with its line."""

from dataclasses import dataclass

Doubts = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One publication. `ncts` are the trials its record names, in the order named.

    `doubts` are sentences a careful reader should see before taking it.
    """

    line: int
    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    pmid: str = ""
    doi: str = ""
    ncts: tuple[str, ...] = ()
    abstract: str = ""
    types: tuple[str, ...] = ()
    doubts: Doubts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    label: str
    kind: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one group of patients had: `value` as the registry prints it, among `n` people."""

    group: str
    value: str
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A comparison of two groups, with its 95% interval where it is given."""

    kind: str
    value: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    title: str
    primary: bool = False
    when: str = ""
    unit: str = ""
    figures: tuple[Figure, ...] = ()
    ratio: Ratio | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """People of one group with a serious event, with any other, and those who died."""

    group: str
    serious: tuple[int, int] | None = None
    other: tuple[int, int] | None = None
    deaths: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One record of ClinicalTrials.gov. `status_on` is the month its sponsor last verified it."""

    line: int
    nct: str
    title: str
    aliases: tuple[str, ...] = ()
    official_title: str = ""
    acronym: str = ""
    sponsor: str = ""
    study_type: str = ""
    design: str = ""
    phase: str = ""
    status: str = ""
    status_on: str = ""
    updated_on: str = ""
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    arms: tuple[Arm, ...] = ()
    enrolled: int | None = None
    enrolled_kind: str = ""
    sex: str = ""
    youngest: str = ""
    oldest: str = ""
    outcomes: tuple[Outcome, ...] = ()
    harms: tuple[Harm, ...] = ()
    doubts: Doubts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A record that is not taken: where it starts, how it begins, and why."""

    line: int
    begins: str
    why: str


Record = Reference | Trial | Broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """Everything one file holds, in its own order."""

    format: str
    found: tuple[Reference | Trial, ...]
    broken: tuple[Broken, ...] = ()
    warnings: tuple[str, ...] = ()

    def place(self, record: Record) -> str:
        """Where a record stands; JSON has no lines worth naming, so its records are counted."""
        return f"{'Record' if 'JSON' in self.format else 'Line'} {record.line}"
