"""Lists by pages: what the address of a list asks for, and that of its next page."""

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from casetrack.store.queries import library, register
from casetrack.store.queries.lists import Filter

Wanted = Filter | library.Wanted | register.Wanted


def following(wanted: Wanted, after: str) -> str:
    """What the next page's address says, with all that was asked of this one; empty on the last."""
    return urlencode({**asked(wanted), "after": after}) if after else ""


def asked(wanted: Wanted) -> dict[str, Any]:
    """What the list's first page has in its address."""
    told = asdict(replace(wanted, after="")).items()
    return {name: int(value) if value is True else value for name, value in told if value}


def narrowed(wanted: Wanted) -> bool:
    """Whether the list shows less than it would unasked."""
    return replace(wanted, after="") != type(wanted)()
