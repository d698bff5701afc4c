"""Which papers exist: for whom, in which parts, needing what, frozen by whom, naming whom how."""

from dataclasses import dataclass
from enum import StrEnum

from casetrack.rules.access import Permission


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

PAPERS = (REQUEST, SUMMARY, QUESTIONS)
BY_KEY = {paper.key: paper for paper in PAPERS}
