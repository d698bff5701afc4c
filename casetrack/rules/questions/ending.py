"""Stage 7, follow-up: the yearly report, the end with each party, the outcome, and what is kept."""

from casetrack.rules.questions.disease import RESPONSE, YES_NO_UNKNOWN
from casetrack.rules.questions.shape import Choice, Duty, If, Kind, Question, Section

ALIVE = (
    Choice("alive", "Alive"),
    Choice("died", "Died"),
    Choice("unknown", "Not known"),
)

ANNUAL = Section(
    key="annual",
    title="Annual report",
    task="Prepare the annual report to FDA",
    why="Owed within 60 days of each anniversary of the day the IND went into effect.",
    stage=7,
    duty=Duty.FILING,
    questions=(
        Question(
            key="annual_plan",
            label="Plan for the coming year",
            kind=Kind.TEXT,
            cap=2_000,
            cites="21 CFR 312.33(c)",
        ),
        Question(
            key="annual_brochure",
            label="What has changed in the investigator's brochure",
            kind=Kind.TEXT,
            cap=2_000,
            cites="21 CFR 312.33(d)",
        ),
        Question(
            key="annual_business",
            label="Open business with FDA",
            kind=Kind.TEXT,
            cap=2_000,
            hint="Questions that wait for an answer or a meeting; say so if there is none",
            cites="21 CFR 312.33(g)",
        ),
    ),
)

CONCLUSION = Section(
    key="conclusion",
    title="The physician's conclusion",
    task="Judge the response, and conclude",
    why="Best response and conclusion are the physician's own words.",
    stage=7,
    duty=Duty.APPROVAL,
    questions=(
        Question(
            key="best_response",
            label="Best response",
            kind=Kind.CHOICE,
            choices=RESPONSE,
            wanted=True,
        ),
        Question(key="best_response_on", label="Seen on", kind=Kind.ROUGH),
        Question(
            key="best_response_how",
            label="How it was measured",
            hint="For example: RECIST 1.1, MRI",
        ),
        Question(key="conclusion", label="Conclusion", kind=Kind.TEXT, cap=3_000, wanted=True),
    ),
)

OUTCOME = Section(
    key="outcome",
    title="Outcome",
    task="Record how the patient is, and what followed",
    why="What became of the patient belongs to the summary FDA asks for.",
    stage=7,
    questions=(
        Question(key="alive", label="The patient is", kind=Kind.CHOICE, choices=ALIVE, wanted=True),
        Question(key="alive_on", label="Known on", kind=Kind.DATE, wanted=True),
        Question(
            key="died_of",
            label="Cause of death",
            cap=300,
            only=(If("alive", ("died",)),),
            wanted=True,
        ),
        Question(key="followed", label="What treatment followed", kind=Kind.TEXT, cap=1_000),
    ),
)

ENDINGS = Section(
    key="endings",
    title="The end with each party",
    task="End it with FDA, the ethics board and the company",
    why="Until the IND is withdrawn and the board has closed it, reports and reviews stay owed.",
    stage=7,
    duty=Duty.FILING,
    questions=(
        Question(
            key="ind_withdrawn_on",
            label="IND withdrawn on",
            kind=Kind.DATE,
            wanted=True,
            hint="The day FDA was asked to withdraw it",
            cites="21 CFR 312.38",
        ),
        Question(key="ind_withdrawn_proof", label="How, and the proof"),
        Question(
            key="irb_closed_on",
            label="Closed by the ethics board on",
            kind=Kind.DATE,
            wanted=True,
        ),
        Question(key="irb_closed_proof", label="The board's letter, or how it was told"),
        Question(
            key="company_end_told_on",
            label="Company told of the end on",
            kind=Kind.DATE,
            wanted=True,
        ),
        Question(key="company_end_proof", label="How, and the proof"),
    ),
)

LEARNED = Section(
    key="learned",
    title="What we learned",
    task="Write down what we learned for the next request",
    why="It is shown with the company in contacts. No facts about the patient.",
    stage=7,
    questions=(
        Question(
            key="learned_company",
            label="About asking this company",
            kind=Kind.TEXT,
            cap=1_000,
            hint="Whom to write to, what they asked for, what took time. No facts of the patient",
        ),
        Question(
            key="learned_useful",
            label="Was this company's help useful?",
            kind=Kind.CHOICE,
            choices=YES_NO_UNKNOWN,
        ),
    ),
)

KEEPING = Section(
    key="keeping",
    title="How long records are kept",
    task="Record the days from which records are kept",
    why="Two years from the approval for this use; without one, from the end told to FDA.",
    stage=7,
    duty=Duty.FILING,
    questions=(
        Question(
            key="investigation_ended_on",
            label="Investigation ended, and FDA told, on",
            kind=Kind.DATE,
            hint="The later of the two days",
            cites="21 CFR 312.62(c)",
        ),
        Question(
            key="shipping_ended_on",
            label="Last shipment of the drug ended, and FDA told, on",
            kind=Kind.DATE,
            cites="21 CFR 312.57(c)",
        ),
        Question(
            key="drug_approved_on",
            label="Drug approved for this use on",
            kind=Kind.DATE,
            hint="Only if it was",
        ),
        Question(
            key="document_last_in_effect_on",
            label="Authorization and other HIPAA documents last in effect on",
            kind=Kind.DATE,
            ahead=True,
            cites="45 CFR 164.316(b)(2), 164.530(j)",
        ),
    ),
)

SECTIONS = (ANNUAL, CONCLUSION, OUTCOME, ENDINGS, LEARNED, KEEPING)
