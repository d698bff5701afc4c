"""What an organization's answers mean: when to check them again, and whom it serves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casetrack.rules import values
from casetrack.rules.dates import earliest, show_date
from casetrack.rules.questions import Answers, Of

CHECK_AGAIN = timedelta(days=180)
CHECKED = {
    Of.COMPANY: ("policy_checked_on", "policy_checked_by"),
    Of.ORGANIZATION: ("checked_on", "checked_by"),
}
"""Where it stands who checked an entry last, and when."""
EVERY_CANCER = "cancer"
SUGGESTED_TYPES = ("advocacy", "hospital", "fda")


@dataclass(frozen=True)
class Organization:
    """An entry of the register as rules and lists know it."""

    id: int
    of: Of
    name: str
    answers: Answers

    @property
    def type(self) -> str:
        return "company" if self.of is Of.COMPANY else self.answers.get("type", "")


def must_check(of: Of, answers: Answers, today: date) -> str:
    """'last verified Feb 2, 2026' to stand after 'Check this', or empty while that is fresh."""
    if of not in CHECKED:
        return ""
    checked = answers.get(CHECKED[of][0], "")
    if not checked:
        return "not verified here yet"
    if today - earliest(checked) > CHECK_AGAIN:
        return f"last verified {show_date(checked)}"
    return ""


def check_due(of: Of, answers: Answers) -> date | None:
    """The day from which an entry asks to be checked again; None if nobody has checked it."""
    checked = answers.get(CHECKED[of][0], "") if of in CHECKED else ""
    return earliest(checked) + CHECK_AGAIN if checked else None


def retired(answers: Answers) -> bool:
    return answers.get("retired") == values.YES


def suggested(known: Iterable[Organization], diagnosis: str) -> tuple[Organization, ...]:
    """Groups, navigators and help points for a diagnosis, those made for it first."""
    ranked = [
        (rank, one.name.casefold(), one.id, one)
        for one in known
        if one.type in SUGGESTED_TYPES and not retired(one.answers)
        for rank in [_rank(one.answers, diagnosis)]
        if rank is not None
    ]
    return tuple(one for *_, one in sorted(ranked, key=lambda ranked: ranked[:3]))


def same_party(one: str, other: str) -> bool:
    """Whether two names mean the same party: equal, or one begins the other ('Iterion')."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return bool(shorter) and longer[: len(shorter)] == shorter


def party_key(name: str) -> str:
    """One spelling for a party's name, to be compared and found by."""
    return " ".join(_words(name)) or name.strip().casefold()


def _rank(answers: Answers, diagnosis: str) -> int | None:
    """0: made for this diagnosis; 1: for every cancer, or in this house; None: for others."""
    terms = [term.strip().casefold() for term in answers.get("serves", "").split(",")]
    named = [term for term in terms if term and term in diagnosis.casefold()]
    if any(term != EVERY_CANCER for term in named):
        return 0
    general = EVERY_CANCER in terms or (answers.get("type") == "hospital" and not any(terms))
    return 1 if general else None


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())
