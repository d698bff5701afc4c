"""The value of an observation or of one component, whatever type it was recorded in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from casetrack.intake.fhir.access import (
    Thing,
    concept,
    joined,
    moment,
    quantity,
    said,
    thing,
    things,
    truth,
    word,
)
from casetrack.intake.units import number


@dataclass(frozen=True, slots=True)
class Value:
    """What was found: a number with its unit, or words. `units` are the UCUM code and the unit."""

    element: str
    value: str | int | float | None = None
    unit: str | None = None
    units: tuple[str | None, ...] = ()
    codes: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)


def value_of(body: Thing) -> Value | None:
    """The value, or None when there is none that can be shown."""
    for element, read in _READERS.items():
        if element in body and (found := read(element, body[element])).value is not None:
            return found
    return None


def absent(body: Thing) -> str:
    """Why there is no value, in the record's words."""
    return said(body.get("dataAbsentReason"))


def around(body: Thing) -> dict[str, str]:
    """What stands beside a value: how to read it, and how it was obtained."""
    return {
        "interpretation": said(body.get("interpretation")),
        "reference_range": joined(_range_text(one) for one in things(body.get("referenceRange"))),
        "method": said(body.get("method")),
        "body_site": said(body.get("bodySite")),
    }


def _quantity(element: str, value: object) -> Value:
    inner = thing(value)
    size, sign = number(inner.get("value")), word(inner.get("comparator"))
    code, unit = word(inner.get("code")), word(inner.get("unit"))
    shown = f"{sign}{size}" if sign and size is not None else size  # "<5" is not 5
    return Value(element, shown, unit or code, (code, unit))


def _concept(element: str, value: object) -> Value:
    told = concept(value)
    return Value(element, told.words, codes=told.codes)


def _words(element: str, value: object) -> Value:
    return Value(element, word(value))


def _number(element: str, value: object) -> Value:
    size = number(value)
    return Value(element, size if size is not None else word(value))


def _truth(element: str, value: object) -> Value:
    answer = truth(value)
    return Value(element, None if answer is None else ("Yes" if answer else "No"))


def _moment(element: str, value: object) -> Value:
    return Value(element, moment(value))


def _range(element: str, value: object) -> Value:
    return Value(element, between(value))


def _ratio(element: str, value: object) -> Value:
    over, under = thing(thing(value).get("numerator")), thing(thing(value).get("denominator"))
    parts = [quantity(over), quantity(under)]
    return Value(element, ":".join(filter(None, parts)) if all(parts) else None)


def _period(element: str, value: object) -> Value:
    inner = thing(value)
    start, end = moment(inner.get("start")), moment(inner.get("end"))
    return Value(element, f"{start or ''} to {end or ''}".strip() if start or end else None)


_READERS: dict[str, Callable[[str, object], Value]] = {
    "valueQuantity": _quantity,
    "valueCodeableConcept": _concept,
    "valueString": _words,
    "valueInteger": _number,
    "valueDecimal": _number,
    "valueBoolean": _truth,
    "valueRange": _range,
    "valueRatio": _ratio,
    "valueDateTime": _moment,
    "valueTime": _words,
    "valuePeriod": _period,
    "valueCode": _words,
    "valueCoding": _concept,
}


def between(value: object) -> str | None:
    """A Range in words, with one end or both."""
    low, high = quantity(thing(value).get("low")), quantity(thing(value).get("high"))
    if low and high:
        return f"{low} to {high}"
    return f"≥ {low}" if low else (f"≤ {high}" if high else None)


def _range_text(one: Thing) -> str | None:
    return word(one.get("text")) or between(one)
