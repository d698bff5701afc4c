"""Every fact casetrack asks for, in the sections and the order in which it is asked."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from casetrack.rules.criteria import withdrawn_by
from casetrack.rules.questions import (
    agreement,
    argument,
    barriers,
    contacts,
    disease,
    emergency,
    ending,
    filing,
    findings,
    groups,
    health,
    insurance,
    irb,
    library,
    organizations,
    register,
    request,
    routes,
    safety,
    start,
    summary,
    team,
    treatment,
)
from casetrack.rules.questions.argument import preset_alternatives
from casetrack.rules.questions.shape import (
    Answers,
    Choice,
    Duty,
    If,
    Kind,
    Of,
    Question,
    Rows,
    Section,
)
from casetrack.rules.questions.start import START

SECTIONS: tuple[Section, ...] = (
    start.PATIENT,
    *team.CONSENT,
    *routes.SECTIONS,
    *insurance.SECTIONS,
    *team.VISITS,
    *barriers.SECTIONS,
    *disease.SECTIONS,
    *health.SECTIONS,
    *argument.SECTIONS,
    *groups.SECTIONS,
    *summary.SECTIONS,
    *request.SECTIONS,
    *agreement.SECTIONS,
    *findings.SECTIONS,
    *filing.SECTIONS,
    *treatment.SECTIONS,
    *irb.SECTIONS,
    *emergency.SECTIONS,
    *safety.SECTIONS,
    *ending.SECTIONS,
    *register.SECTIONS,
    *organizations.SECTIONS,
    *contacts.SECTIONS,
    *library.SECTIONS,
)
REGISTER: Mapping[Of, tuple[Section, ...]] = {
    Of.CLINIC: (register.CLINIC,),
    Of.PHYSICIAN: (register.PHYSICIAN,),
    Of.COMPANY: (register.COMPANY, organizations.LINES, organizations.STAFF),
    Of.ORGANIZATION: organizations.SECTIONS,
}
"""What the clinic knows outside of cases: the entry's own facts, then its tables."""
LIBRARY: Mapping[Of, tuple[Section, ...]] = {
    Of.STUDY: library.STUDY_SECTIONS,
    Of.DRUG: (library.DRUG,),
}
"""The evidence library: the sections of a study's page, and of a drug's."""
BY_KEY = {section.key: section for section in SECTIONS}
BY_ROWS = {section.rows.key: section for section in SECTIONS if section.rows}


def sections_of(stage: int) -> tuple[Section, ...]:
    """The sections of one stage, in the order of its task list."""
    return tuple(s for s in SECTIONS if s.of is Of.CASE and s.stage == stage)


@lru_cache(maxsize=2_000)  # asked for with each answer that is read; an address may hold any key
def find(key: str, *, rows: str = "", of: Of = Of.CASE) -> Question | None:
    """The question with this key among a dossier's own answers, or among the rows `rows`."""
    if rows:
        asked = BY_ROWS[rows].table.known if rows in BY_ROWS else ()
    else:
        asked = tuple(q for s in SECTIONS if s.of is of for q in s.questions)
    return next((question for question in asked if question.key == key), None)


def overtaken(rows: str, keys: Iterable[str], *, of: str = Of.CASE) -> tuple[str, ...]:
    """The answers that no longer hold when these change, in a dossier of this kind."""
    told = {Of.CASE: _of_case, Of.STUDY: library.overtaken}
    return told[Of(of)](rows, keys) if of in told else ()


def overtaken_beside(rows: str, keys: Iterable[str]) -> tuple[str, ...]:
    """The answers of the same row that no longer hold when these of it change."""
    return safety.overtaken(keys) if rows == safety.SAFETY.key else ()


def _of_case(rows: str, keys: Iterable[str]) -> tuple[str, ...]:
    changed = frozenset(keys)
    return (*argument.overtaken(rows, changed), *withdrawn_by(rows, changed))


@lru_cache(maxsize=2_000)
def section_asking(key: str, *, of: Of = Of.CASE) -> Section | None:
    """The section where a dossier's own fact `key` is asked."""
    return next(
        (s for s in SECTIONS if s.of is of and any(q.key == key for q in s.questions)), None
    )


__all__ = [
    "BY_KEY",
    "BY_ROWS",
    "LIBRARY",
    "REGISTER",
    "SECTIONS",
    "START",
    "Answers",
    "Choice",
    "Duty",
    "If",
    "Kind",
    "Of",
    "Question",
    "Rows",
    "Section",
    "find",
    "overtaken",
    "overtaken_beside",
    "preset_alternatives",
    "section_asking",
    "sections_of",
]
