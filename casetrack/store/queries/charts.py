"""The charts of a case and what they propose."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from casetrack.store.session import Db
from casetrack.store.tables import Blob, Chart, Proposal


@dataclass(frozen=True)
class ChartLine:
    chart: Chart
    open: int
    all: int


def charts_of(db: Db, case_id: int) -> list[ChartLine]:
    """The charts of a case, the latest first, with how many proposals are still open."""
    is_open = func.sum(case((Proposal.decision == "open", 1), else_=0))
    query = (
        select(Chart, is_open, func.count(Proposal.id))
        .outerjoin(Proposal, Proposal.chart_id == Chart.id)
        .where(Chart.dossier_id == case_id)
        .group_by(Chart.id)
        .order_by(Chart.id.desc())
    )
    return [ChartLine(chart, left or 0, count) for chart, left, count in db.execute(query)]


def chart_with_proposals(
    db: Db, case_id: int, chart_id: int
) -> tuple[Chart, list[Proposal]] | None:
    """A chart of this very case with its proposals, in the order they were made."""
    chart = db.get(Chart, chart_id)
    if chart is None or chart.dossier_id != case_id:
        return None
    query = select(Proposal).where(Proposal.chart_id == chart_id).order_by(Proposal.id)
    return chart, list(db.scalars(query))


def blob(db: Db, sha256: str) -> bytes:
    return db.scalars(select(Blob.data).where(Blob.sha256 == sha256)).one()
