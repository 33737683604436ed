"""Who gets what in ``open311``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import PEOPLE, Row
from tests.world import World

ALL = " ".join(PEOPLE)
MANAGERS = "county system_admin"


def _jurisdiction(world: World) -> str:
    key = world.made["api_key_text"]
    return f"?jurisdiction_id={world.cast.units['云溪镇'].pk}&api_key={key}"


def _key(world: World) -> dict[str, Any]:
    return {"pk": world.made["api_key"].pk}


URLS: dict[str, Row] = {
    "open311:contract": Row(ALL),
    "open311:discovery": Row(ALL, args=lambda world: {"form": "xml"}),
    "open311:services": Row(ALL, args=lambda world: {"form": "json"}, query=_jurisdiction),
    "open311:service": Row(ALL, args=lambda world: {"form": "xml", "code": "311"}, query=_jurisdiction),
    "open311:requests": Row(ALL, args=lambda world: {"form": "json"}, query=_jurisdiction),
    "open311:request": Row(
        ALL,
        args=lambda world: {"form": "xml", "number": str(world.made["api_request"].pk)},
        query=_jurisdiction,
    ),
    "open311:token": Row(
        ALL, args=lambda world: {"form": "json", "token": world.made["api_code"]}, query=_jurisdiction
    ),
    "open311:keys": Row(MANAGERS),
    "open311:key_new": Row(MANAGERS),
    "open311:key": Row(MANAGERS, args=_key),
    "open311:key_revoke": Row(MANAGERS, args=_key, by="post"),
}
MOVERS: dict[str, dict[str, set[str]]] = {}
