"""Operations, radiation and ablation as lines of therapy, told by plain words."""

import re
from collections.abc import Collection, Iterator, Sequence

from casetrack.intake.cancer import is_cancer
from casetrack.intake.chart import Chart, Finding
from casetrack.intake.proposals.days import day, shown
from casetrack.intake.proposals.drugs import cancer_names, is_for_cancer
from casetrack.intake.proposals.newest import grouped
from casetrack.intake.proposals.phrases import distinct, flat, line, notes_of, untagged
from casetrack.intake.proposals.shape import Draft
from casetrack.intake.proposals.stopping import why_stopped
from casetrack.intake.proposals.tally import Tally
from casetrack.rules.dates import earliest


def procedure_lines(chart: Chart, tally: Tally) -> Iterator[Draft]:
    """Each operation, and each course of sessions; the other procedures are counted."""
    cancers = cancer_names(chart)
    mine = [(one, kind) for one in chart.procedures if (kind := _kind(one, cancers))]
    tally.leave("other procedure", len(chart.procedures) - len(mine))
    for (kind, _), pairs in grouped(mine, lambda pair: (pair[1], _treatment(pair[0]))).items():
        for course in _courses([one for one, _ in pairs], sessions=kind != "surgery"):
            yield _draft(course, kind, cancers)


_SURGERY = re.compile(
    r"\bexcision|\bresect|ectom(?:y|ies)\b|\bamputat|\bdebulk|\bdissection\b|\bcytoreduct",
    re.IGNORECASE,
)
_SURGERY_OF_A_TUMOR = re.compile(r"\bsurg(?:ery|ical)\b|\boperation\b|\bremoval\b", re.IGNORECASE)
_RADIATION = re.compile(
    r"radio-?therap|radiation (?:therapy|treatment|oncology)|\birradiation\b|brachytherap"
    r"|radiosurg|teletherap|teleradiotherap|proton (?:beam )?therap|external beam|\bSBRT\b|\bIMRT\b"
    r"|radionuclide therap|radioligand",
    re.IGNORECASE,
)
_ABLATION = re.compile(
    r"ablation|cryo-?(?:therap|surg|ablat)|\bHIFU\b|focused ultrasound|embolization"
    r"|electroporation",
    re.IGNORECASE,
)
_TRANSPLANT = re.compile(r"(?:marrow|stem cell|hematopoietic).*transplant", re.IGNORECASE)
_DRUGS = re.compile(r"chemo-?therap|antineoplastic|immunotherap", re.IGNORECASE)
# Looking is not treating; and the everyday operations, unless the chart gives the cancer as reason
_DIAGNOSTIC = re.compile(
    r"biops|aspirat|sampling|imaging|tomograph|radiograph|x-?ray|ultrasonograph|\bscan|mammogra"
    r"|endoscop|colonoscop|\bconsult|\beducation|\bassessment|\bevaluation|\bplanning\b|\bsimulation"
    r"|\bscreening|\bcounsel|\breferral|\bfollow-?up|\bconsent|\bhistory of|patholog",
    re.IGNORECASE,
)
# Spoken of, wanted or refused, or done to somebody else
_NOT_DONE = re.compile(
    r"\bdiscuss|\bdeclin|\brefus|\bplanned\b|\bscheduled\b|\brecommend|\bcancel(?:led|ed)\b"
    r"|\bnot (?:done|performed)|\boffered\b|\bmother|\bfather|\bsister|\bbrother|\bfamily\b",
    re.IGNORECASE,
)
_EVERYDAY = re.compile(
    r"polypect|append(?:ic)?ectom|tonsillect|adenoidect|cholecystect|vasectom|h(?:a)?emorrhoidect"
    r"|discectom|meniscect|gingivect|bunionect|episiotom|cataract|dental|tooth|teeth|cesarean"
    r"|caesarean|bypass|\bcardiac|\batrial|\bcatheter ablation|\bendometrial ablation|\bcorneal"
    r"|pulmonary vein|\baort",
    re.IGNORECASE,
)
_MAYBE_TUMOR = re.compile(
    r"\bmass\b|\blump\b|\bnodule|\blesion|\bgrowth\b|\bswelling", re.IGNORECASE
)


