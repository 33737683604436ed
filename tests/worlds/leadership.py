"""The test county's rows of ``leadership``."""

from __future__ import annotations

from typing import Any

from tests.cast import LONG_AGO
from xiangfeng.leadership.models import Charge, GroupPost, KeyWork, Member


def build(world: Any, rows: int) -> None:
    """A 组长 and a 包干 of 石桥村."""
    town, people = world.cast.units["云溪镇"], world.cast.people
    Member.objects.create(unit=town, person=people["head"], post=GroupPost.CHIEF, from_date=LONG_AGO)
    KeyWork.objects.create(unit=town, name="集镇整治", year=2026)
    Charge.objects.create(
        unit=town, person=people["leader"], target=world.cast.units["石桥村"], from_date=LONG_AGO
    )
