"""How an organization behaved: what became of requests, and how long answers took.

Few cases are told one by one; from five on there is a median, and only then a percentage.
"""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casetrack.rules.clocks import working_days_between
from casetrack.rules.questions import Answers
from casetrack.rules.questions.contacts import TRIED
from casetrack.rules.workflow import Action
from casetrack.rules.workflow.asks import REFUSALS

ENOUGH = 5
N = "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"
OUTCOMES: Mapping[str, str] = {
    "agreed": "agreed",
    "refused": "declined",
    "trial_first": "wanted a trial tried first",
}
TOLD = (
    "request_state",
    "request_sent_on",
    "request_acknowledged_on",
    "request_decided_on",
    "refusal_reason",
    "company",
)
"""The answers by which a case's events tell what became of its requests."""


@dataclass(frozen=True)
class Round:
    """One request to a company: from its sending to the answer, as far as it has come."""

    sent: str
    acknowledged: str = ""
    decided: str = ""
    outcome: str = ""
    reason: str = ""
    company: str = ""


@dataclass(frozen=True)
class Spread:
    """How many working days something took, each time."""

    days: tuple[int, ...]

    def __str__(self) -> str:
        """'3, 5 and 8 working days (n = 3)', or 'median 6 working days, 2 to 14 (n = 12)'."""
        if not self.days:
            return "not recorded"
        if len(self.days) < ENOUGH:
            return f"{_each(self.days)} ({N}{len(self.days)})"
        middle = statistics.median(self.days)
        spread = f"{self.days[0]} to {self.days[-1]}"
        return f"median {_working_days(f'{middle:g}')}, {spread} ({N}{len(self.days)})"


@dataclass(frozen=True)
class Record:
    """What is known of a party, each line with its n."""

    asked: int
    outcomes: tuple[str, ...]
    reasons: tuple[str, ...]
    acknowledged: Spread
    decided: Spread


@dataclass(frozen=True)
class Replies:
    """How contacts were answered."""

    answered: Spread
    silent: int  # asked and not answered yet
    useful: tuple[str, ...]


def rounds(events: Iterable[tuple[str, Answers]]) -> list[Round]:
    """A case's requests to its company, by its events in order: the act, and its words of `TOLD`.

    A further version sent before the answer is the same request, counted from its first sending.
    What another company was asked before is not told of this one.
    """
    found: list[Round] = []
    company = ""
    for action, said in events:
        company = said.get("company") or company
        last = found[-1] if found else Round("")
        if action != Action.RECORD_SENDING and found:
            found[-1] = _later(last, said)
        elif action == Action.RECORD_SENDING and _anew(last, company):
            found.append(Round(said.get("request_sent_on", last.sent), company=company))
    return [one for one in found if one.company == company]


def record(requests: Iterable[Round]) -> Record:
    """Counts and days of these requests."""
    held = list(requests)
    counts = Counter(OUTCOMES.get(one.outcome, "no answer yet") for one in held)
    reasons = Counter(one.reason for one in held if one.outcome == "refused" and one.reason)
    words = {choice.key: choice.label for choice in REFUSALS}
    return Record(
        asked=len(held),
        outcomes=tuple(
            _share(what, counts[what], len(held))
            for what in (*OUTCOMES.values(), "no answer yet")
            if counts[what]
        ),
        reasons=tuple(
            f"{words.get(key, key).lower()}: {number}" for key, number in reasons.most_common()
        ),
        acknowledged=_spread((one.sent, one.acknowledged) for one in held),
        decided=_spread((one.sent, one.decided) for one in held),
    )


def replies(threads: Iterable[Iterable[Answers]]) -> Replies:
    """How contacts were answered; a thread is one case's contacts with the party, oldest first."""
    days: list[int] = []
    silent, useful = 0, Counter[str]()
    for thread in threads:
        waiting = ""
        for one in thread:
            useful[one.get("useful", "")] += 1
            if _answers(one):
                if waiting or one.get("direction") != "in":
                    days.append(_between(waiting or one["said_on"], one["said_on"]))
                waiting = ""
            else:
                waiting = waiting or one["said_on"]
        silent += bool(waiting)
    told = {"yes": "useful", "partly": "partly useful", "no": "not useful"}
    return Replies(
        Spread(tuple(sorted(days))),
        silent,
        tuple(f"{words}: {useful[key]}" for key, words in told.items() if useful[key]),
    )


def _anew(last: Round, company: str) -> bool:
    return not last.sent or last.company != company or last.outcome in ("refused", "trial_first")


def _later(one: Round, said: Answers) -> Round:
    """The request after an act that answers it or corrects one of its days."""
    kept = {
        "sent": said.get("request_sent_on") or one.sent,
        "acknowledged": said.get("request_acknowledged_on", one.acknowledged),
        "decided": said.get("request_decided_on", one.decided),
        "reason": said.get("refusal_reason", one.reason),
    }
    state = said.get("request_state", "")
    return replace(one, **kept, outcome=state if state in OUTCOMES else one.outcome)


def _each(days: Sequence[int]) -> str:
    *others, last = (str(day) for day in days)
    return _working_days(f"{', '.join(others)} and {last}" if others else last)


def _working_days(number: str) -> str:
    return f"{number} working {'day' if number == '1' else 'days'}"


def _share(what: str, count: int, of: int) -> str:
    if of < ENOUGH:
        return f"{what}: {count} of {of}"
    return f"{what}: {count} of {of} ({round(100 * count / of)}%)"


def _spread(spans: Iterable[tuple[str, str]]) -> Spread:
    days = (_between(start, end) for start, end in spans if start and end)
    return Spread(tuple(sorted(days)))


def _between(start: str, end: str) -> int:
    return working_days_between(date.fromisoformat(start), date.fromisoformat(end))


def _answers(one: Answers) -> bool:
    heard = one.get("direction") == "in" or bool(one.get("answer"))
    return heard and one.get("direction") != TRIED
