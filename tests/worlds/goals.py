"""The test county's rows of ``goals``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from xiangfeng.goals.models import Evaluation, EvaluationKind, Goal, Plan, Programme


def build(world: Any, rows: int) -> None:
    """A plan with one goal and an evaluation."""
    town = world.cast.units["云溪镇"]
    programme = Programme.objects.create(
        unit=town, title="云溪镇文明创建三年方案", from_year=2026, to_year=2028, created_at=NOW
    )
    plan = Plan.objects.create(
        unit=town, programme=programme, year=2026, title="云溪镇2026年文明创建工作计划", created_at=NOW
    )
    world.made["plan"] = plan
    for number in range(rows):
        Goal.objects.create(plan=plan, seq=number, title=f"目标{number}", unit=world.cast.units["石桥村"])
    Evaluation.objects.create(
        unit=town, plan=plan, kind=EvaluationKind.HALF, covers_until=dt.date(2026, 6, 30), created_at=NOW
    )
