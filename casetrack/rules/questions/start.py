"""What a case is started with: six facts, kept short so that no idea is lost."""

from casetrack.rules.questions.shape import Choice, If, Kind, Question, Section

URGENCY = (
    Choice("ordinary", "Ordinary: the paperwork comes before the drug"),
    Choice("emergency", "Emergency: treatment is needed before a written request can be made"),
)
SEX = (Choice("female", "Female"), Choice("male", "Male"), Choice("other", "Other or not recorded"))

DISEASES = (
    *("Desmoid tumor", "Desmoid tumor, chest wall", "Desmoid tumor, abdominal wall"),
    *("Alveolar soft part sarcoma", "Angiosarcoma", "Chondrosarcoma", "Chordoma"),
    *("Epithelioid sarcoma", "Ewing sarcoma", "Leiomyosarcoma", "Liposarcoma", "Osteosarcoma"),
    *("Rhabdomyosarcoma", "Synovial sarcoma", "Tenosynovial giant cell tumor"),
)

INITIALS = Question(
    key="initials",
    label="Patient's initials",
    hint="Two or three letters. The full name is not needed here",
    cap=6,
    wanted=True,
    personal=True,
)
BIRTH_YEAR = Question(
    key="birth_year",
    label="Year of birth",
    kind=Kind.WHOLE,
    low=1900,
    high=2100,
    tab="B",
    personal=True,
    only=(If("birth_date", ("",)),),
    cites="Form FDA 3926, brief clinical history: age",
)
DIAGNOSIS = Question(
    key="diagnosis",
    label="Diagnosis",
    hint="As the physician would say it",
    suggestions=DISEASES,
    tab="B",
    cites="21 CFR 312.305(b)(2)(iii)",
)
DRUG = Question(
    key="drug",
    label="Drug asked for",
    hint="The investigational drug's name",
    tab="A",
    cites="21 CFR 312.305(b)(2)(iv)",
)
DOCTOR = Question(
    key="doctor",
    label="Treating physician",
    hint="Pick from the register, or type a new name",
    wanted=True,
    tab="A",
    cites="21 CFR 312.305(c): the physician who submits is the sponsor-investigator",
)
URGENT = Question(
    key="urgency", label="How urgent is it?", kind=Kind.CHOICE, choices=URGENCY, wanted=True
)

START = (INITIALS, BIRTH_YEAR, DIAGNOSIS, DRUG, DOCTOR, URGENT)

PATIENT = Section(
    key="patient",
    title="Patient and request",
    task="Check who and what the request is about",
    why="Every paper starts from these facts.",
    stage=1,
    needed="21 CFR 312.305(b)(2)(iii)",
    questions=(
        INITIALS,
        BIRTH_YEAR,
        Question(
            key="birth_date",
            label="Date of birth",
            kind=Kind.ROUGH,
            hint="Never printed for the company",
            personal=True,
        ),
        Question(
            key="patient_name",
            label="Full name",
            hint="Only used to make sure that it is not printed by mistake",
            personal=True,
        ),
        Question(
            key="record_number",
            label="Medical record number",
            hint="Only used to make sure that it is not printed by mistake",
            personal=True,
        ),
        Question(
            key="sex",
            label="Sex",
            kind=Kind.CHOICE,
            choices=SEX,
            tab="B",
            cites="Form FDA 3926, brief clinical history: gender",
        ),
        DIAGNOSIS,
        DRUG,
        DOCTOR,
        URGENT,
        Question(key="deceased", label="The patient has died", kind=Kind.YES_NO),
        Question(key="deceased_on", label="On", kind=Kind.ROUGH, only=(If("deceased", ("yes",)),)),
    ),
)
