"""Who gets what in ``feedback``."""

from __future__ import annotations

from tests.house.matrix.feedback_desk import DESK_URLS
from tests.house.urls import Row

URLS: dict[str, Row] = {
    **DESK_URLS,
}

_MANAGE = {"clerk", "director", "county"}
_HANDLE = {"clerk", "director"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "feedback.Report": {
        "accept": _MANAGE,
        "refuse": _MANAGE,
        "petition": _MANAGE,
        "transfer": _MANAGE,
        "merge": _MANAGE,
        "dispatch": _MANAGE,
        "keep": _MANAGE,
        "sign": _HANDLE,
        "give_back": _HANDLE,
        "recall": _MANAGE,
        "answer": _HANDLE,
        "send_back": _MANAGE,
        "reply": _MANAGE,
        "reply_self": _MANAGE,
        "close": _MANAGE,
        "reopen": _MANAGE,
    },
}
