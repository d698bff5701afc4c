"""Tagged text, one field a line: the form that PubMed's .nbib and RIS share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from casetrack.intake.references.letters import Lines

MOST_LINES = 5_000  # of one record; a paper with 3,000 authors exists


@dataclass(slots=True)
class Tagged:
    """One record: where it stands, its fields by tag, and whether its two ends are there."""

    first: int
    last: int
    fields: dict[str, list[list[str]]] = field(default_factory=dict)
    size: int = 0
    opened: bool = True
    closed: bool = False

    def get(self, *tags: str) -> str:
        """The first value under the first of these tags that has one."""
        return next(iter(self.all(*tags)), "")

    def all(self, *tags: str) -> tuple[str, ...]:
        """Every value under the first of these tags that has any."""
        held = (tuple(filter(None, self._values(tag))) for tag in tags)
        return next(filter(None, held), ())

    def put(self, tag: str, value: str) -> None:
        self.size += 1
        if self.size <= MOST_LINES:
            self.fields.setdefault(tag, []).append([value])

    def go_on(self, tag: str, text: str) -> None:
        """A line without a tag belongs to the field before it."""
        self.size += 1
        if tag in self.fields and self.size <= MOST_LINES:
            self.fields[tag][-1].append(text)

    def _values(self, tag: str) -> list[str]:
        return [" ".join(pieces).strip() for pieces in self.fields.get(tag, ())]


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of tagged text is written."""

    tag: re.Pattern[str]
    starts: str
    ends: str = ""  # without an end tag a blank line ends a record


def records(lines: Lines, form: Form) -> Iterator[Tagged]:
    """The records in order; also those that lack their start or their end."""
    at: Tagged | None = None
    tag = ""
    for number, line in enumerate(lines.all, start=1):
        found = form.tag.match(line)
        ended = at is not None and _ends(line, found, form)
        if at is not None and (ended or _begins(found, form)):
            at.closed = ended or not form.ends
            yield at
            at = None
        if ended:
            continue
        if found:
            tag = found.group(1).strip()
            at = at or Tagged(number, number, opened=_begins(found, form))
            at.put(tag, (found.group(2) or "").strip())
        if at is not None and line.strip():
            at.last = number
            if not found:
                at.go_on(tag, line.strip())
    if at is not None:
        at.closed = not form.ends
        yield at


def _ends(line: str, found: re.Match[str] | None, form: Form) -> bool:
    if form.ends:
        return found is not None and found.group(1).strip() == form.ends
    return not line.strip()


def _begins(found: re.Match[str] | None, form: Form) -> bool:
    return found is not None and found.group(1).strip() == form.starts
