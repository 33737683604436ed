"""Who gets what in ``meetings``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import PEOPLE, Row
from tests.world import World

ALL = " ".join(PEOPLE)
LOOKERS = "clerk director leader head county"
HOLDERS = "clerk director"
GIVERS = "clerk director leader head county"
ASKED = "village sibling liaison"  # the 动员会 asks all units below the town
OTHER = "outsider"


def _meeting(world: World) -> dict[str, Any]:
    return {"pk": world.made["meeting"].pk}


def _called(world: World) -> dict[str, Any]:
    return {"pk": world.made["called"].pk}


def _resolution(world: World) -> dict[str, Any]:
    return {"pk": world.made["resolution"].pk}


def _invitation(world: World) -> dict[str, Any]:
    return {"pk": world.made["invitation"].pk}


def _paper(world: World) -> dict[str, Any]:
    return {**_called(world), "kind": "docx"}


URLS: dict[str, Row] = {
    "meetings:meetings": Row(f"{LOOKERS} {OTHER}"),
    "meetings:new": Row(f"{HOLDERS} {OTHER}"),
    "meetings:meeting": Row(LOOKERS, missing=OTHER, args=_meeting),
    "meetings:edit": Row(HOLDERS, missing=OTHER, args=_called),
    "meetings:agenda": Row(HOLDERS, missing=OTHER, args=_called),
    "meetings:move": Row(LOOKERS, missing=OTHER, args=_called, by="post"),
    "meetings:timer": Row(LOOKERS, missing=OTHER, args=_called),
    "meetings:attendance": Row(HOLDERS, missing=OTHER, args=_called),
    "meetings:sign_code": Row(HOLDERS, missing=OTHER, args=_called),
    "meetings:sign_svg": Row(HOLDERS, missing=OTHER, args=_called),
    "meetings:invite": Row(HOLDERS, missing=OTHER, args=_called, by="post"),
    "meetings:take_off": Row(HOLDERS, missing=OTHER, args=_invitation, by="post"),
    "meetings:sheet_upload": Row(HOLDERS, missing=OTHER, args=_called, by="post"),
    "meetings:minutes": Row(HOLDERS, missing=OTHER, args=_called),
    "meetings:decisions": Row(HOLDERS, missing=OTHER, args=_called),
    "meetings:make_tasks": Row(GIVERS, missing=OTHER, args=_meeting, by="post"),
    "meetings:resolutions": Row(f"{LOOKERS} {OTHER}"),
    "meetings:resolution": Row(LOOKERS, missing=OTHER, args=_resolution, status=302),
    "meetings:make_task": Row(GIVERS, missing=OTHER, args=_resolution, by="post"),
    "meetings:notice_file": Row(f"{LOOKERS} {ASKED}", missing=OTHER, args=_paper),
    "meetings:sheet_file": Row(LOOKERS, missing=OTHER, args=_paper),
    "meetings:minutes_file": Row(LOOKERS, missing=f"{OTHER} {ASKED}", args=_paper),
    "meetings:invited": Row(f"{LOOKERS} {ASKED} {OTHER}"),
    "meetings:invitation": Row(
        f"{HOLDERS} village", missing=f"{OTHER} sibling liaison head leader county", args=_invitation
    ),
    "meetings:sign": Row(ALL, args=lambda world: {"token": world.made["called"].token}),
}
HOLD, ISSUE = {"clerk", "director"}, {"head", "leader", "director"}
MOVERS: dict[str, dict[str, set[str]]] = {
    "meetings.Meeting": {"notify": ISSUE, "hold": HOLD, "close": ISSUE, "cancel": HOLD, "reopen": ISSUE}
}
