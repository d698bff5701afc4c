"""Answers: saved, added as rows, removed and restored; in a closed case only what it owes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from casetrack.rules.access import CLOSED, CLOSED_OWING
from casetrack.rules.facts import Life, Row
from casetrack.rules.people import Actor
from casetrack.rules.questions import BY_ROWS, preset_alternatives
from casetrack.rules.settling import only_settles, settles
from casetrack.rules.tasks import mark_refused, row_title
from casetrack.rules.workflow import Refusal
from casetrack.store import logbook
from casetrack.store.acts import act, lock
from casetrack.store.commands.answers import (
    held_answers,
    insert_row,
    live_options,
    withdraw_overtaken,
    write_answers,
)
from casetrack.store.moves import facts_before, tell_moves
from casetrack.store.queries.charts import of_removed_chart
from casetrack.store.queries.facts import facts_of
from casetrack.store.refusals import Refused, Stale
from casetrack.store.session import Db
from casetrack.store.since import changed_since, contradicting
from casetrack.store.tables import Case, Dossier, Entry

LIFE_OF = select(Case.life).where(Case.id == bindparam("case"))


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Answers to store under one entry, and the version of the dossier their form showed.

    `sources` names the chart proposals that answers came from.
    """

    entry: int
    answers: Mapping[str, str]
    drawn: int
    sources: Mapping[str, int] = field(default_factory=dict)


def save_answers(
    db: Db, dossier_id: int, typed: Typed, *, by: Actor, about: str, action: str = "saved"
) -> bool:
    """Stores what differs from the present answers; False when nothing does.

    Raises Stale when an answer that would change was changed by somebody after `typed.drawn`.
    """
    dossier = lock(db, dossier_id)
    entry = _entry(db, dossier, typed.entry)
    later = dossier.version > typed.drawn
    since = changed_since(db, dossier.id, typed.drawn, entries=(entry.id,)) if later else {}
    if clashing := contradicting(typed.answers, since):
        raise Stale(since, clashing=clashing, version=dossier.version)
    held = held_answers(db, entry)
    changed = {
        key: value
        for key, value in typed.answers.items()
        if value != (held[key].value if key in held else "")
        and not (key in since and value == since[key].was)  # only still shown as it was drawn
    }
    _check_marks(changed)
    if not changed:
        return False
    check_under_way(db, dossier, changed, rows=entry.rows, row=entry.id)
    with act(db, dossier, by=by, action=action, about=about) as saving:
        write_answers(saving, entry, changed, typed.sources, held=held)
    return True


def add_row(db: Db, dossier_id: int, rows: str, answers: Mapping[str, str], *, by: Actor) -> int:
    """A new row of a repeating table, at its end."""
    dossier = lock(db, dossier_id)
    check_under_way(db, dossier, answers, rows=rows)
    with act(db, dossier, by=by, action="added", about=rows) as adding:
        return insert_row(adding, rows, answers).id


def remove_row(db: Db, dossier_id: int, entry_id: int, *, by: Actor, why: str = "") -> None:
    """Takes a row out of lists and papers; it can be restored."""
    dossier = lock(db, dossier_id)
    entry = _entry(db, dossier, entry_id)
    if not entry.rows:
        raise Refused("These facts cannot be removed; clear the answers instead")
    check_under_way(db, dossier)
    _check_not_preset(db, entry)
    with act(db, dossier, by=by, action="removed", about=entry.rows) as removing:
        before = facts_before(removing, (), rows=entry.rows)
        entry.seq = removing.seq
        entry.removed_at, entry.removed_by, entry.removed_why = removing.at, by.name, why
        removing.tell("removed", "", _title(db, entry), entry=entry.id, rows=entry.rows)
        if why:
            removing.tell("removed_why", "", why, entry=entry.id, rows=entry.rows)
        db.flush()
        tell_moves(removing, before)
        withdraw_overtaken(removing, entry.rows, supports=_supports(db, entry))
        logbook.drop(db, entry)


