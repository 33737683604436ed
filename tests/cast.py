"""The fixed cast: one county, two townships, and somebody in every seat. Built through the domain's own actions.

某县 ─ 云溪镇 ─ 石桥村、南坡村、农业站
     └ 东河镇 ─ 柳湾村
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.accounts.models import User
from xiangfeng.orgs import actions
from xiangfeng.orgs.models import Person, Unit, UnitKind
from xiangfeng.orgs.queries import actor_for

PASSWORD = "Shi-Qiao-2026"
LONG_AGO = dt.date(2020, 1, 1)
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""Monday morning, in the office."""

# key: (name, unit, post, role). The key is also the account.
SEATS: dict[str, tuple[str, str, str, str]] = {
    "head": ("何正", "云溪镇", "镇长", "head"),
    "leader": ("林岚", "云溪镇", "宣传委员", "leader"),
    "director": ("周敏", "云溪镇", "创建办主任", "director"),
    "clerk": ("陈晓", "云溪镇", "创建办干事", "clerk"),
    "assessor": ("吴芳", "云溪镇", "考评员", "assessor"),
    "supervisor": ("郑和", "云溪镇", "社会监督员", "supervisor"),
    "liaison": ("赵田", "农业站", "联络员", "liaison"),
    "village": ("石磊", "石桥村", "村党组织书记", "village"),
    "sibling": ("南方", "南坡村", "村党组织书记", "village"),
    "outsider": ("孙河", "东河镇", "创建办干事", "clerk"),
    "county": ("高原", "某县", "县文明办干部", "county"),
    "system_admin": ("冯志", "某县", "系统管理员", "system_admin"),
    "security_admin": ("卫安", "某县", "安全管理员", "security_admin"),
    "audit_admin": ("沈计", "某县", "审计管理员", "audit_admin"),
}
CITIZEN = "citizen"
"""Anybody who is not signed in."""


@dataclass
class Cast:
    """Units by name and people by the key of their seat."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def user(self, key: str) -> User:
        user = self.people[key].user
        assert user is not None
        return user

    def actor(self, key: str, *, on: dt.date = dt.date(2026, 11, 23)) -> Actor:
        """The Actor of that person's appointments on a day, as the middleware would build it."""
        return actor_for(self.user(key), on=on)


def build() -> Cast:
    """Write the cast into the database."""
    cast = Cast()
    tree: list[tuple[str | None, str, UnitKind, str]] = [
        (None, "某县", UnitKind.COUNTY, ""),
        ("某县", "云溪镇", UnitKind.TOWNSHIP, ""),
        ("某县", "东河镇", UnitKind.TOWNSHIP, ""),
        ("云溪镇", "石桥村", UnitKind.VILLAGE, "A类"),
        ("云溪镇", "南坡村", UnitKind.VILLAGE, "A类"),
        ("云溪镇", "农业站", UnitKind.STATION, ""),
        ("东河镇", "柳湾村", UnitKind.VILLAGE, "A类"),
    ]
    for seq, (above, name, kind, group) in enumerate(tree):
        parent = cast.units[above] if above else None
        cast.units[name] = actions.create_unit(
            parent, kind=kind, name=name, actor=SYSTEM, seq=seq, group=group
        )
    for key, (name, unit, title, role) in SEATS.items():
        user = User.objects.create_user(key, PASSWORD, name=name)
        person = actions.add_person(cast.units[unit], name=name, actor=SYSTEM, user=user)
        post = actions.create_post(cast.units[unit], title=title, role=role, actor=SYSTEM)
        actions.appoint_person(person, post=post, from_date=LONG_AGO, actor=SYSTEM, basis="演示任职")
        cast.people[key] = person
    return cast
