"""The test county's rows of ``goals``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.goals.actions import evaluations, goals, plans, programmes
from xiangfeng.goals.actions.progress import report_progress
from xiangfeng.goals.models import Plan
from xiangfeng.goals.shares import split

DUE = dt.date(2026, 12, 20)


def build(world: Any, rows: int) -> None:
    """An approved plan broken down to the villages with reports, its new version as a draft, two evaluations."""
    town, village = world.cast.units["云溪镇"], world.cast.units["石桥村"]
    for number in range(rows):
        world.made["programme"] = programmes.create_programme(
            town, title=f"云溪镇文明创建三年方案{number}", from_year=2026, to_year=2028, actor=SYSTEM, at=NOW
        )
    plan = plans.create_plan(
        town,
        year=2026,
        programme=world.made["programme"],
        upper_number="某创办〔2026〕3号",
        actor=SYSTEM,
        at=NOW,
    )
    for number, weight in enumerate(split(Decimal(100), rows, 2)):
        goal = goals.add_goal(
            plan, parent=None, title=f"群众文化活动{number}", indicator="活动场次", target=Decimal(12), measure="场",
            weight=weight, due_on=DUE, tags="精神", actor=SYSTEM, at=NOW,
        )  # fmt: skip
        children = goals.break_down(goal, units=world.villages, is_equal=True, actor=SYSTEM, at=NOW)
        goals.set_slice(goal, label="2026Q4", work="元旦文艺汇演", target=None, actor=SYSTEM, at=NOW)
    _approve(plan)
    own = next(child for child in children if child.unit == village)
    for number in range(rows):
        day = dt.date(2026, 11, 1 + number)
        report_progress(own, on=day, value=Decimal(2), text="办了两场", actor=SYSTEM, at=NOW)
    world.made |= {"plan": plan, "goal": own}
    _evaluate(world, plan, rows)
    draft = plans.revise_plan(plan, why="防汛期暂停集中活动", actor=SYSTEM, at=NOW)
    world.made |= {
        "draft_plan": draft, "draft_goal": draft.goals.filter(parent=None).order_by("-seq", "-id").first(),
    }  # fmt: skip


def _approve(plan: Plan) -> None:
    plans.submit_plan(plan, actor=SYSTEM, at=NOW)
    plans.approve_plan(plan, actor=SYSTEM, at=NOW)


def _evaluate(world: Any, plan: Plan, rows: int) -> None:
    made = {}
    for number in range(rows + 1):
        row = evaluations.open_evaluation(
            plan, kind="quarter", covers_until=dt.date(2026, 9, 30 - number), actor=SYSTEM, at=NOW
        )
        evaluations.edit_evaluation(
            row, summary="总体平稳", problems="活动偏少", adjustments="", units=world.villages, revision=1,
            actor=SYSTEM, at=NOW,
        )  # fmt: skip
        if number < rows:
            evaluations.close_evaluation(row, actor=SYSTEM, at=NOW)
            made.setdefault("evaluation", row)
        made["open_evaluation"] = row
    world.made |= made
