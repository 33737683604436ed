"""Opening a month and settling who takes part in it (A4.1a)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from xiangfeng.access.actor import SYSTEM, Actor
from xiangfeng.access.scope import may
from xiangfeng.assessments.models import (
    Bulletin,
    Entry,
    Period,
    PeriodState,
    SchemeState,
    SchemeVersion,
)
from xiangfeng.assessments.queries.periods import active_schemes_of, has_anything
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import covers
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.notifications.queries import told
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import assessed_units_of, user_ids_with
from xiangfeng.workflow.flow import fire, hold

MANAGE = "assessments.manage"


def due_date(year: int, month: int) -> dt.date:
    """The day of the following month by which the 通报 should be out; day 10 unless set otherwise ([own] default)."""
    return dt.date(year + month // 12, month % 12 + 1, settings.ASSESSMENT_DUE_DAY)


@transaction.atomic
def open_period(
    unit: Unit, *, year: int, month: int, scheme_version: SchemeVersion, actor: Actor, at: dt.datetime
) -> Period:
    """Open a month for ``unit`` with its villages as entries.

    Refuses a second time for the same month, and a scheme that is not in force or belongs to neither ``unit`` nor a unit
    above it.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能为“{unit.name}”开考评期")
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Refused("考评月份不对：年应在2000到2100之间，月应是1到12")
    if scheme_version.state != SchemeState.ACTIVE:
        raise Refused(f"指标体系“{scheme_version.name}”没有启用，先启用再开期")
    if not covers(scheme_version.unit.path, unit.path):
        raise Refused(f"“{scheme_version.name}”是{scheme_version.unit.name}的，{unit.name}不能用")
    problems = scheme_version.scheme.problems()
    if problems:
        raise Refused(f"指标体系“{scheme_version.name}”还有问题，先改好再开期：{problems[0]}")
    if Period.objects.filter(unit=unit, year=year, month=month).exists():
        raise Refused(f"{year}年{month}月的考评已经开过了")
    try:
        with transaction.atomic():
            period = Period.objects.create(
                unit=unit,
                scheme_version=scheme_version,
                year=year,
                month=month,
                due_on=due_date(year, month),
                opened_at=at,
                touched_at=at,
            )
    except IntegrityError as error:
        raise Stale(f"{year}年{month}月的考评刚被别人开了，请刷新") from error
    Bulletin.objects.create(period=period, unit=unit, updated_at=at)
    Entry.objects.bulk_create(
        Entry(period=period, unit=village, group=village.group, seq=number)
        for number, village in enumerate(assessed_units_of(unit), start=1)
    )
    record(period, verb="开考评期", actor=actor, at=at, after={"指标体系": str(scheme_version)})
    return period


@transaction.atomic
def cancel_period(period: Period, *, actor: Actor, at: dt.datetime) -> None:
    """Take back a month opened by mistake. Refuses once anything was entered; that it was opened stays on record."""
    _open_for_change(period, actor)
    if has_anything(period):
        raise Refused("打分表里已经有内容，不能取消开期；确实不评的，把各单位改为不参加排名并写明原因")
    record(period, verb="取消开期", actor=actor, at=at)
    period.delete()


@transaction.atomic
def set_entry(
    entry: Entry, *, group: str, is_ranked: bool, reason: str, actor: Actor, at: dt.datetime
) -> Entry:
    """Put an entry into another group or outside the ranking, before the figures are final."""
    _open_for_change(entry.period, actor)
    if not is_ranked and not reason.strip():
        raise Refused("不参加排名要写明原因，原因会印在通报里")
    before = {"类别": entry.group, "参加排名": entry.is_ranked}
    entry.group, entry.is_ranked, entry.unranked_reason = group.strip(), is_ranked, reason.strip()
    entry.save(update_fields=["group", "is_ranked", "unranked_reason"])
    record(
        entry, verb="改参评信息", actor=actor, at=at, note=reason, before=before,
        after={"类别": entry.group, "参加排名": entry.is_ranked},
    )  # fmt: skip
    return entry


@transaction.atomic
def add_entry(period: Period, *, unit: Unit, actor: Actor, at: dt.datetime) -> Entry:
    """Let one more unit take part; units outside the period's own tree are refused."""
    _open_for_change(period, actor)
    if not unit.path.startswith(period.unit.path):
        raise Refused(f"“{unit.name}”不归{period.unit.name}管，不能列入")
    if period.entries.filter(unit=unit).exists():
        raise Refused(f"“{unit.name}”已在参评名单里")
    last = period.entries.aggregate(Max("seq"))["seq__max"] or 0
    entry = Entry.objects.create(period=period, unit=unit, group=unit.group, seq=last + 1)
    record(entry, verb="列入参评名单", actor=actor, at=at)
    return entry


@transaction.atomic
def add_entries(period: Period, *, units: Sequence[Unit], actor: Actor, at: dt.datetime) -> list[Entry]:
    """Let several units take part, all or none."""
    if not units:
        raise Refused("请先勾选要列入的单位")
    return [add_entry(period, unit=unit, actor=actor, at=at) for unit in units]


