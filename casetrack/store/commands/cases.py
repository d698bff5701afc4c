"""Cases: started, moved, handed over, and shown to people whose role alone does not show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from casetrack.rules.facts import Facts, Life, Mark, Stage, Track
from casetrack.rules.people import Actor
from casetrack.rules.workflow import NEXT, Action, Move, decide
from casetrack.store.acts import Act, act, founding, lock
from casetrack.store.commands.answers import (
    held_answers,
    insert_row,
    root_of,
    write_answers,
)
from casetrack.store.refusals import Refused, Stale
from casetrack.store.session import Db
from casetrack.store.since import BESIDE_ENTRIES, changed_since, contradicting
from casetrack.store.tables import Case, Counter, Dossier, Entry, Grant, StageMark
from casetrack.store.tables.cases import STATE_OF

NEXT_KEYS = tuple(question.key for question in NEXT)
MARKS_OF = (
    select(StageMark)
    .where(StageMark.dossier_id == bindparam("case"))
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, kw_only=True)
class Start:
    """A new case: its first answers, and what happens next."""

    answers: Mapping[str, str]
    next: Mapping[str, str]
    today: date
    synthetic: bool = False


def start_case(db: Db, start: Start, *, by: Actor) -> str:
    """Opens a case in stage 1, owned by whoever starts it; its code is returned."""
    code = _next_code(db, start.today.year)
    with founding(db, by=by, kind="case", name=code, action="started") as first:
        case = Case(
            id=first.dossier.id,
            seq=first.seq,
            code=code,
            synthetic=start.synthetic,
            owner_id=by.user,
            emergency=start.answers.get("urgency") == "emergency",
            stage_since=start.today,
            started_at=first.at,
        )
        _plan(first, case, {"next_who": str(by.user), **start.next}, start.today)
        db.add(case)
        for stage in Stage:
            now = stage is Stage.TEAM
            mark = Mark.NOW if now else Mark.NOT_YET
            line = StageMark(dossier_id=case.id, stage=stage, seq=first.seq, mark=mark)
            line.day = start.today if now else None
            db.add(line)
        db.flush()
        first.tell("owner", "", str(by.user))
        insert_row(first, "", start.answers)
    return code


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An action on a case: what was said on its page, and the version the page showed."""

    action: Action
    words: Mapping[str, str]
    drawn: int
    now: datetime  # at the clinic


def perform(db: Db, facts_of: Facts, case_id: int, asked: Asked, *, by: Actor) -> Move:
    """Decides by the rules and writes the move. Raises Refused, or Stale if the case moved on.

    `facts_of` are the case's facts as read in this very transaction, after `hold`.
    """
    dossier, move = decided(db, facts_of, case_id, asked, by=by)
    with act(db, dossier, by=by, action=asked.action) as moving:
        write_move(moving, move, today=asked.now.date())
    return move


def decided(
    db: Db, facts_of: Facts, case_id: int, asked: Asked, *, by: Actor
) -> tuple[Dossier, Move]:
    """The case, held, and the move by the rules. Raises Refused or Stale."""
    dossier = hold(db, case_id)
    check_not_stale(db, dossier, drawn=asked.drawn, words=asked.words)
    move = decide(facts_of, asked.action, by, words=asked.words, now=asked.now)
    if not isinstance(move, Move):
        raise Refused(move)
    return dossier, move


def check_not_stale(db: Db, dossier: Dossier, *, drawn: int, words: Mapping[str, str]) -> None:
    """A move is decided on the case as its page showed it. Raises Stale with what clashes."""
    if dossier.version != drawn:
        entries = (BESIDE_ENTRIES, root_of(db, dossier.id).id)
        since = changed_since(db, dossier.id, drawn, entries=entries)
        raise Stale(since, clashing=contradicting(words, since), version=dossier.version)


def hold(db: Db, case_id: int) -> Dossier:
    """Keeps everybody else from changing the case until this transaction ends."""
    return lock(db, case_id)


def plan_next(within: Act, words: Mapping[str, str], *, today: date) -> None:
    """Sets what happens next as part of an act that is about something else."""
    case = within.db.get_one(Case, within.dossier.id, populate_existing=True)
    case.seq = within.seq
    _plan(within, case, words, today)


def write_move(moving: Act, move: Move, *, today: date) -> None:
    """Writes exactly what the move says, within an act."""
    db = moving.db
    case = db.get_one(Case, moving.dossier.id, populate_existing=True)
    track = move.transition.track
    old = case.life if track is Track.CASE else str(getattr(case, STATE_OF[track]))
    if track is Track.CASE:
        _live(moving, case, move, today)
    else:
        setattr(case, STATE_OF[track], move.state)
    if old != move.state:
        moving.tell(f"{track}_state", old, move.state)
    case.seq = moving.seq
    _mark_stages(moving, case, move, today)
    if move.plans:
        _plan(moving, case, move.words, today)
    _say(moving, case, move.words)
    _keep_row(moving, move)


