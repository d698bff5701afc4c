"""Stage 1, oncology team: a willing physician, an informed patient, other roads looked at."""

from casetrack.rules.prompts import PROMPTS
from casetrack.rules.questions.shape import Choice, If, Kind, Question, Rows, Section

DECISION = (
    Choice("agreed", "Agreed to make the request"),
    Choice("hesitates", "Hesitates"),
    Choice("declined", "Will not make the request"),
)
PERMISSION = (
    Choice("written", "Yes, in writing"),
    Choice("spoken", "Yes, by word of mouth"),
    Choice("refused", "No"),
    Choice("not_asked", "Not asked yet"),
)
SHARED_WITH = (
    Choice("company", "The drug's manufacturer"),
    Choice("groups", "Patient advocacy groups"),
    Choice("doctors", "Other hospitals and doctors"),
)
PHASES = tuple(Choice(p, p) for p in ("1", "1/2", "2", "2/3", "3", "4", "Not given"))
TRIAL_STATUS = (
    Choice("not_yet", "Not yet recruiting"),
    Choice("recruiting", "Recruiting"),
    Choice("invited", "Enrolling by invitation"),
    Choice("closed", "Active, not recruiting"),
    Choice("suspended", "Suspended"),
    Choice("ended", "Completed"),
    Choice("stopped", "Terminated or withdrawn"),
    Choice("unknown", "Unknown"),
)
TRIAL_VERDICT = (
    Choice("excluded", "Patient does not meet the criteria"),
    Choice("unreachable", "Patient cannot get there"),
    Choice("not_open", "Not open to new patients"),
    Choice("declined", "Patient declined"),
    Choice("possible", "Possible: must be settled first"),
)
ROUTE = (
    Choice("not_looked", "Not looked at yet"),
    Choice("open", "Being pursued"),
    Choice("none", "Does not exist for this drug or patient"),
    Choice("refused", "Asked for and refused"),
)


PERMITTED = (If("permission", ("written", "spoken")),)


def _route(key: str, label: str, hint: str) -> tuple[Question, Question]:
    looked = (If(key, ("open", "none", "refused")),)
    return (
        Question(
            key=key,
            label=label,
            kind=Kind.CHOICE,
            choices=ROUTE,
            unanswered=("not_looked",),
            hint=hint,
            wanted=True,
        ),
        Question(key=f"{key}_why", label="What was found, and when", only=looked),
    )


WILLING = Section(
    key="willing",
    title="The physician's decision",
    task="Confirm that the physician will request",
    why="A licensed physician makes the request and answers for it.",
    stage=1,
    needed="21 CFR 312.310(a)(1)",
    questions=(
        Question(
            key="doctor_decision",
            label="What did the physician say?",
            kind=Kind.CHOICE,
            choices=DECISION,
            hint="The physician's own word; nobody else's",
            wanted=True,
            cites="21 CFR 312.310(a)(1)",
        ),
        Question(
            key="doctor_decided_on",
            label="On which day",
            kind=Kind.DATE,
            hint="For example 10/20/2026",
            wanted=True,
        ),
        Question(
            key="doctor_hesitates",
            label="Why, and what would help",
            kind=Kind.TEXT,
            only=(If("doctor_decision", ("hesitates", "declined")),),
            wanted=True,
        ),
        Question(key="doctor_note", label="Note", kind=Kind.TEXT),
    ),
)

WISHES = Section(
    key="wishes",
    title="Patient's wishes and permission",
    task="Record the patient's wishes and permission to share",
    why="Nothing leaves the clinic before the patient has said what may be shared with whom.",
    stage=1,
    needed="45 CFR 164.508",
    questions=(
        Question(key="wishes", label="What matters to the patient", kind=Kind.TEXT),
        Question(
            key="permission",
            label="May we share records for this request?",
            kind=Kind.CHOICE,
            choices=PERMISSION,
            unanswered=("not_asked",),
            hint="In writing is better: 45 CFR 164.508",
            wanted=True,
            cites="45 CFR 164.508",
        ),
        Question(
            key="permission_on",
            label="Given on",
            kind=Kind.DATE,
            only=PERMITTED,
            wanted=True,
        ),
        Question(
            key="permission_with",
            label="Shared with whom",
            kind=Kind.SEVERAL,
            choices=SHARED_WITH,
            only=PERMITTED,
            wanted=True,
        ),
        Question(key="permission_until", label="Until", kind=Kind.DATE, only=PERMITTED),
    ),
)

