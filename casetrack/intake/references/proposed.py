"""From a record to the study it would become: answers to the library's questions, for a person.

Only what the record says is proposed. Which design, disease or drug a paper is about is told by its
indexing terms or left blank.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casetrack.intake.references.proposed_results import rows_of
from casetrack.intake.references.reference import Reference, Trial
from casetrack.rules import citation, values
from casetrack.rules.questions import BY_ROWS, LIBRARY, Of, Question
from casetrack.rules.text import Unreadable

Told = Mapping[str, str]


@dataclass(frozen=True)
class Proposed:
    """What would be stored: the study's own answers, and its rows by table."""

    answers: dict[str, str]
    rows: dict[str, list[dict[str, str]]]


def proposed(record: Reference | Trial, *, today: date) -> Proposed:
    """The study a record would become. What a question cannot hold is left out."""
    told = _trial(record) if isinstance(record, Trial) else _paper(record)
    asked = [question for section in LIBRARY[Of.STUDY] for question in section.questions]
    rows = rows_of(record) if isinstance(record, Trial) else {}
    return Proposed(
        _stored(told, asked, today),
        {
            key: [_stored(row, BY_ROWS[key].table.questions, today) for row in held]
            for key, held in rows.items()
        },
    )


def _stored(told: Told, asked: Iterable[Question], today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    for question in asked:
        text = told.get(question.key, "")[: question.limit]
        try:
            stored = values.read(question, text, today=today)
        except Unreadable:
            continue
        if stored:
            found[question.key] = stored
    return found


def _paper(record: Reference) -> dict[str, str]:
    short = citation.short(
        authors=record.authors,
        year=record.year,
        journal=record.journal,
        volume=record.volume,
        pages=record.pages,
    )
    return {
        "name": short or _line(record.title) or record.doi or record.pmid,
        "title": record.title,
        "reference": citation.full(
            authors=record.authors,
            title=record.title,
            journal=record.journal,
            year=record.year,
            volume=record.volume,
            issue=record.issue,
            pages=record.pages,
            doi=record.doi,
        ),
        "year": record.year,
        "published": _told_by(record.types, _PUBLISHED),
        "design": _told_by(record.types, _DESIGN),
        "pmid": record.pmid,
        "doi": record.doi,
        "nct": record.ncts[0] if len(record.ncts) == 1 else "",
    }


def _trial(record: Trial) -> dict[str, str]:
    return {
        "name": ", ".join(filter(None, (record.acronym or _line(record.title), record.nct))),
        "title": record.official_title or record.title,
        "year": record.updated_on[:4],
        "published": "registry",
        "nct": record.nct,
        "trial_status": record.status,
        "trial_status_on": record.status_on,
        "diagnosis": _line("; ".join(record.conditions)),
        "drug": _line(", ".join(one for one in record.interventions if not is_placebo(one))),
        "patients": _who(record),
        "design": _design(record),
        "arms": "\n".join(_arm(arm.label, arm.kind) for arm in record.arms),
        "n": str(record.enrolled or "") if record.enrolled_kind == "actual" else "",
        "phase": record.phase,
    }


def is_placebo(name: str) -> bool:
    return "placebo" in name.lower()


def _who(record: Trial) -> str:
    ages = " to ".join(filter(None, (record.youngest, record.oldest)))
    if ages and not record.oldest:
        ages += " or older"
    elif ages and not record.youngest:
        ages = f"up to {ages}"
    return _line(", ".join(filter(None, ("; ".join(record.conditions), ages, record.sex.lower()))))


def _design(record: Trial) -> str:
    design = record.design.lower()
    if design.startswith("randomized"):
        return "randomized"
    alone = len(record.arms) == 1 or "single group" in design or "single_group" in design
    return "single_arm" if alone and record.study_type == "Interventional" else ""


def _arm(label: str, kind: str) -> str:
    return f"{_line(label)} ({kind.lower()})" if kind else _line(label)


def _line(text: str) -> str:
    """On one line, short enough for one."""
    joined = " ".join(text.split())
    return joined if len(joined) <= 150 else f"{joined[:149].rstrip()}…"


def _told_by(types: Iterable[str], table: Told) -> str:
    told = {one.casefold() for one in types}
    return next((answer for kind, answer in table.items() if kind in told), "")


_PUBLISHED = {
    "preprint": "unpublished",
    "unpublished": "unpublished",
    "press release": "press",
    "conference abstract": "abstract",
    "meeting abstract": "abstract",
    "congress": "abstract",
    "journal article": "journal",
}
_DESIGN = {
    "randomized controlled trial": "randomized",
    "case reports": "report",
}
