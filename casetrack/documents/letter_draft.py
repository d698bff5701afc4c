"""A draft of the letter of authorization, offered to the company after FDA's published example."""

from dataclasses import dataclass

from casetrack.documents.content import Content, Draft
from casetrack.documents.values import Reader, Value
from casetrack.rules.questions import Of


@dataclass(frozen=True, kw_only=True)
class LetterDraft(Content):
    drug: Value
    company: Value
    physician: dict[str, Value]


def build(of: Draft) -> LetterDraft:
    """What we know is filled in; what only the company knows stays blank."""
    read = Reader(of.file)
    return LetterDraft(
        **of.heading("name", "address"),
        drug=read.own("drug"),
        company=read.own("company"),
        physician={key: read.own(key, of=Of.PHYSICIAN) for key in ("name", "phone", "email")},
    )
