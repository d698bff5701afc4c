"""What a chart says once it is read: plain frozen data, each value with the place it came from."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field

SHELVES = (
    "conditions",
    "medications",
    "procedures",
    "allergies",
    "biomarkers",
    "performance_status",
    "measurements",
    "labs",
    "stages",
    "disease_status",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value stands: its record or section, the path to it, and in XML the line."""

    resource: str
    path: str
    line: int | None = None

    def as_json(self) -> dict[str, object]:
        return _present(resource=self.resource, path=self.path, line=self.line)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that was read and deliberately not taken."""

    what: str
    why: str
    source: Source

    def as_json(self) -> dict[str, object]:
        return {"what": self.what, "why": self.why, "source": self.source.as_json()}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact of the chart. `date` and `end` are ISO 8601, as precise as recorded.

    `code` is "system|code"; `status` is the record's own word; `detail` holds the extras of its
    kind, among them "cancer" and "suspected" (conditions), "kg" and "cm" (measurements), "gene",
    "c", "p" and "vaf" (variants).
    """

    text: str
    _: KW_ONLY
    source: Source
    code: str | None = None
    status: str | None = None
    date: str | None = None
    end: str | None = None
    value: str | float | int | None = None
    unit: str | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    note: str | None = None

    def as_json(self) -> dict[str, object]:
        return _present(
            text=self.text,
            code=self.code,
            status=self.status,
            date=self.date,
            end=self.end,
            value=self.value,
            unit=self.unit,
            detail=dict(self.detail) or None,
            note=self.note,
            source=self.source.as_json(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Whose chart it is. `birth_date` may be only a year or a month; `deceased` may be a date."""

    name: str | None = None
    family: str | None = None
    given: tuple[str, ...] = ()
    birth_date: str | None = None
    sex: str | None = None
    deceased: bool | str | None = None
    record_number: str | None = None
    source: Source | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "family": self.family,
            "given": list(self.given),
            "birth_date": self.birth_date,
            "sex": self.sex,
            "deceased": self.deceased,
            "record_number": self.record_number,
            "source": self.source.as_json() if self.source else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One patient's record as proposals: nothing here is chosen, merged or made certain."""

    format: str
    patient: Patient
    conditions: tuple[Finding, ...] = ()
    medications: tuple[Finding, ...] = ()
    procedures: tuple[Finding, ...] = ()
    allergies: tuple[Finding, ...] = ()
    biomarkers: tuple[Finding, ...] = ()
    performance_status: tuple[Finding, ...] = ()
    measurements: tuple[Finding, ...] = ()
    labs: tuple[Finding, ...] = ()
    stages: tuple[Finding, ...] = ()
    disease_status: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """The object `casetrack record read FILE --json` prints."""
        return {
            "format": self.format,
            "patient": self.patient.as_json(),
            **{shelf: [one.as_json() for one in getattr(self, shelf)] for shelf in SHELVES},
            "left_out": [one.as_json() for one in self.left_out],
            "warnings": list(self.warnings),
        }


def _present(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
