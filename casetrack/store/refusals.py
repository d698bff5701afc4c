"""How the store says no: nothing has changed, and the words say what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casetrack.rules.workflow import Refusal


class Refused(Exception):
    """An act the rules refuse, with every reason."""

    def __init__(self, refusals: Sequence[Refusal] | str) -> None:
        self.refusals = (Refusal(refusals),) if isinstance(refusals, str) else tuple(refusals)
        super().__init__("; ".join(refusal.words for refusal in self.refusals))


@dataclass(frozen=True)
class Clash:
    """One answer that somebody else changed after the form was drawn."""

    key: str
    theirs: str
    by: str
    at: datetime


class Stale(Exception):
    """The form was drawn from an older state; carries what changed since, field by field."""

    def __init__(self, clashes: Sequence[Clash], *, version: int) -> None:
        self.clashes: Mapping[str, Clash] = {clash.key: clash for clash in clashes}
        self.version = version
        super().__init__("somebody else saved first")
