"""Who gets what in ``tasks``."""

from __future__ import annotations

from tests.house.urls import Row

URLS: dict[str, Row] = {}

GIVERS = {"clerk", "director", "leader", "head", "county"}
HANDLERS = {"clerk", "director", "village", "liaison"}
DECIDERS = {"leader", "head"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "tasks.Task": {
        "assign": GIVERS,
        "accept": HANDLERS,
        "submit": HANDLERS,
        "close": GIVERS,
        "return": GIVERS,
        "recall": HANDLERS,
        "confirm_short": DECIDERS,
        "skip": DECIDERS,
        "cancel": GIVERS,
    }
}
