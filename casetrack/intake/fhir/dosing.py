"""How a medicine is taken, in words: the prescriber's own sentence, or one made of the parts."""

from casetrack.intake.fhir.access import (
    Thing,
    concept,
    joined,
    quantity,
    thing,
    things,
    truth,
    word,
)
from casetrack.intake.units import number


def dose(body: Thing) -> str:
    """All dosages of an order, a statement or an administration."""
    given = things(body.get("dosageInstruction")) or things(body.get("dosage"))
    whole = [word(body.get("renderedDosageInstruction"))] if not given else []
    return joined([*whole, *map(_sentence, given)])


def _sentence(dosage: Thing) -> str | None:
    text = word(dosage.get("text"))
    if text:
        return text
    parts = [_amount(dosage), concept(dosage.get("route")).words, _rhythm(dosage)]
    parts += [word(dosage.get("patientInstruction"))]
    as_needed = truth(dosage.get("asNeededBoolean")) or truth(dosage.get("asNeeded"))
    return joined([*parts, "as needed" if as_needed else None], ", ") or None


def _amount(dosage: Thing) -> str | None:
    rates = things(dosage.get("doseAndRate"))
    doses = [one.get(name) for one in rates for name in ("doseQuantity", "rateQuantity")]
    doses += [dosage.get(name) for name in ("doseQuantity", "dose", "quantity")]
    ranges = [*(one.get("doseRange") for one in rates), dosage.get("doseRange")]
    return joined([*map(quantity, doses), *map(_range, ranges)]) or None


def _range(value: object) -> str | None:
    low, high = quantity(thing(value).get("low")), quantity(thing(value).get("high"))
    return f"{low or ''}–{high or ''}" if low or high else None


def _rhythm(dosage: Thing) -> str | None:
    timing = thing(dosage.get("timing"))
    named = concept(timing.get("code")).words
    repeat = thing(timing.get("repeat"))
    times, period = number(repeat.get("frequency")), number(repeat.get("period"))
    unit = word(repeat.get("periodUnit")) or word(repeat.get("periodUnits"))
    if named or not (times and period and unit):
        return named
    often = "once" if times == 1 else f"{times:g} times"
    length = _UNITS.get(unit, unit)
    return f"{often} every {length if period == 1 else f'{period:g} {length}s'}"


_UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month"}
_UNITS["a"] = "year"
