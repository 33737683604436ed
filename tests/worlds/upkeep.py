"""The test county's rows of ``upkeep``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from xiangfeng.upkeep.actions.items import add_item, check_item, draw_items
from xiangfeng.upkeep.actions.records import record_work
from xiangfeng.upkeep.actions.routines import arrange_routine
from xiangfeng.upkeep.models import Job


def build(world: Any, rows: int) -> None:
    """``rows`` routines of two villages with a record of one job and one without."""
    town, village, sibling = (world.cast.units[name] for name in ("云溪镇", "石桥村", "南坡村"))
    clerk, secretary = world.cast.actor("clerk"), world.cast.actor("village")
    for number in range(rows):
        routine = arrange_routine(
            town, kind="sweeping", title=f"清扫{number}", pace="week", units=[village, sibling],
            from_on=dt.date(2026, 11, 2), actor=clerk, at=NOW,
        )  # fmt: skip
        job = Job.objects.filter(routine=routine, unit=village).order_by("start")[0]
        what = {"done_by": "保洁员", "actor": secretary, "at": NOW}
        made = record_work(
            village, kind="sweeping", job=job, done_on=dt.date(2026, 11, 5), late_reason="补记", **what
        )
        record_work(
            village, kind="ditch", done_on=NOW.date() - dt.timedelta(days=number), place="三组", **what
        )
        world.made.setdefault("routine", routine)
        world.made.setdefault("job", job)
        world.made.setdefault("work_record", made)
        item = add_item(
            village, register="toilet", name=f"三组{number}号", actor=secretary, at=NOW,
            values={"group": "三组", "head": "石大有", "wash": "三格化粪池", "usable": "是"},
        )  # fmt: skip
        add_item(
            village,
            register="green",
            name=str(2025 + number),
            values={"area": "1200", "source": "实测"},
            actor=clerk,
            at=NOW,
        )
        spot = draw_items(village, register="toilet", seed=f"20261123-{number}", actor=clerk, at=NOW)
        check_item(item, on=NOW.date(), is_good=True, finding="", spot=spot, actor=clerk, at=NOW)
        world.made.setdefault("item", item)
        world.made.setdefault("spot_check", spot)
