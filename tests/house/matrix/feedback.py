"""Who gets what in ``feedback``."""

from __future__ import annotations

from typing import Any

from tests.house.matrix.feedback_desk import DESK_URLS
from tests.house.matrix.feedback_public import PUBLIC_URLS
from tests.house.urls import Row
from tests.world import World

LOOKERS = "clerk director leader head county"  # of 云溪镇, and the level above
OFFICE = "clerk director"
MANAGERS = f"{OFFICE} county"
OTHER = "outsider"  # the clerk of 东河镇
VILLAGES = "village sibling liaison"


def _made(name: str, **more: Any) -> Any:
    return lambda world: {"pk": world.made[name].pk, **more}


def _photo(world: World) -> dict[str, Any]:
    row = world.made["report"]
    return {"pk": row.pk, "photo": row.photos.get().pk}


URLS: dict[str, Row] = {
    "feedback:reports": Row(f"{LOOKERS} {OTHER}", query=lambda world: "?tab=all"),
    "feedback:own": Row(f"{OFFICE} {OTHER} {VILLAGES}"),
    "feedback:report_new": Row(f"{MANAGERS} {OTHER}"),
    "feedback:report": Row(
        f"{LOOKERS} village", missing=f"{OTHER} sibling liaison", args=_made("answered_report")
    ),
    "feedback:report_move": Row(
        f"{MANAGERS} village", missing=f"{OTHER} sibling liaison", args=_made("sent_report"), by="post"
    ),
    "feedback:report_do": Row(
        f"{MANAGERS} village", missing=f"{OTHER} sibling liaison", args=_made("sent_report", deed="extend")
    ),
    "feedback:report_contact": Row(MANAGERS, missing=OTHER, args=_made("report"), by="post"),
    "feedback:report_photo": Row(LOOKERS, missing=f"{OTHER} {VILLAGES}", args=_photo),
    "feedback:report_paper": Row(LOOKERS, missing=OTHER, args=_made("moved_report", kind="docx")),
    **DESK_URLS,
    **PUBLIC_URLS,
}

_MANAGE = {"clerk", "director", "county"}
_HANDLE = {"clerk", "director", "liaison", "village"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "feedback.Report": {
        "accept": _MANAGE,
        "refuse": _MANAGE,
        "petition": _MANAGE,
        "transfer": _MANAGE,
        "merge": _MANAGE,
        "unmerge": _MANAGE,
        "dispatch": _MANAGE,
        "keep": _MANAGE,
        "sign": _HANDLE,
        "give_back": _HANDLE,
        "recall": _MANAGE,
        "answer": _HANDLE,
        "send_back": _MANAGE,
        "reply": _MANAGE,
        "reply_self": _MANAGE,
        "close": _MANAGE,
        "reopen": _MANAGE,
    },
}
