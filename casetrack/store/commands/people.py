"""Accounts: added, changed and disabled. An account is never deleted, its id never used again."""

import re
from collections.abc import Iterable

from sqlalchemy import bindparam, select

from casetrack.rules.people import Actor, Role
from casetrack.rules.text import Unreadable, clean
from casetrack.rules.workflow import Refusal
from casetrack.store import passwords
from casetrack.store.acts import act, founding, lock
from casetrack.store.refusals import Refused, Stale
from casetrack.store.session import Db
from casetrack.store.since import BESIDE_ENTRIES, changed_since, contradicting
from casetrack.store.tables import Dossier, User

EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,180}")
WITH_EMAIL = select(User).where(User.email == bindparam("email"))


def add_user(
    db: Db,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    password: str,
    given: bool = False,
    by: Actor,
) -> User:
    """A new account; `given` is a password that its owner must replace first of all.

    Raises Refused with every reason.
    """
    address, name, wanted = email.strip().lower(), _plain(name), frozenset(roles)
    refusals = [*_wrong_person(db, address, name, wanted)]
    if problem := passwords.problem(password, about=(address, name)):
        refusals.append(Refusal(problem, field="password"))
    if refusals:
        raise Refused(refusals)
    with founding(db, by=by, kind="user", name=name, action="account-added") as first:
        user = User(
            id=first.dossier.id,
            seq=first.seq,
            email=address,
            name=name,
            roles=wanted,
            password=passwords.hashed(password),
            password_given=given,
            active=True,
            epoch=0,
        )
        db.add(user)
        first.tell("email", "", address)
        first.tell("roles", "", ",".join(sorted(wanted)))
    return user


def set_roles(
    db: Db,
    user_id: int,
    *,
    roles: Iterable[Role],
    physician: int | None,
    by: Actor,
    drawn: int | None = None,
) -> None:
    """Changes what an account may do; its sessions end so that nothing old stays open.

    `drawn` is the version of the account that its form showed. Raises Refused, or Stale when
    somebody said otherwise since.
    """
    dossier = lock(db, user_id)
    user = _user(db, user_id)
    wanted = frozenset(roles)
    if drawn is not None:
        wanted, physician = _caught_up(db, user, wanted, physician, since=drawn)
    if not wanted:
        raise Refused([Refusal("Choose at least one role", field="roles")])
    if physician is not None and not _is_physician(db, physician):
        raise Refused([Refusal("Choose an entry from the register", field="physician")])
    if Role.ADMIN in user.roles and Role.ADMIN not in wanted:
        _keep_an_administrator(db, user)
    if (user.roles, user.physician_id) == (wanted, physician):
        return
    with act(db, dossier, by=by, action="roles-changed") as changing:
        changing.tell("roles", ",".join(sorted(user.roles)), ",".join(sorted(wanted)))
        if physician != user.physician_id:
            changing.tell("physician", str(user.physician_id or ""), str(physician or ""))
        user.seq, user.roles, user.physician_id = changing.seq, wanted, physician
        user.epoch += 1


def disable_user(db: Db, user_id: int, *, by: Actor) -> None:
    """Ends an account and its sessions at once; what the person did stays on record."""
    dossier = lock(db, user_id)
    user = _user(db, user_id)
    if not user.active:
        raise Refused("This account is already disabled")
    if Role.ADMIN in user.roles:
        _keep_an_administrator(db, user)
    with act(db, dossier, by=by, action="account-disabled") as disabling:
        disabling.tell("active", "yes", "no")
        user.seq, user.active = disabling.seq, False
        user.epoch += 1


def enable_user(db: Db, user_id: int, *, by: Actor) -> None:
    """Lets somebody who comes back sign in again, with the roles they had."""
    dossier = lock(db, user_id)
    user = _user(db, user_id)
    if user.active:
        raise Refused("This account is not disabled")
    with act(db, dossier, by=by, action="account-enabled") as enabling:
        enabling.tell("active", "no", "yes")
        user.seq, user.active = enabling.seq, True


def set_password(db: Db, user_id: int, *, password: str, by: Actor) -> None:
    """A password in place of a forgotten or leaked one; its owner must choose another first."""
    _replace_password(db, user_id, password, by=by)


def choose_password(db: Db, user_id: int, *, password: str, by: Actor) -> None:
    """A password of one's own; every session of the account ends."""
    if passwords.matches(_user(db, user_id).password, password):
        raise Refused([Refusal("This is the password you have now", field="password")])
    _replace_password(db, user_id, password, by=by)


def _replace_password(db: Db, user_id: int, password: str, *, by: Actor) -> None:
    dossier = lock(db, user_id)
    user = _user(db, user_id)
    if problem := passwords.problem(password, about=(user.email, user.name)):
        raise Refused([Refusal(problem, field="password")])
    own = by.user == user_id
    with act(db, dossier, by=by, action="password-chosen" if own else "password-set") as setting:
        setting.tell("password", "", "set anew")
        user.seq, user.password = setting.seq, passwords.hashed(password)
        user.password_given = not own
        user.epoch += 1


def _caught_up(
    db: Db, user: User, roles: frozenset[Role], physician: int | None, *, since: int
) -> tuple[frozenset[Role], int | None]:
    """What the form says, less what it only still shows as it was drawn."""
    changes = changed_since(db, user.id, since, entries=(BESIDE_ENTRIES,))
    said = {"roles": ",".join(sorted(roles)), "physician": str(physician or "")}
    if clashing := contradicting(said, changes):
        version = db.get_one(Dossier, user.id).version
        raise Stale(changes, clashing=clashing, version=version)
    return (
        user.roles if "roles" in changes else roles,
        user.physician_id if "physician" in changes else physician,
    )


def find_user(db: Db, email: str) -> User | None:
    return db.scalars(WITH_EMAIL, {"email": email.strip().lower()}).one_or_none()


def _user(db: Db, user_id: int) -> User:
    return db.get_one(User, user_id, populate_existing=True)


def _wrong_person(db: Db, email: str, name: str, roles: frozenset[Role]) -> Iterable[Refusal]:
    if not (EMAIL.fullmatch(email) and email.isprintable()):
        yield Refusal("Enter an e-mail address, like name@example.org", field="email")
    elif find_user(db, email):
        yield Refusal("There is already an account with this e-mail address", field="email")
    if not 1 <= len(name) <= 200:
        yield Refusal("Enter the person's name", field="name")
    if not roles:
        yield Refusal("Choose at least one role", field="roles")


def _plain(name: str) -> str:
    """The name as it is stored; empty where it holds what no page can carry."""
    try:
        return clean(name)
    except Unreadable:
        return ""


def _is_physician(db: Db, number: int) -> bool:
    found = db.get(Dossier, number)
    return found is not None and found.kind == "physician"


def _keep_an_administrator(db: Db, leaving: User) -> None:
    others = db.scalars(select(User).where(User.active, User.id != leaving.id))
    if not any(Role.ADMIN in other.roles for other in others):
        raise Refused("This is the last administrator. Give somebody else the role first")
