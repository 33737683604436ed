"""Who gets what in ``letters``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import PEOPLE, Row

EVERYBODY = " ".join(PEOPLE)
LOOKERS = "clerk director leader head county"  # of 云溪镇, and the level above
OFFICE = "clerk director"
OTHER = "outsider"  # the clerk of 东河镇


def _made(name: str, **more: Any) -> Any:
    return lambda world: {"pk": world.made[name].pk, **more}


URLS: dict[str, Row] = {
    "letters:public_list": Row(EVERYBODY),
    "letters:public_letter": Row(EVERYBODY, args=_made("letter")),
    "letters:public_paper": Row(EVERYBODY, args=_made("letter", kind="docx")),
    "letters:letters": Row(f"{LOOKERS} {OTHER}"),
    "letters:letter_new": Row(f"{OFFICE} {OTHER}"),
    "letters:letter": Row(LOOKERS, missing=OTHER, args=_made("letter")),
    "letters:letter_edit": Row(OFFICE, missing=OTHER, args=_made("draft_letter")),
    "letters:letter_move": Row(LOOKERS, missing=OTHER, args=_made("waiting_letter"), by="post"),
    "letters:batch_new": Row(OFFICE, missing=OTHER, args=_made("letter")),
    "letters:slip_new": Row(OFFICE, missing=OTHER, args=_made("letter")),
    "letters:letter_file": Row(LOOKERS, missing=OTHER, args=_made("letter", kind="docx")),
}

_MANAGE = {"clerk", "director"}
_ISSUE = {"head", "leader"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "letters.Letter": {
        "submit": _MANAGE,
        "issue": _ISSUE,
        "send_back": _ISSUE,
        "recall": _MANAGE,
        "drop": _MANAGE,
        "close": _MANAGE,
        "reopen": _MANAGE,
        "withdraw": _ISSUE,
    },
}
