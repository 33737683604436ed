"""The test county's settings of ``feedback``; its reports are in ``tests/worlds/feedback.py``."""

from __future__ import annotations

from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.feedback.actions.settings import install_categories, save_setting
from xiangfeng.feedback.models import Desk, Phrase, Route


def build(world: Any, rows: int) -> None:
    """An open desk with the six categories, ``rows`` rules and phrases."""
    town, village, who = world.cast.units["云溪镇"], world.cast.units["石桥村"], {"actor": SYSTEM, "at": NOW}
    install_categories(world.cast.units["某县"], **who)
    install_categories(town, **who)
    save_setting(Desk(unit=town), hotline="0888-6100000", hours="工作日", **who)
    category = town.feedback_categories.order_by("seq")[0]
    for number in range(rows):
        route = save_setting(Route(unit=town), category=category, village=village, handler=None, **who)
        save_setting(
            Phrase(unit=town), title=f"已清运{number}", text="已经清运干净。", category=category, **who
        )
    world.made |= {"feedback_route": route, "feedback_category": category}
