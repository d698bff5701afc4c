"""Releases of patient data: when one may be made, and which of them an accounting must name.

45 CFR 164.528: for six years back, each disclosure with its date, recipient and address if known,
what was disclosed, and why. Left out are those for treatment, payment and operations, to the
patient, and by the patient's authorization. A basis marked `sure=False` stands here from general
knowledge: the clinic's privacy officer confirms it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from casetrack.rules import values
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts
from casetrack.rules.questions import BY_KEY
from casetrack.rules.questions.groups import RELEASES
from casetrack.rules.sense import permission_lacking
from casetrack.rules.workflow import TRANSITIONS, Refusal, Transition, unanswered

YEARS = 6
RECIPIENT_KINDS = {
    "company": "company",
    "advocacy": "groups",
    "fda": "fda",
    "irb": "irb",
    "insurer": "insurer",
}
"""Who an organization of each type is to the law of releases."""
ASK_FIRST = ("company", "groups", "doctors")
"""Whom the patient must have permitted before anything reaches them: the clinic's own rule."""
SCOPE = {
    "permission_on": "given",
    "permission_with": "for",
    "permission_what": "sharing",
    "permission_until": "until",
}
NOT_BOUND = (
    "Advocacy groups are not bound by HIPAA: they need the patient's authorization in writing "
    "(45 CFR 164.508), and permission is by word of mouth"
)
NOT_NAMED = "The authorization on file does not name them. Choose the basis on which they get it"
UNWRITTEN = "An authorization is in writing (45 CFR 164.508), and none is on file"


@dataclass(frozen=True)
class Basis:
    """A legal basis; `counted` releases stand in the accounting."""

    key: str
    words: str
    cites: str
    counted: bool
    sure: bool = True


BASES = {
    basis.key: basis
    for basis in (
        Basis("authorization", "the patient's authorization", "45 CFR 164.508", counted=False),
        Basis("treatment", "treatment", "45 CFR 164.506(c)", counted=False),
        Basis("payment", "payment", "45 CFR 164.506(c)", counted=False),
        Basis("operations", "health care operations", "45 CFR 164.506(c)", counted=False),
        Basis("patient", "to the patient", "45 CFR 164.502(a)", counted=False, sure=False),
        Basis("fda", "to FDA", "45 CFR 164.512(b)", counted=True, sure=False),
        Basis("irb", "to an ethics board", "45 CFR 164.512(i)", counted=True, sure=False),
        Basis(
            "safety",
            "to the drug's manufacturer, about its safety",
            "45 CFR 164.512(b)(1)(iii)",
            counted=True,
            sure=False,
        ),
        Basis("law", "required by law", "45 CFR 164.512(a)", counted=True, sure=False),
        Basis("spoken", "permission by word of mouth", "no written authorization", counted=True),
        Basis("other", "another basis", "said in the note", counted=True),
        Basis("none", "without permission", "for the privacy officer", counted=True),
    )
}


@dataclass(frozen=True, kw_only=True)
class Release:
    """One release as accounts tell it; `entry` is its row, 0 where another act recorded it."""

    day: str
    recipient: str
    address: str
    content: str
    purpose: str
    basis: Basis
    by: str
    entry: int = 0


@dataclass(frozen=True)
class Told:
    """One answer that an act gave: which act, what, and who did it."""

    action: str
    key: str
    new: str
    by: str


DISCLOSING = {t.discloses.on: t for t in TRANSITIONS if t.discloses}


def refused(words: Mapping[str, str], *, now: datetime) -> list[Refusal]:
    """What is missing or cannot be true of a release."""
    return list(_refused(words, now))


def lacks_permission(facts: Facts, words: Mapping[str, str], *, today: date) -> str:
    """What the patient's permission on file lacks for this release; empty where it covers it.

    What has left without permission is recorded as just that, for it stands in the accounting.
    """
    if words.get("basis") == "none":
        return ""
    day = words.get("released_on", "") or today.isoformat()
    kind, basis = words.get("recipient_kind", ""), words.get("basis", "")
    written = facts.answers.get("permission") == "written"
    if kind in ASK_FIRST:
        _, lacking = permission_lacking(facts, day, whom=kind)
        if lacking:
            return lacking
        if kind == "groups" and not written:
            return NOT_BOUND
    elif basis == "authorization":
        return NOT_NAMED
    return UNWRITTEN if basis == "authorization" and not written else ""


