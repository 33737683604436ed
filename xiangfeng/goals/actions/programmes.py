"""创建方案: writing one, and making its first year's plan in one press (B1–B3)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.goals.actions.plans import create_plan
from xiangfeng.goals.models import Goal, Plan, Programme
from xiangfeng.goals.queries.plans import MANAGE, units_under
from xiangfeng.goals.starter import STARTERS
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit

LONGEST = 10
PARTS = ("background", "aims", "contents")


@transaction.atomic
def create_programme(
    unit: Unit, *, title: str, from_year: int, to_year: int, actor: Actor, at: dt.datetime, **parts: Any
) -> Programme:
    """Begin a programme. Refuses years that make no span of 2 to 10, and a unit out of reach."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替“{unit.name}”编方案")
    _check_years(from_year, to_year)
    row = Programme.objects.create(
        unit=unit, title=title.strip(), from_year=from_year, to_year=to_year, created_at=at, **parts
    )
    record(row, verb="建创建方案", actor=actor, at=at, after={"名称": row.title})
    return row


def _check_years(from_year: int, to_year: int) -> None:
    if not 2000 <= from_year <= 2100:
        raise Refused("起始年应在2000到2100之间")
    if not 1 <= to_year - from_year < LONGEST:
        raise Refused(f"创建方案管两年到{LONGEST}年，请核对起止年")


@transaction.atomic
def edit_programme(
    programme: Programme,
    *,
    title: str,
    from_year: int,
    to_year: int,
    parts: Mapping[str, str],
    yearly: Mapping[str, str],
    planning: tuple[str, str],
    revision: int,
    actor: Actor,
    at: dt.datetime,
) -> Programme:
    """Write the four parts and where the development plan takes them up (D5.2). Refuses years that leave out a plan
    already made; :class:`Stale` when somebody else saved since ``revision``."""
    if not may(actor, MANAGE, programme):
        raise Refused("您不能改这份方案")
    _check_years(from_year, to_year)
    outside = programme.plans.exclude(year__range=(from_year, to_year)).order_by("year").first()
    if outside:
        raise Refused(f"已有{outside.year}年的计划，起止年要把它包括在内")
    values = {
        "title": title.strip(), "from_year": from_year, "to_year": to_year, "yearly": dict(yearly),
        "planning_title": planning[0], "planning_clause": planning[1], **{name: parts[name] for name in PARTS},
    }  # fmt: skip
    fresh = Programme.objects.filter(pk=programme.pk, revision=revision)
    if not fresh.update(**values, revision=F("revision") + 1):
        raise Stale("这份方案刚被别人改过，请刷新后再改")
    before = {"名称": programme.title, "起止": f"{programme.from_year}–{programme.to_year}"}
    programme.refresh_from_db()
    after = {"名称": programme.title, "起止": f"{programme.from_year}–{programme.to_year}"}
    record(programme, verb="改创建方案", actor=actor, at=at, before=before, after=after)
    return programme


@transaction.atomic
def generate_first_year(programme: Programme, *, actor: Actor, at: dt.datetime) -> Plan:
    """The first year's plan with the eleven kinds of work (B3.1), led by the stations whose names fit.

    Refuses when that year has a plan already.
    """
    plan = create_plan(
        programme.unit, year=programme.from_year, programme=programme, actor=actor, at=at,
        guidance=programme.aims,
    )  # fmt: skip
    units = list(units_under(programme.unit))
    Goal.objects.bulk_create(
        Goal(
            plan=plan, seq=number, title=one.title, indicator=one.indicator, target=one.target,
            measure=one.measure, weight=one.weight, is_additive=one.is_additive, tags=one.tags,
            requirement=one.requirement, unit=_lead(one.leads, units),
            due_on=dt.date(plan.year, one.month, calendar.monthrange(plan.year, one.month)[1]),
        )
        for number, one in enumerate(STARTERS, start=1)
    )  # fmt: skip
    record(plan, verb="按方案模板生成第一年目标", actor=actor, at=at, data={"条数": len(STARTERS)})
    return plan


def _lead(words: Sequence[str], units: Sequence[Unit]) -> Unit | None:
    """The unit whose name holds one of the words, the first word before the second; None leaves it to the office."""
    return next((unit for word in words for unit in units if word in unit.name), None)
