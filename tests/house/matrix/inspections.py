"""Who gets what in ``inspections``."""

from __future__ import annotations

from tests.cast import CITIZEN, SEATS
from tests.house.urls import Row

INSPECTORS = "clerk director head leader assessor county"
OTHER = "outsider"  # the clerk of 东河镇, who has visits of their own or none
EVERYBODY = " ".join((CITIZEN, *SEATS))
PHOTO = "2f3c1a52-0000-4000-8000-000000000001"

# The phone form answers everybody who may inspect somewhere with what is theirs; whose visit it is, is asked where something is sent.
FIELD: dict[str, Row] = {
    "inspections:field": Row(f"{INSPECTORS} {OTHER}"),
    "inspections:field_worker": Row(EVERYBODY),
    "inspections:field_package": Row(f"{INSPECTORS} {OTHER}"),
    "inspections:field_send": Row(f"{INSPECTORS} {OTHER}", by="post"),
    "inspections:field_photo": Row(f"{INSPECTORS} {OTHER}", args=lambda world: {"key": PHOTO}),
}

URLS: dict[str, Row] = {**FIELD}

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
