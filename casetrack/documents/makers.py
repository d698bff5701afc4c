"""Which function reads a case into which paper."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

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
from casetrack.documents.content import Content
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
from casetrack.rules.organizations import Organization
from casetrack.store.queries.casefile import CaseFile


@dataclass(frozen=True)
class Draft:
    """What a new version starts from."""

    file: CaseFile
    version: int
    prepared_by: str
    today: date
    zone: tzinfo  # the clinic's
    offices: tuple[Organization, ...] = ()  # where a submission to FDA goes


@dataclass(frozen=True)
class Maker:
    """The class of a paper's content, and the function that makes it of a case."""

    content: type[Content]
    build: Callable[[Draft], Content]


def _request(of: Draft) -> Content:
    return request.build(of.file, version=of.version, prepared_by=of.prepared_by, today=of.today)


def _summary(of: Draft) -> Content:
    return evidence_summary.build(
        of.file, version=of.version, prepared_by=of.prepared_by, today=of.today.isoformat()
    )


def _questions(of: Draft) -> Content:
    today = of.today.isoformat()
    return question_list.build(of.file, version=of.version, prepared_by=of.prepared_by, today=today)


def _letter_draft(of: Draft) -> Content:
    today = of.today.isoformat()
    return letter_draft.build(of.file, version=of.version, prepared_by=of.prepared_by, today=today)


def _fda_set(of: Draft) -> Content:
    return fda_set.build(
        of.file,
        version=of.version,
        prepared_by=of.prepared_by,
        today=of.today,
        offices=of.offices,
    )


def _safety(paper: str) -> Maker:
    """One event as this paper's recipient is told it."""

    def build(of: Draft) -> Content:
        return safety_report.build(
            of.file,
            paper=paper,
            version=of.version,
            prepared_by=of.prepared_by,
            today=of.today.isoformat(),
        )

    return Maker(safety_report.SafetyReport, build)


def _irb_request(of: Draft) -> Content:
    return board.request(of.file, version=of.version, prepared_by=of.prepared_by, today=of.today)


def _irb_notice(of: Draft) -> Content:
    return board.notice(
        of.file, version=of.version, prepared_by=of.prepared_by, today=of.today, zone=of.zone
    )


def _call_record(of: Draft) -> Content:
    return call_record.build(
        of.file, version=of.version, prepared_by=of.prepared_by, today=of.today, zone=of.zone
    )


def _treatment(paper: str) -> Maker:
    """The treatment as this paper tells it."""

    def build(of: Draft) -> Content:
        return treatment_report.build(
            of.file, paper=paper, version=of.version, prepared_by=of.prepared_by, today=of.today
        )

    return Maker(treatment_report.TreatmentReport, build)


MAKERS: Mapping[str, Maker] = {
    REQUEST.key: Maker(Packet, _request),
    SUMMARY.key: Maker(evidence_summary.Summary, _summary),
    QUESTIONS.key: Maker(question_list.QuestionList, _questions),
    **{paper.key: _treatment(paper.key) for paper in (ANNUAL, COMPLETION)},
    **{paper.key: _safety(paper.key) for paper in (SAFETY, SAFETY_COMPANY, SAFETY_IRB)},
    IRB_REQUEST.key: Maker(board.BoardRequest, _irb_request),
    IRB_NOTICE.key: Maker(board.BoardNotice, _irb_notice),
    CALL_RECORD.key: Maker(call_record.CallRecord, _call_record),
    LETTER_DRAFT.key: Maker(letter_draft.LetterDraft, _letter_draft),
    FDA_SET.key: Maker(fda_set.FdaSet, _fda_set),
}
