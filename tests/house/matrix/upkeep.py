"""Who gets what in ``upkeep``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row

LOOKERS = "clerk director leader head county"  # of 云溪镇, and the level above
OFFICE = "clerk director"
OTHER = "outsider"  # the clerk of 东河镇
OWN = "village"
OWNERS = "village sibling liaison"
AWAY = f"sibling liaison {OTHER}"


def _made(name: str) -> Any:
    return lambda world: {"pk": world.made[name].pk}


def _key(world: Any) -> dict[str, str]:
    return {"key": "toilet"}


URLS: dict[str, Row] = {
    "upkeep:jobs": Row(f"{LOOKERS} {OTHER} {OWNERS}"),
    "upkeep:matrix": Row(f"{LOOKERS} {OTHER}", query=lambda world: "?month=2026-11"),
    "upkeep:job": Row(f"{LOOKERS} {OWN}", missing=AWAY, args=_made("job")),
    "upkeep:job_move": Row(OFFICE, missing=OTHER, args=_made("job"), by="post"),
    "upkeep:routines": Row(f"{LOOKERS} {OTHER}"),
    "upkeep:routine_new": Row(f"{OFFICE} {OTHER}"),
    "upkeep:routine": Row(LOOKERS, missing=OTHER, args=_made("routine")),
    "upkeep:routine_edit": Row(OFFICE, missing=OTHER, args=_made("routine")),
    "upkeep:routine_stop": Row(OFFICE, missing=OTHER, args=_made("routine"), by="post"),
    "upkeep:own": Row(OWNERS),
    "upkeep:records": Row(f"{LOOKERS} {OTHER} {OWNERS}"),
    "upkeep:record_new": Row(f"{OFFICE} {OTHER} {OWNERS}", query=lambda world: "?kind=disinfection"),
    "upkeep:record": Row(f"{LOOKERS} {OWN}", missing=AWAY, args=_made("work_record")),
    "upkeep:record_edit": Row(f"{OFFICE} {OWN}", missing=AWAY, args=_made("work_record")),
    "upkeep:record_void": Row(f"{OFFICE} {OWN}", missing=AWAY, args=_made("work_record"), by="post"),
    "upkeep:registers": Row(f"{LOOKERS} {OTHER} {OWNERS}", status=302),
    "upkeep:register": Row(f"{LOOKERS} {OTHER} {OWNERS}", args=_key),
    "upkeep:item_new": Row(f"{OFFICE} {OTHER} {OWNERS}", args=_key),
    "upkeep:register_blank": Row(f"{OFFICE} {OTHER} {OWNERS}", args=_key),
    "upkeep:register_import": Row(f"{OFFICE} {OTHER} {OWNERS}", args=_key),
    "upkeep:register_confirm": Row(f"{OFFICE} {OTHER} {OWNERS}", args=_key, by="post"),
    "upkeep:spot_new": Row(f"{OFFICE} {OTHER}", args=_key, by="post"),
    "upkeep:item": Row(f"{LOOKERS} {OWN}", missing=AWAY, args=_made("item")),
    "upkeep:item_edit": Row(f"{OFFICE} {OWN}", missing=AWAY, args=_made("item")),
    "upkeep:item_check": Row(f"{OFFICE} {OWN}", missing=AWAY, args=_made("item"), by="post"),
    "upkeep:item_strike": Row(f"{OFFICE} {OWN}", missing=AWAY, args=_made("item"), by="post"),
    "upkeep:spot": Row(f"{LOOKERS} {OWN}", missing=AWAY, args=_made("spot_check")),
}

MOVERS: dict[str, dict[str, set[str]]] = {
    "upkeep.Job": {"excuse": {"clerk", "director"}, "restore": {"clerk", "director"}},
}
