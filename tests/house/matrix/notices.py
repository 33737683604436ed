"""Who gets what in ``notices``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import PEOPLE, Row

EVERYBODY = " ".join(PEOPLE)
LOOKERS = "clerk director leader head county"  # of 云溪镇, and the level above
OFFICE = "clerk director county"
OTHER = "outsider"  # the clerk of 东河镇


def _made(name: str, **more: Any) -> Any:
    return lambda world: {"pk": world.made[name].pk, **more}


def _file(world: Any) -> dict[str, int]:
    return {"pk": world.made["notice"].pk, "file": world.made["notice_file"].pk}


URLS: dict[str, Row] = {
    "notices:public_list": Row(EVERYBODY),
    "notices:public_events": Row(EVERYBODY),
    "notices:public_notice": Row(EVERYBODY, args=_made("notice")),
    "notices:public_object": Row(EVERYBODY, args=_made("notice")),
    "notices:public_answer": Row(EVERYBODY, args=_made("notice")),
    "notices:public_paper": Row(EVERYBODY, args=_made("notice", kind="docx")),
    "notices:public_file": Row(EVERYBODY, args=_file),
    "notices:notices": Row(f"{LOOKERS} {OTHER}"),
    "notices:notice_new": Row(f"{OFFICE} {OTHER}"),
    "notices:notice": Row(LOOKERS, missing=OTHER, args=_made("notice")),
    "notices:notice_edit": Row(OFFICE, missing=OTHER, args=_made("draft_notice")),
    "notices:notice_move": Row(LOOKERS, missing=OTHER, args=_made("signing_notice"), by="post"),
    "notices:notice_correct": Row(OFFICE, missing=OTHER, args=_made("notice")),
    "notices:notice_paper": Row(LOOKERS, missing=OTHER, args=_made("notice", kind="docx")),
    "notices:notice_file": Row(LOOKERS, missing=OTHER, args=_file),
    "notices:objection_new": Row(OFFICE, missing=OTHER, args=_made("notice")),
    "notices:objection": Row(LOOKERS, missing=OTHER, args=_made("objection_on_notice")),
    "notices:objection_contact": Row(OFFICE, missing=OTHER, args=_made("objection_on_notice"), by="post"),
    "notices:objection_answer": Row(OFFICE, missing=OTHER, args=_made("objection_on_notice")),
}

_MANAGE = {"clerk", "director", "county"}
_ISSUE = {"head", "leader"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "notices.Notice": {
        "submit": _MANAGE,
        "publicise": _ISSUE,
        "announce": _ISSUE,
        "send_back": _ISSUE,
        "recall": _MANAGE,
        "drop": _MANAGE,
        "end": _MANAGE,
        "contest": _MANAGE,
        "keep": _MANAGE,
        "adjust": _MANAGE,
        "cancel": _MANAGE,
        "supersede": _ISSUE,
        "withdraw": _ISSUE,
        "take_down": _MANAGE,
    },
}
