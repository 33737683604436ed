"""The test county's rows of ``regulations``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.regulations.models import Article, Norm, Regulation, RegulationState


def build(world: Any, rows: int) -> None:
    """A 制度 in force with one article, and a norm."""
    town = world.cast.units["云溪镇"]
    day = dt.date(2026, 1, 20)
    regulation = Regulation.objects.create(
        unit=town, number="云溪-制度-001", title="云溪镇文明创建工作制度", state=RegulationState.IN_FORCE,
        deliberation="镇党政联席会议第2次会议", deliberated_on=day, reviewed_on=day, effective_on=dt.date(2026, 1, 1),
        created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    world.made["article"] = Article.objects.create(
        regulation=regulation, seq=1, label="四-1", text="每月考核评比一次，次月发通报。"
    )
    Norm.objects.create(unit=world.cast.units["某县"], code="N02", field="环境卫生", text="不随地吐痰")