def restore_row(db: Db, dossier_id: int, entry_id: int, *, by: Actor) -> None:
    dossier = lock(db, dossier_id)
    entry = db.get(Entry, entry_id, populate_existing=True)
    if entry is None or entry.dossier_id != dossier.id or entry.removed_at is None:
        raise Refused("This is not among the removed items")
    check_under_way(db, dossier)
    if of_removed_chart(db, entry.id):
        raise Refused("This came from a chart that was removed. Restore the chart first")
    with act(db, dossier, by=by, action="restored", about=entry.rows) as restoring:
        entry.seq = restoring.seq
        entry.removed_at, entry.removed_by, entry.removed_why = None, "", ""
        restoring.tell("restored", "", _title(db, entry), entry=entry.id, rows=entry.rows)
        withdraw_overtaken(restoring, entry.rows, supports=_supports(db, entry))
        if entry.rows == logbook.ROWS:
            logbook.keep(db, entry, {k: held.value for k, held in held_answers(db, entry).items()})


def shift_row(db: Db, dossier_id: int, entry_id: int, *, by: Actor, up: bool) -> None:
    """Moves a row one place up or down among its kind."""
    dossier = lock(db, dossier_id)
    entry = _entry(db, dossier, entry_id)
    siblings = list(
        db.scalars(
            select(Entry)
            .where(
                Entry.dossier_id == dossier.id,
                Entry.rows == entry.rows,
                Entry.removed_at.is_(None),
            )
            .order_by(Entry.position, Entry.id)
        )
    )
    here = siblings.index(entry)
    there = here + (-1 if up else 1)
    if not 0 <= there < len(siblings):
        return
    check_under_way(db, dossier)
    siblings.insert(there, siblings.pop(here))
    with act(db, dossier, by=by, action="reordered", about=entry.rows) as moving:
        for position, sibling in enumerate(siblings):
            if sibling.position != position:
                old, sibling.position, sibling.seq = sibling.position, position, moving.seq
                moving.tell(
                    "position", str(old + 1), str(position + 1), entry=sibling.id, rows=entry.rows
                )
        withdraw_overtaken(moving, entry.rows)


def check_under_way(
    db: Db, dossier: Dossier, keys: Collection[str] | None = None, *, rows: str = "", row: int = 0
) -> None:
    """A closed case takes only what settles something it owes; `keys` None settles nothing."""
    life = db.scalar(LIFE_OF, {"case": dossier.id}) if dossier.kind == "case" else None
    if life is not Life.CLOSED:
        return
    facts = facts_of(db, [dossier.id])[dossier.id]
    if keys is None or not only_settles(facts, keys, rows=rows, row=row):
        raise Refused(CLOSED_OWING if settles(facts, "step:") else CLOSED)


def _check_marks(changed: Mapping[str, str]) -> None:
    refused = [words for key, value in changed.items() if (words := mark_refused(key, value))]
    if refused:
        raise Refused([Refusal(words) for words in refused])


def _check_not_preset(db: Db, entry: Entry) -> None:
    """What must be answered for the diagnosis is answered, not taken away (312.305(a)(1))."""
    if entry.rows != "alternative":
        return
    held = held_answers(db, entry)
    option = held["option"].value if "option" in held else ""
    case = db.get_one(Case, entry.dossier_id)
    known = option in preset_alternatives(case.diagnosis)
    if known and live_options(db, case.id).count(option) == 1:
        raise Refused(
            "Every request for this diagnosis must answer this alternative, so it cannot be "
            "removed. Say why it does not suit this patient"
        )


def _supports(db: Db, entry: Entry) -> str:
    """The criteria that a study of the case speaks to."""
    held = held_answers(db, entry) if entry.rows == "study" else {}
    return held["supports"].value if "supports" in held else ""


def _title(db: Db, entry: Entry) -> str:
    held = {key: answer.value for key, answer in held_answers(db, entry).items()}
    return row_title(BY_ROWS[entry.rows], Row(entry.id, held))


def _entry(db: Db, dossier: Dossier, entry_id: int) -> Entry:
    """An entry of this very dossier, not removed; ids of other dossiers are not found."""
    entry = db.get(Entry, entry_id, populate_existing=True)
    if entry is None or entry.dossier_id != dossier.id or entry.removed_at is not None:
        raise Refused("This item was removed meanwhile. Restore it from the removed items first")
    return entry
