"""The charts of a case and what they propose; a removed chart is only named."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, exists, func, select

from casetrack.store.session import Db
from casetrack.store.tables import Answer, Blob, Chart, Entry, Proposal


@dataclass(frozen=True)
class ChartLine:
    chart: Chart
    open: int
    all: int


@dataclass(frozen=True)
class RemovedChart:
    id: int
    title: str
    second: str
    at: datetime
    by: str
    why: str


def charts_of(db: Db, case_id: int) -> list[ChartLine]:
    """The charts of a case, the latest first, with how many proposals are still open."""
    is_open = func.sum(case((Proposal.decision == "open", 1), else_=0))
    query = (
        select(Chart, is_open, func.count(Proposal.id))
        .outerjoin(Proposal, Proposal.chart_id == Chart.id)
        .where(Chart.dossier_id == case_id, Chart.removed_at.is_(None))
        .group_by(Chart.id)
        .order_by(Chart.id.desc())
    )
    return [ChartLine(chart, left or 0, count) for chart, left, count in db.execute(query)]


def chart_with_proposals(
    db: Db, case_id: int, chart_id: int
) -> tuple[Chart, list[Proposal]] | None:
    """A chart of this very case with its proposals, in the order they were made."""
    chart = db.get(Chart, chart_id)
    if chart is None or chart.dossier_id != case_id or chart.removed_at is not None:
        return None
    query = select(Proposal).where(Proposal.chart_id == chart_id).order_by(Proposal.id)
    return chart, list(db.scalars(query))


def removed_charts(db: Db, case_id: int) -> list[RemovedChart]:
    """Charts taken out of a case, the latest first: never whose they are, nor what they say."""
    removed = (Chart.dossier_id == case_id, Chart.removed_at.is_not(None))
    query = select(Chart).where(*removed).order_by(Chart.removed_at.desc(), Chart.id)
    return [
        RemovedChart(
            chart.id,
            chart.format,
            f"read by {chart.read_by}",
            chart.removed_at,
            chart.removed_by,
            chart.removed_why,
        )
        for chart in db.scalars(query)
        if chart.removed_at is not None
    ]


def standing_facts(db: Db, chart_id: int) -> list[Proposal]:
    """What was taken over from a chart, and stands in the case still as it was taken."""
    held = exists().where(
        Answer.proposal_id == Proposal.id,
        Answer.dossier_id == Proposal.dossier_id,
        Answer.value != "",
        Entry.id == Answer.entry_id,
        Entry.removed_at.is_(None),
    )
    query = select(Proposal).where(Proposal.chart_id == chart_id, held).order_by(Proposal.id)
    return list(db.scalars(query))


def of_removed_chart(db: Db, entry_id: int) -> bool:
    """Whether an entry holds an answer of a chart that is not in the case anymore."""
    query = (
        select(Answer.key)
        .join(Proposal, Proposal.id == Answer.proposal_id)
        .join(Chart, Chart.id == Proposal.chart_id)
        .where(Answer.entry_id == entry_id, Chart.removed_at.is_not(None))
    )
    return db.scalars(query.limit(1)).first() is not None


def blob(db: Db, sha256: str) -> bytes:
    return db.scalars(select(Blob.data).where(Blob.sha256 == sha256)).one()