TRIALS = Section(
    key="trials",
    title="Clinical trials",
    task="Check clinical trials",
    why="Expanded access is for patients who cannot get the drug in a trial.",
    stage=1,
    needed="21 CFR 312.310(a)(2)",
    questions=(
        Question(
            key="trials_searched",
            label="Where and how you searched",
            hint="For example: ClinicalTrials.gov, desmoid, recruiting, United States",
            tab="D",
        ),
        Question(key="trials_searched_on", label="Searched on", kind=Kind.DATE, tab="D"),
        Question(
            key="trials_none",
            label="No trial was found that could fit",
            kind=Kind.YES_NO,
        ),
    ),
    rows=Rows(
        key="trial",
        one="trial",
        columns=("nct", "title", "status", "status_on", "verdict"),
        order="nct",
        none="trials_none",
        tab="D",
        questions=(
            Question(
                key="nct",
                label="ClinicalTrials.gov number",
                kind=Kind.TRIAL,
                hint="NCT and eight digits",
                wanted=True,
            ),
            Question(key="title", label="Short title", wanted=True),
            Question(key="phase", label="Phase", kind=Kind.CHOICE, choices=PHASES),
            Question(
                key="status",
                label="Status",
                kind=Kind.CHOICE,
                choices=TRIAL_STATUS,
                wanted=True,
            ),
            Question(
                key="status_on",
                label="Status checked on",
                kind=Kind.DATE,
                wanted=True,
            ),
            Question(key="site", label="Nearest site and how far"),
            Question(
                key="verdict",
                label="For this patient",
                kind=Kind.CHOICE,
                choices=TRIAL_VERDICT,
                wanted=True,
            ),
            Question(
                key="why_not",
                label="Why not, in one line",
                hint="Name the criterion, for example: ages 12 months to 30 years, patient is 34",
                wanted=True,
            ),
            Question(key="checked_by", label="Checked by"),
        ),
        example={"nct": "NCT…", "title": "The trial's short title", "verdict": "excluded"},
    ),
)

ROUTES = Section(
    key="routes",
    title="Other routes to a drug",
    task="Check the other routes",
    why="A program, an assistance plan or the insurer may be faster.",
    stage=1,
    questions=(
        *_route(
            "route_program",
            "An expanded access program that already runs",
            "Look for an expanded access record of the drug on ClinicalTrials.gov",
        ),
        *_route(
            "route_assistance",
            "The company's patient assistance program",
            "For approved drugs only",
        ),
        *_route(
            "route_off_label",
            "An approved drug off-label, through the insurer",
            "A denial alone is not a lack of alternatives",
        ),
    ),
)

HOSPITAL = Section(
    key="hospital",
    title="Hospital groups",
    task="Tell the hospital groups that must know",
    why="Contracts, pharmacy and billing each need weeks when they hear of it late.",
    stage=1,
    questions=(
        Question(key="told_contracts", label="Contracts told on", kind=Kind.DATE),
        Question(key="told_pharmacy", label="Pharmacy told on", kind=Kind.DATE, wanted=True),
        Question(key="told_billing", label="Billing told on", kind=Kind.DATE),
    ),
)

VISIT = Section(
    key="visit",
    title="The visit",
    task="Choose the patient's questions, and record the answers",
    why="A list that the doctor hands over gets more questions asked.",
    stage=1,
    questions=(
        Question(
            key="visit_questions",
            label="Questions on the patient's list",
            kind=Kind.SEVERAL,
            choices=tuple(Choice(prompt.key, prompt.words) for prompt in PROMPTS),
            hint="Where none is ticked, the first five are printed",
        ),
        Question(
            key="visit_size",
            label="Size of the letters",
            kind=Kind.CHOICE,
            choices=(Choice("12", "12 point, one page"), Choice("18", "18 point, two pages")),
        ),
        Question(
            key="visit_unendorsed",
            label="Leave out the line in which the doctor invites the questions",
            kind=Kind.YES_NO,
        ),
        Question(key="visit_on", label="Visit on", kind=Kind.DATE),
        Question(key="visit_answers", label="Asked and answered", kind=Kind.TEXT),
    ),
    rows=Rows(
        key="visit_question",
        one="question of the patient's own",
        plural="questions of the patient's own",
        columns=("words",),
        order="",
        at_least=0,
        questions=(
            Question(
                key="words",
                label="Question",
                cap=70,
                hint="One line. No names and no health facts: the sheet may lie on a table",
                wanted=True,
            ),
        ),
        example={"words": "May my sister come to the visits?"},
    ),
)

SECTIONS = (WILLING, WISHES, TRIALS, ROUTES, VISIT, HOSPITAL)
