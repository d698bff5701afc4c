"""What a question is, and the sections questions are asked in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from casetrack.rules.text import counted

Answers = Mapping[str, str]


class Kind(StrEnum):
    LINE = "line"  # one line of text
    TEXT = "text"  # paragraphs
    DATE = "date"  # an exact day
    ROUGH = "rough"  # a year, a month or a day
    TIME = "time"  # a time of day
    WHOLE = "whole"  # a whole number
    DECIMAL = "decimal"
    CHOICE = "choice"  # one of `choices`
    SEVERAL = "several"  # any of `choices`
    YES_NO = "yes_no"
    LINK = "link"  # a web address, shown and never fetched
    TRIAL = "trial"  # a ClinicalTrials.gov number
    EXHIBIT = "exhibit"  # an uploaded report of the same case
    PERSON = "person"  # somebody with an account
    VERSION = "version"  # a frozen version of a paper
    STUDY = "study"  # a study of the library
    EVENT = "event"  # an event on treatment of the same case
    DOI = "doi"


class Of(StrEnum):
    """Whose facts a section holds: a case's, an entry's in the register, or the library's."""

    CASE = "case"
    PHYSICIAN = "physician"
    COMPANY = "company"
    ORGANIZATION = "organization"
    CLINIC = "clinic"
    STUDY = "study"
    DRUG = "drug"


class Duty(StrEnum):
    """Whose work a section is; access.py says which roles have that duty."""

    CONTACTS = "contacts"
    RELEASES = "releases"
    FACTS = "facts"
    DOSING = "dosing"
    REPORTS = "reports"
    FILING = "filing"
    DRUG_RELEASE = "drug release"
    EVENTS = "events"
    APPROVAL = "approval"


@dataclass(frozen=True)
class Choice:
    key: str
    label: str


LINE_CAP = 200
TEXT_CAP = 10_000
LINES_CAP = 400


@dataclass(frozen=True)
class If:
    """Whether a question applies: another answer is (or is not) one of these."""

    key: str
    values: tuple[str, ...]
    unless: bool = False

    def __call__(self, answers: Answers) -> bool:
        return (answers.get(self.key, "") in self.values) is not self.unless


@dataclass(frozen=True, kw_only=True)
class Question:
    """One fact we ask for.

    `wanted` facts count as missing while they are blank; a packet tab in `tab` says the
    manufacturer request needs the fact there. A question that does not apply (`only`) is not asked,
    required, printed or counted.
    """

    key: str
    label: str
    kind: Kind = Kind.LINE
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    suggestions: tuple[str, ...] = ()
    unit: str = ""
    low: float | None = None
    high: float | None = None
    cap: int = 0
    wanted: bool = False
    tab: str = ""
    personal: bool = False
    ahead: bool = False  # a day that may still lie ahead
    preset: str = ""  # what a form shows while nothing is stored: never an act, never a finding
    only: tuple[If, ...] = ()  # applies if any of these holds
    unanswered: tuple[str, ...] = ()  # choices that say it is still open: they count as missing
    cites: str = ""

    def applies(self, answers: Answers) -> bool:
        return not self.only or any(condition(answers) for condition in self.only)

    def answered(self, answers: Answers) -> bool:
        return answers.get(self.key, "") not in ("", *self.unanswered)

    @property
    def limit(self) -> int:
        """The most characters an answer may have."""
        return self.cap or (TEXT_CAP if self.kind is Kind.TEXT else LINE_CAP)

    def choice(self, key: str) -> str:
        return next((choice.label for choice in self.choices if choice.key == key), key)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Facts that repeat: each row is asked on a page of its own, then shown in a table.

    `none` is the section's question that says there are none; `columns` are shown in the table.
    Rows that stand `apart` are added by an act of their own, and listed on a page of their own.
    What acts of their own ask about a row stands `beside` its questions, and not on its form.
    """

    key: str
    one: str
    questions: tuple[Question, ...]
    columns: tuple[str, ...]
    order: str
    none: str = ""
    tab: str = ""
    at_least: int = 1
    example: Mapping[str, str] = field(default_factory=dict)
    plural: str = ""
    apart: bool = False
    beside: tuple[Question, ...] = ()

    @property
    def known(self) -> tuple[Question, ...]:
        """Everything a row may hold."""
        return self.questions + self.beside

    @property
    def an(self) -> str:
        """One of them with its article: 'a line of therapy', 'an allergy'."""
        return f"{'an' if self.one[0] in 'aeiou' else 'a'} {self.one}"

    def counted(self, count: int) -> str:
        """'1 study', '2 studies'."""
        return counted(count, self.one, self.plural)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A task: a page of questions, a table of rows, or both.

    `needed` says for what every request needs it, so that nobody can set it aside. `route` names
    the route whose evidence it holds: missing until somebody looks at it, and done once it closes.
    What stands `apart` is answered on a page of its own, by an act of its own.
    """

    key: str
    title: str
    task: str
    why: str
    of: Of = Of.CASE
    stage: int = 0
    questions: tuple[Question, ...] = ()
    rows: Rows | None = None
    duty: Duty = Duty.FACTS
    needed: str = ""
    route: str = ""
    apart: bool = False

    @property
    def table(self) -> Rows:
        """The rows of a section that is known to have them."""
        if self.rows is None:
            raise LookupError(f"the section {self.key} has no rows")
        return self.rows

    def all_questions(self) -> tuple[Question, ...]:
        return self.questions + (self.rows.questions if self.rows else ())
