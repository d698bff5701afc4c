"""What is to be done in a case, by whom and when: the dated steps that make up Today.

`agenda(facts)` asks every function of `SOURCES`; to put a step before people is to add one there.
A step goes when its source no longer gives it: when it is done, re-dated or handed over, that is
an answer of the case like any other (`Kept`), or one beside the facts (`SAID`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from casetrack.rules.clocks import Set
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts, Life
from casetrack.rules.questions import SECTIONS, Kind, Question
from casetrack.rules.tasks import MARK, Status, mark_key, marked, status
from casetrack.rules.tasks import WAITING as WAITS

NEXT = "next"
"""The key of the case's own next step, which is done only by saying what comes after it."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The answers that hold a step's day and person, and those that say that it is done.

    `entry` is the row they belong to, 0 for the case's own facts. What is left empty here is kept
    beside the facts; a step without `done` is done where `Item.cure` leads.
    """

    entry: int = 0
    on: str = ""
    who: str = ""
    done: Mapping[str, str] = field(default_factory=dict)


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


def agenda(facts: Facts) -> tuple[Item, ...]:
    """Every open step of a case, the most binding first. A closed case owes what the law asks."""
    found = (_as_said(item, facts) for source in SOURCES for item in source(facts))
    owed = [i for i in found if i and (facts.life is not Life.CLOSED or i.set is Set.BY_LAW)]
    return tuple(sorted(owed, key=lambda item: (item.rank, item.on, item.key)))


def next_step(facts: Facts) -> Iterator[Item]:
    """The case's own next step: our move, or the day on which we chase whoever has the ball."""
    if facts.next_on is None:
        return
    party, since = facts.waiting_on, facts.waiting_since
    asked = f"Chase {party}: {facts.next_what}"
    silent = f"Waiting on {party} since {show_date(since.isoformat())}" if since else ""
    yield Item(
        key=NEXT,
        what=asked if party else facts.next_what,
        on=facts.next_on,
        why=silent,
        who=facts.next_who,
        waiting_on=party,
    )


def waiting_tasks(facts: Facts) -> Iterator[Item]:
    """Sections that wait on somebody, on the day they are to be asked again."""
    for section in SECTIONS:
        if marked(section, facts) != WAITS or status(section, facts) is not Status.WAITING:
            continue
        mark, words, again = (mark_key(section, question) for question in MARK)
        day, party = facts.answers.get(again, ""), facts.answers.get(words, "")
        if day:
            yield Item(
                key=f"task:{section.key}",
                what=f"Ask again about: {section.title}",
                on=date.fromisoformat(day),
                why=f"Waiting on {party}",
                waiting_on=party,
                cure=f"section:{section.key}",
                kept=Kept(on=again, done={mark: "working"}),
            )


SOURCES: tuple[Callable[[Facts], Iterable[Item]], ...] = (next_step, waiting_tasks)

WHO, ON, OF, NOT_NEEDED = (
    Question(key="who", label="Who does it", kind=Kind.PERSON),
    Question(key="on", label="Moved to", kind=Kind.DATE),
    Question(key="of", label="Said of the step due on", kind=Kind.DATE),
    Question(key="not_needed", label="Not needed, because", kind=Kind.TEXT, cap=1_000),
)
SAID = (WHO, ON, OF, NOT_NEEDED)
"""What people say of a step whose source does not keep it: answers of the case beside its facts."""


def said_key(item: str, question: Question) -> str:
    """The answer under which something said of a step is kept."""
    return f"agenda.{item}.{question.key}"


def said_of(key: str) -> Question | None:
    """The question behind such an answer; None for any other."""
    if not key.startswith("agenda."):
        return None
    return next((question for question in SAID if key.endswith(f".{question.key}")), None)


def _as_said(item: Item, facts: Facts) -> Item | None:
    """The step as people have changed it. What was said of one day does not hold for another."""
    said = {q: facts.answers.get(said_key(item.key, q), "") for q in SAID}
    if said[WHO]:
        item = replace(item, who=int(said[WHO]))
    if said[OF] != item.on.isoformat():
        return item
    if said[NOT_NEEDED]:
        return None
    if said[ON]:
        was = f"Was due {show_date(item.on.isoformat())}"
        why = ". ".join(part for part in (item.why, was) if part)
        item = replace(item, on=date.fromisoformat(said[ON]), why=why, set=Set.OUR_TARGET)
    return item
