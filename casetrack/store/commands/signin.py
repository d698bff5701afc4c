"""Signing in and out. Guessing is slowed by account and network, never by locking the owner out."""

import math
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from casetrack.rules.people import NOBODY
from casetrack.rules.workflow import Refusal
from casetrack.store import passwords
from casetrack.store.acts import now
from casetrack.store.commands.reading import Reading, note_access
from casetrack.store.refusals import Refused
from casetrack.store.session import Db, Store
from casetrack.store.tables import Attempt, Device, Session, User
from casetrack.store.tables.people import TOUCH
from casetrack.store.tokens import digest

WRONG = "The e-mail address or the password is not right. Check both and try again"
NOT_THE_ONE = "This is not the password you have now"


@dataclass(frozen=True)
class Limit:
    failures: int
    within: timedelta


ONE_PLACE = Limit(5, timedelta(minutes=15))  # one account, from one device or network address
NEW_PLACES = Limit(20, timedelta(hours=1))  # one account, from all devices it does not know
ONE_NETWORK = Limit(100, timedelta(hours=1))  # all accounts, from one network address


@dataclass(frozen=True)
class SignedIn:
    """What the browser gets: the session's token, and one by which it is known next time."""

    session: str
    device: str


@dataclass(frozen=True, kw_only=True)
class Credentials:
    email: str
    password: str
    device: str  # the token this browser was given before, or empty
    address: str  # the network address


def sign_in(store: Store, given: Credentials) -> SignedIn:
    """A new session. Raises Refused with one message for every mismatch, or with the wait."""
    found = _weigh(store, given)
    if found.user is None:
        _note(store, found.meant, "failed to sign in", given)
        raise Refused(WRONG)
    with store.writing() as db:
        _forgive(db, found)
        signed_in = _open(db, found.user, given.device if found.known else "")
        db.commit()
    _note(store, found.user, "signed in", given)
    return signed_in


def confirm(store: Store, given: Credentials) -> None:
    """The password once more, by somebody signed in. Wrong ones count as at the sign-in."""
    found = _weigh(store, given)
    if found.user is None:
        _note(store, found.meant, "failed to confirm the password", given)
        raise Refused([Refusal(NOT_THE_ONE, field="password_now")])
    with store.writing() as db:
        _forgive(db, found)
        db.commit()


def renew(db: Db, user_id: int, *, device: str) -> SignedIn:
    """A new session where a change of one's own account has ended all there were."""
    user = db.get_one(User, user_id)
    return _open(db, user, device if _knows_device(db, user, device) else "")


def sign_out(db: Db, token: str) -> None:
    db.execute(update(Session).where(Session.token == digest(token)).values(ended_at=now()))


def touch(store: Store, token: str) -> None:
    """Notes that a session is in use, at most once a minute."""
    with store.writing() as db:
        stale = (Session.token == digest(token), Session.seen_at < now() - TOUCH)
        db.execute(update(Session).where(*stale).values(seen_at=now()))
        db.commit()


def _note(store: Store, user: User | None, what: str, given: Credentials) -> None:
    """In the access log, with the network address; a stranger is nobody there."""
    who = user.actor() if user else NOBODY
    note_access(store, Reading(who, "", None, what, f"from {given.address}", each=True))


@dataclass(frozen=True)
class _Weighed:
    """Whose password it is, if it is; whose it was meant to be; and the tries it counts as."""

    user: User | None
    meant: User | None
    known: bool
    buckets: list[str]
    tries: list[int]


def _weigh(store: Store, given: Credentials) -> _Weighed:
    email = given.email.strip().lower()[:254]
    with store.reading() as db:
        user = db.scalars(select(User).where(User.email == email)).one_or_none()
        known = bool(user and _knows_device(db, user, given.device))
    buckets = _buckets(email, given, known=known)
    tries = _reserve(store, buckets)
    nobodys = passwords.nobodys_hash()  # whoever asks, so that the first answer tells nothing
    kept = user.password if user and user.active else nobodys
    right = passwords.matches(kept, given.password)
    found = user if right and user and user.active else None
    own = [name for name, limit in buckets if limit is not ONE_NETWORK]
    return _Weighed(found, user, known, own, tries)


def _forgive(db: Db, found: _Weighed) -> None:
    """Whoever knows the password starts anew; a network's other tries still count."""
    own = Attempt.bucket.in_(found.buckets) | Attempt.id.in_(found.tries)
    db.execute(delete(Attempt).where(own))


def _open(db: Db, user: User, device: str) -> SignedIn:
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    if not device:
        device = secrets.token_urlsafe(32)
        db.add(Device(token=digest(device), user_id=user.id, at=now()))
    db.add(
        Session(
            token=digest(token),
            user_id=user.id,
            epoch=user.epoch,
            csrf=csrf,
            started_at=now(),
            seen_at=now(),
        )
    )
    return SignedIn(token, device)


def _knows_device(db: Db, user: User, device: str) -> bool:
    found = db.get(Device, digest(device)) if device else None
    return found is not None and found.user_id == user.id


def _buckets(email: str, given: Credentials, *, known: bool) -> list[tuple[str, Limit]]:
    if known:
        return [(digest(f"device\0{email}\0{given.device}"), ONE_PLACE)]
    return [
        (digest(f"place\0{email}\0{given.address}"), ONE_PLACE),
        (digest(f"new\0{email}"), NEW_PLACES),
        (digest(f"network\0{given.address}"), ONE_NETWORK),
    ]


def _reserve(store: Store, buckets: list[tuple[str, Limit]]) -> list[int]:
    """Counts this try before it is evaluated, so that parallel guesses count as well."""
    tries = [Attempt(bucket=name, at=now()) for name, _ in buckets]
    with store.writing() as db:
        db.add_all(tries)
        db.commit()
        minutes = max(_wait(db, name, limit) for name, limit in buckets)
        if minutes:  # a try that is not evaluated does not make the wait longer
            db.execute(delete(Attempt).where(Attempt.id.in_([one.id for one in tries])))
            db.commit()
    if minutes:
        raise Refused(f"Too many wrong tries. Wait {minutes} minutes and try again")
    return [one.id for one in tries]


def _wait(db: Db, bucket: str, limit: Limit) -> int:
    """Minutes until the bucket may be tried again; 0 if it may now."""
    recent = select(Attempt.at).where(Attempt.bucket == bucket, Attempt.at > now() - limit.within)
    tries = sorted(db.scalars(recent))
    if len(tries) <= limit.failures:
        return 0
    until = tries[-limit.failures - 1] + limit.within
    return max(1, math.ceil((until - now()).total_seconds() / 60))
