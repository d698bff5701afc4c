"""Stage 5, the ethics board and consent. Asking and deciding are transitions (workflow/board)."""

from casetrack.rules.consent import BASIC, MORE, WITHOUT_CONSENT, Element
from casetrack.rules.questions.shape import Choice, Duty, If, Kind, Question, Rows, Section

CONSENT = (
    Choice("signed", "Signed before the first dose"),
    Choice("exception", "Cannot be had in time: two physicians certify it (21 CFR 50.23)"),
)
EVALUATED = (
    Choice("before", "Before the use"),
    Choice("after", "There was no time before: within 5 working days after the use"),
)
SIGNERS = (
    Choice("patient", "The patient"),
    Choice("representative", "A legally authorized representative"),
    Choice("parent", "A parent or guardian"),
)
ASSENT = (
    Choice("required", "Required (21 CFR 50.55(a), (b))"),
    Choice("unable", "Not required: the child cannot give it (21 CFR 50.55(c)(1))"),
    Choice("benefit", "Not required: benefit that only this offers (21 CFR 50.55(c)(2))"),
    Choice("waived", "Waived by the board (21 CFR 50.55(d))"),
)
ASSENTED = (
    Choice("yes", "Agreed"),
    Choice("no", "Did not agree"),
)
PARENTS_NEEDED = (
    Choice("one", "One parent is enough (21 CFR 50.55(e)(1))"),
    Choice("both", "Both parents (21 CFR 50.55(e)(2))"),
)
PARENTS_GAVE = (
    Choice("one", "One parent, or the guardian"),
    Choice("both", "Both parents"),
)
WHY_ONE = (
    Choice("died", "The other has died, or is not known"),
    Choice("incompetent", "The other cannot decide in law"),
    Choice("away", "The other cannot reasonably be reached"),
    Choice("sole", "Only one is responsible for the child in law"),
)
ASSENT_REQUIRED = (If("assent_required", ("required",)),)
ENCLOSED = (
    Choice("plan", "Treatment and monitoring plan"),
    Choice("consent", "Consent form"),
    Choice("brochure", "Investigator's brochure"),
    Choice("letter", "Letter of authorization"),
    Choice("fda", "Copy of what FDA got"),
    Choice("fda_word", "FDA's permission"),
)
EXCEPTED = (If("consent_how", ("exception",)),)


