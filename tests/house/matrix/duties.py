"""Who gets what in ``duties``."""

from __future__ import annotations

from tests.house.urls import Row

LOOKERS = "clerk director head leader county"
EDITORS = "clerk director"
DECIDERS = "leader head"


def _occurrence(world):
    return {"pk": world.made["occurrence"].pk}


def _duty(world):
    return {"pk": world.made["duty"].pk}


def _stopped(world):
    return {"pk": world.made["stopped_duty"].pk}


def _article(world):
    return {"pk": world.made["article"].pk}


def _regulation(world):
    return {"pk": world.made["article"].regulation_id}


URLS: dict[str, Row] = {
    "duties:calendar": Row(f"{LOOKERS} outsider", sql=8),
    "duties:list": Row(f"{LOOKERS} outsider"),
    "duties:wall": Row(f"{LOOKERS} outsider"),
    "duties:install": Row(f"{EDITORS} outsider"),
    "duties:occurrence": Row(LOOKERS, missing="outsider", args=_occurrence),
    "duties:exempt": Row(DECIDERS, args=_occurrence, by="post"),
    "duties:merge": Row(DECIDERS, args=_occurrence, by="post"),
    "duties:restore": Row(DECIDERS, args=_occurrence, by="post"),
    "duties:duty": Row(LOOKERS, missing="outsider", args=_duty),
    "duties:edit": Row(EDITORS, missing="outsider", args=_duty),
    "duties:stop": Row(EDITORS, missing="outsider", args=_duty, by="post"),
    "duties:resume": Row(EDITORS, missing="outsider", args=_stopped, by="post"),
    "duties:words": Row(f"{EDITORS} outsider"),
    "duties:add": Row(EDITORS, missing="outsider", args=_article),
    "duties:regulation": Row(LOOKERS, missing="outsider", args=_regulation),
    "duties:regulation_xlsx": Row(LOOKERS, missing="outsider", args=_regulation),
}
MOVERS: dict[str, dict[str, set[str]]] = {}
