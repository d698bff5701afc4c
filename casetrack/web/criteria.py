"""The five criteria on one page: finding, grounds, and the physician's attestation of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from casetrack.rules.access import Permission
from casetrack.rules.catalog import question
from casetrack.rules.criteria import BY_KEY, Criterion
from casetrack.rules.findings import Standing, attest_refused, standings
from casetrack.rules.questions import BY_ROWS
from casetrack.rules.questions.findings import ATTESTED, FINDINGS
from casetrack.rules.tasks import row_title
from casetrack.rules.workflow import Refusal
from casetrack.store.commands.facts import Typed, save_answers
from casetrack.store.queries.attestations import evidence_stamp, studies_behind
from casetrack.store.queries.casefile import CaseFile, Given
from casetrack.web.back import Back
from casetrack.web.conflict import drawn
from casetrack.web.door import page
from casetrack.web.visit import Visit

MOVED = "The case has changed since this page was drawn. Read it as it stands now, then attest"


@dataclass(frozen=True)
class Stand:
    """A criterion on the page. `by` attested it; `withdrawn` is the change that took that away."""

    of: Standing
    by: str
    withdrawn: Given | None
    changed: tuple[str, ...]
    studies: tuple[str, ...]


@page("/cases/<code>/criteria", may=Permission.SEE_CASE, logs="opened")
def show(visit: Visit) -> Response:
    return _page(visit)


@page("/cases/<code>/criteria/<key>/attest", "POST", may=Permission.APPROVE)
def attest(visit: Visit, key: str) -> Response:
    """The physician's own act, on the case exactly as the page showed it."""
    criterion = _criterion(key)
    refused = attest_refused(criterion, visit.case.facts)
    read = request.form.get("evidence", "")
    if drawn() != visit.case.version or read != evidence_stamp(visit.db, visit.case.studies):
        refused = MOVED
    if refused:
        return _page(visit, [Refusal(refused)])
    return _keep(visit, criterion, visit.today.isoformat(), "Attested")


@page("/cases/<code>/criteria/<key>/withdraw", "POST", may=Permission.APPROVE)
def withdraw(visit: Visit, key: str) -> Response:
    return _keep(visit, _criterion(key), "", "Taken back")


def _keep(visit: Visit, criterion: Criterion, day: str, did: str) -> Response:
    file = visit.case
    typed = Typed(entry=file.root(), answers={criterion.attested: day}, drawn=file.version)
    save_answers(visit.db, file.id, typed, by=visit.actor, about=ATTESTED.key)
    here = url_for("criteria.show", code=file.code, _anchor=criterion.key)
    return visit.go(here, said=f"{did}: {criterion.cites}")


def _criterion(key: str) -> Criterion:
    if key not in BY_KEY:
        abort(404)
    return BY_KEY[key]


def _page(visit: Visit, refused: Sequence[Refusal] = ()) -> Response:
    file = visit.case
    found = standings(file.facts)
    behind = studies_behind(visit.db, file.id, _withdrawn_at(file, found))
    stands = [_stand(file, one, behind) for one in found]
    return visit.render(
        "cases/criteria.html",
        heading=FINDINGS.title,
        stands=stands,
        attested=sum(bool(one.of.attested_on) for one in stands),
        evidence=evidence_stamp(visit.db, file.studies),
        loose=refused,
        back=Back("", url_for("stages.show", code=file.code, number=5), "stage 5"),
    )


def _withdrawn_at(file: CaseFile, found: Iterable[Standing]) -> list[int]:
    """The events that took attestations away."""
    given = (file.given.get((file.root(), one.criterion.attested)) for one in found)
    return [one.seq for one in given if one and not one.value]


def _stand(file: CaseFile, one: Standing, behind: Mapping[int, str]) -> Stand:
    given = file.given.get((file.root(), one.criterion.attested))
    gone = given if given and not given.value else None
    study = [f"the study {behind[gone.seq]}"] if gone and gone.seq in behind else []
    return Stand(
        of=one,
        by=given.by if given and given.value else "",
        withdrawn=gone,
        changed=(*study, *_changed(file, one, gone)) if gone else (),
        studies=tuple(row_title(BY_ROWS["study"], row) for row in one.studies),
    )


def _changed(file: CaseFile, one: Standing, gone: Given) -> Iterator[str]:
    """What the act that took the attestation away has changed; a removed row leaves no answer."""
    own = {one.criterion.finding, *one.criterion.rests}
    tables = {
        row.id: table for table in one.criterion.rows for row in file.facts.rows.get(table, ())
    }
    for (entry, key), given in file.given.items():
        if given.seq != gone.seq:
            continue
        asked = question(key, rows=tables.get(entry, ""))
        if asked and ((entry == file.root() and key in own) or entry in tables):
            yield asked.label
