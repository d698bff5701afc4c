"""Steps through JSON that may hold anything anywhere; what is not there reads as nothing."""

from collections.abc import Mapping, Sequence


def at(held: object, *path: str) -> object:
    """What stands under these keys, one step each; None where a step is missing."""
    for key in path:
        held = held.get(key) if isinstance(held, Mapping) else None
    return held


def word(held: object, *path: str) -> str:
    found = at(held, *path)
    return found if isinstance(found, str) else ""


def count(held: object, *path: str) -> int | None:
    """A whole number, whether it is written as one or as text."""
    found = at(held, *path)
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) <= 9:
        return int(found)
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def each(held: object, *path: str) -> list[object]:
    found = at(held, *path)
    return list(found) if isinstance(found, Sequence) and not isinstance(found, str) else []


def words(held: object, *path: str) -> list[str]:
    return [one for one in each(held, *path) if isinstance(one, str)]
