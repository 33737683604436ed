"""The list of findings as a declaration, and the tag each carries wherever it is shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localtime

from xiangfeng.findings.models import Finding, FindingState, Source
from xiangfeng.findings.queries import VIEW
from xiangfeng.orgs.queries import units_for
from xiangfeng.regulations.queries import norms_within
from xiangfeng.sites.models import Topic
from xiangfeng.tasks.lights import Day
from xiangfeng.tasks.lists import status_of
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab
from xiangfeng.web.templatetags.xf import plain

TAGS = {
    FindingState.RECORDED: "warn",
    FindingState.LINKED: "info",
    FindingState.NOTED: "idle",
    FindingState.VOID: "idle",
}
EMPTY = Empty(
    "没有检查发现",
    "现场检查交表后，查出的问题自动列在这里；也可以自己登记一条，或者导入上级抽检的清单。",
)


def tag_of(row: Finding, day: Day) -> tuple[str, str]:
    """How it stands: once handed out, as its 整改 stands."""
    if row.state == FindingState.ASSIGNED and row.task is not None:
        kind, text = status_of(row.task, day)
        return kind, "整改中" if text in ("已交办", "办理中") else f"整改{text}" if kind != "ok" else text
    if row.state == FindingState.RECORDED and row.came_back:
        return "bad", "又出现，待处理"
    return TAGS.get(
        FindingState(row.state), "line"
    ), "并入" if row.state == "linked" else row.get_state_display()


def points_of(row: Finding) -> str:
    """The deduction as people write it: 0.5, not 0.500; nothing for none."""
    return plain(row.points) if row.points else ""


def url_of(row: Finding) -> str:
    return reverse("findings:finding", args=[row.pk])


def months(today: dt.date) -> list[tuple[str, str]]:
    """This month and the eleven before."""
    count = today.year * 12 + today.month - 1
    found = [divmod(number, 12) for number in range(count, count - 12, -1)]
    return [(f"{year}-{month + 1:02}", f"{year}年{month + 1}月") for year, month in found]


def in_month(rows: Any, value: str) -> Any:
    """Those found in one month, given as 2026-11."""
    year, month = value.split("-")
    return rows.filter(found_on__year=int(year), found_on__month=int(month))


def _of_topic(rows: Any, value: str) -> Any:
    """By the item of the checklist of the site's type that the finding names."""
    item = {
        "site__type__checklist__items__topic": value,
        "site__type__checklist__items__code": F("item_code"),
    }
    return rows.filter(**item)


def _columns(day: Day) -> tuple[Column, ...]:
    return (
        Column("number", "编号", lambda f: f.number, sort="number", is_default=False),
        Column("found", "发现日期", lambda f: f.found_on.isoformat(), sort="found_on"),
        Column("source", "来源", lambda f: f.get_source_display(), sort="source"),
        Column("lead", "责任单位", lambda f: f.lead.name, sort="lead__path"),
        Column("site", "点位", lambda f: f.where, sort="site__name"),
        Column("text", "问题", lambda f: f.text, url=url_of),
        Column("norm", "规范码", lambda f: f.norm.code if f.norm else "", sort="norm__code"),
        Column("count", "处数", lambda f: f.count, sort="count", is_numeric=True),
        Column("points", "扣分", points_of, sort="points", is_numeric=True),
        Column("indicator", "指标", lambda f: f.indicator, sort="indicator", is_default=False),
        Column("state", "状态", lambda f: tag_of(f, day)[1], sort="state", tag=lambda f: tag_of(f, day)),
        Column("same", "并入", lambda f: f.same_as.number if f.same_as else "", is_default=False),
        Column("task", "整改编号", lambda f: f.task.number if f.task else "", is_default=False),
        Column("notice", "整改通知书", lambda f: f.notice.number if f.notice else "", is_default=False),
        Column("detail", "来源说明", lambda f: f.source_text, is_default=False),
        Column("by", "发现人", lambda f: f.found_by, is_default=False),
        Column("reason", "理由", lambda f: f.reason, is_default=False),
    )


def _filters(today: dt.date) -> tuple[Filter, ...]:
    return (
        Filter("month", "月份", lambda request: months(today), in_month),
        Filter(
            "unit",
            "责任单位",
            lambda request: [
                (str(u.pk), u.name) for u in units_for(request.actor, VIEW).filter(is_active=True)
            ],
            lambda rows, value: rows.filter(lead_id=int(value)),
        ),
        Filter(
            "source", "来源", lambda request: Source.choices, lambda rows, value: rows.filter(source=value)
        ),
        Filter(
            "norm",
            "规范",
            lambda request: [(str(n.pk), f"{n.code} {n.text[:12]}") for n in norms_within(request.actor)],
            lambda rows, value: rows.filter(norm_id=int(value)),
        ),
        Filter("topic", "类目", lambda request: Topic.choices, _of_topic),
        Filter(
            "site",
            "点位",
            lambda request: (),
            lambda rows, value: rows.filter(site_id=value),
            field=lambda: forms.IntegerField(
                required=False, min_value=1, max_value=10**12, widget=forms.HiddenInput
            ),
        ),
    )


def spec_for(day: Day, note: str) -> Spec:
    """The list page."""
    return Spec(
        title="检查发现",
        columns=_columns(day),
        empty=EMPTY,
        note=note,
        filters=_filters(day.today),
        tabs=(
            Tab("recorded", "待处理", Q(state=FindingState.RECORDED), is_bad=True),
            Tab("assigned", "已转整改", Q(state=FindingState.ASSIGNED)),
            Tab("linked", "并入", Q(state=FindingState.LINKED)),
            Tab("noted", "只记不改", Q(state=FindingState.NOTED)),
            Tab("void", "已撤销", Q(state=FindingState.VOID)),
            Tab("all", "全部", Q()),
        ),
        search=(
            "number",
            "text",
            "place",
            "site__name",
            "lead__name",
            "norm__code",
            "found_by",
            "source_text",
        ),
        search_label="问题、点位、单位、编号",
        row_url=url_of,
        tone=lambda row: (
            "bad" if row.task and row.state == "assigned" and row.task.is_overdue(day.today) else ""
        ),
        template="findings/staff/findings.html",
    )


def notices_spec() -> Spec:
    """The list of 整改通知书."""
    return Spec(
        title="整改通知书",
        columns=(
            Column("number", "编号", lambda n: n.number, sort="number", url=lambda n: reverse("findings:notice", args=[n.pk])),
            Column("lead", "责任单位", lambda n: n.lead.name, sort="lead__path"),
            Column("issued", "签发日期", lambda n: localtime(n.issued_at).date().isoformat(), sort="issued_at"),
            Column("by", "签发", lambda n: n.issued_by),
            Column("due", "整改时限", lambda n: n.due_on.isoformat(), sort="due_on"),
            Column("total", "问题", lambda n: n.total, is_numeric=True),
            Column("done", "已销号", lambda n: n.done, is_numeric=True),
            Column("signed", "已签收", lambda n: n.signed, is_numeric=True),
        ),
        empty=Empty("还没有整改通知书", "在“检查发现”里选几条转整改，每个村出一份通知书，列在这里。"),
        filters=(
            Filter(
                "unit",
                "责任单位",
                lambda request: [(str(u.pk), u.name) for u in units_for(request.actor, VIEW).filter(is_active=True)],
                lambda rows, value: rows.filter(lead_id=int(value)),
            ),
        ),
        search=("number", "lead__name"),
        search_label="编号、单位",
    )  # fmt: skip
