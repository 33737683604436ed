"""The test county's rows of ``tasks``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.tasks.actions import create_task
from xiangfeng.tasks.models import Campaign


def build(world: Any, rows: int) -> None:
    """A task of 石桥村 and a 专项."""
    town, village = world.cast.units["云溪镇"], world.cast.units["石桥村"]
    for number in range(rows):
        due = dt.date(2026, 12, 1 + number)
        create_task(town, title=f"清理沟渠{number}", lead=village, due_on=due, actor=SYSTEM, at=NOW)
    Campaign.objects.create(unit=town, title="集镇秩序专项", created_at=NOW)
