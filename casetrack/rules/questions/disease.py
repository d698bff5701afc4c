"""Stage 2, evidence: the patient's disease, and what was tried."""

from casetrack.rules.questions.shape import Choice, If, Kind, Question, Rows, Section

COURSE = (
    Choice("progressing", "Progressing"),
    Choice("stable", "Stable"),
    Choice("responding", "Responding"),
    Choice("remission", "In remission"),
    Choice("unknown", "Not known"),
)
YES_NO_UNKNOWN = (Choice("yes", "Yes"), Choice("no", "No"), Choice("unknown", "Not known"))
FOUND = (
    Choice("present", "Present"),
    Choice("absent", "Absent"),
    Choice("positive", "Positive"),
    Choice("negative", "Negative"),
    Choice("value", "A value, see detail"),
    Choice("unclear", "Not conclusive"),
)
ORIGIN = (Choice("somatic", "Tumor (somatic)"), Choice("germline", "Inherited (germline)"))
THERAPY_KIND = (
    Choice("surveillance", "Active surveillance"),
    Choice("surgery", "Surgery"),
    Choice("radiation", "Radiation"),
    Choice("ablation", "Ablation or cryotherapy"),
    Choice("drug", "Drug"),
    Choice("other", "Other"),
)
RESPONSE = (
    Choice("CR", "Complete response"),
    Choice("PR", "Partial response"),
    Choice("SD", "Stable disease"),
    Choice("PD", "Progressive disease"),
    Choice("NE", "Not evaluable"),
    Choice("none", "Not assessed"),
)
STOPPED = (
    Choice("growth", "Tumor grew"),
    Choice("toxicity", "Side effect"),
    Choice("done", "Completed as planned"),
    Choice("maximum", "Maximum dose reached"),
    Choice("return", "Came back after treatment"),
    Choice("wish", "Patient's wish"),
    Choice("access", "Cost or access"),
    Choice("other", "Other, see note"),
)
GRADE = tuple(Choice(str(grade), f"Grade {grade}") for grade in range(1, 6))
METHOD = (
    Choice("MRI", "MRI"),
    Choice("CT", "CT"),
    Choice("US", "Ultrasound"),
    Choice("exam", "Physical examination"),
)
STOPPED_IF = (If("ongoing", ("yes",), unless=True),)
TOXIC_IF = (If("why_stopped", ("toxicity",)), If("toxicity", ("",), unless=True))
WHEN_HINT = "A day, a month or a year, as the chart gives it: 10/20/2026, Oct 2026 or 2026"


DISEASE = Section(
    key="disease",
    title="Diagnosis and biology",
    task="Describe the diagnosis and its biology",
    why="The reviewer's first question: what is it, where, and how does it behave?",
    stage=2,
    needed="21 CFR 312.305(b)(2)(iii)",
    questions=(
        Question(key="diagnosed_on", label="Diagnosed", kind=Kind.ROUGH, hint=WHEN_HINT, tab="C"),
        Question(key="site", label="Site", hint="For example: left thigh", tab="B"),
        Question(
            key="pathology",
            label="Pathology",
            kind=Kind.TEXT,
            cap=1_000,
            hint="What the report says and who reviewed it",
            tab="C",
        ),
        Question(key="disease_stage", label="Stage or extent, as recorded"),
        Question(
            key="course",
            label="Course now",
            kind=Kind.CHOICE,
            choices=COURSE,
            tab="B",
        ),
        Question(key="course_on", label="As of", kind=Kind.ROUGH),
        Question(
            key="polyposis",
            label="Familial adenomatous polyposis",
            kind=Kind.CHOICE,
            choices=YES_NO_UNKNOWN,
        ),
        Question(
            key="symptoms",
            label="Symptoms and what they keep the patient from doing",
            kind=Kind.TEXT,
            cap=2_000,
            tab="B",
            cites="21 CFR 312.300(b): serious disease is judged by day-to-day functioning",
        ),
    ),
    rows=Rows(
        key="biomarker",
        one="biomarker",
        columns=("test", "result", "detail", "origin", "tested_on"),
        order="test",
        tab="B",
        questions=(
            Question(key="test", label="Gene or test", hint="For example: CTNNB1", wanted=True),
            Question(key="result", label="Result", kind=Kind.CHOICE, choices=FOUND, wanted=True),
            Question(key="detail", label="Detail", hint="For example: p.Thr41Ala, or 25 per Mb"),
            Question(key="origin", label="Origin", kind=Kind.CHOICE, choices=ORIGIN),
            Question(key="tested_on", label="Tested", kind=Kind.ROUGH),
            Question(key="exhibit", label="Report", kind=Kind.EXHIBIT),
        ),
        example={"test": "CTNNB1", "result": "present", "detail": "p.Ser45Phe"},
    ),
)

