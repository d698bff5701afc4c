"""Organizations outside the clinic's cases: how to reach them, whom they serve, who is there."""

from casetrack.rules.questions.shape import Choice, If, Kind, Of, Question, Rows, Section

TYPES = (
    Choice("fda", "FDA office or line"),
    Choice("irb", "Ethics board (IRB)"),
    Choice("advocacy", "Advocacy group or navigator"),
    Choice("insurer", "Insurer or payer"),
    Choice("pharmacy", "Pharmacy"),
    Choice("hospital", "Hospital department"),
    Choice("other", "Other"),
)
SURE = (
    Choice("read", "Read in the source"),
    Choice("disputed", "Sources disagree"),
    Choice("unconfirmed", "Not confirmed"),
    Choice("local", "This hospital's own: fill it in"),
)
PRODUCTS = (
    Choice("oncology", "Oncology drugs"),
    Choice("drug", "Other drugs"),
    Choice("biologic", "Biologics reviewed by CBER"),
    Choice("every", "Every product"),
)
HOURS = (
    Choice("weekdays", "Weekdays, in the hours below"),
    Choice("after", "Outside the hours below: nights, weekends, federal holidays"),
    Choice("always", "At all hours"),
)
ZONES = (
    Choice("eastern", "Eastern"),
    Choice("central", "Central"),
    Choice("mountain", "Mountain"),
    Choice("pacific", "Pacific"),
)
TIMED = (If("hours", ("weekdays", "after")),)

ORGANIZATION = Section(
    key="organization",
    title="Organization",
    task="Complete how to reach it and what it offers",
    why="Typed once, used in every case. Institutional contacts only, no private numbers.",
    of=Of.ORGANIZATION,
    questions=(
        Question(key="name", label="Name"),
        Question(key="type", label="Type", kind=Kind.CHOICE, choices=TYPES, wanted=True),
        Question(key="offers", label="What it does or offers", kind=Kind.TEXT, cap=2_000),
        Question(
            key="serves",
            label="Diagnoses it serves",
            hint="Separated by commas, for example: desmoid, sarcoma. For every cancer: cancer",
        ),
        Question(key="procedure", label="How to ask", kind=Kind.TEXT, cap=2_000),
        Question(key="email", label="E-mail", cap=120),
        Question(key="portal", label="Portal", kind=Kind.LINK),
        Question(key="site", label="Web site", kind=Kind.LINK),
        Question(key="address", label="Postal address", kind=Kind.TEXT, cap=400),
        Question(key="note", label="Notes", kind=Kind.TEXT, cap=2_000),
        Question(key="source", label="Where this is from", kind=Kind.TEXT, cap=600, wanted=True),
        Question(key="sure", label="How sure it is", kind=Kind.CHOICE, choices=SURE),
        Question(key="checked_on", label="Checked on", kind=Kind.DATE, wanted=True),
        Question(key="checked_by", label="Checked by"),
        Question(
            key="retired",
            label="No longer used here",
            kind=Kind.YES_NO,
            hint="It leaves the list and the suggestions; cases that name it keep it",
        ),
    ),
)

LINES = Section(
    key="lines",
    title="Phone lines",
    task="Keep its phone lines and their hours",
    why="A call at the wrong hour is a day lost. Hours are in the line's own time zone.",
    of=Of.ORGANIZATION,
    rows=Rows(
        key="line",
        one="phone line",
        columns=("number", "what", "hours"),
        order="",
        questions=(
            Question(key="number", label="Number", cap=60, wanted=True),
            Question(
                key="what",
                label="For what",
                hint="For example: emergency requests at night",
                wanted=True,
            ),
            Question(
                key="product",
                label="For which products",
                kind=Kind.CHOICE,
                choices=PRODUCTS,
                hint="FDA's lines only",
            ),
            Question(key="hours", label="When it answers", kind=Kind.CHOICE, choices=HOURS),
            Question(key="opens", label="From", kind=Kind.TIME, hint="Like 8:00 AM", only=TIMED),
            Question(key="closes", label="To", kind=Kind.TIME, hint="Like 4:30 PM", only=TIMED),
            Question(key="zone", label="Time zone", kind=Kind.CHOICE, choices=ZONES, only=TIMED),
            Question(key="line_note", label="Note", cap=600),
        ),
    ),
)

STAFF = Section(
    key="staff",
    title="People there",
    task="Keep who is there",
    why="Whom to ask for. Their work addresses only.",
    of=Of.ORGANIZATION,
    rows=Rows(
        key="staff",
        one="person",
        plural="people",
        columns=("person", "role", "person_phone", "person_email"),
        order="person",
        questions=(
            Question(key="person", label="Name", wanted=True),
            Question(key="role", label="What they do there"),
            Question(key="person_phone", label="Phone", cap=60),
            Question(key="person_email", label="E-mail", cap=120),
            Question(key="person_note", label="Note", cap=600),
        ),
    ),
)

SECTIONS = (ORGANIZATION, LINES, STAFF)
