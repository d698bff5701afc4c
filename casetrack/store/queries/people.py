"""Who is signed in, who works here, and who is in the register."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from casetrack.rules.access import Permission, may
from casetrack.rules.due import is_behind
from casetrack.rules.facts import Facts
from casetrack.rules.people import Actor, Role
from casetrack.store.acts import now
from casetrack.store.base import table_of
from casetrack.store.session import Db
from casetrack.store.tables import UNDER_WAY, Case, Dossier, Reminder, Session, User
from casetrack.store.tables.people import TOUCH
from casetrack.store.tokens import digest

LATELY = timedelta(days=1)
FORMS_LIVE = timedelta(days=7)  # as long as what is typed in them is kept


@dataclass(frozen=True)
class Presence:
    """A live session: who it is, its CSRF secret, and when it ends if nothing happens.

    `final` says that nothing puts the end off: one has to sign in again. `given` that somebody else
    chose the password, so that their own comes first. `shortcuts` that this person wants single
    keys to do something.
    """

    actor: Actor
    csrf: str
    token: str
    seen_at: datetime
    ends_at: datetime
    final: bool
    given: bool
    shortcuts: bool


@dataclass(frozen=True)
class Person:
    id: int
    name: str
    email: str
    roles: frozenset[Role]
    active: bool
    physician_id: int | None
    version: int
    last_seen: datetime | None
    cases: int


OPEN, USERS, WISHES = table_of(Session).c, table_of(User).c, table_of(Reminder).c
LIVE_SESSION = (  # asked for every page
    select(OPEN.csrf, OPEN.started_at, OPEN.seen_at, OPEN.user_id, WISHES.shortcuts)
    .add_columns(USERS.name, USERS.roles, USERS.physician_id, USERS.password_given)
    .join(table_of(User), USERS.dossier_id == OPEN.user_id)
    .outerjoin(table_of(Reminder), WISHES.user_id == USERS.dossier_id)
    .where(OPEN.token == bindparam("token"), OPEN.ended_at.is_(None))
    .where(USERS.active, USERS.epoch == OPEN.epoch)
)


def presence(
    db: Db, token: str, *, idle: timedelta, longest: timedelta, physicians_see_all: bool
) -> Presence | None:
    """The live session behind a browser's token; None if it ended, idled out or was revoked."""
    found = db.execute(LIVE_SESSION, {"token": digest(token)}).one_or_none()
    if found is None:
        return None
    at, last = now(), found.started_at + longest
    if is_behind(found.seen_at, at) or at >= min(found.seen_at + idle, last):
        return None  # a clock that went back puts no end off
    seen = at if at - found.seen_at > TOUCH else found.seen_at  # this very request is a sign
    ends = min(seen + idle, last)
    return Presence(
        Actor(found.user_id, found.name, found.roles, found.physician_id, physicians_see_all),
        found.csrf,
        token,
        found.seen_at,
        ends,
        final=ends == last,
        given=found.password_given,
        shortcuts=bool(found.shortcuts),
    )


def ran_out(db: Db, token: str, *, idle: timedelta, longest: timedelta) -> datetime | None:
    """When the session behind a browser's token ended by itself, if that was lately."""
    session = db.get(Session, digest(token))
    if session is None or session.ended_at is not None:
        return None
    end = min(session.seen_at + idle, session.started_at + longest)
    return end if end <= now() < end + LATELY else None


def drawn_by(db: Db, csrf: str) -> int | None:
    """Whose session drew the form that carries this secret, ended or not; nobody's after a week."""
    if not csrf:
        return None
    query = (
        select(Session.user_id)
        .join(User, User.id == Session.user_id)
        .where(Session.csrf == csrf, Session.seen_at > now() - FORMS_LIVE, User.active)
    )
    return db.scalars(query).first()


def active_people(db: Db) -> list[tuple[int, str]]:
    """Everybody who can be given a task, by name. Administrators and viewers cannot."""
    rows = db.scalars(select(User).where(User.active).order_by(User.name, User.id))
    idle = {Role.ADMIN, Role.VIEWER}
    return [(user.id, user.name) for user in rows if not user.roles <= idle]


def people_who_see(db: Db, facts: Facts, *, physicians_see_all: bool) -> list[tuple[int, str]]:
    """Everybody who can be given a task and may open this case, by name."""
    working = {number for number, _ in active_people(db)}
    rows = db.scalars(select(User).where(User.id.in_(working)).order_by(User.name, User.id))
    actors = [user.actor(sees_all=physicians_see_all) for user in rows]
    return [(a.user, a.name) for a in actors if may(a, Permission.SEE_CASE, facts)]


def viewers(db: Db) -> list[tuple[int, str]]:
    """People whose role shows only the cases they are given."""
    rows = db.scalars(select(User).where(User.active).order_by(User.name, User.id))
    return [(u.id, u.name) for u in rows if u.roles & {Role.VIEWER, Role.PHYSICIAN}]


def all_people(db: Db) -> list[Person]:
    seen = select(Session.user_id, func.max(Session.seen_at).label("seen")).group_by(
        Session.user_id
    )
    last = seen.subquery()
    owned = select(Case.owner_id, func.count().label("n")).where(UNDER_WAY)
    cases = owned.group_by(Case.owner_id).subquery()
    query = (
        select(User, Dossier.version, last.c.seen, cases.c.n)
        .join(Dossier, Dossier.id == User.id)
        .outerjoin(last, last.c.user_id == User.id)
        .outerjoin(cases, cases.c.owner_id == User.id)
        .order_by(User.active.desc(), User.name, User.id)
    )
    return [
        Person(u.id, u.name, u.email, u.roles, u.active, u.physician_id, version, seen_at, n or 0)
        for u, version, seen_at, n in db.execute(query)
    ]


def names_of_all(db: Db) -> dict[str, str]:
    """Everybody who ever had an account, by the number answers hold."""
    return {str(i): name for i, name in db.execute(select(User.id, User.name))}


def email_of(db: Db, user_id: int) -> str:
    return db.scalars(select(User.email).where(User.id == user_id)).one()


def anybody(db: Db) -> bool:
    """Whether any account exists."""
    return db.scalars(select(User.id).limit(1)).first() is not None


def register_names(db: Db, *kinds: str) -> dict[str, list[tuple[int, str]]]:
    """The register's entries of these kinds, by name."""
    query = select(Dossier.kind, Dossier.id, Dossier.name).where(Dossier.kind.in_(kinds))
    found: dict[str, list[tuple[int, str]]] = {kind: [] for kind in kinds}
    for kind, number, name in db.execute(query.order_by(Dossier.name, Dossier.id)):
        found[kind].append((number, name))
    return found
