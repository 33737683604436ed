"""What the lists show: boxes, ledger 9, ledger 10. No database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from xiangfeng.administration.queries.people import masked
from xiangfeng.supervision.models import Box, Kind, Opening, Supervisor
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, day_filter


def day(value: dt.date | None) -> str:
    return f"{value:%Y-%m-%d}" if value else ""


def box_url(row: Box) -> str:
    return reverse("supervision:box", args=[row.pk])


def box_tag(row: Box, today: dt.date) -> tuple[str, str]:
    """What is to be said of a box on a day."""
    if not row.is_active:
        return "idle", f"{day(row.retired_on)}撤除"
    if row.is_overdue(today):
        return "bad", f"逾期 {(today - row.due_on).days} 天没开"
    left = (row.due_on - today).days
    return (
        ("warn", f"{row.due_on:%-m月%-d日}前要开") if left <= 1 else ("ok", f"下次 {row.due_on:%-m月%-d日}前")
    )


def box_spec(today: dt.date) -> Spec:
    """意见箱台账 as of a day."""
    stands = Q(retired_on__isnull=True)
    return Spec(
        title="意见箱",
        columns=(
            Column("number", "箱号", lambda row: row.number, sort="number", url=box_url, is_numeric=True),
            Column("place", "位置", lambda row: row.place, url=box_url),
            Column("village", "所在村（单位）", lambda row: row.village.name if row.village else "", sort="village__path"),
            Column("site", "点位", lambda row: row.site.name if row.site else "", is_default=False),
            Column("keeper", "保管人", lambda row: row.keeper),
            Column("since", "设置日期", lambda row: day(row.since), sort="since", is_default=False),
            Column("opened", "最近开箱", lambda row: day(row.opened_on), sort="opened_on"),
            Column("state", "状态", lambda row: box_tag(row, today)[1], sort="due_on", tag=partial(_tag, today=today)),
        ),
        empty=Empty("还没有意见箱", "登记意见箱的位置和保管人；每周两人开箱，逐件登记，逾期没开会进待办。"),
        note="每周开箱，两人到场，逐件登记",
        tabs=(
            Tab("on", "在用", stands),
            Tab("late", "逾期没开", stands & Q(due_on__lt=today), is_bad=True),
            Tab("off", "已撤除", ~stands),
        ),
        search=("place", "keeper", "village__name"),
        search_label="位置、村、保管人",
        row_url=box_url,
        file_name="意见箱台账",
        template="supervision/staff/boxes.html",
    )  # fmt: skip


def _tag(row: Box, *, today: dt.date) -> tuple[str, str]:
    return box_tag(row, today)


def opening_url(row: Opening) -> str:
    return reverse("supervision:opening", args=[row.pk])


def opening_tag(row: Opening) -> tuple[str, str]:
    if row.is_void:
        return "idle", "已更正"
    if row.left:
        return "bad", f"还有 {row.left} 件没登记"
    return ("line", "空箱") if not row.counted else ("ok", "已录齐")


COUNTS = Q(void_reason="")
UNFINISHED = COUNTS & Q(gap_note="", entered__lt=F("counted"))
NINE = (
    Column("box", "箱号", lambda row: row.box.number, sort="box__number", is_numeric=True),
    Column("place", "位置", lambda row: row.box.place),
    Column("on", "开箱时间", lambda row: day(row.on), sort="on", url=opening_url),
    Column("opener1", "开箱人1", lambda row: row.opener1),
    Column("opener2", "开箱人2", lambda row: row.opener2),
    Column("counted", "件数", lambda row: row.counted, sort="counted", is_numeric=True),
    Column("numbers", "登记编号", lambda row: row.numbers),
)
"""Ledger 9 after 序号."""
OPENING_LEDGER = Spec(
    title="意见箱开启",
    columns=NINE,
    empty=Empty("还没有开箱记录", "在意见箱里点“记开箱”：写两个开箱人和件数，再把取出的意见逐件登记。"),
    note="每次开箱两人到场，逐件登记成群众反映",
    filters=(
        day_filter("from", "从", lambda rows, value: rows.filter(on__gte=value)),
        day_filter("to", "到", lambda rows, value: rows.filter(on__lte=value)),
    ),
    tabs=(
        Tab("all", "全部", COUNTS),
        Tab("open", "没录完", UNFINISHED, is_bad=True),
        Tab("some", "取出意见的", COUNTS & Q(counted__gt=0)),
        Tab("void", "已更正", ~COUNTS),
    ),
    search=("box__place", "opener1", "opener2", "numbers"),
    search_label="位置、开箱人、登记编号",
    row_url=opening_url,
    file_name="意见箱开启台账",
    template="supervision/staff/openings.html",
)
OPENINGS = replace(
    OPENING_LEDGER,
    columns=(*NINE, Column("state", "状态", lambda row: opening_tag(row)[1], tag=opening_tag)),
)


def supervisor_url(row: Supervisor) -> str:
    return reverse("supervision:supervisor", args=[row.pk])


def supervisor_tag(row: Any) -> tuple[str, str]:
    """Where a described supervisor stands."""
    if row.ends_soon:
        return "warn", f"{row.term_until:%-m月%-d日}期满"
    if row.serves:
        return "ok", "在聘"
    if row.is_to_come:
        return "info", f"{row.term_from:%-m月%-d日}起聘"
    if row.is_asked:
        return "info", "聘书在办"
    return ("idle", "已离任") if row.term_until else ("line", "还没有聘书")


TEN = (
    Column("name", "姓名", lambda row: row.name, sort="name", url=supervisor_url),
    Column("kind", "类别", lambda row: row.kind_text, sort="kind"),
    Column("workplace", "单位", lambda row: row.workplace),
    Column("phone", "电话", lambda row: masked(row.phone)),
    Column("letter", "聘书号", lambda row: row.letter),
    Column("from", "聘期起", lambda row: day(row.term_from), sort="term_from"),
    Column("until", "聘期止", lambda row: day(row.term_until), sort="term_until"),
    Column("reports", "监督次数", lambda row: row.reports, sort="reports", is_numeric=True),
)
"""Ledger 10 after 序号; phones masked, in the file as on the screen."""
SUPERVISOR_LEDGER = Spec(
    title="社会监督员",
    columns=TEN,
    empty=Empty("还没有社会监督员", "聘请群众代表、人大代表各至少 1 名。先登记，再起草聘书送领导签发。"),
    note="群众代表、人大代表各至少 1 名",
    filters=(
        Filter("kind", "类别", lambda request: Kind.choices, lambda rows, value: rows.filter(kind=value)),
    ),
    tabs=(
        Tab("on", "在聘", Q(serves=True)),
        Tab("soon", "快期满", Q(ends_soon=True)),
        Tab(
            "wait",
            "待聘",
            Q(serves=False) & (Q(term_until__isnull=True) | Q(is_to_come=True) | Q(is_asked=True)),
        ),
        Tab("off", "已离任", Q(serves=False, is_to_come=False, is_asked=False, term_until__isnull=False)),
        Tab("all", "全部", Q()),
    ),
    search=("name", "workplace", "other_kind"),
    search_label="姓名、单位",
    row_url=supervisor_url,
    file_name="社会监督员台账",
    template="supervision/staff/supervisors.html",
)
SUPERVISORS = replace(
    SUPERVISOR_LEDGER,
    columns=(*TEN, Column("state", "状态", lambda row: supervisor_tag(row)[1], tag=supervisor_tag)),
)
