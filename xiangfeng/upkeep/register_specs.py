"""The lists of the registers as declarations, made from what `registers` declares; and who sees whose name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from xiangfeng.access.actor import Actor
from xiangfeng.documents.masking import mask_name
from xiangfeng.upkeep.lists import UNIT
from xiangfeng.upkeep.models import Item
from xiangfeng.upkeep.queries.rows import items_for
from xiangfeng.upkeep.registers import CHOICE, NUMBER, PERSON, YES, Field, Register, change
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab


def is_seated(actor: Actor, row: Item) -> bool:
    """Whether the actor sits in the row's own unit: only there are householders' names shown in full."""
    return any(grant.unit_id == row.unit_id for grant in actor.grants)


def shown(row: Item, one: Field, actor: Actor) -> str:
    """One value as this person may see it: 张某 outside the unit."""
    text = row.value(one.key)
    return mask_name(text) if one.kind == PERSON and not is_seated(actor, row) else text


def facts_of(row: Item, actor: Actor) -> list[tuple[str, str]]:
    """Title and value of each column."""
    return [(one.title, shown(row, one, actor)) for one in row.declared.fields]


def check_tag(row: Item) -> tuple[str, str] | None:
    """How the latest check went."""
    if row.is_good is None:
        return None
    return ("ok", "合格") if row.is_good else ("bad", "不合格")


def _column(one: Field, actor: Actor) -> Column:
    return Column(one.key, one.title, lambda row: shown(row, one, actor), is_numeric=one.kind == NUMBER)


def _filter(one: Field) -> Filter:
    return Filter(
        one.key, one.title, lambda request: [(text, text) for text in one.options],
        lambda rows, value: rows.filter(**{f"values__{one.key}": value}),
    )  # fmt: skip


def _check_columns() -> tuple[Column, ...]:
    return (
        Column("checked", "最近检查", lambda row: f"{row.checked_on:%Y-%m-%d}" if row.checked_on else "", sort="checked_on"),
        Column("good", "结果", lambda row: (check_tag(row) or ("", ""))[1], tag=check_tag),
        Column("finding", "情况", lambda row: row.finding, is_default=False),
    )  # fmt: skip


def _change_column(actor: Actor) -> Column:
    """同比: beside each year's area the change against the year before. One query when first asked."""
    areas: dict[tuple[int, str], str] = {}

    def value(row: Item) -> str:
        if not areas:
            rows = items_for(actor).filter(register=row.register, is_active=True)
            areas.update({(one.unit_id, one.name): one.value("area") for one in rows})
        before = areas.get((row.unit_id, str(int(row.name) - 1)), "")
        return change(row.value("area"), before) or "没有上年数"

    return Column("change", "同比", value)


def _tabs(register: Register, today: dt.date) -> tuple[Tab, ...]:
    on = Q(is_active=True)
    tabs = [Tab("on", "在册", on)]
    if register.is_checked:
        tabs.append(Tab("bad", "不合格", on & Q(is_good=False), is_bad=True))
    if register.monthly:
        first = today.replace(day=1)
        tabs.append(Tab("due", "本月没查", on & (Q(checked_on__lt=first) | Q(checked_on=None))))
    return (*tabs, Tab("off", "已注销", Q(is_active=False)))


def register_spec(register: Register, actor: Actor, today: dt.date) -> Spec:
    """The list of one register as this person sees it, on screen and in xlsx."""
    address: Callable[[Item], str] = lambda row: reverse("upkeep:item", args=[row.pk])  # noqa: E731
    columns: list[Any] = [
        Column("unit", "单位", lambda row: row.unit.name, sort="unit__path"),
        Column("name", register.name_title, lambda row: row.name, sort="name", url=address),
        *(_column(one, actor) for one in register.fields),
    ]
    if register.is_yearly:
        columns.append(_change_column(actor))
    if register.is_checked:
        columns += _check_columns()
    return Spec(
        title=f"{register.title}台账",
        columns=tuple(columns),
        empty=Empty(f"{register.title}台账还是空的", "可以一行一行登记，也可以下载空表填好再导入。"),
        note=register.note,
        filters=(UNIT, *(_filter(one) for one in register.fields if one.kind in (CHOICE, YES))),
        tabs=_tabs(register, today),
        search=("name", "finding"),
        search_label=register.name_title,
        row_url=address,
        tone=lambda row: "bad" if row.is_good is False else "",
        template="upkeep/staff/register.html",
    )
