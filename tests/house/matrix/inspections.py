"""Who gets what in ``inspections``."""

from __future__ import annotations

import uuid
from typing import Any

from tests.cast import CITIZEN, SEATS
from tests.house.urls import Row
from tests.world import World
from xiangfeng.attachments.models import Attachment

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


def _made(name: str, **rest: Any) -> Any:
    return lambda world: {"pk": world.made[name].pk} | rest


def _photo(world: World) -> dict[str, Any]:
    visit, kept = world.made["visit"], Attachment.objects.order_by("pk")[0]
    row = visit.photos.first() or visit.photos.create(item="x", key=uuid.uuid4(), attachment=kept, by="陈晓")
    return {"pk": visit.pk, "photo": row.pk}


LOOKERS = "clerk director head leader assessor county"
MAKERS = "clerk director county"
APP = "inspections:"

PLANS: dict[str, Row] = {
    f"{APP}plans": Row(f"{LOOKERS} {OTHER}"),
    f"{APP}plan_new": Row(f"{MAKERS} {OTHER}"),
    f"{APP}plan": Row(LOOKERS, missing=OTHER, args=_made("check_plan")),
    f"{APP}plan_file": Row(LOOKERS, missing=OTHER, args=_made("check_plan")),
    f"{APP}plan_move": Row(LOOKERS, missing=OTHER, args=_made("check_plan"), by="post"),
    f"{APP}plan_ask": Row(MAKERS, missing=OTHER, args=_made("check_plan"), by="post"),
    f"{APP}plan_cap": Row(MAKERS, missing=OTHER, args=_made("check_plan")),
    f"{APP}line_new": Row(MAKERS, missing=OTHER, args=_made("check_plan")),
    f"{APP}line_edit": Row(MAKERS, missing=OTHER, args=_made("planned_check")),
    f"{APP}line_remove": Row(MAKERS, missing=OTHER, args=_made("planned_check"), by="post"),
}

INSPECTIONS: dict[str, Row] = {
    f"{APP}inspections": Row(f"{LOOKERS} {OTHER}"),
    f"{APP}inspection_new": Row(f"{MAKERS} {OTHER}"),
    f"{APP}inspection": Row(LOOKERS, missing=OTHER, args=_made("inspection")),
    f"{APP}inspection_edit": Row(MAKERS, missing=OTHER, args=_made("inspection_draft")),
    f"{APP}inspection_move": Row(LOOKERS, missing=OTHER, args=_made("inspection"), by="post"),
    f"{APP}sites": Row(MAKERS, missing=OTHER, args=_made("inspection_draft")),
    f"{APP}arrange_visits": Row(MAKERS, missing=OTHER, args=_made("inspection_draft"), by="post"),
    f"{APP}party_new": Row(MAKERS, missing=OTHER, args=_made("inspection_draft")),
    f"{APP}party_edit": Row(MAKERS, missing=OTHER, args=_made("party")),
    f"{APP}party_remove": Row(MAKERS, missing=OTHER, args=_made("party"), by="post"),
    f"{APP}draw_new": Row(MAKERS, missing=OTHER, args=_made("inspection_draft", kind="sites")),
    f"{APP}draw": Row(LOOKERS, missing=OTHER, args=_made("draw"), query=lambda world: "?again=1"),
    f"{APP}draw_void": Row(MAKERS, missing=OTHER, args=_made("draw")),
    f"{APP}print_forms": Row(LOOKERS, missing=OTHER, args=_made("inspection")),
}

# A village opens what was handed in at its own sites; the one of this world is still to be checked.
VISITS: dict[str, Row] = {
    f"{APP}visits": Row(f"{LOOKERS} {OTHER}"),
    f"{APP}own": Row("village sibling liaison"),
    f"{APP}find": Row(f"{LOOKERS} {OTHER}", status=302),
    f"{APP}visit": Row(LOOKERS, missing=f"{OTHER} village sibling liaison", args=_made("visit")),
    f"{APP}visit_fill": Row(INSPECTORS, missing=OTHER, args=_made("visit"), by="post"),
    f"{APP}visit_move": Row(LOOKERS, missing=OTHER, args=_made("visit"), by="post"),
    f"{APP}visit_photo": Row(LOOKERS, missing=f"{OTHER} village sibling liaison", args=_photo),
    f"{APP}visit_code": Row(LOOKERS, missing=OTHER, args=_made("visit")),
    f"{APP}visit_file": Row(
        f"{LOOKERS} village", missing=f"{OTHER} sibling liaison", args=_made("visit_done", kind="docx")
    ),
    f"{APP}clash_settle": Row(INSPECTORS, missing=OTHER, args=_made("clash"), by="post"),
}

URLS: dict[str, Row] = {**FIELD, **PLANS, **INSPECTIONS, **VISITS}

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
