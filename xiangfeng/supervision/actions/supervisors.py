"""社会监督员: register, change, look at the phone (A4.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.administration.queries.people import masked
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import covers
from xiangfeng.history.actions import in_words, record
from xiangfeng.orgs.models import Unit
from xiangfeng.supervision.flow import MANAGE
from xiangfeng.supervision.models import Kind, Supervisor
from xiangfeng.workflow.flow import rewrite

VIEW = "supervision.view"
TEXTS = ("name", "other_kind", "workplace", "phone")


def url_of(row: Supervisor) -> str:
    return f"/work/supervision/supervisors/{row.pk}/"


@transaction.atomic
def add_supervisor(unit: Unit, *, actor: Actor, at: dt.datetime, **fields: Any) -> Supervisor:
    """Enter somebody; they serve once a 聘书 is signed. ``fields``: name, kind, other_kind, workplace, phone, person (who signs in).

    Refuses who may not manage ``unit``, missing 姓名, 单位 or 电话, 其他 without saying which, a person of elsewhere or already linked.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}登记社会监督员")
    kept = _checked(unit, fields)
    try:
        with transaction.atomic():
            row = Supervisor.objects.create(unit=unit, **kept)
    except IntegrityError:
        raise Refused("这个账号已经是另一位监督员的") from None
    record(row, verb="登记监督员", actor=actor, at=at, after=_said(kept))
    return row


@transaction.atomic
def edit_supervisor(
    row: Supervisor, *, revision: int, actor: Actor, at: dt.datetime, **fields: Any
) -> Supervisor:
    """Change particulars; an empty ``phone`` keeps the known one. Refuses as :func:`add_supervisor`; :class:`Stale` when somebody else
    changed it since."""
    if not may(actor, MANAGE, row):
        raise Refused("这位监督员不归您管")
    kept = _checked(row.unit, fields | {"phone": str(fields.get("phone") or "").strip() or row.phone})
    before = {name: getattr(row, name) for name in kept}
    changed = [name for name, value in kept.items() if before[name] != value]
    if not changed:
        return row
    try:
        with transaction.atomic():
            rewrite(row, kept, revision=revision, says="这位监督员刚被别人改过，请刷新后再改")
    except IntegrityError:
        raise Refused("这个账号已经是另一位监督员的") from None
    told = ({name: before[name] for name in changed}, {name: kept[name] for name in changed})
    record(row, verb="修改监督员", actor=actor, at=at, before=_said(told[0]), after=_said(told[1]))
    return row


@transaction.atomic
def read_phone(row: Supervisor, *, actor: Actor, at: dt.datetime) -> str:
    """The number in full; that it was looked at is recorded (个人信息保护法第51条)."""
    if not may(actor, VIEW, row):
        raise Refused("这位监督员不在您的管辖范围内")
    record(row, verb="查看电话", actor=actor, at=at)
    return row.phone


def _checked(unit: Unit, fields: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: str(fields.get(name) or "").strip() for name in TEXTS}
    kept |= {"kind": fields.get("kind") or "", "person": fields.get("person")}
    for name, word in (("name", "姓名"), ("workplace", "单位"), ("phone", "电话")):
        if not kept[name]:
            raise Refused(f"请写{word}")
    if kept["kind"] not in Kind.values:
        raise Refused("请选类别")
    if kept["kind"] != Kind.OTHER:
        kept["other_kind"] = ""
    elif not kept["other_kind"]:
        raise Refused("类别选了其他，请写明是什么，如 政协委员、老党员")
    person = kept["person"]
    if person and not covers(unit.path, person.unit.path):
        raise Refused(f"{person.name}不在{unit.name}的人员里")
    return kept


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    told = in_words(Supervisor, fields)
    return told | ({"电话": masked(told["电话"])} if "电话" in told else {})
