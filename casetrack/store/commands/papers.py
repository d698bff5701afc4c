"""Papers: a preview is kept for a day, a frozen version for good, its sending is recorded."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from casetrack.rules.documents import Paper as Kind
from casetrack.rules.facts import Facts
from casetrack.rules.people import Actor
from casetrack.rules.sending import MOVING, SENDING, sending_refused, told_by_sending
from casetrack.rules.workflow import Move
from casetrack.store.acts import Act, act, now
from casetrack.store.commands.answers import root_of, write_answers
from casetrack.store.commands.cases import Asked, decided, hold, write_move
from casetrack.store.refusals import Refused
from casetrack.store.session import Db, Store
from casetrack.store.tables import Blob, Entry, Paper, Print, Sending

PREVIEWS_KEPT = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Made:
    """A finished print: its bytes and everything they were made of."""

    paper: str
    version: int
    pdf: bytes
    pages: int
    made_of: Mapping[str, Any]
    changes: Sequence[str]
    reason: str = ""


@dataclass(frozen=True)
class Given:
    """What was said about a sending, and the present moment at the clinic."""

    words: Mapping[str, str]
    now: datetime


def keep(db: Db, data: bytes) -> str:
    """Stores bytes under their SHA-256; equal bytes are stored once."""
    sha256 = hashlib.sha256(data).hexdigest()
    if db.get(Blob, sha256) is None:
        db.add(Blob(sha256=sha256, size=len(data), data=data))
        db.flush()
    return sha256


def told_of(version: int, pages: int, sha256: str) -> str:
    """A frozen version as its event tells it."""
    return f"version {version}, {pages} pages, SHA-256 {sha256}"


def freeze(db: Db, case_id: int, made: Made, *, by: Actor) -> int:
    """Makes a print final: exactly the bytes that were previewed."""
    dossier = hold(db, case_id)
    if made.version != next_version(db, case_id, made.paper):
        raise Refused("Somebody froze a version meanwhile. Preview again")
    with act(db, dossier, by=by, action="froze", about=made.paper) as freezing:
        sha256 = keep(db, made.pdf)
        paper = Paper(
            dossier_id=case_id,
            seq=freezing.seq,
            paper=made.paper,
            version=made.version,
            frozen_at=freezing.at,
            frozen_by=by.name,
            sha256=sha256,
            size=len(made.pdf),
            pages=made.pages,
            made_of=dict(made.made_of),
            changes=list(made.changes),
            reason=made.reason,
        )
        db.add(paper)
        freezing.tell("version", "", told_of(made.version, made.pages, sha256))
        if made.reason:
            freezing.tell("gap_reason", "", made.reason)
    return made.version


def record_giving(
    db: Db, facts: Facts, case_id: int, paper: Kind, asked: Given, *, by: Actor
) -> None:
    """Records who got which frozen version of a paper whose sending moves nothing."""
    dossier = hold(db, case_id)
    words = asked.words
    subject = subject_of(db, case_id, paper.key, words.get("sent_version", ""))
    if refused := sending_refused(paper, facts, words, now=asked.now, subject=subject):
        raise Refused(refused)
    with act(db, dossier, by=by, action="sent", about=paper.key) as sending:
        _add_sending(sending, paper, words, sent_on=words["sent_on"])
        if told := told_by_sending(paper, facts, words, subject=subject):
            write_answers(sending, _entry(db, case_id, subject), told)
        for question in SENDING:
            if words.get(question.key):
                sending.tell(question.key, "", words[question.key])


def subject_of(db: Db, case_id: int, paper: str, version: str) -> int:
    """The row that a frozen version is about; 0 where it is about none."""
    query = select(Paper.made_of).where(Paper.dossier_id == case_id, Paper.paper == paper)
    made_of = db.scalar(query.where(Paper.version == int(version))) if version else None
    return int((made_of or {}).get("packet", {}).get("subject", 0))


def _entry(db: Db, case_id: int, subject: int) -> Entry:
    return db.get_one(Entry, subject, populate_existing=True) if subject else root_of(db, case_id)


def record_sending(db: Db, facts: Facts, case_id: int, asked: Asked, *, by: Actor) -> Move:
    """Records who got which frozen version, if one is named, and moves the track.

    Raises Refused or Stale.
    """
    dossier, move = decided(db, facts, case_id, asked, by=by)
    with act(db, dossier, by=by, action=asked.action) as sending:
        told, words = MOVING[asked.action], asked.words
        if words.get(told.version):
            said = {
                "sent_version": words[told.version],
                "sent_to": words.get(told.to) or told.somebody,
                "sent_how": words[told.how],
                "sent_proof": words.get(told.proof, ""),
            }
            _add_sending(sending, told.paper, said, sent_on=words[told.on])
        write_move(sending, move, today=asked.now.date())
    return move


def _add_sending(within: Act, paper: Kind, words: Mapping[str, str], *, sent_on: str) -> None:
    frozen = _frozen(within.db, within.dossier.id, paper.key, int(words["sent_version"]))
    within.db.add(
        Sending(
            dossier_id=within.dossier.id,
            seq=within.seq,
            paper_id=frozen.id,
            to_whom=words["sent_to"],
            channel=words["sent_how"],
            sent_on=date.fromisoformat(sent_on),
            proof=words.get("sent_proof", ""),
            recorded_by=within.by.name,
            recorded_at=within.at,
        )
    )


def next_version(db: Db, case_id: int, paper: str) -> int:
    query = select(func.max(Paper.version)).where(Paper.dossier_id == case_id, Paper.paper == paper)
    return (db.scalar(query) or 0) + 1


def begin_print(
    db: Db, key: str, case_id: int, *, made_of: Mapping[str, Any], stuck_after: timedelta
) -> bool:
    """Claims a preview for making; False if it is being made or ready."""
    db.execute(delete(Print).where(Print.started_at < now() - PREVIEWS_KEPT))
    held = db.get(Print, key, populate_existing=True)
    if held is not None:
        stuck = held.state == "working" and held.started_at < now() - stuck_after
        if held.state != "failed" and not stuck:
            return False
        db.delete(held)
        db.flush()
    db.add(
        Print(key=key, dossier_id=case_id, started_at=now(), state="working", made_of=dict(made_of))
    )
    return True


def note_progress(store: Store, key: str, *, done: int, of: int, doing: str) -> None:
    _update(store, key, {"done": done, "of": of, "doing": doing[:200]})


def end_print(
    store: Store, key: str, *, final: bytes, draft: bytes, pages: Mapping[str, int]
) -> None:
    """Keeps a finished preview; `pages` is the first page of each part, and "" their number."""
    first = {part: page for part, page in pages.items() if part}
    done = {"state": "ready", "final": final, "draft": draft}
    _update(store, key, {**done, "pages": pages[""], "first_pages": first})


def fail_print(store: Store, key: str, *, words: str) -> None:
    _update(store, key, {"state": "failed", "doing": words[:200]})


def _update(store: Store, key: str, values: Mapping[str, Any]) -> None:
    with store.writing() as db:
        db.execute(update(Print).where(Print.key == key).values(**values))
        db.commit()


def _frozen(db: Db, case_id: int, paper: str, version: int) -> Paper:
    query = select(Paper).where(
        Paper.dossier_id == case_id, Paper.paper == paper, Paper.version == version
    )
    return db.scalars(query).one()
