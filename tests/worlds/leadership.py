"""The test county's rows of ``leadership``."""

from __future__ import annotations

from typing import Any

from tests.cast import LONG_AGO, NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.leadership.actions.charges import assign_charge, create_work
from xiangfeng.leadership.actions.members import appoint_member
from xiangfeng.leadership.models import GroupPost


def build(world: Any, rows: int) -> None:
    """组长 and 分管, ``rows`` members, 包干 of 石桥村 and ``rows`` key works; 南坡村 is in nobody's hands."""
    town, people = world.cast.units["云溪镇"], world.cast.people
    who = {"actor": SYSTEM, "at": NOW}
    appoint_member(town, person=people["head"], post=GroupPost.CHIEF, from_date=LONG_AGO, **who)
    deputy = appoint_member(
        town, person=people["leader"], post=GroupPost.DEPUTY, from_date=LONG_AGO, title="宣传委员",
        division="协助组长抓文明创建", duty="每月调度一次", liability="分管责任", reward="按考评办法", **who,
    )  # fmt: skip
    for key in ("director", "liaison", "village")[:rows]:
        appoint_member(town, person=people[key], post=GroupPost.MEMBER, from_date=LONG_AGO, **who)
    charge = assign_charge(
        town, person=people["leader"], target=world.cast.units["石桥村"], from_date=LONG_AGO, **who
    )
    works = [create_work(town, name=f"集镇整治{number}", year=2026, **who) for number in range(rows)]
    assign_charge(town, person=people["head"], work=works[0], from_date=LONG_AGO, **who)
    world.made |= {"member": deputy, "charge": charge, "key_work": works[0]}
