"""Numbers as charts write them, and weights in kilograms and heights in centimeters."""

from collections.abc import Collection

from casetrack.intake.shelves import is_height, is_weight


class Written(float):
    """A number that is shown with the zeros it was written with: 13.10 was measured to the second.

    It counts as the float it is.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


def decimal(text: str) -> float:
    """The number a text gives, which keeps its trailing zeros where Python would drop them."""
    size = float(text)
    text = text if size else text.lstrip("-")  # zero is not below zero
    last = text[-1:] == "0" and text[-2:] != ".0" and "e" not in text.lower()
    return Written(text) if last and "." in text else float(text)


def figure(size: float) -> str:
    """A number in words: as written, and no more than ten digits of what was computed."""
    return str(size) if isinstance(size, Written | int) else f"{size:.10g}"


def number(value: object) -> int | float | None:
    """A number, also one written as text (XML has no other way); None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    try:
        return _parsed(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def metric(codes: Collection[str], value: object, units: tuple[str | None, ...]) -> dict[str, str]:
    """A body weight in "kg" or a height in "cm", to one decimal; nothing for anything else."""
    if is_weight(codes) and (kilos := kilograms(value, units)) is not None:
        return {"kg": f"{kilos:.1f}"}
    if is_height(codes) and (length := centimeters(value, units)) is not None:
        return {"cm": f"{length:.1f}"}
    return {}


def kilograms(value: object, units: tuple[str | None, ...]) -> float | None:
    """The weight in kg, or None when no unit is known; `units` are tried in order."""
    return _convert(value, units, _KILOGRAMS)


def centimeters(value: object, units: tuple[str | None, ...]) -> float | None:
    """The length in cm, or None when no unit is known."""
    return _convert(value, units, _CENTIMETERS)


_ABSURD = 10**15  # no measure of a patient has more digits

# International avoirdupois pound and international inch (NIST Handbook 44, appendix C)
_POUND, _INCH = 0.45359237, 2.54

_KILOGRAMS = {
    "kg": 1.0,
    "kgs": 1.0,
    "kilogram": 1.0,
    "kilograms": 1.0,
    "g": 0.001,
    "gram": 0.001,
    "grams": 0.001,
    "[lb_av]": _POUND,
    "[lb_us]": _POUND,
    "lb": _POUND,
    "lbs": _POUND,
    "pound": _POUND,
    "pounds": _POUND,
    "[oz_av]": _POUND / 16,
    "oz": _POUND / 16,
    "ounces": _POUND / 16,
}
_CENTIMETERS = {
    "cm": 1.0,
    "centimeter": 1.0,
    "centimeters": 1.0,
    "m": 100.0,
    "meter": 100.0,
    "meters": 100.0,
    "mm": 0.1,
    "[in_i]": _INCH,
    "[in_us]": _INCH,
    "in": _INCH,
    "inch": _INCH,
    "inches": _INCH,
    "[ft_i]": 12 * _INCH,
    "[ft_us]": 12 * _INCH,
    "ft": 12 * _INCH,
    "feet": 12 * _INCH,
}


def _convert(
    value: object, units: tuple[str | None, ...], factors: dict[str, float]
) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    for unit in units:
        factor = factors.get((unit or "").strip().lower())
        if factor is not None:
            return value * factor
    return None


def _parsed(text: str) -> int | float:
    size = float(text)
    if not abs(size) < _ABSURD:  # also true of NaN
        raise ValueError
    return int(text) if text.lstrip("+-").isdigit() else decimal(text)
