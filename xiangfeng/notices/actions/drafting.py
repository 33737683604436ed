"""Writing a notice, changing the draft, handing it in; and the draft that corrects an issued one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.base.errors import Refused
from xiangfeng.documents.masking import check_public
from xiangfeng.history.actions import record
from xiangfeng.notices.flow import ISSUE, MANAGE
from xiangfeng.notices.models import Notice, NoticeFile, NoticeKind, NoticeState, Subject
from xiangfeng.notices.periods import check_workdays
from xiangfeng.notices.tables import tidy
from xiangfeng.notifications.actions import notify
from xiangfeng.orgs.models import Unit
from xiangfeng.orgs.queries import user_ids_with
from xiangfeng.workflow.flow import fire, hold, rewrite

COPIED = (
    "unit", "kind", "subject", "title", "body", "table", "workdays", "phone", "place",
    "held_on", "held_until", "venue",
)  # fmt: skip
CORRECTABLE = (NoticeState.RUNNING, NoticeState.PUBLISHED, NoticeState.CONTESTED, NoticeState.ENDED)


def url_of(row: Notice) -> str:
    """The page of it in the office."""
    return f"/work/notices/{row.pk}/"


def _checked(texts: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are kept. Refuses no title, a bad table, a period too short or too long."""
    fields = {
        name: str(texts.get(name) or "").strip()
        for name in ("kind", "subject", "title", "body", "phone", "place")
    }
    if not fields["title"]:
        raise Refused("请写标题")
    is_publicity = fields["kind"] == NoticeKind.PUBLICITY
    workdays = texts.get("workdays") or settings.NOTICE_WORKDAYS
    return fields | {
        "table": tidy(texts.get("table") or ""),
        "workdays": check_workdays(fields["subject"], workdays, least=settings.NOTICE_LEAST_WORKDAYS)
        if is_publicity
        else None,
        "ends_on": None if is_publicity else texts.get("until"),
        **_event(fields, texts),
    }


def _event(fields: dict[str, Any], texts: dict[str, Any]) -> dict[str, Any]:
    """Days and place of a 活动, nothing of anything else. Refuses a 活动 as 公示, one without day or place, and one that ends before it begins."""
    if fields["subject"] != Subject.EVENT:
        return {"held_on": None, "held_until": None, "venue": ""}
    first, last = texts.get("held_on"), texts.get("held_until")
    venue = str(texts.get("venue") or "").strip()
    if fields["kind"] == NoticeKind.PUBLICITY:
        raise Refused("活动用公告发布，种类请选“公告”")
    if not first or not venue:
        raise Refused("请写活动日期和活动地点")
    if last and last < first:
        raise Refused("活动结束的日期不能早于开始的日期")
    return {"held_on": first, "held_until": last, "venue": venue}


@transaction.atomic
def draft_notice(
    unit: Unit, *, uploads: Sequence[Upload] = (), actor: Actor, at: dt.datetime, **texts: Any
) -> Notice:
    """Begin a notice. ``texts``: kind, subject, title, body, table, workdays (of a 公示), until (last day of a 公告), phone, place, and of a 活动
    held_on, held_until, venue.

    Refuses who may not publish for ``unit``, no title, a bad table, a 公示 of 奖励, 处理 or 评选 under the least number of working
    days, and what `store_file` refuses.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}起草公告公示")
    row = Notice.objects.create(unit=unit, author=actor.name, created_at=at, **_checked(texts))
    _keep(row, uploads, actor, at)
    record(row, verb="起草", actor=actor, at=at)
    return row


@transaction.atomic
def edit_notice(
    row: Notice,
    *,
    revision: int,
    uploads: Sequence[Upload] = (),
    dropped: Collection[int] = (),
    actor: Actor,
    at: dt.datetime,
    **texts: Any,
) -> Notice:
    """Change a draft; ``dropped`` names the files to leave out. Refuses one that was handed in; Stale when somebody else changed it."""
    if not may(actor, MANAGE, row):
        raise Refused("您不能改这份草稿")
    if row.state != NoticeState.DRAFT:
        raise Refused(f"现在是“{row.get_state_display()}”，不能改；签发前可以先撤回修改，签发后请用更正")
    fields = _checked(texts)
    rewrite(
        row, fields, revision=revision, says="这份草稿刚被别人改过，请刷新后再改", state=NoticeState.DRAFT
    )
    row.files.filter(pk__in=dropped).delete()
    _keep(row, uploads, actor, at)
    record(row, verb="修改草稿", actor=actor, at=at)
    return row


def _keep(row: Notice, uploads: Sequence[Upload], actor: Actor, at: dt.datetime) -> None:
    for one in uploads:
        kept = store_file(one, unit=row.unit, actor=actor, at=at, purpose="公示附件", is_restricted=True)
        NoticeFile.objects.get_or_create(notice=row, attachment=kept)


@transaction.atomic
def submit_notice(row: Notice, *, actor: Actor, at: dt.datetime) -> None:
    """Hand it in for signature; the leaders are told. Refuses what `guards.problems` finds, saying where."""
    hold(row)  # what is checked is what is there, not what was read before somebody else saved
    row.refresh_from_db()
    fire(row, "submit", actor=actor, at=at)
    leaders = set(user_ids_with(ISSUE, row.unit, on=at.date())) - {actor.user_id}
    notify(leaders, text=f"{row.get_kind_display()}等您签发：{row.title}", url=url_of(row), at=at)


@transaction.atomic
def correct_notice(row: Notice, *, reason: str, actor: Actor, at: dt.datetime) -> Notice:
    """Begin the notice that will stand in the place of ``row``: a copy to be changed. ``row`` stays as it is until the other is
    issued. Refuses a notice that is not out, no reason or one with personal numbers, and a second correction beside an open one.
    """
    if not may(actor, MANAGE, row):
        raise Refused("您不能更正这件公告公示")
    if row.state not in CORRECTABLE:
        raise Refused(f"现在是“{row.get_state_display()}”，不能更正")
    if not reason.strip():
        raise Refused("请写更正理由")
    check_public(reason, "理由", allowed=row.phone)
    begun = row.replacements.exclude(state__in=(NoticeState.DROPPED, NoticeState.WITHDRAWN))
    if begun.exists():
        raise Refused("已经有一份更正件，请在那一份上改")
    made = Notice.objects.create(
        **{name: getattr(row, name) for name in COPIED},
        ends_on=None if row.is_publicity else row.ends_on,
        corrects=row,
        reason=reason.strip()[:200],
        author=actor.name,
        created_at=at,
    )
    NoticeFile.objects.bulk_create(
        NoticeFile(notice=made, attachment_id=pk)
        for pk in row.files.order_by("id").values_list("attachment_id", flat=True)
    )
    record(row, verb="起草更正件", actor=actor, at=at, note=reason.strip())
    record(made, verb="起草更正件", actor=actor, at=at, note=reason.strip(), after={"更正": row.number})
    return made
