"""What a dated step is, and where its day, its person and its end are kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from casetrack.rules.clocks import Set
from casetrack.rules.facts import Facts


class Deed(StrEnum):
    """What people do with a step, as its event calls it."""

    DONE = "step-done"
    DROPPED = "step-not-needed"
    MOVED = "step-moved"
    HANDED = "step-handed-over"
    UNDONE = "step-taken-back"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The answers that hold a step's day and person, and those that say that it is done.

    `entry` is the row they belong to, 0 for the case's own facts; `done` are answers to write when
    somebody says that it is done, `done_on` one that takes the day. What is left empty is kept
    beside the facts; a step that names neither is done where `Item.cure` leads.
    """

    entry: int = 0
    on: str = ""
    who: str = ""
    done: Mapping[str, str] = field(default_factory=dict)
    done_on: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One dated step. `key` names it for good, for example 'task:willing' or 'row:112'.

    `what` begins with a verb, `why` says in a few words where the day comes from, `who` is the
    person's number (None: the case's owner), `cure` is the place like a refusal's. While another
    party has the ball it stands in `waiting_on`, and the day is the one on which we chase.
    """

    key: str
    what: str
    on: date
    why: str = ""
    who: int | None = None
    set: Set = Set.OUR_TARGET
    waiting_on: str = ""
    cure: str = ""
    kept: Kept = Kept()
    stays: bool = False  # in a closed case too
    instead_of: date | None = None  # the day its source gives, where people chose another

    @property
    def given_on(self) -> date:
        return self.instead_of or self.on

    @property
    def moves(self) -> bool:
        """Whether people may choose another day."""
        return self.set is not Set.BY_LAW

    @property
    def ticked(self) -> bool:
        """Whether it is done by saying so, rather than by recording what happened."""
        return bool(self.kept.done or self.kept.done_on)

    @property
    def rank(self) -> int:
        """Set by law comes first, then promised, then our own target."""
        return tuple(Set).index(self.set)

    @property
    def stamp(self) -> str:
        """Changes when somebody else moves the step or takes it over."""
        return f"{self.on.isoformat()} {self.who or 0}"

    @property
    def order(self) -> tuple[int, date, str]:
        return self.rank, self.on, self.key


Source = Callable[[Facts], Iterable[Item]]
