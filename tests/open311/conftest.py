"""A township that takes reports from another system."""

from __future__ import annotations

import pytest

from xiangfeng.feedback.models import Category
from xiangfeng.open311.actions import issue_key


@pytest.fixture
def town(cast):
    unit = cast.units["云溪镇"]
    unit.code = "341522101"
    unit.save()
    Category.objects.create(unit=unit, code="001", name="垃圾清运")
    Category.objects.create(unit=unit, code="002", name="停用的", is_active=False)
    return unit


@pytest.fixture
def key(cast, town, at):
    """The text of a key of the township."""
    return issue_key(town, name="县12345平台", per_hour=100, actor=cast.actor("county"), at=at)[1]
