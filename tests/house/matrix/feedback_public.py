"""Who gets what at the public doors of ``feedback``."""

from __future__ import annotations

import datetime as dt

from tests.cast import NOW
from tests.house.urls import PEOPLE, Row
from tests.world import World
from xiangfeng.feedback.queries.receipt import photo_token

EVERYBODY = " ".join(PEOPLE)


def _token(world: World) -> dict[str, str]:
    """Of tomorrow: the walks through all addresses take longer than it lives."""
    row = world.made["report"]
    return {"token": photo_token(row.photos.get(), row, at=NOW + dt.timedelta(days=1))}


PUBLIC_URLS: dict[str, Row] = {
    "feedback:public_new": Row(EVERYBODY),
    "feedback:public_progress": Row(EVERYBODY),
    "feedback:public_photo": Row(EVERYBODY, args=_token),
}
