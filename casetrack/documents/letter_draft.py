"""A draft of the letter of authorization, offered to the company after FDA's published example."""

from dataclasses import dataclass

from casetrack.documents.content import Content
from casetrack.documents.values import Reader, Value
from casetrack.rules.dates import show_date
from casetrack.rules.documents import LETTER_DRAFT
from casetrack.rules.papers import paper_gaps
from casetrack.rules.questions import Of
from casetrack.store.queries.casefile import CaseFile


@dataclass(frozen=True, kw_only=True)
class LetterDraft(Content):
    drug: Value
    company: Value
    physician: dict[str, Value]


def build(file: CaseFile, *, version: int, prepared_by: str, today: str) -> LetterDraft:
    """What we know is filled in; what only the company knows stays blank."""
    read = Reader(file)
    gaps = paper_gaps(LETTER_DRAFT, file.facts)
    return LetterDraft(
        paper=LETTER_DRAFT.key,
        code=file.code,
        version=version,
        printed_on=show_date(today, long=True),
        synthetic=file.synthetic,
        prepared_by=prepared_by,
        clinic={key: read.own(key, of=Of.CLINIC) for key in ("name", "address")},
        missing=tuple(gap.words for gap in gaps),
        drug=read.own("drug"),
        company=read.own("company"),
        physician={key: read.own(key, of=Of.PHYSICIAN) for key in ("name", "phone", "email")},
    )
