"""Who gets what in ``leadership``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row
from tests.world import World

LOOKERS = "clerk director leader head county"  # of 云溪镇, and the level above
KEEPERS = "clerk director"
OTHER = "outsider"  # the clerk of 东河镇


def _town(world: World) -> dict[str, Any]:
    return {"pk": world.cast.units["云溪镇"].pk}


def _made(name: str) -> Any:
    return lambda world: {"pk": world.made[name].pk}


def _village(world: World) -> str:
    return f"?village={world.cast.units['南坡村'].pk}"


URLS: dict[str, Row] = {
    "leadership:group": Row(f"{LOOKERS} {OTHER}"),
    "leadership:group_file": Row(LOOKERS, missing=OTHER, args=lambda world: {**_town(world), "kind": "docx"}),
    "leadership:group_xlsx": Row(LOOKERS, missing=OTHER, args=_town),
    "leadership:group_xlsx_full": Row(f"{KEEPERS} system_admin", missing=OTHER, args=_town, by="post"),
    "leadership:blank": Row(f"{KEEPERS} {OTHER}"),
    "leadership:group_import": Row(KEEPERS, missing=OTHER, args=_town),
    "leadership:group_import_confirm": Row(KEEPERS, missing=OTHER, args=_town, by="post"),
    "leadership:member_new": Row(KEEPERS, missing=OTHER, args=_town),
    "leadership:member": Row(LOOKERS, missing=OTHER, args=_made("member")),
    "leadership:member_edit": Row(KEEPERS, missing=OTHER, args=_made("member")),
    "leadership:member_end": Row(KEEPERS, missing=OTHER, args=_made("member")),
    "leadership:member_replace": Row(KEEPERS, missing=OTHER, args=_made("member")),
    "leadership:charges": Row(f"{LOOKERS} {OTHER}"),
    "leadership:charge_new": Row(KEEPERS, missing=OTHER, args=_town, query=_village),
    "leadership:charge_end": Row(KEEPERS, missing=OTHER, args=_made("charge")),
    "leadership:work_new": Row(KEEPERS, missing=OTHER, args=_town),
    "leadership:work_close": Row(KEEPERS, missing=OTHER, args=_made("key_work"), by="post"),
}
MOVERS: dict[str, dict[str, set[str]]] = {}
