"""Stage 3, advocacy groups, and every release of patient data, whoever got it."""

from casetrack.rules.questions.shape import (
    Choice,
    Duty,
    If,
    Kind,
    Question,
    Rows,
    Section,
)

RECIPIENTS = (
    Choice("company", "The drug's manufacturer"),
    Choice("groups", "A patient advocacy group or navigator"),
    Choice("doctors", "Another hospital or doctor"),
    Choice("fda", "FDA"),
    Choice("irb", "An ethics board (IRB)"),
    Choice("insurer", "An insurer or payer"),
    Choice("patient", "The patient or who speaks for the patient"),
    Choice("other", "Somebody else"),
)
BASES = (
    Choice("authorization", "The patient's signed authorization"),
    Choice("treatment", "Treatment"),
    Choice("payment", "Payment"),
    Choice("operations", "Health care operations"),
    Choice("patient", "To the patient"),
    Choice("fda", "To FDA, public health"),
    Choice("irb", "To an ethics board, research oversight"),
    Choice("law", "Required by law"),
    Choice("other", "Another basis, said in the note"),
    Choice("none", "None: it left without permission"),
)
HOW = (
    Choice("portal", "Portal"),
    Choice("email", "E-mail"),
    Choice("fax", "Fax"),
    Choice("mail", "Mail"),
    Choice("hand", "By hand"),
    Choice("phone", "By phone"),
)
WANTED = (If("groups_wanted", ("yes",)),)

GROUPS = Section(
    key="groups",
    title="Help from groups",
    task="Ask groups that know this road",
    why="They may know the company's contact, another trial, or who pays for the journey.",
    stage=3,
    questions=(
        Question(
            key="groups_wanted",
            label="Does the patient want help from groups?",
            kind=Kind.YES_NO,
            wanted=True,
        ),
        Question(
            key="groups_ask",
            label="What we ask them for",
            kind=Kind.TEXT,
            cap=1_200,
            hint="For example: the right person at the company, travel help, a second opinion",
            only=WANTED,
        ),
        Question(
            key="groups_result",
            label="What came of it",
            kind=Kind.TEXT,
            cap=2_000,
            only=WANTED,
            wanted=True,
        ),
    ),
)

RELEASES = Section(
    key="releases",
    title="Releases of patient data",
    task="Record every release of patient data",
    why="Who got what, why, and on which legal basis: the patient may ask for six years of it.",
    duty=Duty.RELEASES,
    rows=Rows(
        key="release",
        one="release",
        columns=("recipient", "released_on", "content", "purpose", "basis"),
        order="released_on",
        at_least=0,
        apart=True,
        questions=(
            Question(
                key="recipient",
                label="To whom",
                hint="Person and organization",
                wanted=True,
                cites="45 CFR 164.528(b)(2)",
            ),
            Question(
                key="recipient_kind",
                label="Who they are",
                kind=Kind.CHOICE,
                choices=RECIPIENTS,
                wanted=True,
            ),
            Question(key="recipient_address", label="Address, if known", kind=Kind.TEXT, cap=400),
            Question(
                key="content",
                label="What was released",
                kind=Kind.TEXT,
                cap=1_200,
                hint="In a few words, for example: notes of 2026 and two MRI reports, by code",
                wanted=True,
                cites="45 CFR 164.528(b)(2)",
            ),
            Question(
                key="purpose",
                label="For what purpose",
                hint="For example: to find a trial within reach",
                wanted=True,
                cites="45 CFR 164.528(b)(2)",
            ),
            Question(
                key="basis",
                label="On which legal basis",
                kind=Kind.CHOICE,
                choices=BASES,
                hint="If in doubt, ask the privacy officer",
                wanted=True,
            ),
            Question(key="released_on", label="Released on", kind=Kind.DATE, wanted=True),
            Question(key="released_how", label="How", kind=Kind.CHOICE, choices=HOW),
            Question(key="released_by", label="Released by", wanted=True),
            Question(key="release_note", label="Note", kind=Kind.TEXT, cap=1_000),
        ),
    ),
)

SECTIONS = (GROUPS, RELEASES)
