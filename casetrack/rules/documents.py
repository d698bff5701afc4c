"""Which papers exist: for whom, in which parts, needing what, frozen by whom, naming whom how."""

from dataclasses import dataclass
from enum import StrEnum

from casetrack.rules.access import Permission
from casetrack.rules.criteria import CRITERIA


class Naming(StrEnum):
    """How a paper names the patient (ux.md, decision 10)."""

    CODE = "case code only"
    NOBODY = "not at all"
    INITIALS = "initials"
    FULL = "full name"


@dataclass(frozen=True)
class Part:
    """A piece of a paper; `key` names its template. A lettered part is a tab of the paper."""

    key: str
    title: str
    letter: str = ""
    on_screen: bool = True
    attaches: bool = False  # uploaded reports follow it, behind slip sheets

    @property
    def place(self) -> str:
        """What links within the paper point to."""
        return f"tab-{self.letter}" if self.letter else self.key


RECORD = Part("record", "Record of this version")


@dataclass(frozen=True)
class Need:
    """Facts that a part prints: the named ones of a section, its rows, or all that it needs."""

    part: str  # the letter of its tab, or its key
    section: str
    keys: tuple[str, ...] = ()
    of_rows: bool = False  # only what stands in its table
    chosen: str = ""  # only the row of its table that this answer of the case names


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One kind of paper. `may` freezes it and records its sending.

    `sent_by` is the action that records its sending; without one the sending moves nothing.
    `shared_with` says whom the patient must have permitted it to reach (the `permission_with`
    choices); empty for what stays with the patient and the people who treat.
    """

    key: str
    title: str
    recipient: str
    naming: Naming
    may: Permission
    parts: tuple[Part, ...]
    needs: tuple[Need, ...] | None = None  # None: they stand with the questions (`tab`)
    footer: str = "CONFIDENTIAL. Patient health information."
    sent_by: str = ""
    shared_with: str = ""
    stages: tuple[int, ...] = ()  # the stage pages that offer it
    why: str = ""
    section: str = ""  # where what it prints is chosen
    css: str = ""  # its own style sheet, beside the one of every paper
    emergency: bool = False  # offered on the call sheet
    folder: str = ""  # of its templates, where it shares them with another paper
    told: str = ""  # the answer that keeps the day of its sending
    told_once: bool = False  # the first sending is what the law asks; a later one adds nothing
    told_again: str = ""  # the same where it was told before, and something new is known
    anchor: str = ""  # the day without which it cannot be sent
    basis: str = ""  # on which it leaves, where the patient's permission is not what it rests on

    @property
    def allowed(self) -> tuple[str, ...]:
        """The patient's identifiers that it may print, as identity.py calls them."""
        return ("initials",) if self.naming is Naming.INITIALS else ()

    @property
    def tabs(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.letter)

    def part(self, name: str) -> Part:
        """The part of this letter or key."""
        return next(part for part in self.parts if name in (part.letter, part.key))


REQUEST = Paper(
    key="manufacturer-request",
    title="Manufacturer request packet",
    recipient="The company's medical reviewer",
    naming=Naming.CODE,
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
    may=Permission.RUN_REQUEST,
    stages=(6,),
    why="The same event for the company, with the patient named by the case code.",
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
    may=Permission.RECORD_FDA_IRB,
    stages=(6,),
    why="The same event for the board, with the patient named by the case code.",
    parts=SAFETY_PARTS,
    needs=SAFETY_NEEDS,
    section="safety_report",
    folder="safety-report",
    told="board_told_on",
    anchor="aware_on",
    basis="irb",
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

PAPERS = (
    *(REQUEST, SUMMARY, QUESTIONS, LETTER_DRAFT, FDA_SET),
    *(IRB_REQUEST, IRB_NOTICE, CALL_RECORD),
    *(SAFETY, SAFETY_COMPANY, SAFETY_IRB, ANNUAL, COMPLETION),
)
BY_KEY = {paper.key: paper for paper in PAPERS}
