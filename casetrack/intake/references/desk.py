"""Where records pass on their way out of the intake: cleaned, and told apart from broken ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import cast

from casetrack.intake import plain
from casetrack.intake.references.reference import (
    Bibliography,
    Broken,
    Record,
    Reference,
    Trial,
)
from casetrack.intake.refused import FileRefused

MAX_RECORDS = 1_000
MAX_BROKEN = 200
LIMITS = {"abstract": 8_000}
MAX_PARTS = 300  # authors, arms, outcomes of one record
UNTITLED = "it has neither a title nor a PubMed number or DOI"

_MANY = (
    f"This file holds more than {MAX_RECORDS:,} references: export a selection of them and upload "
    "that."
)
_NONE = "This file holds no references: export them again and upload the new file."


class NothingInside(FileRefused):
    """A file of a known form that holds no record at all."""


def gathered(records: Iterable[Record], *, form: str, warnings: Iterable[str] = ()) -> Bibliography:
    """Every record, cleaned; raises FileRefused for too many and for none at all."""
    altered: Counter[str] = Counter()
    found: list[Reference | Trial] = []
    broken: list[Broken] = []
    for record in records:
        whole = _checked(_cleaned(record, altered))
        if isinstance(whole, Broken):
            broken.append(whole)
        else:
            found.append(whole)
        if len(found) + len(broken) > MAX_RECORDS:
            raise too_many()
    if not found and not broken:
        raise NothingInside(_NONE)
    said = [*warnings, *plain.sentences(altered)]
    if len(broken) > MAX_BROKEN:
        said.append(f"{len(broken) - MAX_BROKEN} more broken records are not shown.")
    return Bibliography(
        format=form, found=tuple(found), broken=tuple(broken[:MAX_BROKEN]), warnings=tuple(said)
    )


def too_many() -> FileRefused:
    return FileRefused(_MANY)


def begins(*words: str) -> str:
    """How a person finds a broken record again in the file."""
    return next((word[:80] for word in words if word.strip()), "no title")


def _checked(record: Record) -> Record:
    if isinstance(record, Reference) and not (record.title or record.pmid or record.doi):
        return Broken(line=record.line, begins=begins(*record.ncts), why=UNTITLED)
    return record


def _cleaned(record: Record, altered: Counter[str]) -> Record:
    return cast("Record", _part(record, altered, plain.LIMIT))


def _part(value: object, altered: Counter[str], limit: int) -> object:
    """A value with every text in it cleaned, however deep."""
    if isinstance(value, str):
        return plain.clean(value, altered, limit=limit)
    if isinstance(value, tuple):
        return tuple(_part(one, altered, limit) for one in value[:MAX_PARTS])
    if is_dataclass(value) and not isinstance(value, type):
        parts = {
            field.name: _part(getattr(value, field.name), altered, LIMITS.get(field.name, limit))
            for field in fields(value)
        }
        return replace(value, **parts)
    return value
