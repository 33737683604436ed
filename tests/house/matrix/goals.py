"""Who gets what in ``goals``."""

from __future__ import annotations

from tests.house.urls import Row

URLS: dict[str, Row] = {}
MOVERS: dict[str, dict[str, set[str]]] = {
    "goals.Plan": {
        "submit": {"clerk", "director"},
        "approve": {"head", "leader"},
        "send_back": {"head", "leader"},
        "recall": {"clerk", "director"},
        "replace": {"head", "leader"},
    },
    "goals.Evaluation": {"close": {"clerk", "director"}, "reopen": {"clerk", "director"}},
}