PRIOR_THERAPY = Section(
    key="prior_therapy",
    title="Prior therapy",
    task="List prior therapy, line by line",
    why="What was tried, how it worked and why it stopped is the heart of the request.",
    stage=2,
    needed="21 CFR 312.305(b)(2)(iii)",
    questions=(Question(key="therapy_none", label="Nothing has been tried yet", kind=Kind.YES_NO),),
    rows=Rows(
        key="therapy",
        one="line of therapy",
        plural="lines of therapy",
        columns=("treatment", "start", "stop", "response", "why_stopped", "exhibit"),
        order="start",
        none="therapy_none",
        tab="C",
        questions=(
            Question(key="kind", label="Kind", kind=Kind.CHOICE, choices=THERAPY_KIND, wanted=True),
            Question(
                key="treatment",
                label="Treatment",
                hint="Drug, operation or other, for example: sorafenib",
                wanted=True,
                cites="Form FDA 3926, brief clinical history: prior therapy",
            ),
            Question(key="dose", label="Dose and schedule", hint="For example: 400 mg daily"),
            Question(key="start", label="Start", kind=Kind.ROUGH, hint=WHEN_HINT, wanted=True),
            Question(key="ongoing", label="Still going on", kind=Kind.YES_NO),
            Question(
                key="stop",
                label="Stop",
                kind=Kind.ROUGH,
                hint=WHEN_HINT,
                wanted=True,
                only=STOPPED_IF,
            ),
            Question(
                key="response",
                label="Best response",
                kind=Kind.CHOICE,
                choices=RESPONSE,
                wanted=True,
                cites="Form FDA 3926, brief clinical history: response to prior therapy",
            ),
            Question(
                key="why_stopped",
                label="Why it stopped",
                kind=Kind.CHOICE,
                choices=STOPPED,
                wanted=True,
                only=STOPPED_IF,
            ),
            Question(key="toxicity", label="Worst side effect"),
            Question(
                key="grade",
                label="Its grade (CTCAE)",
                kind=Kind.CHOICE,
                choices=GRADE,
                only=TOXIC_IF,
                wanted=True,
            ),
            Question(key="note", label="Note", kind=Kind.TEXT, cap=500),
            Question(key="exhibit", label="Proof", kind=Kind.EXHIBIT),
        ),
        example={
            "treatment": "Sorafenib",
            "start": "2022-12",
            "response": "SD",
            "why_stopped": "growth",
        },
    ),
)

MEASUREMENTS = Section(
    key="measurements",
    title="Tumor measurements",
    task="Enter tumor measurements",
    why="The line of sums shows growth better than words.",
    stage=2,
    rows=Rows(
        key="measurement",
        one="measurement",
        columns=("measured_on", "method", "sum", "new_lesion", "judged"),
        order="measured_on",
        tab="C",
        questions=(
            Question(
                key="measured_on",
                label="Scan or examination on",
                kind=Kind.ROUGH,
                hint=WHEN_HINT,
                wanted=True,
            ),
            Question(key="method", label="By", kind=Kind.CHOICE, choices=METHOD, wanted=True),
            Question(
                key="sum",
                label="Sum of longest diameters of the target lesions",
                kind=Kind.DECIMAL,
                unit="mm",
                low=0,
                high=2000,
                wanted=True,
                cites="RECIST 1.1",
            ),
            Question(key="lesions", label="Which lesions"),
            Question(key="new_lesion", label="A new lesion", kind=Kind.YES_NO, wanted=True),
            Question(
                key="judged",
                label="Response, as the physician judges it",
                kind=Kind.CHOICE,
                choices=RESPONSE,
                hint="casetrack shows the arithmetic; the word is the physician's",
            ),
            Question(key="judged_by", label="Judged by"),
            Question(key="exhibit", label="Report", kind=Kind.EXHIBIT),
        ),
        example={"measured_on": "2025-06", "method": "MRI", "sum": "74"},
    ),
)

SYMPTOMS = Section(
    key="symptom_course",
    title="Symptoms over time",
    task="Follow symptoms over time",
    why="Pain and function count where a scan does not change.",
    stage=2,
    questions=(Question(key="symptom_none", label="No symptoms are followed", kind=Kind.YES_NO),),
    rows=Rows(
        key="symptom",
        one="entry",
        plural="entries",
        columns=("noted_on", "pain", "function"),
        order="noted_on",
        none="symptom_none",
        at_least=0,
        questions=(
            Question(key="noted_on", label="Noted on", kind=Kind.ROUGH, wanted=True),
            Question(key="pain", label="Worst pain, 0 to 10", kind=Kind.WHOLE, low=0, high=10),
            Question(key="function", label="Function in a few words"),
        ),
        example={"noted_on": "2026-01", "pain": "6", "function": "Cannot sit for an hour"},
    ),
)

SECTIONS = (DISEASE, PRIOR_THERAPY, MEASUREMENTS, SYMPTOMS)
