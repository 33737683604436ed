"""The test county's rows of ``duties``."""

from __future__ import annotations

from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.duties.actions import grow_calendar
from xiangfeng.duties.models import Duty, DutyKind, Frequency


def build(world: Any, rows: int) -> None:
    """The monthly assessment as a duty, and this year’s calendar."""
    town = world.cast.units["云溪镇"]
    Duty.objects.create(
        unit=town, article=world.made["article"], title="考评通报", kind=DutyKind.ASSESSMENT, doer="创建办",
        frequency=Frequency.MONTH, due_rule="next_day", due_day=10, proof="已签发的通报",
    )  # fmt: skip
    grow_calendar(town, year=2026, actor=SYSTEM, at=NOW)
