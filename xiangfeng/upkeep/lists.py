"""The ledgers as declarations: jobs, records, routines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse

from xiangfeng.orgs.models import Unit
from xiangfeng.upkeep.models import JobState, WorkKind, WorkRecord
from xiangfeng.upkeep.queries.rows import VIEW, VIEW_OWN, routines_for
from xiangfeng.upkeep.spans import tag_of
from xiangfeng.web.ledger import Column, Empty, Filter, Spec, Tab, day_filter

TEMPLATE = "upkeep/staff/list.html"


def _units(request: Any) -> list[tuple[str, str]]:
    actor = request.actor
    rows = Unit.objects.within(actor, VIEW) | Unit.objects.within(actor, VIEW_OWN)
    found = rows.filter(is_active=True).order_by("path").values_list("pk", "name")
    return [(str(pk), name) for pk, name in found]


def _routines(request: Any) -> list[tuple[str, str]]:
    rows = routines_for(request.actor).prefetch_related(None).values_list("pk", "title")
    return [(str(pk), title) for pk, title in rows]


KIND = Filter("kind", "作业", lambda request: WorkKind.choices, lambda rows, value: rows.filter(kind=value))
UNIT = Filter("unit", "单位", _units, lambda rows, value: rows.filter(unit_id=value))


def jobs_spec(today: dt.date) -> Spec:
    """应做的各期 by where they stand: 快到期, 逾期, 做了, all."""
    is_open = Q(state=JobState.OPEN)
    return Spec(
        title="周期作业",
        columns=(
            Column("routine", "作业", lambda row: row.routine.title, sort="routine__title",
                   url=lambda row: reverse("upkeep:job", args=[row.pk])),
            Column("unit", "责任单位", lambda row: row.unit.name, sort="unit__path"),
            Column("span", "期次", lambda row: row.label, sort="start"),
            Column("due", "期限", lambda row: f"{row.due_on:%Y-%m-%d}", sort="due_on"),
            Column("state", "状态", lambda row: tag_of(row, today)[1], sort="state",
                   tag=lambda row: tag_of(row, today)),
            Column("done", "完成日", lambda row: f"{row.done_on:%Y-%m-%d}" if row.done_on else "", sort="done_on"),
            Column("doer", "谁来做", lambda row: row.routine.doer, is_default=False),
            Column("site", "点位", lambda row: row.routine.site.name if row.routine.site else "", is_default=False),
            Column("reason", "免做理由", lambda row: row.reason, is_default=False),
        ),
        empty=Empty("没有周期作业", "安排一项周期作业（如每月消杀），各单位每一期该做的就排在这里。"),
        filters=(
            Filter("kind", "作业", lambda request: WorkKind.choices, lambda rows, value: rows.filter(routine__kind=value)),
            Filter("routine", "哪一项", _routines, lambda rows, value: rows.filter(routine_id=value)),
            UNIT,
            day_filter("from", "期限从", lambda rows, value: rows.filter(due_on__gte=value)),
            day_filter("to", "到", lambda rows, value: rows.filter(due_on__lte=value)),
        ),
        tabs=(
            Tab("due", "该做的", is_open & Q(warn_on__lte=today)),
            Tab("late", "逾期", is_open & Q(due_on__lt=today), is_bad=True),
            Tab("done", "做了", Q(state=JobState.DONE)),
            Tab("excused", "免做", Q(state=JobState.EXCUSED)),
            Tab("all", "全部", Q()),
        ),
        row_url=lambda row: reverse("upkeep:job", args=[row.pk]),
        template=TEMPLATE,
        tone=lambda row: "bad" if row.light(today) == "overdue" else "",
    )  # fmt: skip


def record_tag(row: WorkRecord) -> tuple[str, str] | None:
    """Whether a record is void, 代录 or 补记."""
    if row.is_void:
        return "bad", "作废"
    if row.on_behalf:
        return "info", "代录"
    return ("warn", "补记") if row.late_reason else None


RECORDS = Spec(
    title="作业记录",
    columns=(
        Column("done", "作业日期", lambda row: f"{row.done_on:%Y-%m-%d}", sort="done_on"),
        Column("unit", "单位", lambda row: row.unit.name, sort="unit__path"),
        Column("kind", "作业", lambda row: row.get_kind_display(), sort="kind",
               url=lambda row: reverse("upkeep:record", args=[row.pk])),
        Column("place", "地点", lambda row: row.site.name if row.site else row.place),
        Column("by", "作业人", lambda row: row.done_by),
        Column("agent", "药剂", lambda row: row.agent),
        Column("amount", "数量", lambda row: row.amount),
        Column("area", "面积（平方米）", lambda row: row.area, is_numeric=True, is_default=False),
        Column("job", "对应周期作业", lambda row: f"{row.job.routine.title}（{row.job.label}）" if row.job else ""),
        Column("mark", "标记", lambda row: (record_tag(row) or ("", ""))[1], tag=record_tag),
        Column("remark", "备注", lambda row: row.remark, is_default=False),
        Column("late", "补记理由", lambda row: row.late_reason, is_default=False),
        Column("recorder", "记录人", lambda row: row.recorded_by, is_default=False),
        Column("photo", "照片", lambda row: row.photo_id is not None, is_default=False),
    ),
    empty=Empty("还没有作业记录", "消杀、清扫、清运做了一次就记一笔：哪天、谁做的、做了多少。"),
    filters=(
        KIND,
        UNIT,
        day_filter("from", "从", lambda rows, value: rows.filter(done_on__gte=value)),
        day_filter("to", "到", lambda rows, value: rows.filter(done_on__lte=value)),
    ),
    tabs=(Tab("good", "有效", Q(is_void=False)), Tab("void", "作废", Q(is_void=True)), Tab("all", "全部", Q())),
    search=("done_by", "place", "agent", "remark"),
    search_label="作业人、地点、药剂",
    row_url=lambda row: reverse("upkeep:record", args=[row.pk]),
    template=TEMPLATE,
)  # fmt: skip


def _rate(row: Any) -> str:
    return f"{row.done}/{row.due}" if row.due else "还没到期"


def _routine_tag(row: Any) -> tuple[str, str]:
    if not row.is_active:
        return "idle", "停了"
    return ("bad", f"逾期 {row.late} 次") if row.late else ("ok", "按期")


ROUTINES = Spec(
    title="作业安排",
    columns=(
        Column("title", "名称", lambda row: row.title, sort="title",
               url=lambda row: reverse("upkeep:routine", args=[row.pk])),
        Column("kind", "作业", lambda row: row.get_kind_display(), sort="kind"),
        Column("pace", "频次", lambda row: row.get_pace_display(), sort="pace"),
        Column("units", "责任单位", lambda row: row.unit_count, is_numeric=True),
        Column("site", "点位", lambda row: row.site.name if row.site else "", is_default=False),
        Column("doer", "谁来做", lambda row: row.doer),
        Column("proof", "凭据", lambda row: row.proof, is_default=False),
        Column("from", "起", lambda row: f"{row.from_on:%Y-%m-%d}", sort="from_on"),
        Column("to", "止", lambda row: f"{row.to_on:%Y-%m-%d}" if row.to_on else "长期"),
        Column("rate", "到期的做了", _rate),
        Column("state", "状态", lambda row: _routine_tag(row)[1], tag=_routine_tag),
    ),
    empty=Empty("还没有作业安排", "安排一次，按周、半月或月自动排出每个单位该做的各期。"),
    filters=(KIND,),
    search=("title", "doer"),
    search_label="名称、谁来做",
    row_url=lambda row: reverse("upkeep:routine", args=[row.pk]),
    template=TEMPLATE,
)  # fmt: skip