def choices(elements: tuple[Element, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(one.key, f"{one.words} ({one.cites})") for one in elements)


ABOUT_ASSENT = (
    Question(
        key="assent_required",
        label="What does the ethics board say about the child's assent?",
        kind=Kind.CHOICE,
        choices=ASSENT,
        hint="The board decides. Leave it open until the board has. From memory: compare with eCFR",
        cites="21 CFR 50.55(a)–(d)",
    ),
    Question(
        key="assent_given",
        label="The child",
        kind=Kind.CHOICE,
        choices=ASSENTED,
        only=ASSENT_REQUIRED,
        hint="Not objecting is not assent",
        cites="21 CFR 50.3(n)",
    ),
    Question(key="assent_on", label="Said so on", kind=Kind.DATE, only=ASSENT_REQUIRED),
    Question(
        key="assent_noted",
        label="How assent is documented",
        hint="As the board asked, for example: signed on the child's own form",
        only=ASSENT_REQUIRED,
        cites="21 CFR 50.55(g)",
    ),
    Question(
        key="parents_needed",
        label="Whose permission does the board ask for?",
        kind=Kind.CHOICE,
        choices=PARENTS_NEEDED,
        hint="The board finds whether one parent is enough. From memory: compare with eCFR",
        cites="21 CFR 50.55(e)",
    ),
    Question(
        key="parents_gave",
        label="Permission is given by",
        kind=Kind.CHOICE,
        choices=PARENTS_GAVE,
        hint="Documented like consent, by signature on the form",
        cites="21 CFR 50.55(f), 50.27",
    ),
    Question(
        key="one_parent_why",
        label="Why one parent's permission stands for both",
        kind=Kind.CHOICE,
        choices=WHY_ONE,
        only=(If("parents_needed", ("both",)),),
        cites="21 CFR 50.55(e)(2)",
    ),
)
BOARD = Section(
    key="irb",
    title="Ethics board",
    task="Say which board reviews, and what it gets",
    why="The request and the notice are printed from this.",
    stage=5,
    needed="21 CFR 56.103(a)",
    duty=Duty.FILING,
    questions=(
        Question(
            key="irb_board",
            label="Which board",
            hint="Leave blank for the clinic's own board",
        ),
        Question(key="irb_chair", label="Addressed to", hint="The chair, or the board's office"),
        Question(key="irb_number_here", label="The board's number for this case", cap=60),
        Question(
            key="irb_why",
            label="Why review by the chair or one member is asked",
            kind=Kind.TEXT,
            cap=1_200,
            hint="Only where the physician elects it in field 10.b of Form FDA 3926",
            cites="21 CFR 56.105",
        ),
        Question(
            key="irb_encloses",
            label="What goes with the request",
            kind=Kind.SEVERAL,
            choices=ENCLOSED,
        ),
        Question(key="irb_letter", label="The board's letter", kind=Kind.EXHIBIT),
    ),
)

INFORMED = Section(
    key="consent",
    title="Informed consent",
    task="Record the consent and its form",
    why="Consent comes before the first dose, on a form the board has seen: 21 CFR 50.20, 50.27.",
    stage=5,
    needed="21 CFR 50.20",
    questions=(
        Question(
            key="consent_how",
            label="How is consent given?",
            kind=Kind.CHOICE,
            choices=CONSENT,
            wanted=True,
            cites="21 CFR 50.20, 50.23",
        ),
        Question(
            key="exception_finds",
            label="What the treating physician certifies in writing",
            kind=Kind.SEVERAL,
            choices=choices(WITHOUT_CONSENT),
            hint="The physician's own findings. All four are needed",
            only=EXCEPTED,
            wanted=True,
            cites="21 CFR 50.23(a)",
        ),
        Question(
            key="exception_by", label="Certified by (the physician)", only=EXCEPTED, wanted=True
        ),
        Question(
            key="exception_on", label="Certified on", kind=Kind.DATE, only=EXCEPTED, wanted=True
        ),
        Question(key="exception_at", label="At", kind=Kind.TIME, only=EXCEPTED),
        Question(
            key="second_physician",
            label="When does a physician who takes no part in the treatment evaluate it?",
            kind=Kind.CHOICE,
            choices=EVALUATED,
            only=EXCEPTED,
            wanted=True,
            cites="21 CFR 50.23(a), 50.23(b)",
        ),
        Question(
            key="second_physician_name",
            label="That physician",
            only=EXCEPTED,
            wanted=True,
        ),
        Question(
            key="second_physician_on",
            label="Evaluated in writing on",
            kind=Kind.DATE,
            only=EXCEPTED,
            wanted=True,
        ),
        *ABOUT_ASSENT,
    ),
    rows=Rows(
        key="consent_form",
        one="consent form",
        columns=(
            "form_version",
            "form_on",
            "form_board_on",
            "signed_on",
            "signed_by",
            "copy_given",
        ),
        order="form_on",
        at_least=0,
        questions=(
            Question(
                key="form_version",
                label="Version",
                hint="As the form says, for example: version 2",
                wanted=True,
            ),
            Question(key="form_on", label="Date of this version", kind=Kind.DATE, wanted=True),
            Question(
                key="form_basic",
                label="Basic elements that it contains",
                kind=Kind.SEVERAL,
                choices=choices(BASIC),
                hint="All eight are needed. Tick what you read in the form",
                wanted=True,
                cites="21 CFR 50.25(a)",
            ),
            Question(
                key="form_more",
                label="Further elements, where they apply",
                kind=Kind.SEVERAL,
                choices=choices(MORE),
                cites="21 CFR 50.25(b)",
            ),
            Question(
                key="form_assent",
                label="What tells the child about it, in words for a child",
                hint="In this form, or its own (21 CFR 50.55). From memory: check with eCFR",
                cites="21 CFR 50.55(a), (g)",
            ),
            Question(key="form_board_on", label="Accepted by the ethics board on", kind=Kind.DATE),
            Question(key="signed_on", label="Signed on", kind=Kind.DATE, cites="21 CFR 50.27(a)"),
            Question(key="signed_at", label="At", kind=Kind.TIME, hint="Like 7:30 PM"),
            Question(key="signed_by", label="Signed by", kind=Kind.CHOICE, choices=SIGNERS),
            Question(key="obtained_by", label="Explained by"),
            Question(
                key="copy_given",
                label="A copy was given to whoever signed",
                kind=Kind.YES_NO,
                cites="21 CFR 50.27(a)",
            ),
            Question(key="exhibit", label="The form", kind=Kind.EXHIBIT),
        ),
        example={"form_version": "Version 1", "signed_by": "patient"},
    ),
)

OF_CHILDREN = frozenset({"form_assent", *(question.key for question in ABOUT_ASSENT)})
"""Asked only where the patient is, or may be, a child."""
SECTIONS = (BOARD, INFORMED)
