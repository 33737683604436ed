"""Who gets what in ``regulations``."""

from __future__ import annotations

from typing import Any

from tests.house.urls import PEOPLE, Row
from tests.world import World

BOUND = "clerk director leader head county village sibling liaison"  # whom the 制度 of 云溪镇 bind or concern
WORKERS = "clerk director leader head county"  # who see drafts of 云溪镇
MAKERS = "clerk director county"
FAR = "outsider"  # the clerk of 东河镇


def _first(world: World) -> dict[str, Any]:
    return {"pk": world.made["regulation"].pk}


def _draft(world: World) -> dict[str, Any]:
    return {"pk": world.made["regulation_drafts"][0].pk}


def _paper(kind: str) -> Any:
    return lambda world: {**_first(world), "kind": kind}


EVERYBODY = " ".join(PEOPLE)

URLS: dict[str, Row] = {
    "regulations:public_list": Row(EVERYBODY, query=lambda world: "?q=考核"),
    "regulations:public_rule": Row(EVERYBODY, args=_first),
    "regulations:public_paper": Row(EVERYBODY, args=_paper("docx")),
    "regulations:regulations": Row(f"{BOUND} {FAR}"),
    "regulations:new": Row(f"{MAKERS} {FAR}"),
    "regulations:library": Row(f"{MAKERS} {FAR}"),
    "regulations:blank": Row(f"{MAKERS} {FAR}"),
    "regulations:compilation": Row(f"{BOUND} {FAR}", args=lambda world: {"kind": "docx"}),
    "regulations:articles": Row(f"{BOUND} {FAR}", query=lambda world: "?q=考核"),
    "regulations:article": Row(
        BOUND, missing=FAR, args=lambda world: {"pk": world.made["article"].pk}, status=302
    ),
    "regulations:norms": Row(f"{BOUND} {FAR}"),
    "regulations:norms_install": Row(f"{MAKERS} {FAR}", by="post"),
    "regulations:norm": Row("county", missing=f"clerk director {FAR}", args=lambda world: {"pk": world.made["norm"].pk}),
    "regulations:regulation": Row(BOUND, missing=FAR, args=_first),
    "regulations:move": Row(BOUND, missing=FAR, args=_first, by="post"),
    "regulations:facts": Row(WORKERS, missing=FAR, args=_draft, by="post"),
    "regulations:revise": Row(MAKERS, missing=FAR, args=_first, by="post"),
    "regulations:delete": Row(MAKERS, missing=FAR, args=_draft, by="post"),
    "regulations:original": Row(MAKERS, missing=FAR, args=_first, by="post"),
    "regulations:text": Row(MAKERS, missing=FAR, args=_draft),
    "regulations:text_save": Row(MAKERS, missing=FAR, args=_draft, by="post"),
    "regulations:text_arrange": Row(MAKERS, missing=FAR, args=_draft, by="post"),
    "regulations:import": Row(MAKERS, missing=FAR, args=_draft),
    "regulations:import_confirm": Row(MAKERS, missing=FAR, args=_draft, by="post"),
    "regulations:compare": Row(WORKERS, missing=f"village sibling liaison {FAR}", args=_draft),
    "regulations:paper": Row(BOUND, missing=FAR, args=_paper("docx")),
}  # fmt: skip

OFFICE = {"clerk", "director", "county"}
LEADERS = {"head", "leader"}

MOVERS: dict[str, dict[str, set[str]]] = {
    "regulations.Regulation": {
        "submit": OFFICE,
        "recall": OFFICE,
        "approve": {"legal"},
        "send_back": {"legal"},
        "enact": LEADERS,
        "reopen": LEADERS,
        "repeal": LEADERS,
    },
}
