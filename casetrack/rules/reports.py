"""The papers of a treatment: an event for each recipient, the yearly report, the summary."""

from casetrack.rules.access import Permission
from casetrack.rules.paper import RECORD, Naming, Need, Paper, Part

SAFETY_PARTS = (Part("cover", "Cover"), Part("narrative", "Narrative"), RECORD)
SAFETY_NEEDS = (
    Need("cover", "safety", chosen="safety_event"),
    Need("cover", "patient", ("drug", "doctor", "diagnosis")),
    Need("cover", "clinic", ("name", "address", "phone")),
)
SAFETY = Paper(
    key="safety-report",
    title="Safety report to FDA",
    recipient="FDA",
    naming=Naming.INITIALS,
    named_by="names_to_fda",
    may=Permission.RECORD_FDA_IRB,
    stages=(6,),
    why="Cover and narrative of one event, beside Form FDA 3500A and Form FDA 3926.",
    parts=SAFETY_PARTS,
    needs=(*SAFETY_NEEDS, Need("cover", "patient", ("initials",))),
    section="safety_report",
    told="fda_told_on",
    told_again="fda_told_more_on",
    anchor="aware_on",
    basis="fda",
)
SAFETY_COMPANY = Paper(
    key="safety-report-company",
    title="Safety report to the company",
    recipient="The company's drug safety office",
    naming=Naming.CODE,
    named_by="names_to_company",
    may=Permission.RUN_REQUEST,
    stages=(6,),
    why="The same event for the company, with the patient named as the clinic chose.",
    parts=SAFETY_PARTS,
    needs=(*SAFETY_NEEDS, Need("cover", "company", ("company",))),
    section="safety_report",
    folder="safety-report",
    told="company_told_on",
    anchor="aware_on",
    basis="safety",
)
SAFETY_IRB = Paper(
    key="safety-report-irb",
    title="Safety report to the ethics board",
    recipient="Ethics board (IRB)",
    naming=Naming.CODE,
    named_by="names_to_board",
    may=Permission.RECORD_FDA_IRB,
    stages=(6,),
    why="The same event for the board, with the patient named as the clinic chose.",
    parts=SAFETY_PARTS,
    needs=SAFETY_NEEDS,
    section="safety_report",
    folder="safety-report",
    told="board_told_on",
    anchor="aware_on",
    basis="irb",
)

COURSE_NEEDS = (
    Need("course", "patient", ("initials", "drug", "doctor", "diagnosis")),
    Need("course", "clinic", ("name", "address", "phone")),
    Need("course", "dosing"),
    Need("drug", "stock"),
)
COMPLETION = Paper(
    key="completion-summary",
    title="Treatment-completion summary",
    recipient="FDA",
    naming=Naming.INITIALS,
    named_by="names_to_fda",
    may=Permission.RECORD_FDA_IRB,
    stages=(7,),
    why="Results of the treatment and its adverse events, owed at its conclusion (312.310(c)(2)).",
    parts=(
        Part("course", "Course and result"),
        Part("events", "Adverse events"),
        Part("drug", "Drug and end"),
        RECORD,
    ),
    needs=(
        *COURSE_NEEDS,
        Need("course", "conclusion"),
        Need("drug", "outcome"),
        Need("drug", "endings", ("ind_withdrawn_on", "irb_closed_on")),
    ),
    section="conclusion",
    folder="treatment-report",
    told="summary_sent_on",
    anchor="last_dose_on",
    basis="fda",
)
ANNUAL = Paper(
    key="annual-report",
    title="Annual report",
    recipient="FDA",
    naming=Naming.INITIALS,
    named_by="names_to_fda",
    may=Permission.RECORD_FDA_IRB,
    stages=(7,),
    why="The year's course for FDA, within 60 days of the IND's anniversary (312.33).",
    parts=(
        Part("course", "Course and status"),
        Part("events", "Adverse events"),
        Part("drug", "Drug and the coming year"),
        RECORD,
    ),
    needs=(
        *COURSE_NEEDS,
        Need("drug", "annual", ("annual_plan", "annual_brochure", "annual_business")),
    ),
    section="annual",
    folder="treatment-report",
    told="annual_report_on",
    anchor="fda_permitted_on",
    basis="fda",
)