def grant_access(db: Db, case_id: int, *, user_id: int, active: bool, by: Actor) -> None:
    """Shows the case to one more person, or no longer."""
    dossier = lock(db, case_id)
    held = db.get(Grant, (case_id, user_id), populate_existing=True)
    if (held.active if held else False) == active:
        return
    with act(db, dossier, by=by, action="granted" if active else "withdrew") as granting:
        grant = held or Grant(dossier_id=case_id, user_id=user_id)
        grant.seq, grant.active = granting.seq, active
        db.add(grant)
        was, now = ("", str(user_id)) if active else (str(user_id), "")
        granting.tell("access", was, now)


def _live(moving: Act, case: Case, move: Move, today: date) -> None:
    case.life = Life(move.state)
    closing = case.life is Life.CLOSED
    case.closed_at = moving.at if closing else None
    case.close_reason = move.words.get("close_reason", "") if closing else ""
    if closing:
        case.next_what, case.next_who_id, case.next_on = "", None, None
        case.waiting_on, case.waiting_since = "", None
        case.listed_on = today
    if move.words.get("owner"):
        _hand_over(moving, case, int(move.words["owner"]))


def _hand_over(moving: Act, case: Case, owner: int) -> None:
    moving.tell("owner", str(case.owner_id), str(owner))
    if case.next_who_id == case.owner_id:
        moving.tell("next_who", str(case.next_who_id), str(owner))
        case.next_who_id = owner
    case.owner_id = owner


def _mark_stages(moving: Act, case: Case, move: Move, today: date) -> None:
    lines = moving.db.scalars(MARKS_OF, {"case": case.id})
    reason = move.words.get("gap_reason") or move.words.get("skip_reason") or ""
    for line in lines:
        mark = move.marks.get(Stage(line.stage), Mark.NOT_YET)
        if mark is line.mark:
            continue
        moving.tell(f"stage_{line.stage}", line.mark, mark)
        line.seq, line.mark, line.day = moving.seq, mark, today
        left = mark in (Mark.DONE, Mark.SKIPPED)
        line.gaps = len(move.gaps) if mark is Mark.DONE else 0
        line.reason = reason if left else ""
    if case.stage != move.stage:
        case.stage, case.stage_since = int(move.stage), today


def planned(case: Case) -> dict[str, str]:
    """The case's next step as events tell it."""
    return {
        "next_what": case.next_what or "",
        "waiting_on": case.waiting_on or "",
        "next_who": str(case.next_who_id or ""),
        "next_on": case.next_on.isoformat() if case.next_on else "",
        "waiting_since": case.waiting_since.isoformat() if case.waiting_since else "",
    }


def replan(within: Act, case: Case, said: Mapping[str, str]) -> None:
    """Sets what is said of the case's next step; the rest of it stays."""
    held = planned(case)
    for key, value in said.items():
        if value != held[key]:
            within.tell(key, held[key], value)
    now = {**held, **said}
    since = now["waiting_since"]
    case.seq = within.seq
    case.next_what, case.waiting_on = now["next_what"], now["waiting_on"]
    case.next_who_id = int(now["next_who"])
    case.next_on = case.listed_on = date.fromisoformat(now["next_on"])
    case.waiting_since = date.fromisoformat(since) if since else None


def _plan(within: Act, case: Case, words: Mapping[str, str], today: date) -> None:
    """Sets the next step; a silence on the other side keeps the day it began."""
    party, held = words.get("waiting_on", ""), planned(case)
    goes_on = party == held["waiting_on"]
    since = held["waiting_since"] if goes_on else today.isoformat() if party else ""
    said = {key: words.get(key, "") for key in NEXT_KEYS}
    replan(within, case, {**said, "waiting_since": since})


def _say(moving: Act, case: Case, words: Mapping[str, str]) -> None:
    """Keeps what the action asked as answers of the case; what was left blank says nothing more."""
    said = {k: v for k, v in words.items() if k not in (*NEXT_KEYS, "owner")}
    if not said:
        return
    root = root_of(moving.db, case.id)
    if not all(said.values()):
        held = {key for key, answer in held_answers(moving.db, root).items() if answer.value}
        said = {k: v for k, v in said.items() if v or k in held}
    if said:
        write_answers(moving, root, said)


def _keep_row(moving: Act, move: Move) -> None:
    """Keeps what the action asked as a row of its own, or completes the row it answers."""
    kept = move.transition.kept
    if kept is None:
        return
    if not move.row:
        insert_row(moving, kept.rows, move.said)
        return
    entry = moving.db.get_one(Entry, move.row, populate_existing=True)
    write_answers(moving, entry, {key: word for key, word in move.said.items() if word})


def _next_code(db: Db, year: int) -> str:
    counter = db.get_one(Counter, year, with_for_update=True, populate_existing=True)
    counter.last += 1
    db.flush()
    return f"EA-{year}-{counter.last:03d}"
