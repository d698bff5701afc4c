"""Gathers what one reading finds, and closes it into a Chart; all text is cleaned here."""

import dataclasses
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from casetrack.intake import plain
from casetrack.intake.chart import SHELVES, Chart, Finding, LeftOut, Patient, Source
from casetrack.intake.checks import doubts
from casetrack.intake.refused import FileRefused

MAX_WARNINGS = 100
MAX_FINDINGS = 50_000  # taken and left out; a genuine chart of 32 MB stays below


_MANY = f"This file holds more than {MAX_FINDINGS:,} findings: export a shorter period."


class NotTaken(Exception):
    """Raised by a reader: this entry must not become a finding, and why."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(why)
        self.what = what
        self.why = why


class Worksheet:
    """The findings so far; a reader puts, leaves out, skips or warns, and nothing is lost."""

    def __init__(self) -> None:
        self._shelves: dict[str, list[Finding]] = {shelf: [] for shelf in SHELVES}
        self._left_out: list[LeftOut] = []
        self._warnings: dict[str, None] = {}  # in order, each once
        self._unread: Counter[str] = Counter()
        self._altered: Counter[str] = Counter()
        self._told = 0

    def put(self, shelf: str, finding: Finding) -> None:
        cleaned = self._cleaned(finding)
        self._count()
        if cleaned.text:
            self._shelves[shelf].append(cleaned)
        else:
            self.leave_out("An entry", "its name holds nothing readable", source=finding.source)

    def leave_out(self, what: str, why: str, *, source: Source) -> None:
        self._count()
        self._left_out.append(LeftOut(self._text(what), self._text(why), self._place(source)))

    def warn(self, sentence: str) -> None:
        self._warnings[self._text(sentence)] = None

    def skip(self, kind: str) -> None:
        """An entry of a kind this reader does not read; counted in one warning."""
        self._unread[self._text(kind)] += 1

    def expect(self, findings: int) -> None:
        """Refuse at once what would be refused in the end: so many will come at the least."""
        if findings > MAX_FINDINGS:
            raise FileRefused(_MANY)

    def size(self) -> int:
        """How many entries became something, taken or left out."""
        return len(self._left_out) + sum(map(len, self._shelves.values()))

    def chart(self, patient: Patient, *, form: str) -> Chart:
        who = self._patient(patient)
        shelves = {name: tuple(found) for name, found in self._shelves.items()}
        today = datetime.now(UTC).date().isoformat()
        first, later = doubts(who, shelves, today=today)
        warnings = [*first, *self._warnings, *later, *self._unread_sentence()]
        warnings += plain.sentences(self._altered)
        if len(warnings) > MAX_WARNINGS:
            more = len(warnings) - MAX_WARNINGS
            warnings[MAX_WARNINGS:] = [f"{more} more remarks are not shown."]
        return Chart(
            format=form,
            patient=who,
            **shelves,
            left_out=tuple(self._left_out),
            warnings=tuple(warnings),
        )

    def _count(self) -> None:
        self._told += 1
        self.expect(self._told)

    def _unread_sentence(self) -> list[str]:
        kinds = [
            kind if kind.startswith("section") else f"{count} {kind}"
            for kind, count in self._unread.most_common()
        ]
        return [f"Not read: {', '.join(kinds)}."] if kinds else []

    def _text(self, text: str) -> str:
        return plain.clean(text, self._altered)

    def _maybe(self, text: str | None) -> str | None:
        return (self._text(text) or None) if text is not None else None

    def _place(self, source: Source) -> Source:
        resource, path = self._text(source.resource), self._text(source.path)
        return Source(resource, path, source.line)

    def _detail(self, detail: Mapping[str, str]) -> dict[str, str]:
        cleaned = {name: self._text(value) for name, value in detail.items()}
        return {name: value for name, value in cleaned.items() if value}

    def _cleaned(self, finding: Finding) -> Finding:
        value = finding.value
        return dataclasses.replace(
            finding,
            text=self._text(finding.text),
            code=self._maybe(finding.code),
            status=self._maybe(finding.status),
            date=self._maybe(finding.date),
            end=self._maybe(finding.end),
            value=self._maybe(value) if isinstance(value, str) else value,
            unit=self._maybe(finding.unit),
            detail=self._detail(finding.detail),
            note=self._maybe(finding.note),
            source=self._place(finding.source),
        )

    def _patient(self, patient: Patient) -> Patient:
        deceased = patient.deceased
        given = tuple(filter(None, map(self._text, patient.given)))
        return Patient(
            name=self._maybe(patient.name),
            family=self._maybe(patient.family),
            given=given,
            birth_date=self._maybe(patient.birth_date),
            sex=self._maybe(patient.sex),
            deceased=self._text(deceased) if isinstance(deceased, str) else deceased,
            record_number=self._maybe(patient.record_number),
            source=self._place(patient.source) if patient.source else None,
        )
