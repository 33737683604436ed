"""Who gets what of the settings, grouping, terms and rates of ``feedback``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row
from tests.world import World

LOOKERS = "clerk director leader head county"  # of 云溪镇, and the level above
MANAGERS = "clerk director county"
OTHER = "outsider"  # the clerk of 东河镇


def _unit(**more: Any) -> Any:
    return lambda world: {"pk": world.cast.units["云溪镇"].pk, **more}


def _route(world: World) -> dict[str, Any]:
    return {"sort": "route", "pk": world.made["feedback_route"].pk}


DESK_URLS: dict[str, Row] = {
    "feedback:report_press": Row(
        "clerk director leader head county village",
        missing=f"{OTHER} sibling liaison",
        args=lambda world: {"pk": world.made["answered_report"].pk},
        by="post",
    ),
    "feedback:rates": Row(f"{LOOKERS} {OTHER}"),
    "feedback:rate_rows": Row(f"{LOOKERS} {OTHER}", query=lambda world: "?rate=reply&part=of"),
    "feedback:settings": Row(f"{MANAGERS} {OTHER}"),
    "feedback:desk": Row(MANAGERS, missing=OTHER, args=_unit()),
    "feedback:install": Row(MANAGERS, missing=OTHER, args=_unit(), by="post"),
    "feedback:setting_new": Row(MANAGERS, missing=OTHER, args=_unit(sort="category")),
    "feedback:setting_edit": Row(MANAGERS, missing=OTHER, args=_route),
    "feedback:setting_change": Row(MANAGERS, missing=OTHER, args=_route, by="post"),
}
