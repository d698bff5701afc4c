"""Which papers exist: for whom, in which parts, needing what, frozen by whom, naming whom how."""

from casetrack.rules.access import Permission
from casetrack.rules.criteria import CRITERIA
from casetrack.rules.paper import RECORD, Naming, Need, Paper, Part, allowed_in, naming_of
from casetrack.rules.reports import ANNUAL, COMPLETION, SAFETY, SAFETY_COMPANY, SAFETY_IRB

REQUEST = Paper(
    key="manufacturer-request",
    title="Manufacturer request packet",
    recipient="The company's medical reviewer",
    naming=Naming.CODE,
    named_by="names_to_company",
    may=Permission.RUN_REQUEST,
    sent_by="record-sending",
    shared_with="company",
    stages=(4,),
    why="Asks the company for the drug, with everything its reviewer looks for.",
    parts=(
        Part("cover", "Cover and contents"),
        Part("letter", "Cover letter", "A"),
        Part("glance", "Request at a glance", "B"),
        Part("history", "Clinical history", "C"),
        Part("alternatives", "Why no comparable alternative", "D"),
        Part("plan", "Treatment and monitoring plan", "E"),
        Part("evidence", "Published evidence", "F"),
        Part("physician", "Physician and site", "G"),
        Part("attachments", "Attachments", "H", attaches=True),
        Part("reply", "Reply form", on_screen=False),
        RECORD,
    ),
)

QUESTIONS = Paper(
    key="question-list",
    title="Question list for the visit",
    recipient="The patient",
    naming=Naming.NOBODY,
    may=Permission.EDIT_FACTS,
    stages=(1,),
    why="One page for the patient to bring to the visit. It prints no health facts.",
    parts=(Part("list", "Questions for the visit"),),
    needs=(Need("list", "visit"),),
    footer="",
    section="visit",
    css="handout.css",
)

SUMMARY = Paper(
    key="evidence-summary",
    title="Evidence summary",
    recipient="Health professionals: reviewers, boards, insurers, colleagues",
    naming=Naming.CODE,
    may=Permission.RUN_REQUEST,
    shared_with="doctors",
    stages=(2,),
    why="What is published about the drug in this disease, how sure it is, and how far it fits.",
    parts=(
        Part("question", "The question and the answer"),
        Part("studies", "Studies"),
        Part("findings", "Summary of findings"),
        Part("safety", "Safety"),
        Part("patient", "How this patient differs"),
        Part("method", "Method and limits"),
        RECORD,
    ),
    needs=(
        Need(
            "question",
            "summary",
            (
                *("pico_patients", "pico_intervention", "pico_comparison", "pico_outcomes"),
                "summary_fits",
            ),
        ),
        Need("question", "evidence", ("evidence_answer",)),
        Need("studies", "evidence", of_rows=True),
        Need("safety", "summary", ("summary_watch",)),
        Need("method", "evidence", ("evidence_searched", "evidence_searched_on")),
        Need(
            "method",
            "summary",
            (
                *("summary_by", "summary_checked_by", "summary_absent", "summary_interests"),
                *("flow_found", "flow_screened", "flow_read", "flow_kept"),
            ),
        ),
    ),
    section="summary",
)

LETTER_DRAFT = Paper(
    key="letter-draft",
    title="Letter of authorization, draft for the company",
    recipient="The company's regulatory affairs",
    naming=Naming.CODE,
    may=Permission.RECORD_FDA_IRB,
    shared_with="company",
    stages=(4,),
    why="Wording that the company may use on its own letterhead, after FDA's published example.",
    parts=(Part("letter", "Draft of the letter"), RECORD),
    needs=(
        Need("letter", "patient", ("drug", "doctor")),
        Need("letter", "company", ("company",)),
        Need("letter", "physician", ("phone", "email")),
        Need("letter", "clinic", ("name", "address")),
    ),
)

