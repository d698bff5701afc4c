"""Reads FHIR JSON of any edition without trusting its shape: every function accepts any value."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from casetrack.intake import plain
from casetrack.intake.dates import iso
from casetrack.intake.names import LOINC, known_as, system
from casetrack.intake.units import figure, number

Thing = dict[str, object]

MOST_LETTERS = 2 * plain.LIMIT + 1  # of one text; what is shown of it is cut once more
MOST_CODINGS = 500  # of one concept; a panel that lists its genes as codings has as many

_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


@dataclass(frozen=True, slots=True)
class Concept:
    """A coded idea: its words, its "system|code" pairs, and the one code to show."""

    text: str | None = None
    codes: tuple[str, ...] = ()

    @property
    def code(self) -> str | None:
        return next((code for code in self.codes if code.startswith(LOINC)), None) or next(
            iter(self.codes), None
        )

    @property
    def words(self) -> str | None:
        """The text, or failing that words for the code; None when there is neither."""
        return self.text or (known_as(self.code) if self.code else None)


def many(value: object) -> list[object]:
    """A list as it is, anything else as a list of one, nothing as none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def things(value: object) -> list[Thing]:
    return [one for one in many(value) if isinstance(one, dict)]


def thing(value: object) -> Thing:
    return next(iter(things(value)), {})


def word(value: object) -> str | None:
    """The first string in a value; a number becomes its digits.

    A longer text is cut where it is met, as thousands of entries may share it.
    """
    for one in many(value):
        if isinstance(one, str) and (text := one[:MOST_LETTERS].strip()):
            return text
        if isinstance(one, int | float) and not isinstance(one, bool):
            return str(one)
    return None


def words(value: object) -> list[str]:
    return [text for one in many(value) if (text := word(one))]


def truth(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def moment(value: object) -> str | None:
    """A date or dateTime that exists, as recorded."""
    return iso(word(value))


def moments(timing: object) -> list[str]:
    """The days a Timing names one by one, the first of them first."""
    return sorted(filter(None, map(moment, many(thing(timing).get("event")))))


def reference(value: object) -> str | None:
    """Where a Reference points, without version; R5 wraps it once more in a CodeableReference."""
    found = thing(value).get("reference")
    target = word(thing(found).get("reference")) if isinstance(found, dict) else word(found)
    return target.partition("/_history/")[0] if target else None


def concept(value: object) -> Concept:
    """A CodeableConcept, a Coding, a CodeableReference or, as in DSTU2, a bare code."""
    if isinstance(value, str):
        return Concept(text=word(value))
    inner = thing(value)
    if isinstance(inner.get("concept"), dict):
        inner = thing(inner["concept"])
    codings = things(inner.get("coding"))[:MOST_CODINGS] or ([inner] if "code" in inner else [])
    displays = (word(one.get("display")) for one in codings)
    text = word(inner.get("text")) or next(filter(None, displays), None)
    return Concept(text, tuple(filter(None, map(_code, codings))))


def concepts(value: object) -> list[Concept]:
    found = (concept(one) for one in many(value) if one is not None)
    return [one for one in found if one.words]


def joined(texts: Iterable[str | None], by: str = "; ") -> str:
    """The distinct texts in order."""
    return by.join(dict.fromkeys(text for text in texts if text))


def said(values: object) -> str:
    """The words of one or more concepts."""
    return joined(one.words for one in concepts(values))


def quantity(value: object) -> str | None:
    """A Quantity in words: "400 mg"."""
    inner = thing(value)
    size = number(inner.get("value"))
    if size is None:
        return None
    sign = word(inner.get("comparator")) or ""
    unit = word(inner.get("unit")) or word(inner.get("code")) or ""
    return f"{sign}{figure(size)} {unit}".strip()


def notes(body: Thing) -> str | None:
    """What people wrote beside the entry, under the names the editions give it."""
    fields = (body.get(name) for name in ("note", "notes", "comment", "comments"))
    written = [one for field in fields for one in many(field)]
    return joined(word(one if not isinstance(one, dict) else one.get("text")) for one in written)


def extensions(body: Thing, ending: str) -> list[Thing]:
    """Extensions, nested ones included, whose address ends with these words."""
    found, waiting = [], things(body.get("extension"))
    for one in waiting:
        if (word(one.get("url")) or "").endswith(ending):
            found.append(one)
        waiting.extend(things(one.get("extension")))
    return found


def absence(body: Thing, name: str) -> str | None:
    """Why a value is absent ("masked", "unknown"), when the record says so."""
    holders = [*things(body.get(f"_{name}")), *things(body.get(name))]
    for holder in holders:
        for one in things(holder.get("extension")):
            if word(one.get("url")) == _ABSENT:
                return word(one.get("valueCode")) or "unknown"
    return None


def line_of(body: Thing, element: str) -> int | None:
    """The line of the XML that an element stands on, or what it stands in; JSON has none."""
    line: int | None = getattr(body, "line", None)
    inside: object = body
    for name, nth in _STEP.findall(element) if line else ():
        found = many(thing(inside).get(name))
        inside = found[int(nth or 0)] if int(nth or 0) < len(found) else None
        line = getattr(inside, "line", line)
    return line


def profiles(body: Thing) -> list[str]:
    return words(thing(body.get("meta")).get("profile"))


_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


def _code(coding: Thing) -> str | None:
    code = word(coding.get("code"))
    if not code:
        return None
    name = system(word(coding.get("system")))
    return f"{name}|{code}" if name else code
