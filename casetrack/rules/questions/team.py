"""Stage 1, oncology team: a willing physician, an informed patient, the hospital told."""

from casetrack.rules.prompts import FIRST, PROMPTS
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
PERMITTED = (If("permission", ("written", "spoken")),)

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
        Question(
            key="permission_what",
            label="What may be shared",
            hint="As the patient signed it, for example: history, scans, test results",
            only=PERMITTED,
            cites="45 CFR 164.508(c)(1)",
        ),
        Question(key="permission_until", label="Until", kind=Kind.DATE, ahead=True, only=PERMITTED),
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
            preset=",".join(prompt.key for prompt in PROMPTS if prompt.group == FIRST),
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
        Question(key="visit_on", label="Visit on", kind=Kind.DATE, ahead=True),
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

CONSENT = (WILLING, WISHES)
VISITS = (VISIT, HOSPITAL)
