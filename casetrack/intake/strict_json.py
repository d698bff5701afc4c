"""JSON as the standard has it: no duplicate keys, no NaN, no absurd numbers, no bombs."""

import json
from collections.abc import Iterator

from casetrack.intake.refused import FileRefused
from casetrack.intake.units import decimal

MAX_PARTS = 1_500_000  # objects, lists and commas; a genuine chart of 32 MB stays below
MAX_DIGITS = 30


def parse(text: str) -> object:
    """One JSON value; raises FileRefused with what is wrong."""
    if text.count("{") + text.count("[") + text.count(",") > MAX_PARTS:
        raise FileRefused(_LARGE)
    return _decoded(text)


def parse_lines(text: str) -> Iterator[tuple[int, object | FileRefused]]:
    """The lines of an NDJSON file, numbered from 1; a damaged line comes as its refusal."""
    if text.count("{") + text.count("[") + text.count(",") > MAX_PARTS:
        raise FileRefused(_LARGE)
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, _decoded(line)
            except FileRefused as refused:
                yield number, refused


def is_by_line(text: str) -> bool:
    """Whether several JSON objects follow one another, each on its own line."""
    first, _, rest = text.lstrip().partition("\n")
    if not rest.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _decoded(text: str) -> object:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_constant,
        )
    except RecursionError:
        raise FileRefused(_DEEP) from None
    except json.JSONDecodeError as broken:
        raise FileRefused(_BROKEN.format(line=broken.lineno)) from None


_LARGE = (
    "This JSON file has far more parts than a genuine record: export a smaller part of it, such "
    "as a shorter period."
)
_DEEP = "This JSON file is nested deeper than any genuine record: export it again."
_BROKEN = (
    "This JSON file is damaged or cut off near line {line}: export it again and upload the new "
    "file."
)
_TWICE = (
    "This JSON file gives the same field twice in one entry, so it is not certain which one is "
    "true: ask the sending system for a correct export."
)
_NOT_A_NUMBER = (
    "This JSON file holds numbers that are none (NaN, Infinity or far too long): ask the sending "
    "system for a correct export."
)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise FileRefused(_TWICE)
    return found


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise FileRefused(_NOT_A_NUMBER)
    return int(digits)


def _float(digits: str) -> float:
    size = decimal(digits)
    if size in {float("inf"), float("-inf")}:
        raise FileRefused(_NOT_A_NUMBER)
    return size


def _constant(_name: str) -> float:
    raise FileRefused(_NOT_A_NUMBER)
