"""Stage 2, evidence: why nothing else will do, what is planned, and what is published."""

from collections.abc import Iterable

from casetrack.rules.criteria import CRITERIA
from casetrack.rules.questions.shape import Choice, Duty, If, Kind, Question, Rows, Section

STANDING = (
    Choice("tried", "Tried"),
    Choice("unsuitable", "Not suitable"),
    Choice("unavailable", "Not available"),
    Choice("refused", "Refused by the patient"),
)
DESIGN = (
    Choice("randomized", "Randomized trial"),
    Choice("comparative", "Comparative, not randomized"),
    Choice("single_arm", "Single-arm trial"),
    Choice("series", "Case series"),
    Choice("report", "Case report"),
    Choice("laboratory", "Laboratory or animal study"),
)
PUBLISHED = (
    Choice("journal", "Peer-reviewed paper"),
    Choice("abstract", "Conference abstract"),
    Choice("registry", "Registry results"),
    Choice("press", "Company press release"),
    Choice("unpublished", "Unpublished"),
)
EXHIBIT_KIND = (
    Choice("pathology", "Pathology report"),
    Choice("imaging", "Imaging report"),
    Choice("labs", "Laboratory report"),
    Choice("genetics", "Genetic report"),
    Choice("note", "Clinic note"),
    Choice("consent", "Permission or consent"),
    Choice("article", "Article"),
    Choice("insurer", "Letter from the insurer"),
    Choice("authorization", "Letter of authorization"),
    Choice("agreement", "Agreement with the company"),
    Choice("fda", "Letter from FDA"),
    Choice("irb", "Letter from the ethics board (IRB)"),
    Choice("other", "Other"),
)
IDENTIFIERS = (
    Choice("none", "None: this page names nobody"),
    Choice("redacted", "Blacked out in this copy"),
    Choice("present", "Still readable"),
)


COMPARED = (If("design", ("randomized", "comparative")),)

ALTERNATIVES = Section(
    key="alternatives",
    title="Alternatives considered",
    task="Answer every alternative",
    why="There must be no comparable or satisfactory alternative: 21 CFR 312.305(a)(1).",
    stage=2,
    needed="21 CFR 312.305(a)(1)",
    rows=Rows(
        key="alternative",
        one="alternative",
        columns=("option", "standing", "why", "exhibit"),
        order="",
        tab="D",
        questions=(
            Question(key="option", label="Option", wanted=True),
            Question(
                key="standing",
                label="For this patient",
                kind=Kind.CHOICE,
                choices=STANDING,
                wanted=True,
                cites="21 CFR 312.305(a)(1)",
            ),
            Question(
                key="why",
                label="Why, in one or two lines",
                kind=Kind.TEXT,
                cap=600,
                wanted=True,
                cites="21 CFR 312.305(b)(2)(ii)",
            ),
            Question(key="exhibit", label="Proof", kind=Kind.EXHIBIT),
        ),
        example={"option": "Repeat surgery", "standing": "tried"},
    ),
)

PLAN = Section(
    key="plan",
    title="Treatment and monitoring plan",
    task="Write the treatment plan",
    why="In FDA's elements, so that it is typed once for the company and the form. A change here "
    "takes the physician's approval away.",
    stage=2,
    needed="21 CFR 312.305(b)(2)(iv)",
    duty=Duty.DOSING,
    questions=(
        Question(
            key="plan_dose",
            label="Dose",
            tab="B",
            cites="21 CFR 312.305(b)(2)(iv)",
        ),
        Question(key="plan_route", label="Route", tab="B"),
        Question(key="plan_schedule", label="Schedule", tab="B"),
        Question(key="plan_duration", label="Planned duration", tab="B"),
        Question(key="plan_amount", label="Amount for the first 12 weeks", tab="B"),
        Question(
            key="plan_why",
            label="Why this drug for this patient",
            kind=Kind.TEXT,
            cap=3_000,
            tab="E",
            cites="21 CFR 312.305(b)(2)(ii)",
        ),
        Question(
            key="plan_risk",
            label="Benefit and risk, as the physician weighs them",
            kind=Kind.TEXT,
            cap=3_000,
            tab="E",
            cites="21 CFR 312.305(a)(2), 312.310(a)(1)",
        ),
        Question(
            key="plan_monitoring",
            label="Monitoring",
            kind=Kind.TEXT,
            cap=3_000,
            tab="E",
            cites="21 CFR 312.305(b)(2)(viii)",
        ),
        Question(
            key="plan_changes",
            label="Changes for side effects",
            kind=Kind.TEXT,
            cap=3_000,
            tab="E",
            cites="Form FDA 3926, treatment plan",
        ),
        Question(key="plan_stopping", label="When to stop", kind=Kind.TEXT, cap=2_000, tab="E"),
    ),
    rows=Rows(
        key="plan_visit",
        one="visit",
        columns=("week", "what"),
        order="",
        at_least=0,
        questions=(
            Question(key="week", label="When", hint="For example: week 4", wanted=True),
            Question(key="what", label="What is done", wanted=True),
        ),
        example={"week": "Week 4", "what": "Visit, liver tests, phosphate"},
    ),
)

