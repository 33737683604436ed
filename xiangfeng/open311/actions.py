"""Giving out and revoking keys; taking in what another system sends."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload
from xiangfeng.base.errors import Refused
from xiangfeng.base.paths import covers
from xiangfeng.feedback.actions import Registered, Sender, register_report
from xiangfeng.feedback.actions.sender import open_receipt
from xiangfeng.feedback.models import Category, Channel, Kind, Privacy, Report
from xiangfeng.history.actions import record
from xiangfeng.open311.asking import Incoming
from xiangfeng.open311.models import ORIGIN, ApiKey
from xiangfeng.open311.queries import (
    MANAGE,
    RECEIVING,
    digest_of,
    find_jurisdiction,
    find_service,
    key_by,
    villages_of,
)
from xiangfeng.open311.wire import Fault
from xiangfeng.orgs.models import Unit
from xiangfeng.visitors.actions import TooMany, count_sender, hour_of

HINT = 6
PLACE = 120


@transaction.atomic
def issue_key(unit: Unit, *, name: str, per_hour: int, actor: Actor, at: dt.datetime) -> tuple[ApiKey, str]:
    """Give out a key; gives the row and the key, which is shown this once and not kept.

    Refuses an actor without ``open311.manage`` on ``unit``, a unit that takes no reports (a village, a station) and no name.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能替{unit.name}发放接口密钥")
    if unit.kind not in RECEIVING or not unit.is_active:
        raise Refused(f"{unit.name}不受理群众反映，接口密钥请发在乡镇（街道）或以上")
    if not name.strip():
        raise Refused("请写明发给哪个系统，以后停用时好认")
    text = secrets.token_hex(20)
    row = ApiKey.objects.create(
        unit=unit,
        name=name.strip(),
        digest=digest_of(text),
        hint=text[:HINT],
        per_hour=per_hour,
        made_by=actor.name,
        made_at=at,
    )
    record(row, verb="发放接口密钥", actor=actor, at=at, after={"对方系统": row.name, "每小时最多": per_hour})
    return row, text


@transaction.atomic
def revoke_key(row: ApiKey, *, actor: Actor, at: dt.datetime) -> None:
    """Revoke a key: from now on nothing comes by it; what came stays. Refuses one that is revoked already."""
    if not may(actor, MANAGE, row):
        raise Refused(f"您不能停用{row.unit.name}的接口密钥")
    done = ApiKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=at, revoked_by=actor.name)
    if not done:
        raise Refused("这把密钥已经停用了")
    record(row, verb="停用接口密钥", actor=actor, at=at)


def take_request(
    api_key: str,
    said: Incoming,
    *,
    jurisdiction: str,
    photos: Iterable[Upload] = (),
    form_key: str = "",
    at: dt.datetime,
) -> Registered:
    """Take a report in from another system; the same ``form_key`` by the same key is the same report.

    Faults: 403 no such key, or one that does not serve the unit; 404 unknown jurisdiction or service; 429 more than the key may send in an
    hour; 400 all that :func:`register_report` refuses. Contact is kept only when it was sent, apart and never told.
    """
    key = key_by(api_key)
    if key is None:
        raise Fault(403, "api_key 没有给出、不对，或者已经停用")
    unit = find_jurisdiction(jurisdiction, default=key.unit)
    if not covers(key.unit.path, unit.path):
        raise Fault(403, f"这把 api_key 不能向{unit.name}报送")
    category = find_service(unit, said.service_code)
    fields = {**_fields(unit, said), "category": category, "text": _text(said, category)}
    try:
        return _take(key, unit, fields, photos=photos, form_key=form_key, at=at)
    except TooMany as refusal:
        raise Fault(429, str(refusal)) from refusal
    except Refused as refusal:
        raise Fault(400, str(refusal)) from refusal


def _take(
    key: ApiKey,
    unit: Unit,
    fields: dict[str, Any],
    *,
    photos: Iterable[Upload],
    form_key: str,
    at: dt.datetime,
) -> Registered:
    says = f"这把密钥每小时最多报送 {key.per_hour} 件，请过一小时再报"
    count_sender(
        key.key,
        key.key,
        starts_at=hour_of(at),
        a_sender=key.per_hour,
        in_all=key.per_hour,
        says=says,
        says_all=says,
    )
    # Once a day, not at every sending.
    ApiKey.objects.filter(pk=key.pk).exclude(used_on=at.date()).update(used_on=at.date())
    return register_report(
        unit,
        channel=Channel.MACHINE,
        origin_key=key.key,
        registrar=f"接口：{key.name}",
        photos=photos,
        form_key=f"{key.key}:{form_key}" if form_key else "",
        at=at,
        **fields,
    )


def open_token(unit: Unit, token: str, *, address: str, at: dt.datetime) -> Report:
    """The request of a receipt (查询码), which stands for the token of the standard. Faults: 404 none of this unit's that came by a machine; 429 too
    many wrong ones, here or at 查进度, from the network ``address``."""
    try:
        row = open_receipt(token, address=address, at=at)
    except TooMany as refusal:
        raise Fault(429, str(refusal)) from refusal
    if row is None or row.unit_id != unit.pk or not row.origin_key.startswith(ORIGIN):
        raise Fault(404, "没有这个 token（查询码）")
    return row


def _fields(unit: Unit, said: Incoming) -> dict[str, Any]:
    sender = Sender(name=said.name, phone=said.phone, email=said.email)
    is_named = bool(sender.name and sender.phone)
    privacy = Privacy.NAMED if is_named else Privacy.ANONYMOUS if sender.is_empty else Privacy.CONFIDENTIAL
    return {
        "privacy": privacy,
        "sender": sender,
        "kind": _kind(said.attributes.get("kind", "")),
        "village": _village(unit, said.attributes.get("village", "")),
        "place": said.place[:PLACE],
        "latitude": said.latitude,
        "longitude": said.longitude,
    }


def _kind(key: str) -> str:
    if key and key not in Kind.values:
        raise Fault(400, f"attribute[kind] 没有“{key[:40]}”，见这个 service 的定义")
    return key


def _village(unit: Unit, key: str) -> Unit | None:
    if not key:
        return None
    for village in villages_of(unit):
        if key in (str(village.pk), village.code, village.name):
            return village
    raise Fault(400, f"attribute[village] 没有“{key[:40]}”，见这个 service 的定义")


def _text(said: Incoming, category: Category) -> str:
    """What was said; a report without words says the matter. An address too long for its field is not cut off."""
    text = said.text or f"（没有文字说明）{category.name}"
    text = f"{text}\n地点：{said.place}" if len(said.place) > PLACE else text
    if len(text) > settings.FEEDBACK_LONGEST_SENT:
        raise Fault(400, f"description 和 address_string 合起来最多 {settings.FEEDBACK_LONGEST_SENT} 字")
    return text