@transaction.atomic
def remove_entry(entry: Entry, *, actor: Actor, at: dt.datetime) -> None:
    """Take a unit off the list while the month is being prepared; once scored it can only be left unranked."""
    _open_for_change(entry.period, actor)
    if entry.period.state != PeriodState.DRAFT or entry.scores.exists():
        raise Refused("已经开始打分，不能删除；可以改为不参加排名，并写明原因")
    record(entry, verb="移出参评名单", actor=actor, at=at)
    entry.delete()


@transaction.atomic
def edit_period(
    period: Period,
    *,
    inspected_from: dt.date | None,
    inspected_to: dt.date | None,
    declared_count: int | None,
    due_on: dt.date,
    actor: Actor,
    at: dt.datetime,
) -> Period:
    """Set the days of inspection, the declared number of units and the day the 通报 is due.

    Refuses days that have nothing to do with the month: a mistyped year would put out every list that tells the time.
    """
    _open_for_change(period, actor)
    first = dt.date(period.year, period.month, 1)
    days = [day for day in (inspected_from, inspected_to, due_on) if day is not None]
    if not all(abs(day - first) <= dt.timedelta(days=366) for day in days) or due_on < first:
        raise Refused(f"检查日期和通报期限应在{period.year}年{period.month}月前后一年以内，请核对年份")
    if inspected_from and inspected_to and inspected_to < inspected_from:
        raise Refused("检查止日不能早于检查起日")
    before = _dates_of(period)
    period.inspected_from, period.inspected_to = inspected_from, inspected_to
    period.declared_count, period.due_on = declared_count, due_on
    period.save(update_fields=["inspected_from", "inspected_to", "declared_count", "due_on"])
    record(period, verb="改考评期信息", actor=actor, at=at, before=before, after=_dates_of(period))
    return period


def _dates_of(period: Period) -> dict[str, object]:
    names = {
        "检查起": period.inspected_from,
        "检查止": period.inspected_to,
        "应评数": period.declared_count,
        "通报期限": period.due_on,
    }
    return {name: value for name, value in names.items() if value is not None}


def _open_for_change(period: Period, actor: Actor) -> None:
    if not may(actor, MANAGE, period):
        raise Refused("您不能改这个考评期")
    if period.state not in (PeriodState.DRAFT, PeriodState.SCORING):
        raise Refused(f"现在是“{period.get_state_display()}”，不能再改；需要改时先退回或重新打开")
    hold(period)


def open_due_periods(*, at: dt.datetime) -> list[Period]:
    """The clock: open this month for every township that has an active monthly scheme; say nothing where done.

    A scheme of a later year waits for its year. A month that cannot be opened does not keep the others from it: its
    office finds it not open and opens it by hand.
    """
    opened = []
    today = at.date()
    done = Period.objects.filter(year=today.year, month=today.month).values("unit_id")
    for unit in (
        Unit.objects.filter(kind=UnitKind.TOWNSHIP, is_active=True).exclude(pk__in=done).order_by("path")
    ):
        if (chosen := scheme_in_force(unit, today.year)) is None:
            continue
        try:
            opened.append(_open_and_start(unit, chosen, today, at))
        except Refused:
            continue
    return opened


def scheme_in_force(unit: Unit, year: int) -> SchemeVersion | None:
    """The monthly scheme that ``unit`` assesses by in ``year``: its own before those above, the latest up to that year."""
    rows = active_schemes_of(unit).filter(year__lte=year)
    return next((row for row in rows if row.scheme.period == "month"), None)


@transaction.atomic
def _open_and_start(unit: Unit, scheme: SchemeVersion, today: dt.date, at: dt.datetime) -> Period:
    period = open_period(unit, year=today.year, month=today.month, scheme_version=scheme, actor=SYSTEM, at=at)
    if period.entries.exists():
        fire(period, "start", actor=SYSTEM, at=at)
    return period


@transaction.atomic
def warn_late_periods(*, at: dt.datetime) -> int:
    """The clock: tell the 创建办 and the leaders of months whose 通报 is overdue (次月10日 黄, 月底 红; A4.1a).

    Each person once for yellow and once for red, however often the clock strikes; gives how many were told now.
    """
    warned = 0
    rows = Period.objects.filter(due_on__lt=at.date()).exclude(state=PeriodState.PUBLISHED)
    for period in rows.select_related("unit").order_by("id"):
        word = (
            "红灯：已到月底"
            if period.light(at.date()) == "red"
            else f"黄灯：已过{period.due_on.month}月{period.due_on.day}日"
        )
        who = {
            user
            for capability in ("assessments.manage", "assessments.issue")
            for user in user_ids_with(capability, period.unit, on=at.date())
        }
        url = f"/work/assessments/{period.pk}/"
        text = f"{period.unit.name}{period}还没有发通报（{word}）"
        who -= told(text, url)
        notify(who, text=text, url=url, at=at)
        warned += len(who)
    return warned
