"""Making, changing and putting into force versions of a unit's 指标体系."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from django.db import IntegrityError, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.assessments.models import SchemeState, SchemeVersion
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.scoring.scheme import Scheme
from xiangfeng.workflow.flow import fire

MANAGE = "assessments.manage"


def _fits(scheme: Scheme) -> None:
    """Refuses what the tables have no room for; a file may bring anything."""
    keys = [*(node.code for node in scheme.items()), *(source.key for source in scheme.walk())]
    if not scheme.name.strip() or len(scheme.name) > 80:
        raise Refused("指标体系要有名称，不超过 80 个字")
    if not 2000 <= scheme.year <= 2100:
        raise Refused(f"年度写的是 {scheme.year}，应在 2000 到 2100 之间")
    if not scheme.version.strip() or len(scheme.version) > 20:
        raise Refused("版本要写，不超过 20 个字")
    if too_long := [key for key in keys if len(key) > 39]:
        raise Refused(f"编号“{too_long[0]}”太长，请改短到 39 个字以内")
    if "\\u0000" in json.dumps(scheme.to_dict()):
        raise Refused("内容里有看不见的控制字符，请删去再存")


@transaction.atomic
def create_scheme(unit: Unit, scheme: Scheme, *, actor: Actor, at: dt.datetime) -> SchemeVersion:
    """Keep ``scheme`` as a new draft of ``unit``. Refuses a second of that name, year and version.

    A draft may still have problems; they are listed on screen and stand in the way only of 启用.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能为“{unit.name}”设指标体系")
    _fits(scheme)
    try:
        with transaction.atomic():
            row = SchemeVersion.objects.create(
                unit=unit,
                name=scheme.name,
                year=scheme.year,
                version=scheme.version,
                body=scheme.to_dict(),
                updated_at=at,
            )
    except IntegrityError as error:
        raise Refused(
            f"{unit.name}已有“{scheme.name}”{scheme.year}年第{scheme.version}版，请换一个名称或版本号"
        ) from error
    record(row, verb="新建指标体系", actor=actor, at=at)
    return row


@transaction.atomic
def edit_scheme(
    row: SchemeVersion, scheme: Scheme, *, revision: int, actor: Actor, at: dt.datetime
) -> SchemeVersion:
    """Replace a draft's content. :class:`Stale` when somebody saved since ``revision`` was read."""
    if not may(actor, MANAGE, row):
        raise Refused("您不能改这份指标体系")
    if row.state != SchemeState.DRAFT:
        raise Refused("已启用的指标体系不能改，请“另存新版”后再改；用过它的月份仍按原版可查")
    _fits(scheme)
    try:
        with transaction.atomic():
            changed = SchemeVersion.objects.filter(
                pk=row.pk, revision=revision, state=SchemeState.DRAFT
            ).update(
                name=scheme.name,
                year=scheme.year,
                version=scheme.version,
                body=scheme.to_dict(),
                revision=revision + 1,
                updated_at=at,
            )
    except IntegrityError as error:
        raise Refused("已有同名、同年、同版本的指标体系，请换一个版本号") from error
    if not changed:
        raise Stale("这份指标体系刚被别人改过，请刷新后再改")
    record(row, verb="修改指标体系", actor=actor, at=at, data={"revision": revision + 1})
    return SchemeVersion.objects.select_related("unit").get(pk=row.pk)


def copy_scheme(
    row: SchemeVersion, *, unit: Unit, year: int, version: str, actor: Actor, at: dt.datetime
) -> SchemeVersion:
    """Start a new draft from an existing version: next year's, or one of a unit below."""
    return create_scheme(unit, replace(row.scheme, year=year, version=version), actor=actor, at=at)


@transaction.atomic
def activate_scheme(row: SchemeVersion, *, actor: Actor, at: dt.datetime) -> SchemeVersion:
    """Put a draft into force and retire the unit's earlier active version of the same name and year."""
    for older in SchemeVersion.objects.filter(
        unit_id=row.unit_id, name=row.name, year=row.year, state=SchemeState.ACTIVE
    ).order_by("id"):
        fire(older, "retire", actor=actor, at=at)
    fire(row, "activate", actor=actor, at=at)
    return row
