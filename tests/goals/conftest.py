from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import Cast
from xiangfeng.goals.actions import goals, plans
from xiangfeng.goals.models import Goal, Plan

NUMBER = "安创办〔2026〕3号"


@pytest.fixture
def plan(cast: Cast, at: dt.datetime) -> Plan:
    """A draft of 云溪镇 for 2026, without goals."""
    town, clerk = cast.units["云溪镇"], cast.actor("clerk")
    return plans.create_plan(town, year=2026, upper_number=NUMBER, actor=clerk, at=at)


@pytest.fixture
def add(cast: Cast, at: dt.datetime) -> Callable[..., Goal]:
    """Add a whole goal by the clerk; keywords change what is usual."""

    def make(plan: Plan, **changes: Any) -> Goal:
        usual = {
            "title": "群众文化活动", "indicator": "场次", "target": Decimal(12), "measure": "场", "weight": Decimal(100),
            "due_on": dt.date(2026, 12, 20), "tags": "精神",
        }  # fmt: skip
        parent = changes.pop("parent", None)
        return goals.add_goal(plan, parent=parent, actor=cast.actor("clerk"), at=at, **{**usual, **changes})

    return make


@pytest.fixture
def approve(cast: Cast, at: dt.datetime) -> Callable[..., Plan]:
    """Submit by the director, approve by the leader."""

    def make(plan: Plan, on: dt.datetime = at) -> Plan:
        plans.submit_plan(plan, actor=cast.actor("director"), at=on)
        return plans.approve_plan(plan, actor=cast.actor("leader"), at=on)

    return make
