"""Steps settled from Today: done, not needed, moved to another day, handed over, and taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casetrack.rules.agenda import (
    NEXT,
    NOT_NEEDED,
    OF,
    ON,
    WHO,
    Deed,
    Item,
    find_step,
    is_beside,
    said_key,
)
from casetrack.rules.catalog import question
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts
from casetrack.rules.people import Actor
from casetrack.rules.questions import Question
from casetrack.rules.workflow import Action, Move, Refusal
from casetrack.store.acts import Act, act
from casetrack.store.commands.answers import root_of, write_answers
from casetrack.store.commands.cases import Asked, decided, hold, planned, replan, write_move
from casetrack.store.refusals import Refused, Stale
from casetrack.store.session import Db
from casetrack.store.tables import Answer, Case, Entry, Event, EventValue

CAN_BE_UNDONE = (Action.FINISH_NEXT, Deed.DONE, Deed.DROPPED, Deed.MOVED, Deed.HANDED)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of a case, as the page that speaks of it showed it.

    `facts` are the case's as read in this very transaction, after `hold`.
    """

    case: int
    facts: Facts
    key: str
    shown: str  # its stamp
    today: date


def finish_next(db: Db, facts: Facts, case_id: int, asked: Asked, *, by: Actor) -> Move:
    """The case's next step is done, and what comes after it. Raises Refused or Stale."""
    dossier, move = decided(db, facts, case_id, asked, by=by)
    done = find_step(facts, NEXT)
    with act(db, dossier, by=by, action=asked.action, about=NEXT) as finishing:
        finishing.tell("step", "", done.what if done else "")
        write_move(finishing, move, today=asked.now.date())
    return move


def finish_step(db: Db, step: Step, *, on: date, by: Actor) -> None:
    """Says that it is done. The case's next step ends by saying what follows, not here."""
    item = _open(db, step)
    if not item.ticked:
        raise Refused("This step ends where it is recorded")
    if on > step.today:
        raise Refused([Refusal(f"Done on: {show_date(on)} has not come yet", field="on")])
    day = {item.kept.done_on: on.isoformat()} if item.kept.done_on else {}
    _settle(db, step, item, Deed.DONE, {**item.kept.done, **day}, by=by)


def drop_step(db: Db, step: Step, *, why: str, by: Actor) -> None:
    """Says why it is not needed. The same step of another day comes back."""
    item = _open(db, step)
    if item.key == NEXT:
        raise Refused("Say what is next instead: an open case always has a next step")
    _settle(db, step, item, Deed.DROPPED, _beside(item, NOT_NEEDED, why), by=by)


def move_step(db: Db, step: Step, *, on: date, by: Actor) -> None:
    """Another day. One that the law sets stays."""
    item = _open(db, step)
    if not item.moves:
        raise Refused("The law sets this day, so it cannot be moved")
    if on < step.today:
        raise Refused([Refusal("Choose today or a later day", field="on")])
    kept = {item.kept.on: on.isoformat()} if item.kept.on else {}
    said = kept or _beside(item, ON, on.isoformat())
    _settle(db, step, item, Deed.MOVED, said, by=by)


def hand_step(db: Db, step: Step, *, who: int, by: Actor) -> None:
    """Somebody else does it; the case stays its owner's."""
    item = _open(db, step)
    said = {item.kept.who or said_key(item.key, WHO): str(who)}
    _settle(db, step, item, Deed.HANDED, said, by=by)


def undo(db: Db, case_id: int, seq: int, *, by: Actor) -> None:
    """Takes back what the same person did, unless it has changed since. A new act."""
    dossier = hold(db, case_id)
    done = db.get(Event, (case_id, seq))
    if done is None or done.actor_id != by.user or done.action not in CAN_BE_UNDONE:
        raise Refused("This cannot be taken back here")
    told = _told(db, case_id, seq)
    changed = [value for value in told if _stands(db, value) != value.new]
    if changed:
        asked = question(changed[0].key, rows=changed[0].rows)
        label = asked.label if asked else changed[0].key
        raise Refused(f"This cannot be taken back: “{label}” has changed since")
    with act(db, dossier, by=by, action=Deed.UNDONE, about=str(seq)) as undoing:
        for entry in sorted({value.entry_id for value in told}):
            _write(undoing, entry, {v.key: v.old for v in told if v.entry_id == entry})


def _open(db: Db, step: Step) -> Item:
    """The step as it stands now, and as it was shown."""
    dossier = hold(db, step.case)
    item = find_step(step.facts, step.key)
    if item is None:
        raise Refused("This step is no longer open: it was done or changed meanwhile")
    if item.stamp != step.shown:
        raise Stale({}, clashing=(), version=dossier.version)
    return item


def _beside(item: Item, asked: Question, answer: str) -> dict[str, str]:
    """What the step's source does not keep; it holds for the day the source gives."""
    day = item.given_on.isoformat()
    return {said_key(item.key, OF): day, said_key(item.key, asked): answer}


def _settle(
    db: Db, step: Step, item: Item, deed: Deed, said: Mapping[str, str], *, by: Actor
) -> None:
    with act(db, hold(db, step.case), by=by, action=deed, about=item.key) as settling:
        settling.tell("step", "", item.what)
        own = {key: answer for key, answer in said.items() if is_beside(key) or not item.kept.entry}
        _write(settling, 0, own)
        _write(settling, item.kept.entry, {k: a for k, a in said.items() if k not in own})


def _write(within: Act, entry: int, said: Mapping[str, str]) -> None:
    """The case's next step is on its own line; all else are answers, `entry` 0 its own."""
    db, case = within.db, within.db.get_one(Case, within.dossier.id, populate_existing=True)
    line = planned(case)
    if plan := {key: answer for key, answer in said.items() if key in line}:
        replan(within, case, plan)
        db.flush()
    if answers := {key: answer for key, answer in said.items() if key not in line}:
        held = db.get_one(Entry, entry) if entry else root_of(db, case.id)
        write_answers(within, held, answers)


def _told(db: Db, case_id: int, seq: int) -> list[EventValue]:
    query = select(EventValue).where(EventValue.dossier_id == case_id, EventValue.seq == seq)
    return [value for value in db.scalars(query) if value.key != "step"]


def _stands(db: Db, value: EventValue) -> str:
    """What stands now where this event wrote."""
    if value.entry_id:
        answer = db.get(Answer, (value.entry_id, value.key), populate_existing=True)
        return answer.value if answer else ""
    return planned(db.get_one(Case, value.dossier_id, populate_existing=True)).get(value.key, "")
