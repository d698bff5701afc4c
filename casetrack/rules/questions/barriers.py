"""What stands in a case's way: each with its next step while it stands."""

from casetrack.rules.questions.shape import Choice, If, Kind, Question, Rows, Section

BARRIER = (
    Choice("regulatory", "Regulatory"),
    Choice("insurance", "Insurance"),
    Choice("physician", "The physician hesitates"),
    Choice("geography", "Distance and travel"),
    Choice("other", "Other"),
)
STANDS = (If("barrier_over_on", ("",)),)
OVER = (If("barrier_over_on", ("",), unless=True),)

BARRIERS = Section(
    key="barriers",
    title="Barriers",
    task="Note what stands in the way",
    why="Each barrier has somebody who does the next thing about it, by a day.",
    rows=Rows(
        key="barrier",
        one="barrier",
        columns=("barrier_what", "barrier_kind", "barrier_next", "barrier_by", "barrier_over_on"),
        order="barrier_by",
        at_least=0,
        questions=(
            Question(key="barrier_what", label="What stands in the way", wanted=True),
            Question(
                key="barrier_kind", label="Kind", kind=Kind.CHOICE, choices=BARRIER, wanted=True
            ),
            Question(
                key="barrier_next",
                label="Next step",
                hint="A verb first, for example: ask the site about travel money",
                only=STANDS,
                wanted=True,
            ),
            Question(
                key="barrier_who", label="Who does it", kind=Kind.PERSON, only=STANDS, wanted=True
            ),
            Question(
                key="barrier_by",
                label="By",
                kind=Kind.DATE,
                ahead=True,
                only=STANDS,
                hint="For example 10/20/2026, or +5wd for five working days",
                wanted=True,
            ),
            Question(
                key="barrier_over_on",
                label="Resolved on",
                kind=Kind.DATE,
                hint="Leave it blank while it stands",
            ),
            Question(
                key="barrier_over_how",
                label="What resolved it",
                kind=Kind.TEXT,
                cap=1_000,
                only=OVER,
                wanted=True,
            ),
        ),
        example={"barrier_what": "Site is 900 miles away", "barrier_kind": "geography"},
    ),
)

SECTIONS = (BARRIERS,)