def _kind(one: Finding, cancers: Collection[str]) -> str:
    """The kind of therapy; blank for what is none, or was done for something else."""
    for_cancer = is_for_cancer(one, cancers) or is_cancer(one.text)
    if _DIAGNOSTIC.search(one.text) or _NOT_DONE.search(one.text):
        return ""
    if not for_cancer and _is_for_else(one):
        return ""
    kinds = (kind for kind, words in _KINDS if words.search(one.text))
    if kind := next(kinds, ""):
        return kind
    return "surgery" if for_cancer and _SURGERY_OF_A_TUMOR.search(one.text) else ""


_KINDS = (
    ("other", re.compile(r"chemo-?radi|(?:chemo|drug)\w*.*\bradi", re.IGNORECASE)),
    ("drug", _DRUGS),
    ("radiation", _RADIATION),
    ("ablation", _ABLATION),
    ("other", _TRANSPLANT),
    ("surgery", _SURGERY),
)


def _is_for_else(one: Finding) -> bool:
    reason = one.detail.get("reason_for", "")
    return bool(_EVERYDAY.search(one.text)) or bool(reason and not _MAYBE_TUMOR.search(reason))


def _treatment(one: Finding) -> str:
    site = untagged(one.detail.get("body_site", ""))
    text = untagged(one.text)
    return f"{text} ({site})" if site and site.casefold() not in text.casefold() else text


_GAP = 60  # days; sessions further apart than this are not one course


def _courses(entries: Sequence[Finding], *, sessions: bool) -> Iterator[list[Finding]]:
    """Entries of one day each are sessions of a course; an operation stands for itself."""
    course: list[Finding] = []
    for one in sorted(entries, key=lambda entry: day(entry.date)):
        apart = course and not _belongs(course[-1], one, sessions=sessions)
        if apart:
            yield course
            course = []
        course.append(one)
    if course:
        yield course


def _belongs(last: Finding, one: Finding, *, sessions: bool) -> bool:
    first, second = day(last.date), day(one.date)
    if first == second:
        return True
    if not (first and second and sessions) or _is_course(last) or _is_course(one):
        return False
    return (earliest(second) - earliest(first)).days <= _GAP


def _is_course(one: Finding) -> bool:
    """It began and ended on different days."""
    return bool(day(one.end)) and day(one.end) != day(one.date)


def _draft(course: Sequence[Finding], kind: str, cancers: Collection[str]) -> Draft:
    first = course[0]
    start = day(first.date)
    reason = next(filter(None, (untagged(one.detail.get("reason", "")) for one in course)), "")
    return Draft(
        rows="therapy",
        answers={
            "treatment": _treatment(first),
            "kind": kind,
            "dose": _dose(first),
            "start": start,
            "stop": start if kind == "surgery" else _stop(course),
            **why_stopped(reason),
        },
        findings=tuple(course),
        text=line(first, first.detail.get("body_site"), first.status),
        notes=distinct((*_notes(course, kind, cancers), *notes_of(course))),
    )


def _dose(one: Finding) -> str:
    dose, fractions = one.detail.get("dose", ""), one.detail.get("fractions", "")
    return ", ".join(filter(None, [flat(dose), fractions and f"{flat(fractions)} fractions"]))


def _stop(course: Sequence[Finding]) -> str:
    """The end of one entry is recorded; that the last session was the last is only likely."""
    days = {day(one.date) for one in course}
    return day(course[-1].end) if len(days) == 1 else ""


def _notes(course: Sequence[Finding], kind: str, cancers: Collection[str]) -> Iterator[str]:
    first, last = course[0], course[-1]
    if day(first.date) != day(last.date):
        yield f"{len(course)} entries, {shown(first.date)} to {shown(last.date)}: ask for the end."
    for status in distinct(one.status or "" for one in course):
        if status != "completed":
            yield f"The chart marks it {status}."
    if kind in ("drug", "other"):
        yield "The chart does not say here which drug."
    if not (is_for_cancer(first, cancers) or is_cancer(first.text)):
        yield "The chart gives no reason: check that it treated the tumor."
    for name in ("modality", "technique", "intent", "outcome"):
        if told := flat(first.detail.get(name, "")):
            yield f"{name.capitalize()}: {told}."
