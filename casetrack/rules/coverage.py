"""What the insurer was asked, and what it answered: each request is a row, from the first on."""

from collections.abc import Mapping

from casetrack.rules.facts import Facts, Row

COVERAGE = "coverage"  # the table of requests to the insurer
INTERNAL = ("first", "second")
APPEALS = (*INTERNAL, "external", "hearing")
Words = Mapping[str, str]


def requests(facts: Facts) -> tuple[Row, ...]:
    """In the order in which they came on record."""
    return facts.rows.get(COVERAGE, ())


def unanswered(facts: Facts) -> tuple[Row, ...]:
    return tuple(row for row in requests(facts) if not row.answers.get("answered_as"))


def answered_now(facts: Facts, words: Words) -> Row | None:
    """The request that an answer is about; None for one that is not on record."""
    level = words.get("asked_level", "")
    meant = [row for row in unanswered(facts) if row.answers.get("asked_level", "") == level]
    return meant[-1] if meant else None


def another_waits(facts: Facts, words: Words) -> bool:
    """Whether an appeal stays unanswered: urgent reviews may run side by side."""
    level = words.get("asked_level", "")
    waiting = {row.answers.get("asked_level", "") for row in unanswered(facts)}
    return bool(waiting & set(APPEALS) - {level})


def last_denial(facts: Facts) -> Row | None:
    denied = [row for row in requests(facts) if row.answers.get("answered_as") == "denied"]
    return max(denied, key=lambda row: row.answers.get("answered_on", ""), default=None)


def denied_inside(facts: Facts) -> bool:
    """Whether the plan itself has turned an appeal down."""
    return any(
        row.answers.get("asked_level") in INTERNAL and row.answers.get("answered_as") == "denied"
        for row in requests(facts)
    )
