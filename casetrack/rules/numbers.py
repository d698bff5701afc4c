"""Numbers that come in from outside: in addresses, in forms, in keys of a page."""

import re

LARGEST = 2**31 - 1  # what every database holds in a number
WHOLE = re.compile(r"[0-9]{1,10}")


def whole_number(raw: str) -> int | None:
    """The number that plain digits say, if a database can hold it."""
    number = int(raw) if WHOLE.fullmatch(raw) else LARGEST + 1
    return number if number <= LARGEST else None
