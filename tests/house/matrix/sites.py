"""Who gets what in ``sites``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row
from tests.world import World

LOOKERS = "clerk director leader head assessor county"  # of 云溪镇, and the level above
KEEPERS = "clerk director county"
OTHER = "outsider"  # the clerk of 东河镇
VILLAGES = "village sibling liaison"


def _made(name: str) -> Any:
    return lambda world: {"pk": world.made[name].pk}


def _town(world: World) -> dict[str, Any]:
    return {"pk": world.cast.units["云溪镇"].pk}


def _item(world: World) -> dict[str, Any]:
    return {"pk": world.made["checklist"].items.order_by("seq")[1].pk}


URLS: dict[str, Row] = {
    "sites:sites": Row(f"{LOOKERS} {OTHER}"),
    "sites:own": Row(VILLAGES),
    "sites:new": Row(f"{KEEPERS} {OTHER}"),
    "sites:blank": Row(f"{KEEPERS} {OTHER}"),
    "sites:import": Row(f"{KEEPERS} {OTHER}"),
    "sites:import_confirm": Row(f"{KEEPERS} {OTHER}", by="post"),
    "sites:map": Row(f"{LOOKERS} {OTHER}"),
    "sites:outline": Row(KEEPERS, missing=OTHER, args=_town),
    "sites:outline_clear": Row(KEEPERS, missing=OTHER, args=_town, by="post"),
    "sites:types": Row(f"{LOOKERS} {OTHER}"),
    "sites:install": Row(KEEPERS, missing=OTHER, args=_town, by="post"),
    "sites:type_new": Row(KEEPERS, missing=OTHER, args=_town),
    "sites:type_edit": Row(KEEPERS, missing=OTHER, args=_made("site_type")),
    "sites:type_change": Row(KEEPERS, missing=OTHER, args=_made("site_type"), by="post"),
    "sites:checklists": Row(f"{LOOKERS} {OTHER}"),
    "sites:checklist_new": Row(f"{KEEPERS} {OTHER}"),
    "sites:checklist": Row(LOOKERS, missing=OTHER, args=_made("checklist")),
    "sites:checklist_edit": Row(KEEPERS, missing=OTHER, args=_made("checklist")),
    "sites:checklist_copy": Row(KEEPERS, missing=OTHER, args=_made("checklist")),
    "sites:checklist_use": Row(KEEPERS, missing=OTHER, args=_made("checklist"), by="post"),
    "sites:item_new": Row(KEEPERS, missing=OTHER, args=_made("checklist")),
    "sites:item_edit": Row(KEEPERS, missing=OTHER, args=_item),
    "sites:item_change": Row(KEEPERS, missing=OTHER, args=_item, by="post"),
    "sites:site": Row(f"{LOOKERS} village", missing=f"{OTHER} sibling liaison", args=_made("site")),
    "sites:edit": Row(KEEPERS, missing=OTHER, args=_made("site")),
    "sites:use": Row(KEEPERS, missing=OTHER, args=_made("site"), by="post"),
}

MOVERS: dict[str, dict[str, set[str]]] = {}
