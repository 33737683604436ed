"""Who gets what in ``pledges``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row
from tests.world import World

LOOKERS = "clerk director leader head county"
OFFICE = "clerk director"
OTHER = "outsider"
ELSEWHERE = "outsider sibling liaison"
ALL_SIGNERS = "village sibling liaison"


def _pledge(world: World) -> dict[str, Any]:
    return {"pk": world.made["pledge"].pk}


def _draft(world: World) -> dict[str, Any]:
    return {"pk": world.made["draft_pledge"].pk}


def _supplement(world: World) -> dict[str, Any]:
    return {"pk": world.made["supplement"].pk}


def _file(world: World) -> dict[str, Any]:
    return {**_pledge(world), "form": "docx"}


def _supplement_file(world: World) -> dict[str, Any]:
    return {**_supplement(world), "form": "docx"}


URLS: dict[str, Row] = {
    "pledges:pledges": Row(f"{LOOKERS} {OTHER}"),
    "pledges:own": Row("village sibling liaison"),
    "pledges:generate": Row(f"{OFFICE} {OTHER}", by="post"),
    "pledges:urge": Row(f"{OFFICE} {OTHER}", by="post"),
    "pledges:pledge": Row(f"{LOOKERS} village", missing=ELSEWHERE, args=_pledge),
    "pledges:edit": Row(OFFICE, missing=OTHER, args=_draft),
    "pledges:move": Row(f"{LOOKERS} village", missing=ELSEWHERE, args=_pledge, by="post"),
    "pledges:sign": Row("leader head village", missing="sibling liaison", args=_pledge),
    "pledges:scan": Row(OFFICE, missing=OTHER, args=_pledge),
    "pledges:supplement_new": Row(OFFICE, missing=OTHER, args=_pledge),
    "pledges:file": Row(f"{LOOKERS} village", missing=ELSEWHERE, args=_file),
    "pledges:supplement": Row(f"{LOOKERS} village", missing=ELSEWHERE, args=_supplement),
    "pledges:supplement_move": Row(f"{LOOKERS} village", missing=ELSEWHERE, args=_supplement, by="post"),
    "pledges:supplement_sign": Row("leader head village", missing="sibling liaison", args=_supplement),
    "pledges:supplement_scan": Row(OFFICE, missing=OTHER, args=_supplement),
    "pledges:supplement_file": Row(f"{LOOKERS} village", missing=ELSEWHERE, args=_supplement_file),
}
_MOVES: dict[str, set[str]] = {
    "send": {"clerk", "director"},
    "sign": {"village", "liaison"},
    "countersign": {"head", "leader"},
    "scan": {"clerk", "director"},
    "recall": {"clerk", "director"},
    "void": {"head", "leader"},
}
MOVERS: dict[str, dict[str, set[str]]] = {
    "pledges.Pledge": dict(_MOVES),
    "pledges.Supplement": dict(_MOVES),
}
