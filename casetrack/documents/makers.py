"""Which function reads a case into which paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casetrack.documents import (
    board,
    call_record,
    evidence_summary,
    fda_set,
    letter_draft,
    question_list,
    request,
    safety_report,
    treatment_report,
)
from casetrack.documents.content import Content, Draft
from casetrack.documents.packet import Packet
from casetrack.rules.documents import (
    ANNUAL,
    CALL_RECORD,
    COMPLETION,
    FDA_SET,
    IRB_NOTICE,
    IRB_REQUEST,
    LETTER_DRAFT,
    QUESTIONS,
    REQUEST,
    SAFETY,
    SAFETY_COMPANY,
    SAFETY_IRB,
    SUMMARY,
)


@dataclass(frozen=True)
class Maker:
    """The class of a paper's content, and the function that makes it of a case."""

    content: type[Content]
    build: Callable[[Draft], Content]


TELLS_EVENT = Maker(safety_report.SafetyReport, safety_report.build)
TELLS_COURSE = Maker(treatment_report.TreatmentReport, treatment_report.build)
MAKERS: Mapping[str, Maker] = {
    REQUEST.key: Maker(Packet, request.build),
    SUMMARY.key: Maker(evidence_summary.Summary, evidence_summary.build),
    QUESTIONS.key: Maker(question_list.QuestionList, question_list.build),
    LETTER_DRAFT.key: Maker(letter_draft.LetterDraft, letter_draft.build),
    FDA_SET.key: Maker(fda_set.FdaSet, fda_set.build),
    IRB_REQUEST.key: Maker(board.BoardRequest, board.request),
    IRB_NOTICE.key: Maker(board.BoardNotice, board.notice),
    CALL_RECORD.key: Maker(call_record.CallRecord, call_record.build),
    **dict.fromkeys((SAFETY.key, SAFETY_COMPANY.key, SAFETY_IRB.key), TELLS_EVENT),
    **dict.fromkeys((ANNUAL.key, COMPLETION.key), TELLS_COURSE),
}
