"""Stage 4, agreement: the papers between clinic and company, version by version, and charging.

The letter of authorization is a track of its own (workflow): it is received, not typed.
"""

from casetrack.rules.questions.shape import Choice, Duty, If, Kind, Question, Rows, Section

PAPERS = (
    Choice("confidentiality", "Confidentiality agreement"),
    Choice("letter", "Letter of authorization, draft"),
    Choice("supply", "Supply agreement"),
    Choice("safety", "Safety reporting agreement"),
    Choice("other", "Other agreement"),
)
TURNS = (
    Choice("clinic", "Ours: the clinic"),
    Choice("contracts", "Ours: the contracts office"),
    Choice("company", "The company's"),
    Choice("signed", "Signed by both sides"),
    Choice("dropped", "Not needed"),
)
OPEN_TURNS = ("clinic", "contracts", "company")
OPEN = (If("turn", OPEN_TURNS),)
SIGNED = (If("turn", ("signed",)),)
CHARGED = (If("charge", ("charged",)),)

AGREEMENT = Section(
    key="agreement",
    title="Agreement with the company",
    task="Follow the papers of the agreement",
    why="A letter of authorization lets FDA read the company's file; supply is promised by an "
    "agreement.",
    stage=4,
    duty=Duty.FILING,
    questions=(
        Question(
            key="charge",
            label="Does the company charge for the drug?",
            kind=Kind.CHOICE,
            choices=(
                Choice("free", "No, it is free"),
                Choice("charged", "Yes"),
                Choice("unknown", "Not settled yet"),
            ),
            hint="Only with FDA's prior written authorization, and only direct costs for one "
            "patient. The consent form names the cost",
            cites="21 CFR 312.8",
        ),
        Question(key="charge_amount", label="How much, for what", only=CHARGED, wanted=True),
        Question(
            key="charge_authorized_on",
            label="FDA authorized the charge on",
            kind=Kind.DATE,
            only=CHARGED,
            wanted=True,
            cites="21 CFR 312.8(a)",
        ),
        Question(
            key="charge_until",
            label="Authorized until",
            kind=Kind.DATE,
            ahead=True,
            only=CHARGED,
            hint="Usually one year; FDA's letter says",
            cites="21 CFR 312.8(c)",
        ),
    ),
    rows=Rows(
        key="agreement",
        one="version of a paper",
        plural="versions of papers",
        columns=("paper", "draft", "came_on", "turn", "chase_on", "signed_on", "file"),
        order="came_on",
        at_least=0,
        questions=(
            Question(key="paper", label="Paper", kind=Kind.CHOICE, choices=PAPERS, wanted=True),
            Question(
                key="draft",
                label="Version",
                cap=60,
                hint="As the paper names it, for example: 2, or redline of May 12",
                wanted=True,
            ),
            Question(key="came_on", label="Of, or here since", kind=Kind.DATE, wanted=True),
            Question(
                key="turn", label="Whose turn is it?", kind=Kind.CHOICE, choices=TURNS, wanted=True
            ),
            Question(
                key="chase_on",
                label="Do, or chase, by",
                kind=Kind.DATE,
                ahead=True,
                hint="For example 10/20/2026, or +5wd for five working days",
                only=OPEN,
                wanted=True,
            ),
            Question(
                key="signed_on", label="Signed by both on", kind=Kind.DATE, only=SIGNED, wanted=True
            ),
            Question(
                key="signed_by", label="Signed by", hint="On both sides", only=SIGNED, wanted=True
            ),
            Question(key="file", label="The paper itself", kind=Kind.EXHIBIT),
            Question(key="note", label="What is still disputed", kind=Kind.TEXT, cap=1_000),
        ),
        example={"paper": "supply", "draft": "2", "turn": "company"},
    ),
)

SECTIONS = (AGREEMENT,)
