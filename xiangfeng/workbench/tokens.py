"""The secret in a calendar's address: made once, kept only as its SHA-256. Pure."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """A secret nobody can guess: 256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
