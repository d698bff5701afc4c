"""Passwords: long, not common, and kept only as argon2id hashes (NIST SP 800-63B-4)."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

SHORTEST, LONGEST = 15, 200
WEIGHED = 72  # zxcvbn's own bound: what comes after only makes a password stronger
STRONG_ENOUGH = 3  # of 4: more than 10^8 guesses offline
HASHER = PasswordHasher()


def problem(password: str, *, about: tuple[str, ...]) -> str:
    """Why this password cannot be used, or empty. `about`: words a guesser would try first."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. A few unrelated words make a good password"
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters"
    known = [part for word in about for part in (word, *word.replace("@", " ").split()) if part]
    weighed = zxcvbn(_same(password)[:WEIGHED], user_inputs=["casetrack", *known])
    if weighed["score"] < STRONG_ENOUGH:
        return "This password is common or easy to guess. A few unrelated words make a good one"
    return ""


def hashed(password: str) -> str:
    return HASHER.hash(_same(password))


@cache
def nobodys_hash() -> str:
    """What a password is compared with where nobody has that address: it takes as long."""
    return hashed("nobody signs in with this")


def matches(kept: str, password: str) -> bool:
    """Whether the password is the one behind the hash; takes its time either way."""
    try:
        return HASHER.verify(kept, _same(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False


def _same(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
