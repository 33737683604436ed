"""表号: the short code of a check, read from paper and typed. Pure but for chance."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which people take for one another."""
LENGTH = 6


def new_code() -> str:
    """A code by chance: 31⁶ of them, so that a slip of the pen hardly ever meets another check."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def typed(text: str) -> str:
    """A code as somebody typed it: without blanks and dashes, in capitals."""
    return "".join(text.upper().split()).replace("-", "")


def new_seed() -> str:
    """A seed by chance for a draw, ten digits, short enough to be read out."""
    return "".join(secrets.choice("0123456789") for _ in range(10))
