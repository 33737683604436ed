"""What the office of 云溪镇 has to decide on its reports: a second call about the same thing, one merged, a 延期 that waits, standard replies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from xiangfeng.feedback.actions import register_report
from xiangfeng.feedback.actions.extending import ask_extension
from xiangfeng.feedback.actions.grouping import merge_report
from xiangfeng.feedback.actions.settings import save_setting
from xiangfeng.feedback.models import Phrase, Report, ReportState
from xiangfeng.workbench.demo.places import County

TOWN, CLERK, SECRETARY = "云溪镇", "yx-zhoumin", "np-nanshan"
AGAIN = "农贸市场后门又堆满了菜叶，走路都绕着走。"
ALSO = "桥头的灯坏了好几天，晚上接孩子看不清路。"
PHRASES = (
    ("已清运", "您反映的地方已经清理干净，以后每天有人巡查，再有堆放请随时告诉我们。"),
    ("已报修", "您反映的设施已经报修，预计几天内修好，修好后我们再告诉您。"),
)


def add_desk_work(county: County, *, at: dt.datetime) -> None:
    """On top of the reports that are there; nothing where there are none."""
    town, clerk = county.units[TOWN], county.actor(CLERK, at)
    rows = Report.objects.filter(unit=town).select_related("unit", "handler", "about", "category", "village")
    first = rows.filter(state=ReportState.NEW, place__contains="农贸市场").first()
    lamp = rows.filter(state=ReportState.NEW, place__contains="桥头").first()
    out = rows.filter(state=ReportState.SENT, handler__name="南坡村").first()
    for title, text in PHRASES:
        save_setting(Phrase(unit=town), title=title, text=text, category=None, actor=clerk, at=at)
    when = at - dt.timedelta(minutes=25)
    for row, text in ((first, AGAIN), (lamp, ALSO)):
        if row is None:
            continue
        more: dict[str, Any] = {
            "category": row.category,
            "village": row.village,
            "place": row.place,
            "kind": row.kind,
        }
        made = register_report(
            town, text=text, channel="phone", registrar="周敏", actor=clerk, at=when, form_key=f"demo-{text[:12]}", **more
        ).report  # fmt: skip
        if row is lamp:
            merge_report(made, into=row, actor=clerk, at=when + dt.timedelta(minutes=5))
    if out is not None and out.due_on >= at.date():
        reason = "渠里的建筑垃圾要用小挖机，机器这周排在别的村。"
        ask_extension(
            out, wanted_on=out.due_on + dt.timedelta(days=3), reason=reason, actor=county.actor(SECRETARY, at),
            at=at - dt.timedelta(minutes=10),
        )  # fmt: skip
