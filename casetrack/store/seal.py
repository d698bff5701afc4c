"""Seals what nobody may read in the database: AES-256-GCM, with a key that is never in it.

The key comes from the installation's secret, another for each purpose. A seal is bound to its
place: copied to another person's row, it does not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FIRST_FORM = b"\x01"
NONCE = 12
DRAFTS = "drafts"  # a purpose


class Broken(Exception):
    """A seal that was made with another key or for another place, or was tampered with."""


class Seal:
    """Closes and opens texts of one purpose."""

    def __init__(self, secret: bytes, *, purpose: str) -> None:
        info = f"casetrack {purpose}".encode()
        self._cipher = AESGCM(HKDF(SHA256(), length=32, salt=None, info=info).derive(secret))

    def close(self, text: bytes, *, bound: str) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return FIRST_FORM + nonce + self._cipher.encrypt(nonce, text, bound.encode())

    def open(self, sealed: bytes, *, bound: str) -> bytes:
        """What was closed. Raises Broken."""
        form, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
        if form != FIRST_FORM or len(nonce) != NONCE:
            raise Broken
        try:
            return self._cipher.decrypt(nonce, rest, bound.encode())
        except InvalidTag:
            raise Broken from None
