"""The clinic's register: physicians, companies, other organizations and the clinic itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from casetrack.rules.organizations import CHECKED
from casetrack.rules.people import SYSTEM, Actor
from casetrack.rules.questions import Answers, Of
from casetrack.rules.shipped import MARK, Shipped, shipped
from casetrack.store.acts import act, founding, lock
from casetrack.store.commands.answers import insert_row, root_of, write_answers
from casetrack.store.commands.imports import Found, take
from casetrack.store.queries.register import same_names
from casetrack.store.refusals import Refused
from casetrack.store.session import Db
from casetrack.store.tables import CLINIC_ID, Answer, Dossier, Import


def found_clinic(db: Db, *, name: str) -> None:
    """Makes the clinic's own entry, the first dossier of an installation, if it is not there."""
    if db.get(Dossier, CLINIC_ID) is None:
        add_entry(db, kind="clinic", name=name, by=SYSTEM)


def mark_demonstration(db: Db) -> None:
    """Says for good that this store holds invented people only."""
    dossier = lock(db, CLINIC_ID)
    with act(db, dossier, by=SYSTEM, action="saved", about="clinic") as marking:
        write_answers(marking, root_of(db, CLINIC_ID), {"demonstration": "yes"})


def add_entry(db: Db, *, kind: str, name: str, by: Actor, answers: Answers | None = None) -> int:
    """A new entry: its name, and what else is known of it."""
    with founding(db, by=by, kind=kind, name=name, action="registered") as first:
        insert_row(first, "", {**(answers or {}), "name": name})
        return first.dossier.id


def take_list(db: Db, held: Import, chosen: Collection[int], *, by: Actor) -> list[int]:
    """Enters the chosen lines of a list, unless one of that name and kind is there by now."""
    return take(
        db,
        held,
        chosen,
        check=lambda some: _check_new(db, some),
        enter=lambda one: _enter(db, one, by),
    )


def _check_new(db: Db, some: Sequence[Found]) -> None:
    names = [(one["of"], one["answers"]["name"]) for one in some]
    there, seen = same_names(db, names), set[tuple[str, str]]()
    for of, name in names:
        if (key := (of, name.casefold())) in there:
            raise Refused(f"{name} is among the contacts already. Leave it unticked")
        if key in seen:
            raise Refused(f"{name} is ticked twice. Leave one of the two unticked")
        seen.add(key)


def _enter(db: Db, one: Found, by: Actor) -> int:
    answers, number = one["answers"], one["number"]
    with founding(db, by=by, kind=one["of"], name=answers["name"], action="registered") as first:
        insert_row(first, "", answers)
        if number:
            insert_row(first, "line", {"number": number, "what": "As the list says"})
        return first.dossier.id


def record_check(db: Db, dossier_id: int, of: Of, *, today: date, by: Actor) -> None:
    """Somebody has compared the entry with its source today and found it right."""
    on, who = CHECKED[of]
    dossier = lock(db, dossier_id)
    with act(db, dossier, by=by, action="checked") as checking:
        root = root_of(db, dossier_id)
        write_answers(checking, root, {on: today.isoformat(), who: by.name})


def ship(db: Db) -> None:
    """Enters the organizations casetrack comes with that this clinic does not have yet.

    One of the same name is the clinic's own and stays as it is; so does whatever was changed.
    """
    kinds = {one.of.value for one in shipped().values()}
    marks = (
        select(Answer.value)
        .join(Dossier, Dossier.id == Answer.dossier_id)
        .where(Dossier.kind.in_(kinds), Answer.key == MARK)
    )
    there = {mark.partition("/")[0] for mark in db.scalars(marks)}
    for one in shipped().values():
        same = (Dossier.kind == one.of, Dossier.name_key == one.name.casefold())
        if one.key in there or db.scalar(select(Dossier.id).where(*same)):
            continue
        with founding(db, by=SYSTEM, kind=one.of, name=one.name, action="shipped") as first:
            insert_row(first, "", {**one.answers, MARK: one.mark})
            for line in one.lines:
                insert_row(first, "line", line)


@dataclass(frozen=True)
class Taken:
    """What a person chose from a newer shipped edition: answers by key, lines by number."""

    edition: Shipped
    answers: frozenset[str]
    numbers: frozenset[str]


def take_shipped(db: Db, dossier_id: int, taken: Taken, *, by: Actor) -> None:
    """Takes what was chosen; everything else stays the clinic's own, and is not offered again."""
    dossier = lock(db, dossier_id)
    with act(db, dossier, by=by, action="took-shipped") as taking:
        root = root_of(db, dossier_id)
        chosen = {key: taken.edition.answers[key] for key in sorted(taken.answers)}
        write_answers(taking, root, {**chosen, MARK: taken.edition.mark})
        for line in taken.edition.lines:
            if line["number"] in taken.numbers:
                insert_row(taking, "line", line)
