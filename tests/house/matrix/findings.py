"""Who gets what in ``findings``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row
from tests.world import World

RECORDERS = "clerk director county"
SEERS = "clerk director leader head county assessor"
OWNERS = "village sibling liaison"
OTHER = "outsider"  # the clerk of 东河镇


def _made(name: str) -> Any:
    return lambda world: {"pk": world.made[name].pk}


def _file(world: World) -> dict[str, Any]:
    return {"pk": world.made["fix_notice"].pk, "kind": "docx"}


def _pick(world: World) -> str:
    return f"?pick={world.made['waiting_finding'].pk}"


# All of them were found at 石桥村 (village).
URLS: dict[str, Row] = {
    "findings:findings": Row(f"{SEERS} {OTHER}"),
    "findings:villages": Row(f"{SEERS} {OTHER}"),
    "findings:own": Row(OWNERS),
    "findings:new": Row(f"{RECORDERS} {OTHER}"),
    "findings:bulk": Row(f"{RECORDERS} {OTHER}", by="post"),
    "findings:rectify": Row(f"{RECORDERS} {OTHER}", query=_pick),
    "findings:note": Row(f"{RECORDERS} {OTHER}", query=_pick),
    "findings:blank": Row(f"{RECORDERS} {OTHER}"),
    "findings:import": Row(f"{RECORDERS} {OTHER}"),
    "findings:import_confirm": Row(f"{RECORDERS} {OTHER}", by="post"),
    "findings:notices": Row(f"{SEERS} {OTHER}"),
    "findings:notice": Row(f"{SEERS} village", missing=f"{OTHER} sibling liaison", args=_made("fix_notice")),
    "findings:notice_file": Row(f"{SEERS} village", missing=f"{OTHER} sibling liaison", args=_file),
    "findings:finding": Row(
        f"{SEERS} village", missing=f"{OTHER} sibling liaison", args=_made("waiting_finding")
    ),
    "findings:edit": Row(RECORDERS, missing=OTHER, args=_made("waiting_finding")),
    "findings:move": Row(RECORDERS, missing=OTHER, args=_made("waiting_finding"), by="post"),
    "findings:link": Row(RECORDERS, missing=OTHER, args=_made("waiting_finding"), by="post"),
    "findings:photo": Row(RECORDERS, missing=OTHER, args=_made("waiting_finding"), by="post"),
}

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
