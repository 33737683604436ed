"""Who gets what in ``regulations``."""

from __future__ import annotations

from tests.house.urls import Row

URLS: dict[str, Row] = {}

OFFICE = {"clerk", "director", "county"}
DECIDERS = {"head", "leader"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "regulations.Regulation": {
        "submit": OFFICE,
        "recall": OFFICE,
        "approve": {"legal"},
        "send_back": {"legal"},
        "enact": DECIDERS,
        "reopen": DECIDERS,
        "repeal": DECIDERS,
    },
}
