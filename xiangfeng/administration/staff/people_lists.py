"""The two lists of people: ledger no. 1 (who sits where), and everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.urls import reverse

from xiangfeng.access.roles import ROLES
from xiangfeng.administration.queries.people import masked
from xiangfeng.administration.timeline import day
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, day_filter


def _url(row: Any) -> str:
    return reverse("administration:person", args=[row.pk])


def _span(seat: Any) -> str:
    return f"{day(seat.from_date)}至{day(seat.to_date) or '今'}"


def _account(row: Any) -> tuple[str, str]:
    if row.user is None:
        return "line", "没有"
    return ("ok", "启用") if row.user.is_active else ("idle", "停用")


PEOPLE = Spec(
    title="人员与任职",
    columns=(
        Column(
            "name", "姓名", lambda row: row.person.name, sort="person__name",
            url=lambda row: reverse("administration:person", args=[row.person_id]),
        ),
        Column("unit", "单位", lambda row: row.post.unit.name, sort="post__unit__path"),
        Column("title", "职务", lambda row: row.post.title, sort="post__title"),
        Column("phone", "联系电话", lambda row: masked(row.person.phone)),
        Column("basis", "任职文号", lambda row: row.basis, sort="basis"),
        Column("span", "起止", _span, sort="from_date"),
        Column("role", "平台角色", lambda row: ROLES[row.post.role].title, sort="post__role", is_default=False),
    ),
    filters=(
        # The door reads the day itself: without one the list is today's, not everybody's who ever sat there.
        day_filter("on", "哪天在任", lambda rows, value: rows),
        Filter(
            "role", "角色", lambda request: [(key, role.title) for key, role in ROLES.items()],
            lambda rows, value: rows.filter(post__role=value),
        ),
    ),
    search=("person__name", "post__title", "post__unit__name"),
    search_label="姓名、职务、单位",
    file_name="领导小组成员和任职台账",
    empty=Empty("这一天没有人在任", "换一天再看；或者先登记人员，再给他任职。"),
    template="administration/staff/people.html",
)  # fmt: skip

PEOPLE_IN_FULL = replace(
    PEOPLE,
    columns=tuple(
        replace(one, value=lambda row: row.person.phone) if one.key == "phone" else one
        for one in PEOPLE.columns
    ),
)

ROSTER = Spec(
    title="全部人员",
    columns=(
        Column("name", "姓名", lambda row: row.name, sort="name", url=_url),
        Column("unit", "所在单位", lambda row: row.unit.name, sort="unit__path"),
        Column("seats", "现任", lambda row: "；".join(str(seat.post) for seat in row.seats)),
        Column("phone", "联系电话", lambda row: masked(row.phone)),
        Column("account", "账号", lambda row: _account(row)[1], tag=_account),
    ),
    tabs=(
        Tab("all", "全部", Q()),
        Tab("with", "有账号", Q(user__isnull=False)),
        Tab("without", "没有账号", Q(user=None)),
    ),
    search=("name", "unit__name"),
    search_label="姓名、单位",
    row_url=_url,
    empty=Empty("还没有登记人员", "登记人员以后，可以给他任职、开通账号。"),
    template="administration/staff/roster.html",
)
