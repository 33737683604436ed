"""The test county's rows of ``duties``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from tests.worlds.regulations import JANUARY
from xiangfeng.access.actor import SYSTEM
from xiangfeng.duties import actions
from xiangfeng.duties.models import Duty, DutyKind, Frequency, Occurrence


def build(world: Any, rows: int) -> None:
    """The monthly assessment and a survey as duties with their calendars; a stopped one; ``rows`` of 免办 and 并入."""
    town, article = world.cast.units["云溪镇"], world.made["article"]
    common = {"doer": "创建办", "proof": "真实记录", "warn_workdays": 10, "actor": SYSTEM, "at": JANUARY}
    world.made["duty"] = actions.add_duty(
        town, article, title="考评通报", kind=DutyKind.ASSESSMENT, frequency=Frequency.MONTH, due_rule="next_day",
        due_day=10, is_grace_to_month_end=True, requirement="A4.1a", **common,
    )  # fmt: skip
    meeting = actions.add_duty(
        town, article, title="领导小组会", kind=DutyKind.LEADING_MEETING, frequency=Frequency.QUARTER,
        due_rule="end", **common,
    )  # fmt: skip
    rally = actions.add_duty(
        town, article, title="动员推进会", kind=DutyKind.MOBILISATION, frequency=Frequency.QUARTER, due_rule="end",
        **common,
    )  # fmt: skip
    for number in range(rows):
        extra = actions.add_duty(
            town, article, title=f"意见箱{number}", kind=DutyKind.BOX, frequency=Frequency.WEEK, due_rule="end", **common
        )  # fmt: skip
        first = Occurrence.objects.filter(duty=extra).order_by("start")[0]
        actions.exempt_occurrence(first, "设备检修", "镇办公会第3次会议", actor=SYSTEM, at=NOW)
    for quarter in range(1, rows + 1):
        start = dt.date(2026, 3 * quarter - 2, 1)
        one = Occurrence.objects.select_related("duty", "unit").get(duty=rally, start=start)
        into = Occurrence.objects.select_related("duty", "unit").get(duty=meeting, start=start)
        actions.merge_occurrence(one, into, "两会合开", "减负要求", actor=SYSTEM, at=NOW)
    stopped = actions.add_duty(
        town, article, title="培训", kind=DutyKind.TRAINING, frequency=Frequency.HALF, due_rule="end", **common
    )  # fmt: skip
    actions.deactivate_duty(stopped, "改由县里办", actor=SYSTEM, at=NOW)
    world.made["stopped_duty"] = Duty.objects.get(pk=stopped.pk)
    world.made["meeting_duty"] = meeting
    world.made["occurrence"] = Occurrence.objects.get(duty=meeting, start=dt.date(2026, 10, 1))
