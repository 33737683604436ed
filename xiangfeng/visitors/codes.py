"""Who sent something, just well enough to count: a digest of the network address that nobody can turn round once the
day's salt is gone. And the receipt code. Pure."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without what looks alike on paper: 0 O, 1 I L."""
LENGTH = 12


def sender_digest(address: str, salt: str) -> str:
    """The sender under today's salt; of an IPv6 address the network counts, for one line has countless addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        known = address
    else:
        prefix = 64 if parsed.version == 6 else 32
        known = str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))
    return hashlib.sha256(f"{salt}:{known}".encode()).hexdigest()[:32]


def form_digest(key: str) -> str:
    """What is kept of a form's own key, by which the same form sent twice is one thing."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_code() -> str:
    """A receipt nobody can guess: 12 of 31 signs, written in three groups."""
    signs = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return _grouped(signs)


def code_digest(code: str) -> str:
    """What is kept of a receipt; small letters and blanks make no difference."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def derived_code(key: str, secret: str) -> str:
    """The receipt of the form with ``key``: whoever sends the same form again, because no answer came, gets the same receipt.
    Nobody can reckon it without the platform's ``secret``."""
    digest = hmac.new(secret.encode(), f"receipt:{key}".encode(), hashlib.sha256).digest()
    value = int.from_bytes(digest, "big")
    signs = ""
    for _ in range(LENGTH):
        value, place = divmod(value, len(LETTERS))
        signs += LETTERS[place]
    return _grouped(signs)


def _grouped(signs: str) -> str:
    return "-".join(signs[place : place + 4] for place in range(0, LENGTH, 4))
