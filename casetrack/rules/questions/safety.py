"""Stage 6, safety: what staff know of an event, what the physician judges, who was told."""

from collections.abc import Iterable

from casetrack.rules.questions.disease import GRADE, YES_NO_UNKNOWN
from casetrack.rules.questions.shape import Choice, Duty, If, Kind, Question, Rows, Section

SERIOUS_BY = (
    Choice("death", "Death"),
    Choice("threat", "Life-threatening"),
    Choice("hospital", "Hospital stay, new or longer"),
    Choice("disability", "Lasting or marked disability"),
    Choice("birth", "Birth defect"),
    Choice("medical", "Medically important: may need action to prevent one of these"),
    Choice("none", "None of these"),
)
OUTCOMES = (
    Choice("recovered", "Recovered"),
    Choice("recovering", "Recovering"),
    Choice("lasting", "Not recovered"),
    Choice("sequelae", "Recovered with lasting effects"),
    Choice("fatal", "Fatal"),
    Choice("unknown", "Not known"),
)
DONE_WITH_DRUG = (
    Choice("none", "Dose unchanged"),
    Choice("held", "Held"),
    Choice("reduced", "Reduced"),
    Choice("stopped", "Stopped for good"),
    Choice("over", "Had ended before"),
)
SERIOUS_ONLY = (If("serious", ("yes",)),)
JUDGMENT = (
    Question(
        key="serious",
        label="Is it serious?",
        kind=Kind.YES_NO,
        wanted=True,
        hint="Death, threat to life, hospital stay, disability, birth defect, or an important "
        "medical event",
        cites="21 CFR 312.32(a)",
    ),
    Question(
        key="life_threatening",
        label="Is it fatal or life-threatening?",
        kind=Kind.YES_NO,
        wanted=True,
        only=SERIOUS_ONLY,
        hint="In your view, or the company's, the patient was at immediate risk of death",
        cites="21 CFR 312.32(a)",
    ),
    Question(
        key="unexpected",
        label="Is it unexpected?",
        kind=Kind.YES_NO,
        wanted=True,
        hint="Not listed in the brochure, or not at this specificity or severity",
        cites="21 CFR 312.32(a)",
    ),
    Question(
        key="suspected",
        label="Is there a reasonable possibility that the drug caused it?",
        kind=Kind.YES_NO,
        wanted=True,
        hint="Evidence suggests a causal relationship",
        cites="21 CFR 312.32(a)",
    ),
    Question(key="judged_words", label="Why", kind=Kind.TEXT, cap=2_000),
)
JUDGED = (
    *JUDGMENT,
    Question(key="judged_on", label="Judged on", kind=Kind.DATE),
    Question(key="judged_by", label="Judged by"),
)
MORE = (
    Question(
        key="learned_more_on",
        label="New information came on",
        kind=Kind.DATE,
        wanted=True,
        hint="The follow-up report is counted from this day",
        cites="21 CFR 312.32(d)",
    ),
    Question(key="learned_more", label="What is new", kind=Kind.TEXT, cap=6_000, wanted=True),
)
REPORTED = (
    Question(key="learned_last_on", label="Latest new information came on", kind=Kind.DATE),
    Question(key="fda_told_on", label="FDA told on", kind=Kind.DATE),
    Question(key="fda_proof", label="Proof"),
    Question(key="fda_told_more_on", label="FDA told what is new on", kind=Kind.DATE),
    Question(key="fda_more_proof", label="Proof of the follow-up"),
    Question(key="company_told_on", label="Company told on", kind=Kind.DATE),
    Question(key="company_proof", label="Proof"),
    Question(key="board_told_on", label="Ethics board told on", kind=Kind.DATE),
    Question(key="board_proof", label="Proof"),
)
READ_TO_JUDGE = ("event_what", "happened_on", "serious_by", "brochure_says", "related_said")

SAFETY = Section(
    key="safety",
    title="Events on treatment",
    task="Report events, have them judged, and tell who must know",
    why="Serious and unexpected suspected reactions go to FDA in 7 or 15 calendar days.",
    stage=6,
    duty=Duty.EVENTS,
    rows=Rows(
        key="safety",
        one="event",
        columns=("event_what", "happened_on", "event_grade", "serious_by"),
        order="happened_on",
        at_least=0,
        beside=(*JUDGED, *MORE, *REPORTED),
        questions=(
            Question(
                key="event_what",
                label="What happened",
                hint="The event in a few words, by CTCAE where it has a term: Vomiting",
                wanted=True,
            ),
            Question(key="event_grade", label="Grade (CTCAE)", kind=Kind.CHOICE, choices=GRADE),
            Question(key="happened_on", label="Began on", kind=Kind.ROUGH, wanted=True),
            Question(
                key="aware_on",
                label="The clinic learned of it on",
                kind=Kind.DATE,
                wanted=True,
                hint="The first day on which anybody here knew. Reports are counted from it",
                cites="21 CFR 312.32(c)",
            ),
            Question(
                key="serious_by",
                label="Serious by which criterion?",
                kind=Kind.SEVERAL,
                choices=SERIOUS_BY,
                wanted=True,
                cites="21 CFR 312.32(a)",
            ),
            Question(
                key="brochure_says",
                label="Is it listed in the investigator's brochure?",
                kind=Kind.CHOICE,
                choices=YES_NO_UNKNOWN,
                wanted=True,
            ),
            Question(key="brochure_place", label="Brochure version and place read"),
            Question(
                key="related_said",
                label="May the drug have caused it?",
                kind=Kind.CHOICE,
                choices=YES_NO_UNKNOWN,
                wanted=True,
                hint="What speaks for it and against it goes into the story",
            ),
            Question(
                key="event_story",
                label="The story",
                kind=Kind.TEXT,
                cap=8_000,
                wanted=True,
                hint="In order: what came before, the event, findings, treatment, outcome. "
                "No names and no record numbers",
            ),
            Question(
                key="event_drug",
                label="What was done with the drug",
                kind=Kind.CHOICE,
                choices=DONE_WITH_DRUG,
                wanted=True,
            ),
            Question(
                key="event_outcome",
                label="Outcome",
                kind=Kind.CHOICE,
                choices=OUTCOMES,
                wanted=True,
            ),
            Question(key="event_over_on", label="Over on", kind=Kind.DATE),
        ),
        example={"event_what": "Vomiting", "happened_on": "2027-03-02", "event_grade": "3"},
    ),
)

REPORT = Section(
    key="safety_report",
    title="Safety report",
    task="Choose the event that a safety report tells, and the terms it is owed on",
    why="The agreement and the board may ask for events sooner than the law does.",
    stage=6,
    duty=Duty.REPORTS,
    questions=(
        Question(key="safety_event", label="Event that the report tells", kind=Kind.EVENT),
        Question(
            key="safety_hours",
            label="The company wants serious events within",
            kind=Kind.WHOLE,
            unit="hours",
            low=1,
            high=720,
            hint="As the agreement says. Until it is entered, the clinic's own "
            "deadline rule counts",
        ),
        Question(
            key="irb_safety_days",
            label="The ethics board wants them within",
            kind=Kind.WHOLE,
            unit="days",
            low=1,
            high=60,
            hint="Calendar days, as the board's policy says. Until it is entered, the clinic's "
            "own deadline rule counts",
        ),
    ),
)

SECTIONS = (SAFETY, REPORT)


def overtaken(keys: Iterable[str]) -> tuple[str, ...]:
    """A judgment covers only what was read: it falls when a fact it rests on changes."""
    touched = not set(READ_TO_JUDGE).isdisjoint(keys)
    return tuple(question.key for question in JUDGED) if touched else ()
