"""The test county's rows of ``tasks``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from xiangfeng.tasks.actions import assign_task, create_task
from xiangfeng.tasks.actions.campaigns import StageInput, open_campaign
from xiangfeng.tasks.actions.doing import accept_task, add_files, ask_extension, report_progress
from xiangfeng.tasks.actions.judging import urge_task
from xiangfeng.tasks.models import FileRole


def build(world: Any, rows: int) -> None:
    """Tasks of 石桥村 in hand with all that may hang on them, one that waits to be 签收, and a 专项."""
    town, village, station = (world.cast.units[name] for name in ("云溪镇", "石桥村", "农业站"))
    clerk, secretary = world.cast.actor("clerk"), world.cast.actor("village")
    who = {"actor": clerk, "at": NOW}
    for number in range(rows):
        due = dt.date(2026, 12, 1 + number)
        fields = {"frequency": "week", "helpers": [station], "basis": "云创办〔2026〕9号"}
        task = create_task(town, title=f"清理沟渠{number}", lead=village, due_on=due, **fields, **who)
        assign_task(task, **who)
        accept_task(task, actor=secretary, at=NOW)
        report_progress(task, text="已清一半", percent=50, actor=secretary, at=NOW)
        add_files(task, [_photo(world)], role=FileRole.OTHER, actor=secretary, at=NOW)
        urge_task(task, text="抓紧", **who)
        ask_extension(task, wanted_on=due + dt.timedelta(days=3), reason="连续下雨", actor=secretary, at=NOW)
        part = create_task(
            town, title=f"清淤{number}", lead=village, due_on=due, parent=task, kind="supervision", **who
        )
        assign_task(part, **who)
        world.made.setdefault("task", task)
        world.made.setdefault("subtask", part)
        stages = [
            StageInput(owner="周敏", starts_on=NOW.date(), due_on=dt.date(2026, 12, 10 + n), lead=town)
            for n in range(5)
        ]
        campaign = open_campaign(town, title=f"集镇秩序专项{number}", purpose="", stages=stages, **who)
        world.made.setdefault("campaign", campaign)


def _photo(world: Any) -> Any:
    from django.core.files.base import ContentFile

    from tests.world import picture

    return ContentFile(picture(9), name="沟渠.png")
