"""定稿, 重新打开, 签发: the moves after which figures stand, are taken back, or go out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import Bulletin, Entry, Objection, ObjectionState, Period, PeriodState
from xiangfeng.assessments.queries.results import Ranking, ranking_of
from xiangfeng.base.errors import Refused
from xiangfeng.calendars.queries import calendar
from xiangfeng.duties.actions import refresh
from xiangfeng.duties.models import DutyKind
from xiangfeng.notifications.actions import notify, notify_each
from xiangfeng.orgs.queries import user_ids_by_unit, user_ids_with
from xiangfeng.workflow.flow import fire


@transaction.atomic
def submit_period(period: Period, *, actor: Actor, at: dt.datetime) -> Period:
    """Hand the full sheet to review and tell those who review. Refuses while a cell is open."""
    fire(period, "submit", actor=actor, at=at)
    _tell(period, "assessments.review", f"{period}等您复核", f"/work/assessments/{period.pk}/sheet/", at)
    return period


@transaction.atomic
def return_period(period: Period, *, reason: str, actor: Actor, at: dt.datetime) -> Period:
    """Send the sheet back to 打分 with a reason and tell those who score."""
    fire(period, "send_back", actor=actor, at=at, note=reason)
    url = f"/work/assessments/{period.pk}/sheet/"
    _tell(period, "assessments.score", f"{period}被退回打分：{reason.strip()[:60]}", url, at)
    return period


@transaction.atomic
def finalise_period(period: Period, *, actor: Actor, at: dt.datetime) -> Ranking:
    """Fix scores and ranks and let the villages check their own lines for ``CHECK_WORKDAYS`` before the 通报."""
    last = calendar().add_workdays(at.date(), settings.CHECK_WORKDAYS)
    fire(period, "finalise", actor=actor, at=at, finalised_at=at, object_until=last)
    ranking = ranking_of(period)
    for line in ranking.lines:
        outcome = line.outcome
        line.entry.shown, line.entry.rank = outcome.shown, outcome.rank
        line.entry.group_rank, line.entry.grade = outcome.group_rank, outcome.grade
        line.entry.award = sum((award.amount for award in outcome.awards), start=line.entry.award * 0)
    Entry.objects.bulk_update(
        [line.entry for line in ranking.lines], ["shown", "rank", "group_rank", "grade", "award"]
    )
    period.summary = summary_of(ranking)
    period.save(update_fields=["summary"])
    tell_villages(ranking, f"{period}已定稿，请核对本村得分；{last.month}月{last.day}日前可提异议", at=at)
    return ranking


def tell_villages(ranking: Ranking, text: str, *, at: dt.datetime) -> None:
    """Send everybody who may see their own line there; two statements however many villages."""
    entries = [line.entry for line in ranking.lines]
    who = user_ids_by_unit("assessments.view_own", [entry.unit for entry in entries], on=at.date())
    news = [
        (user_id, text, f"/work/assessments/own/{entry.pk}/")
        for entry in entries
        for user_id in who[entry.unit_id]
    ]
    notify_each(news, at=at)


def summary_of(ranking: Ranking) -> dict[str, Any]:
    """The few figures that lists of periods show, as plain JSON."""
    stats = ranking.result.stats
    return {
        "mean": str(stats.mean_shown) if stats.mean_shown is not None else "",
        "highest": str(stats.highest) if stats.highest is not None else "",
        "lowest": str(stats.lowest) if stats.lowest is not None else "",
        "grades": [[share.name, share.count, str(share.percent)] for share in stats.distribution],
    }


@transaction.atomic
def reopen_period(period: Period, *, reason: str, actor: Actor, at: dt.datetime) -> Period:
    """Take 定稿 or 通报 back for a recorded reason; ranks are cleared, the published papers stay on file.

    The paper that goes out again keeps its number and takes the day on which it does so.
    """
    fire(
        period,
        "reopen",
        actor=actor,
        at=at,
        note=reason,
        finalised_at=None,
        published_at=None,
        object_until=None,
        summary={},
    )
    period.entries.update(shown=None, rank=None, group_rank=None, grade="", award=0)
    bulletin = Bulletin.objects.get(period=period)
    undated = {key: value for key, value in bulletin.settings.items() if key != "dated"}
    Bulletin.objects.filter(pk=bulletin.pk).update(settings=undated, revision=F("revision") + 1)
    refresh(period.unit, kinds=[DutyKind.ASSESSMENT], year=period.year)
    _tell(
        period,
        "assessments.score",
        f"{period}重新打开：{reason.strip()[:60]}",
        f"/work/assessments/{period.pk}/sheet/",
        at,
    )
    return period


@transaction.atomic
def reopen_for_objection(objection: Objection, *, actor: Actor, at: dt.datetime) -> Period:
    """Reopen the month because an objection was upheld; the reason names the objection."""
    if objection.state != ObjectionState.UPHELD:
        raise Refused("先采纳这条异议，再重新打开")
    period = objection.entry.period
    if period.state not in (PeriodState.FINAL, PeriodState.PUBLISHED):
        raise Refused("本期已经是打开的，直接改分即可")
    reason = f"采纳{objection.entry.unit.name}对{objection.key_title or '综合得分'}的异议：{objection.answer[:800]}"
    return reopen_period(period, reason=reason, actor=actor, at=at)


def _tell(period: Period, capability: str, text: str, url: str, at: dt.datetime) -> None:
    notify(user_ids_with(capability, period.unit, on=at.date()), text=text, url=url, at=at)
