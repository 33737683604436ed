"""The test county's rows of ``open311``."""

from __future__ import annotations

from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.feedback.models import Category
from xiangfeng.open311.actions import issue_key, take_request
from xiangfeng.open311.asking import incoming


def build(world: Any, rows: int) -> None:
    """A key of the township and one of the county; ``rows`` keys more, each with a report."""
    town, county = world.cast.units["云溪镇"], world.cast.units["某县"]
    Category.objects.create(unit=county, code="311", name="环境卫生")
    for number in range(rows):
        row, key = issue_key(town, name=f"县12345平台{number}", per_hour=100, actor=SYSTEM, at=NOW)
        said = incoming({"service_code": "311", "address_string": "村口", "description": f"垃圾没清{number}"})
        made = take_request(key, said, jurisdiction=str(town.pk), at=NOW)
        world.made |= {"api_key": row, "api_key_text": key, "api_request": made.report, "api_code": made.code}
