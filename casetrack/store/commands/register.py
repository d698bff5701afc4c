"""The clinic's register: physicians, companies and the clinic itself."""

from casetrack.rules.people import SYSTEM, Actor
from casetrack.store.acts import act, founding, lock
from casetrack.store.commands.answers import insert_row, root_of, write_answers
from casetrack.store.session import Db
from casetrack.store.tables import CLINIC_ID, Dossier


def found_clinic(db: Db, *, name: str) -> None:
    """Makes the clinic's own entry, the first dossier of an installation, if it is not there."""
    if db.get(Dossier, CLINIC_ID) is None:
        add_entry(db, kind="clinic", name=name, by=SYSTEM)


def mark_demonstration(db: Db) -> None:
    """Says for good that this store holds invented people only."""
    dossier = lock(db, CLINIC_ID)
    with act(db, dossier, by=SYSTEM, action="saved", about="clinic") as marking:
        write_answers(marking, root_of(db, CLINIC_ID), {"demonstration": "yes"})


def add_entry(db: Db, *, kind: str, name: str, by: Actor) -> int:
    """A new physician or company, with nothing but the name."""
    with founding(db, by=by, kind=kind, name=name, action="registered") as first:
        insert_row(first, "", {"name": name})
        return first.dossier.id