def permission_words(facts: Facts) -> str:
    """The consent on file in one sentence: how, since when, for whom and what, until when."""
    asked = {question.key: question for question in BY_KEY["wishes"].questions}
    told = {
        key: values.show(asked[key], facts.answers.get(key, ""))
        for key in ("permission", *SCOPE)
        if asked[key].applies(facts.answers)
    }
    told["permission_with"] = told.get("permission_with", "").lower().replace(";", ",")
    if not told["permission"]:
        return "No permission is on file"
    scope = (f"{words} {told[key]}" for key, words in SCOPE.items() if told.get(key))
    return "; ".join((told["permission"], *scope))


def of_rows(facts: Facts) -> Iterator[Release]:
    """The releases that people recorded by themselves."""
    for row in facts.rows.get("release", ()):
        told = row.answers
        yield Release(
            day=told.get("released_on", ""),
            recipient=told.get("recipient", ""),
            address=told.get("recipient_address", ""),
            content=told.get("content", ""),
            purpose=told.get("purpose", ""),
            basis=BASES.get(told.get("basis", ""), BASES["other"]),
            by=told.get("released_by", ""),
            entry=row.id,
        )


def of_acts(told: Iterable[Told]) -> Iterator[Release]:
    """Releases that acts of the case are, in the order in which they were recorded.

    A day that was corrected afterwards moves the latest release of its kind.
    """
    found: dict[str, list[Release]] = {}
    for one in told:
        act = DISCLOSING.get(one.key)
        if act is None:
            continue
        kind = found.setdefault(one.key, [])
        if one.action == act.action and one.new:
            kind.append(_of_act(act, one))
        elif kind:
            kind[-1] = replace(kind[-1], day=one.new)
    yield from (release for kind in found.values() for release in kind if release.day)


def newest_first(releases: Iterable[Release]) -> tuple[Release, ...]:
    return tuple(sorted(releases, key=lambda one: (one.day, one.entry), reverse=True))


def accounting(
    releases: Iterable[Release], *, until: date
) -> tuple[tuple[Release, ...], tuple[Release, ...]]:
    """What an accounting up to this day names, oldest first, and what the law leaves out of it."""
    since = six_years_before(until).isoformat()
    told = sorted(
        (one for one in releases if since <= one.day <= until.isoformat()),
        key=lambda one: (one.day, one.entry),
    )
    counted = tuple(one for one in told if one.basis.counted)
    return counted, tuple(one for one in told if not one.basis.counted)


def six_years_before(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - YEARS, day=28 if leap else day.day)


def basis_of_permission(permission: str) -> Basis:
    """The basis of a sending, by what the patient had said at that time."""
    return BASES["authorization" if permission == "written" else "spoken"]


def _of_act(act: Transition, told: Told) -> Release:
    told_by = act.discloses
    assert told_by  # noqa: S101 - DISCLOSING holds no other
    return Release(
        day=told.new,
        recipient=told_by.recipient,
        address="",
        content=told_by.content,
        purpose=told_by.purpose,
        basis=BASES[told_by.basis],
        by=told.by,
    )


def _refused(words: Mapping[str, str], now: datetime) -> Iterator[Refusal]:
    yield from unanswered(RELEASES.table.questions, words)
    day = words.get("released_on", "")
    if day and date.fromisoformat(day) > now.date():
        yield Refusal(f"Released on: {show_date(day)} has not come yet", field="released_on")
    unsaid = {"other": "on which basis", "none": "what happened, and who was told"}
    basis = words.get("basis", "")
    if basis in unsaid and not words.get("release_note"):
        yield Refusal(f"Say in the note {unsaid[basis]}", field="release_note")