APPROVAL = Section(
    key="approval",
    title="Approval of the plan",
    task="Read and approve the plan",
    why="The physician's own act. It covers the plan as it stands: a later change takes it away.",
    stage=2,
    duty=Duty.APPROVAL,
    needed="21 CFR 312.310(a)(1)",
    questions=(
        Question(
            key="plan_approved_by",
            label="Read and approved by (the physician)",
            tab="E",
            cites="21 CFR 312.310(a)(1)",
        ),
        Question(key="plan_approved_on", label="Approved on", kind=Kind.DATE, tab="E"),
    ),
)

EVIDENCE = Section(
    key="evidence",
    title="Published evidence",
    task="Add published evidence",
    why="What is known about the drug in this disease, and how this patient differs.",
    stage=2,
    needed="21 USC 360bbb(b)(2)",
    questions=(
        Question(
            key="evidence_answer",
            label="The answer in three sentences",
            kind=Kind.TEXT,
            cap=1_200,
            hint="With numbers, and how sure you are",
            tab="F",
        ),
        Question(key="evidence_searched", label="Where and how you searched", tab="F"),
        Question(key="evidence_searched_on", label="Searched on", kind=Kind.DATE, tab="F"),
    ),
    rows=Rows(
        key="study",
        one="study",
        plural="studies",
        columns=("citation", "design", "patients", "responders", "assessed", "checked_on"),
        order="citation",
        tab="F",
        questions=(
            Question(
                key="citation",
                label="Author, year, journal",
                hint="For example: Gounder 2023, N Engl J Med 388:898",
                wanted=True,
            ),
            Question(key="pmid", label="PubMed number", kind=Kind.WHOLE, low=1, high=99_999_999),
            Question(key="doi", label="DOI", cap=120),
            Question(key="nct", label="Trial number", kind=Kind.TRIAL),
            Question(key="design", label="Design", kind=Kind.CHOICE, choices=DESIGN, wanted=True),
            Question(
                key="published",
                label="Published as",
                kind=Kind.CHOICE,
                choices=PUBLISHED,
                wanted=True,
            ),
            Question(key="drug", label="Drug and dose", wanted=True),
            Question(key="patients", label="Which patients", wanted=True),
            Question(
                key="n", label="How many", kind=Kind.WHOLE, low=1, high=1_000_000, wanted=True
            ),
            Question(
                key="responders",
                label="Responded",
                kind=Kind.WHOLE,
                low=0,
                high=1_000_000,
                hint="People, not percent",
            ),
            Question(
                key="assessed",
                label="Out of",
                kind=Kind.WHOLE,
                low=1,
                high=1_000_000,
                hint="The people in whom response was assessed",
            ),
            Question(
                key="control_responders",
                label="Responded in the comparison group",
                kind=Kind.WHOLE,
                low=0,
                high=1_000_000,
                only=COMPARED,
            ),
            Question(
                key="control_assessed",
                label="Out of",
                kind=Kind.WHOLE,
                low=1,
                high=1_000_000,
                only=COMPARED,
            ),
            Question(
                key="hr",
                label="Hazard ratio",
                kind=Kind.DECIMAL,
                low=0,
                high=100,
                only=COMPARED,
            ),
            Question(
                key="hr_low",
                label="95% interval from",
                kind=Kind.DECIMAL,
                low=0,
                high=100,
                only=COMPARED,
            ),
            Question(key="hr_high", label="to", kind=Kind.DECIMAL, low=0, high=1000, only=COMPARED),
            Question(key="hr_of", label="Hazard ratio of what", only=COMPARED),
            Question(key="other_result", label="Other result", kind=Kind.TEXT, cap=500),
            Question(key="safety", label="Safety", kind=Kind.TEXT, cap=800, wanted=True),
            Question(key="data_cut", label="Data up to", kind=Kind.ROUGH),
            Question(
                key="differs",
                label="How this patient differs",
                kind=Kind.TEXT,
                cap=800,
                wanted=True,
            ),
            Question(
                key="supports",
                label="Which criteria it speaks to",
                kind=Kind.SEVERAL,
                choices=tuple(Choice(c.key, c.label) for c in CRITERIA),
            ),
            Question(key="checked_on", label="Checked on", kind=Kind.DATE, wanted=True),
            Question(key="checked_by", label="Checked by"),
            Question(key="library", label="Study of the library", kind=Kind.STUDY),
        ),
        example={"citation": "Author 2024, journal", "design": "randomized"},
    ),
)

