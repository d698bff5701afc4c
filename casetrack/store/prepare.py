"""Makes a database ready for use: the present schema, the clinic's entry, what we ship."""

from casetrack.store import migrate
from casetrack.store.agenda import derive_all
from casetrack.store.commands.register import found_clinic, ship
from casetrack.store.finding import shelve_all
from casetrack.store.session import Store


class NotReady(Exception):
    """The database cannot be used as it is; says what to do, in one line."""


class TooNew(NotReady):
    """A later version of casetrack made it; what that one keeps, this one would not see."""


def prepare(store: Store, *, clinic: str) -> None:
    """Upgrades the schema, founds the clinic's entry and enters the shipped organizations.

    Done twice, it changes nothing. Raises TooNew.
    """
    before = migrate.revision(store)
    _refuse_unknown(before)
    migrate.upgrade(store)
    with store.writing() as db:
        found_clinic(db, name=clinic)
        ship(db)
        db.commit()
    if before and before != migrate.head():
        derive_all(store)
        shelve_all(store)


def check(store: Store) -> None:
    """Raises NotReady when the schema is not the present one, or a guard of the history is gone."""
    at = migrate.revision(store)
    _refuse_unknown(at)
    if at != migrate.head():
        state = f"is at revision {at}" if at else "is empty"
        raise NotReady(f"the database {state}; run: casetrack db upgrade")
    gone = migrate.missing_guards(store)
    if gone:
        raise NotReady(f"guards of the history are missing: {', '.join(sorted(gone))}")


def _refuse_unknown(revision: str) -> None:
    if revision and revision not in migrate.revisions():
        raise TooNew(
            f"the database is at revision {revision}, of a later casetrack; install that one again"
        )
