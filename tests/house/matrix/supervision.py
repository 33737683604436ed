"""Who gets what in ``supervision``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import Row
from tests.world import World

LOOKERS = "clerk director leader head county"  # of 云溪镇, and the level above
OFFICE = "clerk director"
OTHER = "outsider"  # the clerk of 东河镇
SELF = "supervisor"


def _made(name: str, **more: Any) -> Any:
    return lambda world: {"pk": world.made[name].pk, **more}


def _photo(world: World) -> dict[str, Any]:
    report = world.made["opinion"]
    return {"pk": report.pk, "photo": report.photos.get().pk}


def _row(name: str, ok: str, **kwargs: Any) -> Row:
    return Row(ok, missing=OTHER, args=_made(name), **kwargs)


URLS: dict[str, Row] = {
    "supervision:boxes": Row(f"{LOOKERS} {OTHER}"),
    "supervision:box_new": Row(f"{OFFICE} {OTHER}"),
    "supervision:box_blank": Row(f"{OFFICE} {OTHER}"),
    "supervision:box_import": Row(f"{OFFICE} {OTHER}"),
    "supervision:box_confirm": Row(f"{OFFICE} {OTHER}", by="post"),
    "supervision:stickers": Row(f"{LOOKERS} {OTHER}"),
    "supervision:sheet": Row(f"{OFFICE} {OTHER}", args=lambda world: {"kind": "docx"}),
    "supervision:box": _row("box", LOOKERS),
    "supervision:sticker_code": _row("box", LOOKERS),
    "supervision:box_edit": _row("box", OFFICE),
    "supervision:box_retire": _row("box", OFFICE),
    "supervision:opening_new": _row("box", OFFICE),
    "supervision:openings": Row(f"{LOOKERS} {OTHER}"),
    "supervision:opening": _row("opening", LOOKERS),
    "supervision:opening_item": _row("opening", OFFICE, by="post"),
    "supervision:opening_explain": _row("opening", OFFICE, by="post"),
    "supervision:opening_correct": _row("opening", OFFICE),
    "supervision:opening_paper": Row(LOOKERS, missing=OTHER, args=_made("opening", kind="docx")),
    "supervision:supervisors": Row(f"{LOOKERS} {OTHER}"),
    "supervision:supervisor_new": Row(f"{OFFICE} {OTHER}"),
    "supervision:supervisor": _row("supervisor", LOOKERS),
    "supervision:supervisor_edit": _row("supervisor", OFFICE),
    "supervision:supervisor_phone": _row("supervisor", LOOKERS, by="post"),
    "supervision:term_new": _row("supervisor", OFFICE),
    "supervision:opinion_new": _row("supervisor", OFFICE),
    "supervision:term_edit": _row("draft_term", OFFICE),
    "supervision:term_move": _row("draft_term", LOOKERS, by="post"),
    "supervision:letter": Row(LOOKERS, missing=OTHER, args=_made("term", kind="docx")),
    "supervision:own": Row(SELF),
    "supervision:own_new": Row(SELF),
    "supervision:own_report": Row(SELF, args=_made("opinion")),
    "supervision:own_rate": Row(SELF, args=_made("opinion"), by="post"),
    "supervision:own_say": Row(SELF, args=_made("opinion"), by="post"),
    "supervision:own_photo": Row(SELF, args=_photo),
}

_OFFICE = {"clerk", "director"}
_LEADERS = {"head", "leader"}
MOVERS: dict[str, dict[str, set[str]]] = {
    "supervision.Term": {
        "submit": _OFFICE,
        "issue": _LEADERS,
        "send_back": _LEADERS,
        "recall": _OFFICE,
        "drop": _OFFICE,
        "end": _OFFICE,
    },
}
