"""The test county's rows of ``notices``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import NOW
from xiangfeng.access.actor import SYSTEM
from xiangfeng.notices.actions.drafting import draft_notice, submit_notice
from xiangfeng.notices.actions.issuing import issue_notice
from xiangfeng.notices.actions.objections import answer_objection, raise_objection
from xiangfeng.notices.models import Notice, NoticeFile
from xiangfeng.visitors.actions import Visitor

TEXTS: dict[str, Any] = {
    "kind": "publicity",
    "subject": "reward",
    "title": "第四季度好人好事拟表扬名单公示",
    "body": "经各村推荐、创建办核实，拟对下列人员予以通报表扬。",
    "table": "姓名\t所在村\t事迹\n林小禾\t石桥村\t义务接送老人看病",
    "phone": "0577-64711234",
    "place": "云溪镇政府二楼创建办",
}


def build(world: Any, rows: int) -> None:
    """``rows`` of each: a 公示 that runs, with two objections, one of them answered in public; and one that waits for signature."""
    town, who = world.cast.units["云溪镇"], {"actor": SYSTEM, "at": NOW}
    for number in range(rows):
        notice = draft_notice(town, **TEXTS | {"title": f"好人好事拟表扬名单公示{number}"}, **who)
        NoticeFile.objects.create(notice=notice, attachment=world.files[0])
        submit_notice(notice, **who)
        if number == 0:
            issue_notice(notice, **who)
            first = notice
        else:  # rendering papers takes time; the pages do not care
            _run(notice, first, number)
        waiting = draft_notice(town, **TEXTS | {"title": f"拟处理名单公示{number}"}, **who)
        submit_notice(waiting, **who)
        draft = draft_notice(town, **TEXTS | {"title": f"草稿{number}"}, **who)
    for number in range(rows):
        objection, _ = raise_objection(
            first, text=f"名单里漏了一位{number}", visitor=Visitor(f"10.0.0.{number}"), at=NOW
        )
        answered, _ = raise_objection(
            first, text=f"所在村写错{number}", visitor=Visitor(f"10.0.0.{number}"), at=NOW
        )
        answer_objection(answered, finding="rejected", answer="经核实无误", is_public=True, **who)
    world.made |= {
        "notice": first, "signing_notice": waiting, "draft_notice": draft, "objection_on_notice": objection,
        "notice_file": first.files.order_by("id")[0],
    }  # fmt: skip


def _run(notice: Notice, first: Notice, number: int) -> None:
    Notice.objects.filter(pk=notice.pk).update(
        state="running", number=f"云溪公示〔2026〕{number + 1}号", issued_at=NOW + dt.timedelta(minutes=number),
        issued_on=first.issued_on, starts_on=first.starts_on, ends_on=first.ends_on,
    )  # fmt: skip
