"""Stage 2, evidence: how the patient is now."""

from casetrack.rules.questions.shape import Choice, Duty, If, Kind, Question, Rows, Section

ECOG = (
    Choice("0", "0: fully active"),
    Choice("1", "1: restricted in strenuous activity"),
    Choice("2", "2: up and about more than half of waking hours, no work"),
    Choice("3", "3: confined to bed or chair more than half of waking hours"),
    Choice("4", "4: completely disabled"),
)
CAN_BE_PREGNANT = (
    Choice("yes", "Yes"),
    Choice("no", "No, with the reason in the note"),
    Choice("not_applicable", "Does not apply"),
)
TEST = (
    Choice("negative", "Negative"),
    Choice("positive", "Positive"),
    Choice("not_done", "Not done"),
    Choice("not_applicable", "Does not apply"),
)
PREGNANCY_IF = (If("pregnancy_possible", ("yes",)),)


CONDITION = Section(
    key="condition",
    title="Performance status, weight and height",
    task="Record performance status, weight and height",
    why="Dose and risk are judged by them.",
    stage=2,
    needed="Form FDA 3926, brief clinical history",
    questions=(
        Question(
            key="ecog",
            label="Performance status (ECOG)",
            kind=Kind.CHOICE,
            choices=ECOG,
            tab="B",
        ),
        Question(key="ecog_on", label="Assessed on", kind=Kind.ROUGH),
        Question(
            key="weight",
            label="Weight",
            kind=Kind.DECIMAL,
            unit="kg",
            low=1,
            high=400,
            tab="B",
            cites="Form FDA 3926, brief clinical history: weight",
        ),
        Question(key="weight_on", label="Weighed on", kind=Kind.ROUGH, tab="B"),
        Question(key="height", label="Height", kind=Kind.DECIMAL, unit="cm", low=30, high=250),
    ),
)

ALLERGIES = Section(
    key="allergies",
    title="Allergies",
    task="List allergies and sensitivities",
    why="FDA's form asks for them.",
    stage=2,
    needed="Form FDA 3926, brief clinical history",
    questions=(Question(key="allergy_none", label="No known allergies", kind=Kind.YES_NO),),
    rows=Rows(
        key="allergy",
        one="allergy",
        plural="allergies",
        columns=("substance", "reaction"),
        order="substance",
        none="allergy_none",
        tab="B",
        questions=(
            Question(
                key="substance",
                label="Substance",
                wanted=True,
                cites="Form FDA 3926, brief clinical history: allergies",
            ),
            Question(key="reaction", label="Reaction"),
        ),
        example={"substance": "Penicillin", "reaction": "Hives"},
    ),
)

MEDICINES = Section(
    key="medicines",
    title="Medicines now",
    task="List present medicines and check interactions",
    why="The company will ask what the drug meets in this patient.",
    stage=2,
    duty=Duty.DOSING,
    questions=(
        Question(key="medicine_none", label="Takes no medicines", kind=Kind.YES_NO),
        Question(
            key="interactions",
            label="Interactions with the drug asked for",
            kind=Kind.TEXT,
            cap=1_000,
            tab="B",
        ),
        Question(key="interactions_by", label="Checked by"),
        Question(key="interactions_on", label="Checked on", kind=Kind.DATE),
    ),
    rows=Rows(
        key="medicine",
        one="medicine",
        columns=("name", "dose", "since", "interaction"),
        order="name",
        none="medicine_none",
        tab="B",
        questions=(
            Question(key="name", label="Medicine", wanted=True),
            Question(key="dose", label="Dose"),
            Question(key="since", label="Since", kind=Kind.ROUGH),
            Question(key="interaction", label="Interaction with the drug asked for"),
        ),
        example={"name": "Amlodipine", "dose": "5 mg daily"},
    ),
)

OTHER_CONDITIONS = Section(
    key="other_conditions",
    title="Other conditions",
    task="List other conditions",
    why="They bear on risk.",
    stage=2,
    questions=(Question(key="other_none", label="No other conditions", kind=Kind.YES_NO),),
    rows=Rows(
        key="other_condition",
        one="condition",
        columns=("name", "since", "now"),
        order="name",
        none="other_none",
        tab="C",
        questions=(
            Question(key="name", label="Condition", wanted=True),
            Question(key="since", label="Since", kind=Kind.ROUGH),
            Question(key="now", label="Now", hint="For example: active, resolved"),
        ),
        example={"name": "High blood pressure", "now": "Active"},
    ),
)

LABS = Section(
    key="labs",
    title="Laboratory values",
    task="Enter laboratory values",
    why="Organ function decides whether the plan is safe.",
    stage=2,
    rows=Rows(
        key="lab",
        one="value",
        columns=("test", "value", "unit", "range", "taken_on"),
        order="test",
        tab="C",
        questions=(
            Question(key="test", label="Test", wanted=True),
            Question(key="value", label="Value", cap=40, wanted=True),
            Question(key="unit", label="Unit", cap=40),
            Question(key="range", label="Laboratory's range", cap=60),
            Question(key="taken_on", label="Taken", kind=Kind.ROUGH, wanted=True),
        ),
        example={"test": "ALT", "value": "38", "unit": "U/L"},
    ),
)

PREGNANCY = Section(
    key="pregnancy",
    title="Pregnancy and contraception",
    task="Record pregnancy, contraception and the wish for children",
    why="A drug may harm fertility or an unborn child, and the company will ask. Harm to the "
    "ovaries is known of gamma secretase inhibitors.",
    stage=2,
    questions=(
        Question(
            key="pregnancy_possible",
            label="Could the patient become pregnant, or father a child?",
            kind=Kind.CHOICE,
            choices=CAN_BE_PREGNANT,
            tab="B",
        ),
        Question(
            key="pregnancy_test",
            label="Pregnancy test",
            kind=Kind.CHOICE,
            choices=TEST,
            only=PREGNANCY_IF,
            tab="B",
        ),
        Question(
            key="pregnancy_test_on",
            label="Tested on",
            kind=Kind.ROUGH,
            only=PREGNANCY_IF,
        ),
        Question(
            key="contraception",
            label="Contraception planned",
            only=PREGNANCY_IF,
            tab="B",
        ),
        Question(key="pregnancy_note", label="Note", kind=Kind.TEXT, cap=500),
    ),
)

SECTIONS = (CONDITION, ALLERGIES, MEDICINES, OTHER_CONDITIONS, LABS, PREGNANCY)
