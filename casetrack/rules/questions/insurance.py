"""Stage 1, an approved drug off-label: the plan, what supports the use, and each answer it gave."""

from casetrack.rules.questions.shape import Choice, If, Kind, Question, Rows, Section

PLANS = (
    Choice("aca", "Marketplace, or bought by an employer from an insurer"),
    Choice("erisa", "Employer that pays the claims itself (self-funded, ERISA)"),
    Choice("part_d", "Medicare Part D"),
    Choice("part_c", "Medicare Part C (Medicare Advantage)"),
    Choice("part_b", "Medicare Part B"),
    Choice("medicaid_plan", "Medicaid, through a managed care plan"),
    Choice("medicaid", "Medicaid, from the state itself"),
    Choice("military", "TRICARE or Veterans Affairs"),
    Choice("government", "Plan of a government or church employer"),
    Choice("none", "No insurance"),
    Choice("unknown", "Not known yet"),
)
SUPPORT = (
    Choice("nccn", "NCCN Drugs and Biologics Compendium"),
    Choice("ahfs", "AHFS Drug Information"),
    Choice("drugdex", "Micromedex DRUGDEX"),
    Choice("clinical_pharmacology", "Clinical Pharmacology"),
    Choice("lexi", "Lexi-Drugs"),
    Choice("guideline", "A guideline of a specialty society"),
    Choice("journals", "Peer-reviewed papers"),
    Choice("nothing", "None of these lists this use"),
)
LEVELS = (
    Choice("request", "Prior authorization"),
    Choice("claim", "Claim for care already given"),
    Choice("first", "Internal appeal, first level"),
    Choice("second", "Internal appeal, second level"),
    Choice("external", "External or independent review"),
    Choice("hearing", "Hearing (Medicare, Medicaid)"),
)
ANSWERS = (
    Choice("denied", "Denied"),
    Choice("covered", "Covered"),
    Choice("withdrawn", "Withdrawn by us"),
)
GROUNDS = (
    Choice("experimental", "Experimental or investigational"),
    Choice("necessity", "Not medically necessary"),
    Choice("label", "Not covered for this use"),
    Choice("formulary", "Not on the formulary"),
    Choice("steps", "Another drug must be tried first"),
    Choice("papers", "Papers are missing"),
    Choice("other", "Another reason"),
)
ANSWERED = (If("answered_as", ("denied", "covered")),)
DENIED = (If("answered_as", ("denied",)),)

LEVEL = Question(
    key="asked_level", label="What was asked", kind=Kind.CHOICE, choices=LEVELS, wanted=True
)
URGENT = Question(
    key="asked_urgent",
    label="Asked for as urgent (expedited)",
    kind=Kind.YES_NO,
    hint="The physician says that waiting could harm the patient's life, health or function",
)
ASKED_ON = Question(
    key="asked_on",
    label="Sent to the insurer on",
    kind=Kind.DATE,
    hint="For example 10/20/2026",
)
ASKED_HOW = Question(
    key="asked_how", label="How, and the proof", hint="For example: fax, confirmation number"
)
ANSWER_BY = Question(
    key="answer_by",
    label="Answer due, as their letter says",
    kind=Kind.DATE,
    ahead=True,
    hint="Leave it blank if no letter gives a day",
)
ANSWERED_ON = Question(
    key="answered_on",
    label="Date on their letter",
    kind=Kind.DATE,
    only=ANSWERED,
    hint="For example 10/20/2026",
    wanted=True,
)
NUMBER = Question(
    key="answer_number", label="Their number", only=ANSWERED, hint="Denial, claim or case number"
)
GROUND = Question(
    key="answer_ground", label="Their reason", kind=Kind.CHOICE, choices=GROUNDS, only=DENIED
)
WORDS = Question(
    key="answer_words",
    label="The reason, word for word",
    kind=Kind.TEXT,
    cap=3_000,
    only=DENIED,
    hint="Exactly as the letter has it: the appeal answers these very words",
    wanted=True,
)
APPEAL_BY = Question(
    key="appeal_by",
    label="Last day to go on, as their letter says",
    kind=Kind.DATE,
    ahead=True,
    only=DENIED,
    hint="The letter's own day wins over every rule. Leave it blank if it gives none",
)
LETTER = Question(
    key="answer_letter",
    label="Their letter, uploaded",
    kind=Kind.EXHIBIT,
    hint="Upload it with the case's reports; it can be chosen here later",
    only=ANSWERED,
    wanted=True,
)
COVERED_UNTIL = Question(
    key="covered_until",
    label="Covered until",
    kind=Kind.DATE,
    ahead=True,
    only=(If("answered_as", ("covered",)),),
)

INSURANCE = Section(
    key="insurance",
    title="Off-label, through the insurer",
    task="Ask the insurer for an approved drug off-label",
    why="A denial alone is not a lack of alternatives: it is appealed, or closed with its reason.",
    stage=1,
    needed="21 CFR 312.305(a)(1)",
    route="insurance",
    questions=(
        Question(
            key="off_label_drug",
            label="Approved drug, for another use than its label's",
            wanted=True,
        ),
        Question(
            key="off_label_support",
            label="What supports this use",
            kind=Kind.SEVERAL,
            choices=SUPPORT,
            hint="Insurers lean on compendia. For cancer drugs Medicare names the first five",
            wanted=True,
            cites="42 USC 1395x(t)(2)(B)",
        ),
        Question(
            key="off_label_listing",
            label="How it is listed there, with edition or date",
            kind=Kind.TEXT,
            cap=1_000,
            only=(If("off_label_support", ("", "nothing"), unless=True),),
            hint="For example: NCCN Soft Tissue Sarcoma, version and day, category 2A",
            wanted=True,
        ),
        Question(key="insurer", label="Insurer or plan", wanted=True),
        Question(
            key="insurer_plan",
            label="Kind of plan",
            kind=Kind.CHOICE,
            choices=PLANS,
            unanswered=("unknown",),
            hint="It decides whose rules count the days. The member's card or the denial says it",
            wanted=True,
        ),
        Question(
            key="insurer_member",
            label="Member number",
            hint="For the appeal; never printed for the company",
            personal=True,
        ),
    ),
    rows=Rows(
        key="coverage",
        one="request to the insurer",
        plural="requests to the insurer",
        columns=("asked_level", "asked_on", "answered_as", "answered_on", "appeal_by"),
        order="",
        at_least=0,
        questions=(
            LEVEL,
            URGENT,
            ASKED_ON,
            ASKED_HOW,
            ANSWER_BY,
            Question(key="answered_as", label="Their answer", kind=Kind.CHOICE, choices=ANSWERS),
            ANSWERED_ON,
            NUMBER,
            GROUND,
            WORDS,
            APPEAL_BY,
            COVERED_UNTIL,
            LETTER,
        ),
        example={"asked_level": "request", "answered_as": "denied"},
    ),
)

SECTIONS = (INSURANCE,)
