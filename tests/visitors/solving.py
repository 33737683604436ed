"""What a visitor's browser, or the visitor, adds to a form: for tests of any public form.

``client.post(url, {"text": "…"} | answered(at))``
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from altcha import Challenge, Payload, solve_challenge
from django.core import signing

from xiangfeng.visitors.proof import new_challenge, new_question


def answered(at: dt.datetime, **more: str) -> dict[str, Any]:
    """The fields of an answered question, as without JavaScript."""
    asked = new_question(at=at)
    return {
        "form_key": secrets.token_urlsafe(18),
        "question": asked.token,
        "answer": str(signing.loads(asked.token, salt="xiangfeng.visitors.question")["is"]),
    } | more


def solved(at: dt.datetime, **more: str) -> dict[str, Any]:
    """The fields of a solved challenge; reckons as the worker does."""
    challenge = Challenge.from_dict(new_challenge(at=at))
    solution = solve_challenge(challenge)
    assert solution is not None
    return {
        "form_key": secrets.token_urlsafe(18),
        "proof": Payload(challenge, solution).to_base64(),
    } | more
