"""Who gets what in ``goals``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.house.urls import Row
from tests.world import World

SEEN = "clerk director leader head county"  # of the cast, within reach of 云溪镇
OTHER = "outsider"  # the clerk of 东河镇
MAKERS = "clerk director"
OWN = "village sibling liaison"


def _of(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.made[name].pk}


def _paper(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": world.made[name].pk, "kind": "docx"}


def _reading(world: World) -> dict[str, Any]:
    return {"pk": world.made["evaluation"].readings.get(unit=world.cast.units["石桥村"]).pk}


_PLAN, _DRAFT = _of("plan"), _of("draft_plan")
_GOAL, _DRAFT_GOAL = _of("goal"), _of("draft_goal")

URLS: dict[str, Row] = {
    "goals:plans": Row(f"{SEEN} {OTHER}"),
    "goals:plan_new": Row(f"{MAKERS} {OTHER}"),
    "goals:plan": Row(SEEN, missing=OTHER, args=_PLAN),
    "goals:plan_edit": Row(MAKERS, missing=OTHER, args=_DRAFT),
    "goals:plan_move": Row(f"{MAKERS} leader head", missing=OTHER, args=_DRAFT, by="post"),
    "goals:plan_delete": Row(MAKERS, missing=OTHER, args=_DRAFT, by="post"),
    "goals:plan_carry": Row(MAKERS, missing=OTHER, args=_DRAFT, by="post"),
    "goals:plan_revise": Row(MAKERS, missing=OTHER, args=_PLAN, by="post"),
    "goals:plan_serial": Row(MAKERS, missing=OTHER, args=_PLAN, by="post"),
    "goals:difference": Row(SEEN, missing=OTHER, args=_DRAFT),
    "goals:stages": Row(SEEN, missing=OTHER, args=_PLAN),
    "goals:closing": Row(MAKERS, missing=OTHER, args=_PLAN),
    "goals:goal_new": Row(MAKERS, missing=OTHER, args=_DRAFT),
    "goals:plan_xlsx": Row(SEEN, missing=OTHER, args=_PLAN),
    "goals:plan_import": Row(MAKERS, missing=OTHER, args=_DRAFT),
    "goals:plan_import_confirm": Row(MAKERS, missing=OTHER, args=_DRAFT, by="post"),
    "goals:plan_file": Row(SEEN, missing=OTHER, args=_paper("plan")),
    "goals:goal": Row(f"{SEEN} village", missing=f"{OTHER} sibling liaison", args=_GOAL),
    "goals:goal_edit": Row(MAKERS, missing=OTHER, args=_DRAFT_GOAL),
    "goals:goal_act": Row(MAKERS, missing=OTHER, args=_DRAFT_GOAL, by="post"),
    "goals:goal_break": Row(MAKERS, missing=OTHER, args=_DRAFT_GOAL),
    "goals:goal_slice": Row(MAKERS, missing=OTHER, args=_GOAL, by="post"),
    "goals:goal_report": Row(f"{MAKERS} village", missing=f"{OTHER} sibling liaison", args=_GOAL, by="post"),
    "goals:goal_task": Row(SEEN, missing=OTHER, args=_GOAL, by="post"),
    "goals:own": Row(OWN),
    "goals:programmes": Row(f"{SEEN} {OTHER}"),
    "goals:programme_new": Row(f"{MAKERS} {OTHER}"),
    "goals:programme": Row(SEEN, missing=OTHER, args=_of("programme")),
    "goals:programme_edit": Row(MAKERS, missing=OTHER, args=_of("programme")),
    "goals:programme_generate": Row(MAKERS, missing=OTHER, args=_of("programme"), by="post"),
    "goals:evaluations": Row(f"{SEEN} {OTHER}"),
    "goals:evaluation_new": Row(f"{MAKERS} {OTHER}"),
    "goals:evaluation": Row(f"{SEEN} village sibling", missing=f"{OTHER} liaison", args=_of("evaluation")),
    "goals:evaluation_move": Row(MAKERS, missing=OTHER, args=_of("evaluation"), by="post"),
    "goals:evaluation_file": Row(
        f"{SEEN} village sibling", missing=f"{OTHER} liaison", args=_paper("evaluation")
    ),
    "goals:evaluation_read": Row("village", missing="sibling liaison", args=_reading, by="post"),
}
MOVERS: dict[str, dict[str, set[str]]] = {
    "goals.Plan": {
        "submit": {"clerk", "director"},
        "approve": {"head", "leader"},
        "send_back": {"head", "leader"},
        "recall": {"clerk", "director"},
        "replace": {"head", "leader"},
    },
    "goals.Evaluation": {"close": {"clerk", "director"}, "reopen": {"clerk", "director"}},
}
