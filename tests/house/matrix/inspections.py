"""Who gets what in ``inspections``."""

from __future__ import annotations

from tests.house.urls import Row

URLS: dict[str, Row] = {}

_OFFICE = {"clerk", "director", "county"}
_LEADERS = {"head", "leader"}
_INSPECTORS = _OFFICE | _LEADERS | {"member", "assessor"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "inspections.CheckPlan": {"approve": _LEADERS, "reopen": _LEADERS},
    "inspections.Inspection": {
        "issue": _OFFICE,
        "allow": _LEADERS,
        "close": _OFFICE,
        "cancel": _OFFICE,
        "resume": _OFFICE,
    },
    "inspections.Visit": {
        "hand_in": _INSPECTORS,
        "strike": _OFFICE,
        "restore": _OFFICE,
        "reopen": _OFFICE,
    },
}
