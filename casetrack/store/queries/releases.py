"""Every release of a case's patient data, whichever act recorded it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from casetrack.rules.documents import BY_KEY
from casetrack.rules.releases import (
    BASES,
    DISCLOSING,
    Release,
    Told,
    basis_of_permission,
    newest_first,
    of_acts,
    of_rows,
)
from casetrack.store.queries.casefile import CaseFile
from casetrack.store.session import Db
from casetrack.store.tables import Event, EventValue

PERMISSION = "permission"


@dataclass(frozen=True)
class _Said:
    seq: int
    told: Told


def releases_of(db: Db, file: CaseFile) -> tuple[Release, ...]:
    """Newest first: rows, acts that disclose, and sendings of papers; one query."""
    said = _said(db, file)
    acts = of_acts(one.told for one in said)
    return newest_first((*of_rows(file.facts), *acts, *_of_sendings(file, said)))


def _said(db: Db, file: CaseFile) -> list[_Said]:
    """What was ever answered about permission, and about days on which acts disclose."""
    query = (
        select(Event.seq, Event.action, EventValue.key, EventValue.new, Event.actor_name)
        .join(
            EventValue,
            (EventValue.dossier_id == Event.dossier_id) & (EventValue.seq == Event.seq),
        )
        .where(Event.dossier_id == file.id, EventValue.rows == "")
        .where(EventValue.key.in_((PERMISSION, *DISCLOSING)))
        .order_by(Event.seq, EventValue.number)
    )
    return [_Said(seq, Told(*told)) for seq, *told in db.execute(query)]


def _of_sendings(file: CaseFile, said: list[_Said]) -> Iterator[Release]:
    """A sending rests on what the patient had permitted by then; what stays at home is none."""
    for version in file.versions:
        paper = BY_KEY.get(version.paper)
        if paper is None or not (paper.shared_with or paper.basis):
            continue
        for sent in version.sent:
            before = [one.told.new for one in said if one.seq < sent.seq and _permits(one)]
            yield Release(
                day=sent.sent_on.isoformat(),
                recipient=sent.to_whom,
                address=_address(file, paper.shared_with),
                content=f"{paper.title}, version {version.version}, {version.pages} pages",
                purpose=paper.why,
                basis=BASES[paper.basis]
                if paper.basis
                else basis_of_permission(before[-1] if before else ""),
                by=sent.recorded_by,
            )


def _permits(one: _Said) -> bool:
    return one.told.key == PERMISSION


def _address(file: CaseFile, shared_with: str) -> str:
    return file.facts.company.get("address", "") if shared_with == "company" else ""
