"""A case that fills a packet: every question answered, every table filled, no two cases alike."""

from make import Clinic

from casetrack.rules.questions import SECTIONS, Kind, Of, Question
from casetrack.rules.questions.shape import Section

SAID = (
    "The mass encases the vessels and grew by half within six months while sorafenib was held "
    "twice for toxicity and pain limits sleep so that surgery was judged too morbid"
)
ROWS = {"study": 24, "therapy": 10, "measurement": 12, "lab": 40, "medicine": 15}
PLAIN = {
    Kind.DATE: "2026-03-04",
    Kind.ROUGH: "2024-05",
    Kind.WHOLE: "12",
    Kind.DECIMAL: "4.2",
    Kind.YES_NO: "no",
    Kind.LINK: "https://example.org/policy",
    Kind.TRIAL: "NCT03785964",
}
FIRST = ("initials", "birth_year", "urgency", "drug", "diagnosis", "doctor")


def rich_case(clinic: Clinic, seed: int) -> str:
    """Its code."""
    code = clinic.case()
    own = [s for s in SECTIONS if s.of is Of.CASE]
    answers = {q.key: _answer(q, seed) for s in own for q in s.questions if q.key not in FIRST}
    clinic.say(code, by=clinic.rosa, **{key: value for key, value in answers.items() if value})
    for section in own:
        _fill(clinic, code, section, seed)
    return code


def _fill(clinic: Clinic, code: str, section: Section, seed: int) -> None:
    rows = section.rows
    if rows is None or rows.key == "document":  # reports are files
        return
    for number in range(ROWS.get(rows.key, 3)):
        answers = {q.key: _answer(q, seed + number) for q in rows.questions}
        clinic.row(
            code,
            rows.key,
            by=clinic.rosa,
            **{key: value for key, value in answers.items() if value},
        )


def _answer(question: Question, seed: int) -> str:
    match question.kind:
        case Kind.CHOICE | Kind.SEVERAL:
            return question.choices[seed % len(question.choices)].key
        case Kind.TEXT:
            return _text(min(question.limit, 1_000), seed)
        case Kind.LINE:
            return _text(min(question.limit, 40), seed)
        case _:
            return PLAIN.get(question.kind, "")


def _text(length: int, seed: int) -> str:
    said, words = SAID.split(), list[str]()
    while sum(map(len, words)) + len(words) < length - 12:
        words.append(said[(len(words) * 3 + seed * 7) % len(said)])
    return f"{seed} {' '.join(words)}"
