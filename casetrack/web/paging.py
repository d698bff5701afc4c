"""Lists by pages: what the address of a list asks for, and that of its next page."""

from dataclasses import asdict, replace
from urllib.parse import urlencode

from casetrack.store.queries import library, register
from casetrack.store.queries.lists import Filter

Wanted = Filter | library.Wanted | register.Wanted


def following(wanted: Wanted, after: str) -> str:
    """What the next page's address says, with all that was asked of this one; empty on the last."""
    asked = {name: int(v) if v is True else v for name, v in asdict(wanted).items() if v}
    return urlencode({**asked, "after": after}) if after else ""


def narrowed(wanted: Wanted) -> bool:
    """Whether the list shows less than it would unasked."""
    return replace(wanted, after="") != type(wanted)()
