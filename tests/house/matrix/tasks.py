"""Who gets what in ``tasks``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row
from tests.world import World

OFFICE = "clerk director leader head"
VILLAGES = "village sibling liaison"
SEERS = f"{OFFICE} county"
MAKERS = f"{OFFICE} county outsider"


def _task(world: World) -> dict[str, Any]:
    return {"pk": world.made["task"].pk}


def _paper(world: World) -> dict[str, Any]:
    return {**_task(world), "what": "order", "kind": "docx"}


def _urge(world: World) -> dict[str, Any]:
    return {"pk": world.made["task"].urges.get().pk, "kind": "docx"}


def _campaign(world: World) -> dict[str, Any]:
    return {"pk": world.made["campaign"].pk}


# 石桥村 leads the task, 农业站 (liaison) helps with it.
URLS: dict[str, Row] = {
    "tasks:tasks": Row(f"{SEERS} outsider"),
    "tasks:supervisions": Row(f"{SEERS} outsider"),
    "tasks:rectifications": Row(f"{SEERS} outsider"),
    "tasks:figures": Row(f"{SEERS} outsider"),
    "tasks:bulk": Row(MAKERS, by="post"),
    "tasks:new": Row(MAKERS),
    "tasks:own": Row(VILLAGES),
    "tasks:campaigns": Row(f"{SEERS} outsider"),
    "tasks:campaign_new": Row(MAKERS),
    "tasks:campaign": Row(SEERS, missing="outsider", args=_campaign),
    "tasks:task": Row(f"{SEERS} village liaison", missing="outsider sibling", args=_task),
    "tasks:edit": Row(SEERS, missing="outsider", args=_task),
    "tasks:move": Row(f"{SEERS} village liaison", missing="outsider sibling", args=_task, by="post"),
    "tasks:report": Row("clerk director village liaison", missing="outsider sibling", args=_task, by="post"),
    "tasks:extend": Row("clerk director village liaison", missing="outsider sibling", args=_task, by="post"),
    "tasks:decide": Row("leader head", args=_task, by="post"),
    "tasks:urge": Row(SEERS, missing="outsider", args=_task, by="post"),
    "tasks:paper": Row(f"{SEERS} village liaison", missing="outsider sibling", args=_paper),
    "tasks:urge_paper": Row(f"{SEERS} village liaison", missing="outsider sibling", args=_urge),
}

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
