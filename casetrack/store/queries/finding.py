"""The search: a few lines of each group that hold every word, newest first, in the caller's scope.

Nothing is ranked: a common word stands in too many lines for that to stay quick.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    column,
    func,
    inspect,
    join,
    literal_column,
    select,
    table,
    true,
)

from casetrack.rules.access import Permission, may
from casetrack.rules.finding import Group, asked
from casetrack.rules.people import Actor
from casetrack.store.fulltext import INDEX
from casetrack.store.queries.scope import visible_to
from casetrack.store.session import Db
from casetrack.store.tables import Case, Dossier, Findable

SHOWN = 8
WORDS = table(INDEX, column("rowid", Integer))
OF_CASES = (Group.CASES, Group.DOCUMENTS)


@dataclass(frozen=True)
class Found:
    """A line of the result: what it is called, and where it stands."""

    title: str
    dossier: int
    kind: str
    name: str  # the case's code, or what the register calls it
    entry: int
    rows: str


@dataclass(frozen=True)
class Shelf:
    lines: tuple[Found, ...]
    more: bool


def search(db: Db, text: str, *, by: Actor) -> Mapping[Group, Shelf]:
    """What holds every word of `text`, in the groups that the person's role opens."""
    wanted = asked(text)
    if not wanted:
        return {}
    found = {group: _shelf(db, group, wanted, by) for group in Group if _opens(group, by)}
    return {group: shelf for group, shelf in found.items() if shelf.lines}


def _opens(group: Group, by: Actor) -> bool:
    """Cases are limited line by line; what the register holds is open to whoever works here."""
    return group in OF_CASES or may(by, Permission.SEE_REGISTER)


def _shelf(db: Db, group: Group, wanted: list[str], by: Actor) -> Shelf:
    own = group in OF_CASES
    source, number = _newest_first(db)
    query = (
        select(
            Findable.title,
            Findable.dossier_id,
            Dossier.kind,
            Dossier.name,
            Findable.entry_id,
            Findable.rows,
        )
        .select_from(source)
        .join(Dossier, Dossier.id == Findable.dossier_id)
        .outerjoin(Case, Case.id == Findable.dossier_id)
        .where(Findable.shelf == group, _holds(db, group, wanted))
        .where(visible_to(by) if own else true())
        .order_by(number.desc())
        .limit(SHOWN + 1)
    )
    lines = [Found(*row) for row in db.execute(query)]
    return Shelf(tuple(lines[:SHOWN]), len(lines) > SHOWN)


def _newest_first(db: Db) -> tuple[FromClause, ColumnElement[int]]:
    """What is read and by which number: SQLite's own index leads, and stops after a few lines."""
    if db.get_bind().dialect.name == "sqlite":
        return join(WORDS, Findable, Findable.id == WORDS.c.rowid), WORDS.c.rowid
    lines = inspect(Findable).local_table
    return lines, lines.c.id


def _holds(db: Db, group: Group, wanted: list[str]) -> ColumnElement[bool]:
    """Each word begins a word of the line. `wanted` holds letters and digits only."""
    if db.get_bind().dialect.name == "sqlite":
        terms = " AND ".join(f'"{word}"*' for word in wanted)
        return literal_column(INDEX).op("MATCH")(f"shelf : {group.value} AND words : ({terms})")
    terms = " & ".join(f"'{word}':*" for word in wanted)
    return literal_column("findable.lexemes").op("@@")(func.to_tsquery("simple", terms))
