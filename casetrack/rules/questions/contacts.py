"""Contacts: who was reached, how and when, what was asked and said, when to chase again."""

from casetrack.rules.questions.shape import Choice, Duty, Kind, Question, Rows, Section

CHANNELS = (
    Choice("phone", "Phone"),
    Choice("email", "E-mail"),
    Choice("portal", "Portal"),
    Choice("fax", "Fax"),
    Choice("mail", "Mail"),
    Choice("person", "In person"),
    Choice("video", "Video call"),
)
TRIED = "tried"
DIRECTIONS = (
    Choice("out", "We reached them"),
    Choice(TRIED, "No answer, or left a message"),
    Choice("in", "They contacted us"),
)
USEFUL = (Choice("yes", "Yes"), Choice("partly", "Partly"), Choice("no", "No"))

CONTACTS = Section(
    key="contacts",
    title="Contact log",
    task="Log every contact",
    why="What was asked and said, by whom and when, so that nobody asks twice.",
    duty=Duty.CONTACTS,
    rows=Rows(
        key="contact",
        one="contact",
        columns=("with_whom", "said_on", "how", "asked", "answer", "chase_on"),
        order="said_on",
        at_least=0,
        apart=True,
        questions=(
            Question(
                key="with_whom",
                label="With whom",
                wanted=True,
            ),
            Question(key="how", label="How", kind=Kind.CHOICE, choices=CHANNELS, wanted=True),
            Question(
                key="direction",
                label="Who reached whom",
                kind=Kind.CHOICE,
                choices=DIRECTIONS,
                wanted=True,
            ),
            Question(key="asked", label="What we asked or told them", kind=Kind.TEXT, cap=1_200),
            Question(key="answer", label="What they said", kind=Kind.TEXT, cap=1_200),
            Question(
                key="chase_on",
                label="Chase again on",
                kind=Kind.DATE,
                ahead=True,
                hint="+5wd is five working days, or 10/20/2026",
            ),
            Question(key="said_on", label="On", kind=Kind.DATE, wanted=True),
            Question(key="said_at", label="At", kind=Kind.TIME, hint="Like 2:30 PM"),
            Question(key="spoke_with", label="Whom there"),
            Question(key="useful", label="Was it useful?", kind=Kind.CHOICE, choices=USEFUL),
            Question(
                key="case_waited",
                label="The chase is the case's own next step",
                kind=Kind.YES_NO,
            ),
        ),
    ),
)

SECTIONS = (CONTACTS,)
