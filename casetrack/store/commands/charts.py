"""Charts: kept as they were read, decided on fact by fact by a person, removed and restored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select

from casetrack.rules.catalog import question
from casetrack.rules.people import Actor
from casetrack.rules.text import counted
from casetrack.rules.workflow import Refusal
from casetrack.store.acts import Act, act, lock
from casetrack.store.commands.answers import held_answers, insert_row, root_of, write_answers
from casetrack.store.commands.facts import check_under_way
from casetrack.store.commands.papers import keep
from casetrack.store.queries.charts import standing_facts
from casetrack.store.refusals import Refused, Stale
from casetrack.store.session import Db
from casetrack.store.since import changed_since
from casetrack.store.tables import Chart, Dossier, Proposal


class Proposes(Protocol):
    """A fact somebody may take over (intake.proposals makes them)."""

    @property
    def section(self) -> str: ...
    @property
    def rows(self) -> str: ...
    @property
    def answers(self) -> Mapping[str, str]: ...
    @property
    def text(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def resource(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def conflict(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class ReadChart:
    """A chart that was read: its bytes, whose it is, and what reading it said."""

    data: bytes
    given_name: str
    format: str
    patient: Mapping[str, Any]
    warnings: Sequence[str]
    left_out: Sequence[Mapping[str, Any]]
    proposals: Sequence[Proposes]


@dataclass(frozen=True)
class Decision:
    """What a person decided on one proposal, with the answers as they are to be stored."""

    word: str  # accepted, edited or left
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Decided:
    """Decisions on proposals of one chart, and the version of the case their page showed."""

    chart: int
    decisions: Mapping[int, Decision]
    drawn: int


def keep_chart(db: Db, case_id: int, read: ReadChart, *, by: Actor) -> int:
    """Stores a chart with its proposals, all open; nothing of it is in the case yet."""
    dossier = lock(db, case_id)
    with act(db, dossier, by=by, action="chart-read", about=read.format) as reading:
        chart = Chart(
            dossier_id=case_id,
            seq=reading.seq,
            sha256=keep(db, read.data),
            size=len(read.data),
            given_name=read.given_name[:200],
            format=read.format[:60],
            read_by=by.name,
            read_at=reading.at,
            patient=dict(read.patient),
            warnings=list(read.warnings),
            left_out=[dict(one) for one in read.left_out],
        )
        db.add(chart)
        db.flush()
        db.add_all(_proposal(chart, one, reading.seq) for one in read.proposals)
        reading.tell("chart", "", f"{read.format}, {len(read.proposals)} facts proposed")
    return chart.id


def decide_proposals(db: Db, case_id: int, decided: Decided, *, by: Actor) -> int:
    """Takes over what was accepted or edited, in one act; how many facts went into the case."""
    dossier, decisions = lock(db, case_id), decided.decisions
    _check_there(db, dossier, decided.chart)
    query = select(Proposal).where(
        Proposal.dossier_id == case_id,
        Proposal.chart_id == decided.chart,
        Proposal.id.in_(decisions),
    )
    found = list(db.scalars(query.execution_options(populate_existing=True)))
    if len(found) != len(decisions) or any(one.decision != "open" for one in found):
        raise Refused("Somebody decided on some of these meanwhile. Look at what is still open")
    _check_one_each(found, decisions)
    _check_nothing_newer(db, found, decided, dossier.version)
    if not found:
        return 0
    about = f"chart {decided.chart}"
    with act(db, dossier, by=by, action="chart-decided", about=about) as deciding:
        for proposal in found:
            _decide(deciding, proposal, decisions[proposal.id])
    return sum(decisions[one.id].word != "left" for one in found)


def remove_chart(db: Db, case_id: int, chart_id: int, *, by: Actor, why: str) -> None:
    """Takes a chart out of the case, once nothing of it stands there; it can be restored."""
    dossier = lock(db, case_id)
    check_under_way(db, dossier)
    chart = _check_there(db, dossier, chart_id)
    if standing := len(standing_facts(db, chart.id)):
        stand = counted(standing, "fact of this chart stands", "facts of this chart stand")
        them = "it" if standing == 1 else "them"
        raise Refused(f"{stand} in the case. Change or remove {them} first")
    if not why:
        raise Refused([Refusal("Say why the chart is removed", field="why")])
    with act(db, dossier, by=by, action="chart-removed", about=chart.format) as removing:
        chart.seq = removing.seq
        chart.removed_at, chart.removed_by, chart.removed_why = removing.at, by.name, why
        removing.tell("removed", "", _title(chart))
        removing.tell("removed_why", "", why)


def restore_chart(db: Db, case_id: int, chart_id: int, *, by: Actor) -> None:
    """Brings a removed chart back, with what was still open in it."""
    dossier = lock(db, case_id)
    chart = _chart(db, dossier, chart_id)
    if chart is None or chart.removed_at is None:
        raise Refused("This is not among the removed charts")
    check_under_way(db, dossier)
    with act(db, dossier, by=by, action="chart-restored", about=chart.format) as restoring:
        chart.seq = restoring.seq
        chart.removed_at, chart.removed_by, chart.removed_why = None, "", ""
        restoring.tell("restored", "", _title(chart))


def _chart(db: Db, dossier: Dossier, chart_id: int) -> Chart | None:
    """A chart of this very case, as it stands now."""
    chart = db.get(Chart, chart_id, populate_existing=True)
    return chart if chart and chart.dossier_id == dossier.id else None


def _check_there(db: Db, dossier: Dossier, chart_id: int) -> Chart:
    chart = _chart(db, dossier, chart_id)
    if chart is None or chart.removed_at is not None:
        raise Refused("This chart was removed meanwhile. Restore it from the removed charts first")
    return chart


def _title(chart: Chart) -> str:
    return f"{chart.format}, read by {chart.read_by}"


def _check_one_each(found: Sequence[Proposal], decisions: Mapping[int, Decision]) -> None:
    """Of values that contradict each other at most one is taken."""
    taken: dict[str, str] = {}
    for proposal in found:
        decision = decisions[proposal.id]
        if proposal.rows or decision.word == "left":
            continue
        for key, value in decision.answers.items():
            if taken.setdefault(key, value) != value:
                asked = question(key)
                label = asked.label if asked else key
                raise Refused(
                    f"Two accepted facts answer “{label}” differently. Accept one of them"
                )


def _check_nothing_newer(db: Db, found: Sequence[Proposal], decided: Decided, version: int) -> None:
    """What somebody typed since the page was drawn is not written over unseen."""
    own = [one for one in found if not one.rows and decided.decisions[one.id].word != "left"]
    held = held_answers(db, root_of(db, own[0].dossier_id)) if own else {}
    taken = [pair for one in own for pair in decided.decisions[one.id].answers.items()]
    newer = {
        key
        for key, value in taken
        if key in held and held[key].seq > decided.drawn and held[key].value != value
    }
    if newer:
        root = root_of(db, own[0].dossier_id)
        since = changed_since(db, root.dossier_id, decided.drawn, entries=(root.id,))
        raise Stale(since, clashing=newer, version=version)


def _decide(deciding: Act, proposal: Proposal, decision: Decision) -> None:
    proposal.seq = deciding.seq
    proposal.decision, proposal.decided_by = decision.word, deciding.by.name
    proposal.decided_at = deciding.at
    deciding.db.flush()
    if decision.word == "left":
        deciding.tell("proposal", "", proposal.text)
        return
    sources = dict.fromkeys(decision.answers, proposal.id)
    if proposal.rows:
        insert_row(deciding, proposal.rows, decision.answers, sources)
    else:
        root = root_of(deciding.db, proposal.dossier_id)
        write_answers(deciding, root, decision.answers, sources)


def _proposal(chart: Chart, one: Proposes, seq: int) -> Proposal:
    return Proposal(
        dossier_id=chart.dossier_id,
        seq=seq,
        chart_id=chart.id,
        section=one.section,
        rows=one.rows,
        answers=dict(one.answers),
        text=one.text,
        note=one.note,
        resource=one.resource[:300],
        path=one.path[:500],
        conflict=one.conflict[:200],
    )