NARRATIVE = Section(
    key="narrative",
    title="The story in words",
    task="Write the clinical history and why now",
    why="A reviewer with ten minutes reads this first.",
    stage=2,
    needed="Form FDA 3926, brief clinical history",
    questions=(
        Question(
            key="history",
            label="Clinical history, up to 250 words",
            kind=Kind.TEXT,
            cap=2_500,
            tab="C",
            cites="Form FDA 3926, brief clinical history",
        ),
        Question(
            key="why_now",
            label="Why this patient, why now",
            kind=Kind.TEXT,
            cap=1_200,
            tab="A",
        ),
    ),
)

DOCUMENTS = Section(
    key="documents",
    title="Reports and letters",
    task="Upload the reports that prove it",
    why="Pathology and imaging reports go behind the packet as exhibits.",
    stage=2,
    duty=Duty.REPORTS,
    rows=Rows(
        key="document",
        one="document",
        columns=("title", "what", "made_on", "identifiers", "included"),
        order="",
        tab="H",
        questions=(
            Question(
                key="title",
                label="Title, as it will be printed",
                hint="Without the patient's name",
                wanted=True,
            ),
            Question(key="what", label="Kind", kind=Kind.CHOICE, choices=EXHIBIT_KIND, wanted=True),
            Question(key="made_on", label="Dated", kind=Kind.ROUGH, wanted=True),
            Question(key="from_where", label="From", hint="Hospital or laboratory"),
            Question(
                key="identifiers",
                label="Does it name the patient?",
                kind=Kind.CHOICE,
                choices=IDENTIFIERS,
                hint="Look at every page: name, birth date, record number, bar codes",
                wanted=True,
            ),
            Question(key="included", label="Goes into the packet", kind=Kind.YES_NO),
        ),
    ),
)

SECTIONS = (ALTERNATIVES, PLAN, APPROVAL, EVIDENCE, NARRATIVE, DOCUMENTS)

# Shown to a desmoid case from the first day; the approved drug comes first and must be answered.
# Sources: Desmoid Tumor Working Group, Eur J Cancer 2020;127:96-107; FDA approval of nirogacestat
# on Nov 27, 2023 for adults with progressing desmoid tumors who require systemic treatment.
DESMOID_ALTERNATIVES = (
    "Nirogacestat (approved Nov 27, 2023 for adults with progressing desmoid tumors)",
    "Active surveillance",
    "Surgery",
    "Ablation or cryotherapy",
    "Radiation",
    "Sorafenib or another tyrosine kinase inhibitor",
    "Anthracycline, or methotrexate with vinblastine",
    "Clinical trial",
)
DESMOID_WORDS = ("desmoid", "aggressive fibromatosis")


def preset_alternatives(diagnosis: str) -> tuple[str, ...]:
    """The options that must be answered for this diagnosis; none are known for others."""
    spelled = diagnosis.lower()
    return DESMOID_ALTERNATIVES if any(word in spelled for word in DESMOID_WORDS) else ()


def overtaken(rows: str, keys: Iterable[str]) -> tuple[str, ...]:
    """The answers that no longer hold when these change: an approval covers only what was read.

    `keys` are the case's own facts, or those of one row of the table `rows`.
    """
    read = {"drug", *(question.key for question in PLAN.questions)}
    touched = PLAN.rows and rows == PLAN.rows.key if rows else not read.isdisjoint(keys)
    return tuple(question.key for question in APPROVAL.questions) if touched else ()
