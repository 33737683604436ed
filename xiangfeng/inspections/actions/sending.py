"""What a phone sends when it has a network again: each thing done once, however often and in whatever order it arrives.

An operation is ``{"key", "kind", "visit", …}`` with a key of the phone's own making. The first time its outcome is written down
in the same transaction (:class:`Receipt`); sent again it is answered from there. What cannot be done yet (``waiting``) leaves no
trace and is sent again by the phone.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_date, parse_datetime

from xiangfeng.access.actor import Actor
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.inspections.actions.filling import fill_answer, hand_in_visit, text_of
from xiangfeng.inspections.actions.settling import settle_clash
from xiangfeng.inspections.models import Clash, Photo, Receipt, Visit, VisitState
from xiangfeng.inspections.queries.filling import reason_against, reason_shut, visit_rows

MOST_AT_ONCE = 200
Operation = Mapping[str, Any]
Result = dict[str, Any]
DONE, WAITING, CLASH, REFUSED = "done", "waiting", "clash", "refused"


class _Wait(Exception):
    """Not yet: what the operation builds on is still on its way."""


def receive(operations: Sequence[Operation], *, device: str, actor: Actor, at: dt.datetime) -> list[Result]:
    """Do each in the order given, each in a transaction of its own; gives one result for each:
    ``{"key", "result": "done" | "waiting" | "clash" | "refused", "reason", …}``."""
    if len(operations) > MOST_AT_ONCE:
        raise Refused(f"一次最多送 {MOST_AT_ONCE} 项，请分开送")
    return [_one(operation, device[:40], actor, at) for operation in operations]


def _one(operation: Operation, device: str, actor: Actor, at: dt.datetime) -> Result:
    key = _uuid(operation.get("key"))
    act = ACTS.get(str(operation.get("kind", "")))
    if key is None or act is None:
        return {
            "key": operation.get("key"),
            "result": REFUSED,
            "reason": "手机送来的内容看不懂，请刷新后再试",
        }
    visit = _visit(operation)
    if visit is None:
        return {"key": str(key), "result": REFUSED, "reason": "没有这张检查表，或者已经不归您查"}
    try:
        return _once(visit, key, lambda: act(visit, operation, device, actor, at), actor, at)
    except (_Wait, Stale) as error:
        return {"key": str(key), "result": WAITING, "reason": str(error)}
    except IntegrityError:
        # The same operation came twice in this very moment; the other one is done by now.
        return _told(key, visit) or {"key": str(key), "result": WAITING, "reason": "正在处理"}


def _once(visit: Visit, key: uuid.UUID, act: Callable[[], Result], actor: Actor, at: dt.datetime) -> Result:
    """Do it and write down what came of it, or give what was written down."""
    with transaction.atomic():
        if told := _told(key, visit):
            return told
        # Before anything is done: whoever sends the same at the same time waits here and then finds it done.
        receipt = Receipt.objects.create(visit=visit, key=key, answer={}, at=at)
        try:
            with transaction.atomic():
                result = act()
        except Stale:
            raise
        except Refused as refusal:
            result = {"result": REFUSED, "reason": str(refusal)}
        receipt.answer = {"key": str(key)} | result
        receipt.save(update_fields=["answer"])
        return dict(receipt.answer)


def _told(key: uuid.UUID, visit: Visit) -> Result | None:
    known = Receipt.objects.filter(key=key).first()
    if known is None:
        return None
    if known.visit_id != visit.pk:
        return {"key": str(key), "result": REFUSED, "reason": "手机送来的内容对不上，请刷新后再试"}
    return dict(known.answer)


def _visit(operation: Operation) -> Visit | None:
    key = _uuid(operation.get("visit"))
    found: Visit | None = visit_rows().filter(key=key).first() if key else None
    return found


def _uuid(text: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


# --- the three kinds -----------------------------------------------------------------------------------------------


def _answer(visit: Visit, operation: Operation, device: str, actor: Actor, at: dt.datetime) -> Result:
    written = fill_answer(
        visit,
        str(operation.get("item", "")),
        verdict=str(operation.get("verdict", "")),
        count=_whole(operation.get("count")),
        note=str(operation.get("note", "")),
        device=device,
        turn=_whole(operation.get("turn")),
        seen=_whole(operation.get("seen")),
        filled_at=_moment(operation.get("filled_at")),
        actor=actor,
        at=at,
    )
    if isinstance(written, Clash):
        return {"result": CLASH, "reason": "两个人填得不一样，请选一份", "clash": clash_json(written)}
    return {"result": DONE, "answer": text_of(written)}


def _settle(visit: Visit, operation: Operation, device: str, actor: Actor, at: dt.datetime) -> Result:
    clash = visit.clashes.filter(pk=_whole(operation.get("clash"))).first()
    if clash is None:
        raise Refused("没有这处不一样，请刷新后再看")
    clash.visit = visit
    standing = settle_clash(clash, take_other=operation.get("take_other") is True, actor=actor, at=at)
    return {"result": DONE, "answer": text_of(standing) if standing else None}


def _hand_in(visit: Visit, operation: Operation, device: str, actor: Actor, at: dt.datetime) -> Result:
    if visit.state == VisitState.HANDED_IN:
        raise Refused("这张表已经交过了")
    # What may never be handed in must not wait for ever for what was refused before it.
    if reason := reason_against(visit, actor) or reason_shut(visit):
        raise Refused(reason)
    _wait_for(visit, operation, device)
    day = parse_date(str(operation.get("visited_on", "")))
    if day is None:
        raise Refused("请填检查日期")
    hand_in_visit(
        visit,
        visited_on=day,
        inspectors=str(operation.get("inspectors", "")),
        present=str(operation.get("present", "")),
        is_confirmed=operation.get("is_confirmed") is True,
        remark=str(operation.get("remark", "")),
        actor=actor,
        at=at,
    )
    return {"result": DONE, "score": str(visit.score), "full": str(visit.full)}


def _wait_for(visit: Visit, operation: Operation, device: str) -> None:
    """Hand in only what is whole: every answer and photo that the phone lists must be here, no clash may be open."""
    turns = operation.get("answers")
    here = {row.item: row for row in visit.answers.order_by("id")}
    for item, turn in (turns if isinstance(turns, dict) else {}).items():
        row = here.get(str(item))
        if row is None or (row.device == device and row.turn < _whole(turn)):
            raise _Wait("还有填好的没有传到")
    listed = operation.get("photos")
    keys = {key for key in map(_uuid, listed if isinstance(listed, list) else []) if key is not None}
    if Photo.objects.filter(visit=visit, key__in=keys).count() < len(keys):
        raise _Wait("还有照片没有传到")
    if visit.clashes.filter(settled_at=None).exists():
        raise _Wait("有两人填得不一样的，选定用哪一份就会交上")


ACTS: dict[str, Callable[[Visit, Operation, str, Actor, dt.datetime], Result]] = {
    "answer": _answer,
    "settle": _settle,
    "hand_in": _hand_in,
}


# --- reading what was sent -----------------------------------------------------------------------------------------


def clash_json(clash: Clash) -> dict[str, Any]:
    """A clash as the phone shows it."""
    return {"id": clash.pk, "item": clash.item, "stands": clash.stands, "other": clash.other, "by": clash.by}


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else 0


def _moment(value: object) -> dt.datetime | None:
    try:
        found = parse_datetime(str(value or ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None
