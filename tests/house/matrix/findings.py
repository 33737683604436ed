"""Who gets what in ``findings``."""

from __future__ import annotations

from tests.house.urls import Row

URLS: dict[str, Row] = {}

_RECORDERS = {"clerk", "director", "county"}
_INSPECTORS = {"clerk", "director", "county", "assessor", "head", "leader", "member"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "findings.Finding": {
        "rectify": _RECORDERS,
        "link": _RECORDERS,
        "unlink": _RECORDERS,
        "note": _RECORDERS,
        "reopen": _RECORDERS,
        "void": _RECORDERS,
        "withdraw": _INSPECTORS,
    }
}
