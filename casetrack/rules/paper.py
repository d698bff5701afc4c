"""What a paper is: its parts, what each needs, who freezes it, and how the patient is named."""

from dataclasses import dataclass
from enum import StrEnum

from casetrack.rules.access import Permission
from casetrack.rules.questions.shape import Answers


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


CHOSEN = {"code": Naming.CODE, "initials": Naming.INITIALS}
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
    named_by: str = ""  # the clinic's own answer that chooses code or initials for its recipient
    asks_initials: bool = False  # a form within it asks for them, whatever the clinic chose

    @property
    def tabs(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.letter)

    def part(self, name: str) -> Part:
        """The part of this letter or key."""
        return next(part for part in self.parts if name in (part.letter, part.key))


def naming_of(paper: Paper, clinic: Answers) -> Naming:
    """As the clinic chose for its recipient, else as the paper says; never more than initials."""
    return CHOSEN.get(clinic.get(paper.named_by, ""), paper.naming)


def allowed_in(paper: Paper, clinic: Answers) -> tuple[str, ...]:
    """The patient's identifiers that it may print, as identity.py calls them."""
    named = paper.asks_initials or naming_of(paper, clinic) is Naming.INITIALS
    return ("initials",) if named else ()
