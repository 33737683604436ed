"""Editing the 通报 and letting it out: number, stored papers, and word to every village."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.assessments.actions.results import tell_villages
from xiangfeng.assessments.models import Bulletin, Period, PeriodState
from xiangfeng.assessments.queries.bulletins import draft_of
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.bulletins import Edit
from xiangfeng.calendars.queries import calendar
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.history.actions import record
from xiangfeng.web.papers import keep_paper
from xiangfeng.workflow.flow import fire

MANAGE = "assessments.manage"


def _check_open(period: Period, actor: Actor) -> None:
    if not may(actor, MANAGE, period):
        raise Refused("您不能改这份通报")
    if period.state == PeriodState.PUBLISHED:
        raise Refused("通报已签发，不能再改；确需更正的，写明理由重新打开本期")


@transaction.atomic
def edit_settings(
    bulletin: Bulletin, values: dict[str, Any], *, revision: int, actor: Actor, at: dt.datetime
) -> Bulletin:
    """Change head, number, addressees, requirements and variant. ``values`` are cleaned form data by name.

    Refuses a date before the month that is assessed or more than a year ahead.
    """
    _check_open(bulletin.period, actor)
    _check_date(bulletin.period, values.get("dated"), at)
    kept = {key: value for key, value in values.items() if key not in ("is_grades_only", "serial")}
    return _save(
        bulletin,
        revision,
        actor,
        at,
        verb="改通报版头",
        settings=bulletin.settings | kept,
        is_grades_only=bool(values.get("is_grades_only")),
        serial=values.get("serial"),
    )


def _check_date(period: Period, dated: str | None, at: dt.datetime) -> None:
    earliest, latest = dt.date(period.year, period.month, 1), at.date() + dt.timedelta(days=366)
    if dated and not earliest <= dt.date.fromisoformat(dated) <= latest:
        raise Refused(f"成文日期应在{period.year}年{period.month}月1日之后、一年之内，请核对年份")


@transaction.atomic
def edit_block(
    bulletin: Bulletin, key: str, text: str | None, *, revision: int, actor: Actor, at: dt.datetime
) -> Bulletin:
    """Keep the clerk's words for one paragraph; ``None`` goes back to the generated text. Empty leaves it out.

    Figures inside the kept words follow the result when they can be told for sure, else the paragraph is flagged.
    Refuses a paragraph that the paper does not have.
    """
    _check_open(bulletin.period, actor)
    edits = dict(bulletin.edits)
    if text is None:
        edits.pop(key, None)
    else:
        generated = {block.key: block for block in draft_of(bulletin.period, on=at.date()).generated}
        if key not in generated and key not in edits:
            raise Refused("通报里没有这一段，请刷新页面")
        edit = Edit.of(generated[key], text.strip()) if key in generated else Edit(text.strip())
        edits[key] = edit.to_dict()
    return _save(bulletin, revision, actor, at, verb="改通报文字", edits=edits)


def _save(
    bulletin: Bulletin, revision: int, actor: Actor, at: dt.datetime, *, verb: str, **values: Any
) -> Bulletin:
    changed = Bulletin.objects.filter(pk=bulletin.pk, revision=revision).update(
        revision=revision + 1, updated_at=at, **values
    )
    if not changed:
        raise Stale("通报刚被别人改过，请刷新后再改")
    record(bulletin, verb=verb, actor=actor, at=at, data={"revision": revision + 1})
    return Bulletin.objects.select_related("period__unit", "unit").get(pk=bulletin.pk)


@transaction.atomic
def publish_period(period: Period, *, actor: Actor, at: dt.datetime) -> Bulletin:
    """签发: check the paper, give it its number, keep PDF and DOCX as files, tell the villages, start the 异议期.

    Refuses while a check fails (wrong rank or count, 罚款 and the like, personal numbers) or a number is taken;
    :class:`Stale` when somebody edited the paper in this very moment.
    """
    draft = draft_of(period, on=at.date())
    if wrong := [check.sentence for check in draft.checks if not check.ok]:
        raise Refused(f"发文前核对没有通过：{wrong[0]}")
    last = calendar().add_workdays(at.date(), settings.OBJECTION_WORKDAYS)
    fire(period, "publish", actor=actor, at=at, published_at=at, object_until=last)
    bulletin, context = draft.bulletin, draft.context
    # What was checked is what goes out: an edit that came between has raised the revision, one that comes later must not win.
    mine = Bulletin.objects.filter(pk=bulletin.pk, revision=bulletin.revision)
    if not mine.update(revision=bulletin.revision + 1):
        raise Stale("通报刚被别人改过，请看过新的全文再签发")
    bulletin.issued_year = context.number.year if context.number else at.year
    bulletin.serial = context.number.serial if context.number else None
    bulletin.settings = bulletin.settings | {"dated": (context.date or at.date()).isoformat()}
    bulletin.pdf, bulletin.docx = keep_paper(
        draft.paper, f"{bulletin.unit.name}{period}通报", unit=bulletin.unit, purpose="通报", actor=actor, at=at,
        is_restricted=False,
    )  # fmt: skip
    bulletin.updated_at = at
    try:
        with transaction.atomic():
            bulletin.save(update_fields=["issued_year", "serial", "settings", "pdf", "docx", "updated_at"])
    except IntegrityError as error:
        raise Stale("这个发文字号刚被用掉，请在“版头”里换一个序号") from error
    tell_villages(draft.ranking, f"{period}通报已发", at=at)
    refresh(period.unit, kinds=[DutyKind.ASSESSMENT], year=period.year)
    return bulletin
