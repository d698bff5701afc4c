"""Checks that the history is whole and that everything kept is what the history says.

It finds edited, missing, reordered and inserted events; answers, states and frozen versions that
are not what their events told; and changed bytes. A history that was cut or rebuilt in full by
somebody who owns the database is only found against a copy kept elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, and_, bindparam, select

from casetrack.rules.facts import Mark, Stage
from casetrack.rules.text import search_key
from casetrack.rules.workflow import FIRST_STATES
from casetrack.store import logbook
from casetrack.store.acts import GENESIS, chained, commitment
from casetrack.store.agenda import differences
from casetrack.store.base import table_of
from casetrack.store.commands.papers import told_of
from casetrack.store.session import Db, Store
from casetrack.store.tables import (
    Answer,
    Blob,
    Case,
    ContactLine,
    Dossier,
    Entry,
    Event,
    EventValue,
    Paper,
    Sending,
    StageMark,
)
from casetrack.store.tables.cases import STATE_OF

CHUNK = 500

# Said once, and read as rows: they are asked of every dossier.
EVENTS, VALUES, LOG = table_of(Event), table_of(EventValue), table_of(ContactLine)
ENTRIES, ANSWERS, MARKS = table_of(Entry), table_of(Answer), table_of(StageMark)
DOSSIER: BindParameter[int] = bindparam("dossier")
EVENTS_OF = select(EVENTS).where(EVENTS.c.dossier_id == DOSSIER).order_by(EVENTS.c.seq)
VALUES_OF = (
    select(VALUES).where(VALUES.c.dossier_id == DOSSIER).order_by(VALUES.c.seq, VALUES.c.number)
)
ANSWERS_OF = (
    select(ANSWERS.c.entry_id, ANSWERS.c.key, ANSWERS.c.value, ANSWERS.c.seq, ENTRIES.c.rows)
    .join(ENTRIES, ENTRIES.c.id == ANSWERS.c.entry_id)
    .where(ANSWERS.c.dossier_id == DOSSIER)
)
CONTACTS_OF = (
    select(ENTRIES.c.id, ANSWERS.c.key, ANSWERS.c.value)
    .outerjoin(ANSWERS, ANSWERS.c.entry_id == ENTRIES.c.id)
    .where(ENTRIES.c.dossier_id == DOSSIER, ENTRIES.c.rows == logbook.ROWS)
    .where(ENTRIES.c.removed_at.is_(None))
)
LOG_OF = select(LOG.c.entry_id, LOG.c.party, LOG.c.said_on, LOG.c.chase_on).where(
    LOG.c.dossier_id == DOSSIER
)
MARKS_OF = select(MARKS.c.stage, MARKS.c.mark).where(MARKS.c.dossier_id == DOSSIER)


@dataclass
class Report:
    """What was looked at, and every problem in one line each."""

    dossiers: int = 0
    events: int = 0
    answers: int = 0
    papers: int = 0
    files: int = 0
    problems: list[str] = field(default_factory=list)


def verify(store: Store) -> Report:
    """Walks the whole store; changes nothing."""
    report = Report()
    with store.reading() as db:
        for chunk in _chunks(db):
            report.problems += _agenda(db, chunk)
            for dossier in chunk:
                report.problems += [
                    f"{dossier.name}: {words}" for words in _check(db, dossier, report)
                ]
            db.expunge_all()
        report.problems += _papers(db, report)
        report.problems += _sendings(db)
        report.problems += _blobs(db, report)
    return report


def _chunks(db: Db) -> Iterator[list[Dossier]]:
    last = 0
    while True:
        query = select(Dossier).where(Dossier.id > last).order_by(Dossier.id).limit(CHUNK)
        found = list(db.scalars(query))
        if not found:
            return
        yield found
        last = found[-1].id


def _check(db: Db, dossier: Dossier, report: Report) -> Iterator[str]:
    report.dossiers += 1
    events = db.execute(EVENTS_OF, {"dossier": dossier.id}).all()
    report.events += len(events)
    if [event.seq for event in events] != list(range(1, dossier.version + 1)):
        yield f"the events are not 1 to {dossier.version}"
    values = _values(db, dossier.id)
    before = GENESIS
    for event in events:
        if event.before != before or event.hash != chained(event.before, event.body):
            yield f"event {event.seq} does not follow from the one before"
        if not _says_the_same(event, values.get(event.seq, [])):
            yield f"event {event.seq} is not what was recorded"
        before = event.hash
    yield from _answers(db, dossier, values, report)


def _says_the_same(event: Row[Any], values: list[Row[Any]]) -> bool:
    try:
        body = json.loads(event.body)
    except ValueError:
        return False
    told = [
        [v.entry_id, v.rows, v.key, commitment(v.salt, v.old), commitment(v.salt, v.new)]
        for v in values
    ]
    held = {
        "dossier": event.dossier_id,
        "seq": event.seq,
        "at": event.at.isoformat(timespec="microseconds"),
        "actor": [event.actor_id, event.actor_name],
        "action": event.action,
        "about": event.about,
        "changes": told,
    }
    return all(body.get(name) == value for name, value in held.items())


def _values(db: Db, dossier_id: int) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for value in db.execute(VALUES_OF, {"dossier": dossier_id}):
        found.setdefault(value.seq, []).append(value)
    return found


def _answers(
    db: Db, dossier: Dossier, values: dict[int, list[Row[Any]]], report: Report
) -> Iterator[str]:
    """Every answer is the last value its events gave, and lists show the same."""
    last: dict[tuple[int, str], tuple[int, str]] = {}
    for seq in sorted(values):
        for value in values[seq]:
            last[value.entry_id, value.key] = (seq, value.new)
    own: dict[str, str] = {}
    for answer in db.execute(ANSWERS_OF, {"dossier": dossier.id}):
        report.answers += 1
        if not answer.rows:
            own[answer.key] = answer.value
        if last.get((answer.entry_id, answer.key)) != (answer.seq, answer.value):
            yield f"the answer “{answer.key}” is not what its last event says"
    yield from _contacts(db, dossier)
    if dossier.kind == "case":
        case = db.get(Case, dossier.id)
        if case is None:
            yield "the case has no line in the list"
            return
        yield from _line(case, own)
        yield from _state(db, case, {key: new for (_, key), (_, new) in last.items()})


def _contacts(db: Db, dossier: Dossier) -> Iterator[str]:
    """The contact log lists the contacts that stand, with their party and days."""
    said: dict[int, dict[str, str]] = {}
    for entry, key, value in db.execute(CONTACTS_OF, {"dossier": dossier.id}):
        said.setdefault(entry, {})[key] = value
    listed = {
        entry: (party, said_on.isoformat(), str(chase_on or ""))
        for entry, party, said_on, chase_on in db.execute(LOG_OF, {"dossier": dossier.id})
    }
    shown = ("with_whom", "said_on", "chase_on")
    if listed != {entry: tuple(own.get(key, "") for key in shown) for entry, own in said.items()}:
        yield "the contact log lists other contacts than it has"


def _line(case: Case, answers: dict[str, str]) -> Iterator[str]:
    shown = {
        "initials": case.initials,
        "birth_year": str(case.birth_year or ""),
        "diagnosis": case.diagnosis,
        "drug": case.drug,
        "doctor": case.doctor,
        "urgency": "emergency" if case.emergency else "ordinary",
        "fda_permitted_on": case.fda_permitted_on.isoformat() if case.fda_permitted_on else "",
    }
    born = answers.get("birth_date") or answers.get("birth_year", "")
    said = {"urgency": "ordinary", **answers, "birth_year": born[:4]}
    for key, value in shown.items():
        if value != said.get(key, ""):
            yield f"the list shows another “{key}” than the case"
    if case.initials_key != search_key(case.initials) or case.drug_key != search_key(case.drug):
        yield "the list searches by another name than it shows"


def _state(db: Db, case: Case, told: Mapping[str, str]) -> Iterator[str]:
    """Where the case stands, as its events told it."""
    stands = {f"{track}_state": str(getattr(case, column)) for track, column in STATE_OF.items()}
    stands |= {"case_state": case.life, "owner": str(case.owner_id)}
    began = {f"{track}_state": state for track, state in FIRST_STATES.items()}
    for stage, mark in db.execute(MARKS_OF, {"dossier": case.id}):
        stands[f"stage_{stage}"] = mark
        began[f"stage_{stage}"] = Mark.NOW if stage == Stage.TEAM else Mark.NOT_YET
    for key, value in stands.items():
        if value != told.get(key, began.get(key)):
            yield f"its “{key}” is not what its last event says"


def _agenda(db: Db, dossiers: Iterable[Dossier]) -> Iterator[str]:
    """Today lists what the rules make of each case; a pass over the dates puts it right."""
    names = {dossier.id: dossier.name for dossier in dossiers if dossier.kind == "case"}
    try:
        found = differences(db, names)
    except ValueError:  # an answer that no form would have taken
        yield "an agenda cannot be derived: an answer is in no stored form"
        return
    for wrong in found:
        said = (
            "misses"
            if wrong.held is None
            else "has one too many:"
            if wrong.wanted is None
            else "differs in"
        )
        yield f"{names[wrong.case]}: its agenda {said} “{wrong.key}”; run: casetrack due run"


def _papers(db: Db, report: Report) -> Iterator[str]:
    """Frozen versions are what their events told, and their bytes are there."""
    query = (
        select(Paper.paper, Paper.version, Paper.pages, Paper.sha256, Paper.size, Blob.size)
        .add_columns(Dossier.name, EventValue.new)
        .join(Dossier, Dossier.id == Paper.dossier_id)
        .outerjoin(Blob, Blob.sha256 == Paper.sha256)
        .outerjoin(EventValue, _told_with(Paper, "version"))
    )
    for paper, version, pages, sha256, size, held, name, told in db.execute(query):
        report.papers += 1
        if held != size:
            yield f"{name}: {paper} v{version} has lost its bytes"
        if told != told_of(version, pages, sha256):
            yield f"{name}: {paper} v{version} is not what was frozen"


def _sendings(db: Db) -> Iterator[str]:
    query = (
        select(Sending.to_whom, Dossier.name, EventValue.new)
        .join(Dossier, Dossier.id == Sending.dossier_id)
        .outerjoin(EventValue, _told_with(Sending, "sent_to"))
    )
    for to_whom, name, told in db.execute(query):
        if told is not None and told != to_whom:
            yield f"{name}: a sending is not what was recorded"


def _told_with(table: type[Paper | Sending], key: str) -> ColumnElement[bool]:
    """The value of this name that the row's own event told."""
    return and_(
        EventValue.dossier_id == table.dossier_id,
        EventValue.seq == table.seq,
        EventValue.key == key,
    )


def _blobs(db: Db, report: Report) -> Iterator[str]:
    """Reads every stored file once; frozen papers are among them."""
    for (sha256,) in db.execute(select(Blob.sha256).order_by(Blob.sha256)).all():
        report.files += 1
        data = db.scalars(select(Blob.data).where(Blob.sha256 == sha256)).one()
        if hashlib.sha256(data).hexdigest() != sha256:
            yield f"the file {sha256[:16]} was changed"
