"""开放接口: the county's key for 12345, and one report that came by it this morning."""

from __future__ import annotations

import datetime as dt

from xiangfeng.feedback.models import Category
from xiangfeng.open311.actions import issue_key, take_request
from xiangfeng.open311.asking import incoming
from xiangfeng.open311.queries import jurisdiction_id
from xiangfeng.workbench.demo.places import County

SAID = {
    "service_code": "environment",
    "address_string": "柳湾村老码头",
    "lat": "31.4012",
    "long": "116.3307",
    "description": "老码头台阶上有人倒装修垃圾，挡住洗衣服的地方。",
}


def add_keys(county: County, *, at: dt.datetime) -> None:
    """Nothing when 群众反映 has no categories, as near a turn of the year without calendar."""
    unit, town = county.units["安和县"], county.units["云溪镇"]
    if not Category.objects.filter(unit=unit).exists():
        return
    when = at - dt.timedelta(hours=1)
    who = county.actor("ah-gaoyuan", when)
    _, key = issue_key(unit, name="县12345平台", per_hour=200, actor=who, at=when)
    village = {"attribute[village]": county.units["柳湾村"].name}
    take_request(key, incoming(SAID | village), jurisdiction=jurisdiction_id(town), form_key="demo", at=when)
