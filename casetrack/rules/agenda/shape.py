"""What a dated step is, and where its day, its person and its end are kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from casetrack.rules.clocks import Set
from casetrack.rules.facts import Facts


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

    @property
    def rank(self) -> int:
        """Set by law comes first, then promised, then our own target."""
        return tuple(Set).index(self.set)

    @property
    def order(self) -> tuple[int, date, str]:
        return self.rank, self.on, self.key


Source = Callable[[Facts], Iterable[Item]]
