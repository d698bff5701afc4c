"""Stage 1, other ways to a drug: a program that already runs, a trial, patient assistance."""

from casetrack.rules.questions.shape import Choice, If, Kind, Question, Rows, Section

PROGRAM_STATUS = (
    Choice("not_looked", "Not looked at yet"),
    Choice("none", "No record found"),
    Choice("available", "Available"),
    Choice("paused", "Temporarily not available"),
    Choice("gone", "No longer available"),
    Choice("marketed", "Approved for marketing"),
    Choice("withheld", "Withheld"),
)
FOUND = (If("program_status", ("available", "paused", "gone", "marketed", "withheld")),)
LOOKED = (If("program_status", ("", "not_looked"), unless=True),)
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
    Choice("joined", "Patient joined"),
)
EXCLUDED = (If("verdict", ("excluded",)),)
RULED_OUT = (If("verdict", ("excluded", "possible", "joined"), unless=True),)

PROGRAM = Section(
    key="program",
    title="Expanded access programs",
    task="Look for a program that already runs",
    why="FDA asks whether the patient can get the drug under another IND or protocol.",
    stage=1,
    needed="21 CFR 312.310(a)(2)",
    questions=(
        Question(
            key="program_status",
            label="The drug's expanded access record on ClinicalTrials.gov",
            kind=Kind.CHOICE,
            choices=PROGRAM_STATUS,
            unanswered=("not_looked",),
            hint="A product has one record for all its patients. Records are often incomplete: "
            "no record does not prove that there is no program",
            wanted=True,
            cites="21 CFR 312.310(a)(2)",
        ),
        Question(
            key="program_nct", label="Its number", kind=Kind.TRIAL, only=FOUND, hint="NCT and more"
        ),
        Question(key="program_on", label="Looked up on", kind=Kind.DATE, only=LOOKED, wanted=True),
        Question(
            key="program_note",
            label="What was found",
            kind=Kind.TEXT,
            cap=1_000,
            only=LOOKED,
            hint="Which patients it takes, and why this patient cannot use it",
        ),
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
            hint="For example: ClinicalTrials.gov, the tumor's name, recruiting, United States",
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
        columns=("nct", "title", "phase", "status", "status_on", "verdict"),
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
            Question(
                key="record_on",
                label="Record last updated on",
                kind=Kind.DATE,
                hint="The day the record itself gives: the status is as old as that",
            ),
            Question(key="site", label="Nearest site"),
            Question(
                key="distance",
                label="Distance to it",
                kind=Kind.WHOLE,
                low=0,
                high=15_000,
                unit="miles",
            ),
            Question(
                key="verdict",
                label="For this patient",
                kind=Kind.CHOICE,
                choices=TRIAL_VERDICT,
                wanted=True,
            ),
            Question(
                key="criteria",
                label="Each criterion that the patient does not meet",
                kind=Kind.TEXT,
                cap=1_500,
                only=EXCLUDED,
                hint="One per line, with the patient's own value, for example: ages 12 months to "
                "30 years, patient is 34",
                wanted=True,
            ),
            Question(key="why_not", label="Why not, in one line", only=RULED_OUT, wanted=True),
            Question(key="checked_by", label="Checked by", hint="If it was not you"),
        ),
        example={"nct": "NCT…", "title": "The trial's short title", "verdict": "excluded"},
    ),
)

ASKED_FOR = (
    Choice("contact", "Name, address and contact"),
    Choice("residence", "Proof of US residence"),
    Choice("income", "Household income, with proof"),
    Choice("household", "Size of the household"),
    Choice("insurance", "Insurance, and its denial if there is one"),
    Choice("medicines", "List of all medicines"),
    Choice("diagnosis", "Diagnosis"),
    Choice("prescription", "Prescription, with the prescriber's part signed"),
    Choice("hardship", "Statement of hardship"),
    Choice("signature", "Patient's signature and permission"),
)

ASSISTANCE = Section(
    key="assistance",
    title="Patient assistance program",
    task="Look for a patient assistance program",
    why="A program gives an approved drug free or cheaper; an investigational drug has none.",
    stage=1,
    needed="21 CFR 312.305(a)(1)",
    route="assistance",
    questions=(
        Question(
            key="pap_drug",
            label="Drug that the program gives",
            hint="An approved drug that could be an alternative for this patient",
            wanted=True,
        ),
        Question(
            key="pap_approved",
            label="Has FDA approved it for any use?",
            kind=Kind.YES_NO,
            wanted=True,
        ),
        Question(key="pap_program", label="Program, and who runs it", wanted=True),
        Question(key="pap_contact", label="How to reach it", hint="Phone, fax or web address"),
        Question(key="pap_terms_on", label="Its terms checked on", kind=Kind.DATE, wanted=True),
        Question(
            key="pap_asks",
            label="What it asks for",
            kind=Kind.SEVERAL,
            choices=ASKED_FOR,
            wanted=True,
        ),
        Question(
            key="pap_ready",
            label="What is ready",
            kind=Kind.SEVERAL,
            choices=ASKED_FOR,
            hint="Only that it is there: income itself goes on the program's form, not in here",
        ),
    ),
)

SECTIONS = (PROGRAM, TRIALS, ASSISTANCE)
