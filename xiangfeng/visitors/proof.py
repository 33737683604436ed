"""What a sender does before something is taken from them: a little reckoning by their own machine, or, where that cannot
be, a question in words. Nothing about them is read, kept or asked of a third party. No database.

The reckoning is a challenge of ALTCHA (version 2, SHA-256): find the counter whose digest begins as the server says.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

_ALGORITHM = "SHA-256"
_SALT = "xiangfeng.visitors.question"
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was shown to be right: ``digest`` names it, so that it counts once; ``is_slow`` when a question was answered."""

    digest: str
    expires_at: dt.datetime
    is_slow: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A sum in words (“三加五等于几”) and the signed ``token`` that comes back with the answer."""

    words: str
    token: str


def _key() -> bytes:
    """A key for challenges alone, derived from the platform's secret."""
    return salted_hmac("xiangfeng.visitors.proof", "challenge", algorithm="sha256").digest()


def _until(at: dt.datetime) -> dt.datetime:
    return at + dt.timedelta(minutes=settings.VISITORS_PROOF_MINUTES)


def new_challenge(*, at: dt.datetime) -> dict[str, Any]:
    """A challenge as the browser's worker takes it; from half to one and a half times VISITORS_WORK digests solve it."""
    work = settings.VISITORS_WORK
    counter = work // 2 + secrets.randbelow(work)
    made = create_challenge(_ALGORITHM, 1, counter=counter, expires_at=_until(at), hmac_secret=_key())
    return made.to_dict()


def check_solution(payload: str, *, at: dt.datetime) -> Proof | None:
    """The proof in what the worker sent; None when it is no solution, not ours, or of too long ago."""
    try:
        sent = Payload.from_base64(payload)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not verify_solution(sent, _key()).verified:
        return None
    # The library asks the clock of the machine; what holds here is the moment of the request.
    until = dt.datetime.fromtimestamp(sent.challenge.parameters.expires_at or 0, tz=at.tzinfo)
    return Proof(_digest(sent.challenge.parameters.nonce), until, is_slow=False) if at <= until else None


def new_question(*, at: dt.datetime) -> Question:
    """A sum of two small numbers, never below zero."""
    first, second = secrets.randbelow(9) + 1, secrets.randbelow(9) + 1
    is_sum = bool(secrets.randbelow(2))
    if not is_sum:
        first, second = max(first, second), min(first, second)
    sent = {
        "is": first + second if is_sum else first - second,
        "once": secrets.token_hex(8),
        "until": int(_until(at).timestamp()),
    }
    # Signed and packed, not locked: whoever unpacks it has done more than read two figures.
    words = f"{_DIGITS[first]}{'加' if is_sum else '减'}{_DIGITS[second]}等于几"
    return Question(words, signing.dumps(sent, salt=_SALT, compress=False))


def check_answer(token: str, answer: str, *, at: dt.datetime) -> Proof | None:
    """The proof in an answered question, in figures or in words; None when it is wrong, not ours, or of too long ago."""
    try:
        sent = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    until = dt.datetime.fromtimestamp(sent["until"], tz=at.tzinfo)
    if at > until or _number(answer) != sent["is"]:
        return None
    return Proof(_digest(sent["once"]), until, is_slow=True)


def _number(text: str) -> int:
    """8, ８, 八, 十二 and 一十二 alike; -1 for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isascii() and plain.isdigit() and len(plain) <= 3:
        return int(plain)
    tens, ten, ones = plain.rpartition("十")
    if tens not in ("", "一") or len(ones) > 1 or not plain:
        return -1
    return (10 if ten else 0) + (_DIGITS.find(ones) if ones else 0) if ones in _DIGITS else -1


def _digest(once: str) -> str:
    return hashlib.sha256(once.encode()).hexdigest()
