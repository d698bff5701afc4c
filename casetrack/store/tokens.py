"""Secrets that a browser or a calendar holds: the store keeps their digests, never themselves."""

import hashlib


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