FDA_SET = Paper(
    key="fda-set",
    title="FDA set",
    recipient="FDA",
    naming=Naming.INITIALS,
    named_by="names_to_fda",
    asks_initials=True,  # Form FDA 3926
    may=Permission.RECORD_FDA_IRB,
    sent_by="record-fda-submission",
    stages=(5,),
    why="Cover letter, worksheet for Form FDA 3926, and what goes behind the form.",
    parts=(
        Part("cover", "Cover letter", "A"),
        Part("worksheet", "Worksheet for Form FDA 3926", "B"),
        Part("findings", "How the criteria are met", "C"),
        Part("plan", "Treatment plan", "D"),
        Part("physician", "Qualification statement", "E"),
        Part("authorization", "Letter of authorization", "F", attaches=True),
        Part("where", "Where and how to send", "G"),
        RECORD,
    ),
    needs=(
        Need("A", "clinic", ("name", "address", "phone")),
        Need("B", "fda_form", ("fda_edition", "fda_kind", "fda_contents", "fda_indication")),
        Need("B", "patient", ("initials", "birth_year", "sex", "diagnosis", "drug", "doctor")),
        Need("B", "condition", ("weight",)),
        Need("B", "allergies"),
        Need("B", "prior_therapy", of_rows=True),
        Need("B", "narrative", ("history", "why_now")),
        Need("B", "alternatives", of_rows=True),
        Need("B", "company", ("company",)),
        Need("B", "elections", ("elects_10a", "elects_10b")),
        Need("C", "criteria", tuple(one.finding for one in CRITERIA)),
        Need(
            "D",
            "plan",
            (
                *("plan_dose", "plan_route", "plan_schedule", "plan_duration"),
                *("plan_monitoring", "plan_changes"),
            ),
        ),
        Need(
            "E",
            "physician",
            (
                *("name", "phone", "email", "school", "graduated", "specialty"),
                *("license_state", "license_number", "employer", "job"),
            ),
        ),
        Need("G", "fda_form", ("fda_route",)),
    ),
    section="fda_form",
)

IRB_REQUEST = Paper(
    key="irb-request",
    title="Request to the ethics board",
    recipient="The ethics board (IRB)",
    naming=Naming.CODE,
    named_by="names_to_board",
    may=Permission.RECORD_FDA_IRB,
    stages=(5,),
    why="Asks the chair or the full board for review, with the facts and a block for the decision.",
    parts=(
        Part("letter", "Letter"),
        Part("facts", "Key facts"),
        Part("decision", "The board's decision", on_screen=False),
        RECORD,
    ),
    needs=(
        Need("letter", "irb", ("irb_chair", "irb_encloses")),
        Need("facts", "patient", ("sex", "diagnosis", "drug")),
        Need("facts", "narrative", ("history", "why_now")),
        Need("facts", "prior_therapy", of_rows=True),
        Need(
            "facts",
            "plan",
            (
                *("plan_dose", "plan_route", "plan_schedule", "plan_duration", "plan_risk"),
                *("plan_monitoring", "plan_changes", "plan_stopping"),
            ),
        ),
        Need("facts", "consent", of_rows=True),
    ),
    section="irb",
)

IRB_NOTICE = Paper(
    key="irb-notice",
    title="Notice of an emergency use",
    recipient="The ethics board (IRB)",
    naming=Naming.CODE,
    named_by="names_to_board",
    may=Permission.RECORD_FDA_IRB,
    stages=(5,),
    why="Owed within 5 working days of the use (21 CFR 56.104(c)).",
    parts=(Part("notice", "Notice"), Part("reason", "Reason and course"), RECORD),
    needs=(
        Need("notice", "irb", ("irb_chair",)),
        Need("notice", "emergency", ("emergency_finds",)),
        Need("notice", "consent"),
        Need("reason", "emergency", ("emergency_threat", "emergency_outcome")),
        Need("reason", "narrative", ("history",)),
        Need("reason", "prior_therapy", of_rows=True),
        Need("reason", "plan", ("plan_why", "plan_dose", "plan_duration", "plan_monitoring")),
    ),
    section="emergency",
    emergency=True,
    told="irb_told_on",
    told_once=True,
    anchor="first_dose_on",
    basis="irb",
)

CALL_RECORD = Paper(
    key="emergency-call-record",
    title="Record of the emergency call",
    recipient="The patient's chart",
    naming=Naming.CODE,
    may=Permission.RECORD_TREATMENT,
    stages=(5,),
    why="What was read to FDA and who said what at which hour. What is blank is a ruled line.",
    parts=(Part("call", "Record of the emergency call"),),
    needs=(
        Need("call", "emergency", ("emergency_threat", "emergency_finds")),
        Need("call", "patient", ("sex", "diagnosis", "drug")),
    ),
    section="emergency",
    css="call.css",
    emergency=True,
)

PAPERS = (
    *(REQUEST, SUMMARY, QUESTIONS, LETTER_DRAFT, FDA_SET),
    *(IRB_REQUEST, IRB_NOTICE, CALL_RECORD),
    *(SAFETY, SAFETY_COMPANY, SAFETY_IRB, ANNUAL, COMPLETION),
)
BY_KEY = {paper.key: paper for paper in PAPERS}

__all__ = [
    "ANNUAL",
    "BY_KEY",
    "CALL_RECORD",
    "COMPLETION",
    "FDA_SET",
    "IRB_NOTICE",
    "IRB_REQUEST",
    "LETTER_DRAFT",
    "PAPERS",
    "QUESTIONS",
    "RECORD",
    "REQUEST",
    "SAFETY",
    "SAFETY_COMPANY",
    "SAFETY_IRB",
    "SUMMARY",
    "Naming",
    "Need",
    "Paper",
    "Part",
    "allowed_in",
    "naming_of",
]
