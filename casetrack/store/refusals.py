"""How the store says no: nothing has changed, and the words say what to do."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casetrack.rules.workflow import Refusal


class Refused(Exception):
    """An act the rules refuse, with every reason."""

    def __init__(self, refusals: Sequence[Refusal] | str) -> None:
        self.refusals = (Refusal(refusals),) if isinstance(refusals, str) else tuple(refusals)
        super().__init__("; ".join(refusal.words for refusal in self.refusals))


@dataclass(frozen=True)
class Change:
    """One value that was changed after a form was drawn: as the form showed it, and now."""

    was: str
    theirs: str
    by: str
    at: datetime


class Stale(Exception):
    """A form drawn from an older state, where somebody has saved another value since.

    `changes` are all values changed since, by key; `clashing` names those that contradict the form.
    """

    def __init__(
        self, changes: Mapping[str, Change], *, clashing: Collection[str], version: int
    ) -> None:
        self.changes = changes
        self.clashing = frozenset(clashing)
        self.version = version
        super().__init__("somebody else saved first")

    def asked_as(self, keys: Mapping[str, str]) -> "Stale":
        """The same by the keys of the form that asks: stored key -> asked key."""
        changes = {keys[key]: change for key, change in self.changes.items() if key in keys}
        clashing = [keys[key] for key in self.clashing if key in keys]
        return Stale(changes, clashing=clashing, version=self.version)
