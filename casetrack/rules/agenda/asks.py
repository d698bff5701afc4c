"""What is asked of whoever settles a step."""

from dataclasses import replace

from casetrack.rules.agenda.shape import Item
from casetrack.rules.questions import Choice, If, Kind, Question

DONE, DROPPED = "done", "dropped"
OUTCOME = Question(
    key="outcome",
    label="How does this step stand?",
    kind=Kind.CHOICE,
    choices=(Choice(DONE, "It is done"), Choice(DROPPED, "It is not needed")),
    wanted=True,
)
DONE_ON = Question(
    key="on",
    label="Done on",
    kind=Kind.DATE,
    hint="For example 10/20/2026, or today",
    wanted=True,
    only=(If("outcome", (DONE,)),),
)
WHY_NOT = Question(
    key="why",
    label="Why it is not needed",
    kind=Kind.TEXT,
    cap=1_000,
    wanted=True,
    only=(If("outcome", (DROPPED,)),),
)
NEW_DAY = Question(
    key="on",
    label="New day",
    kind=Kind.DATE,
    hint="For example 10/20/2026, or +5wd for five working days",
    wanted=True,
)
AWAY = (
    Question(key="first", label="From", kind=Kind.DATE, hint="For example 10/20/2026, or today"),
    Question(key="last", label="Through", kind=Kind.DATE, hint="For example 10/31/2026, or +10wd"),
)
WHOM = Question(key="who", label="Who does it", kind=Kind.PERSON, wanted=True)


def outcome_of(item: Item) -> tuple[Question, ...]:
    """Whether it is done or not needed; what is recorded elsewhere can only be not needed here."""
    if not item.ticked:
        return (replace(OUTCOME, choices=OUTCOME.choices[1:]), WHY_NOT)
    day = (DONE_ON,) if item.kept.done_on else ()
    return (OUTCOME, *day, WHY_NOT)
