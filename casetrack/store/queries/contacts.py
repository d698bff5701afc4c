"""The contact log of an organization, newest first, within the caller's own scope."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, select, tuple_, union_all

from casetrack.rules.numbers import whole_number
from casetrack.rules.people import Actor
from casetrack.rules.questions import Answers
from casetrack.store.queries.scope import sees_every_case, visible_to
from casetrack.store.session import Db
from casetrack.store.tables import Answer, Case, ContactLine

PAGE = 50


@dataclass(frozen=True)
class Contact:
    """One contact; `code` is empty where it concerns no case, `by` is who logged it."""

    entry: int
    code: str
    party: str
    said_on: date
    answers: Answers
    by: str


@dataclass(frozen=True)
class Log:
    lines: tuple[Contact, ...]
    after: str  # where the next page starts; empty on the last


def log_with(db: Db, party: int, *, by: Actor, after: str = "", most: int = PAGE) -> Log:
    """Contacts with one entry of the register, in two queries however many there are."""
    found = db.execute(_page(party, by, after).limit(most + 1)).all()
    shown = found[:most]
    said, who = _answers(db, [line.entry_id for line in shown])
    lines = tuple(
        Contact(
            line.entry_id,
            line.code or "",
            line.party,
            line.said_on,
            said.get(line.entry_id, {}),
            who.get(line.entry_id, ""),
        )
        for line in shown
    )
    last = f"{shown[-1].said_on.isoformat()}_{shown[-1].entry_id}" if shown else ""
    return Log(lines, last if len(found) > most else "")


def _page(party: int, by: Actor, after: str) -> Select[int, date, str, str | None]:
    """Whoever sees every case reads the party's own index; others go by the cases they see."""
    held = and_(ContactLine.party_id == party, *_after(after))
    order = (ContactLine.said_on.desc(), ContactLine.entry_id.desc())
    columns = (ContactLine.entry_id, ContactLine.said_on, ContactLine.party, Case.code)
    lines = select(*columns).outerjoin(Case, Case.id == ContactLine.dossier_id).where(held)
    if sees_every_case(by):
        return lines.order_by(*order)
    outside = lines.where(ContactLine.dossier_id == party)
    theirs = lines.where(visible_to(by), Case.id.is_not(None))
    both = union_all(outside, theirs).subquery()
    return select(*both.c).order_by(both.c.said_on.desc(), both.c.entry_id.desc())


def _after(after: str) -> list[ColumnElement[bool]]:
    day, _, last = after.partition("_")
    number = whole_number(last)
    if number is None:
        return []
    try:
        here = (date.fromisoformat(day), number)
    except ValueError:
        return []
    return [tuple_(ContactLine.said_on, ContactLine.entry_id) < here]


def _answers(db: Db, entries: list[int]) -> tuple[dict[int, dict[str, str]], dict[int, str]]:
    query = select(Answer.entry_id, Answer.key, Answer.value, Answer.given_by)
    said: dict[int, dict[str, str]] = {}
    who: dict[int, str] = {}
    for entry, key, value, given_by in db.execute(query.where(Answer.entry_id.in_(entries))):
        said.setdefault(entry, {})[key] = value
        if key == "said_on":
            who[entry] = given_by
    return said, who
