"""The emergency call: what is read to FDA beside the case's own facts, and the hours of it."""

from casetrack.rules.consent import EMERGENCY_USE
from casetrack.rules.questions.irb import choices
from casetrack.rules.questions.shape import Kind, Question, Section

TIME = "Clinic time, like 6:52 PM"

SAID = Section(
    key="emergency",
    title="Script for the call",
    task="Complete what is read to FDA",
    why="Read aloud on the phone, printed on the call record and on the notice to the board.",
    questions=(
        Question(
            key="emergency_threat",
            label="What threatens life, and how soon",
            kind=Kind.TEXT,
            cap=600,
            wanted=True,
        ),
        Question(
            key="emergency_finds",
            label="What the physician finds",
            kind=Kind.SEVERAL,
            choices=choices(EMERGENCY_USE),
            hint="The physician's own findings. An emergency use needs all three",
            wanted=True,
            cites="21 CFR 56.102(d)",
        ),
        Question(
            key="emergency_callback",
            label="Whom FDA can call back",
            hint="Name and number that answer tonight. Blank: the physician's phone at all hours",
        ),
        Question(key="emergency_hospital", label="Hospital", hint="Blank: this clinic"),
        Question(key="emergency_arrives", label="When the drug arrives, and how it is kept"),
        Question(
            key="emergency_outcome",
            label="Outcome so far",
            kind=Kind.TEXT,
            cap=600,
            hint="For the notice to the ethics board",
        ),
    ),
)

HOURS = Section(
    key="emergency_hours",
    title="Hours of the emergency",
    task="Put right an hour",
    why="The days stand with what was recorded; here are the hours, in the clinic's time.",
    questions=(
        Question(key="company_agreed_at", label="The company agreed at", kind=Kind.TIME, hint=TIME),
        Question(key="fda_permitted_at", label="FDA authorized it at", kind=Kind.TIME, hint=TIME),
        Question(key="first_dose_at", label="First dose at", kind=Kind.TIME, hint=TIME),
    ),
)

SECTIONS = (SAID, HOURS)
