"""合并, 拆分, 关联: reports that belong together (A4.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.documents.actions import next_number
from xiangfeng.feedback.actions.moving import (
    add_step,
    check_not_about,
    check_unnamed,
    go,
    handlers_of,
    people_of,
    term_due,
)
from xiangfeng.feedback.actions.registering import url_of
from xiangfeng.feedback.flow import MANAGE, REPORT, own_case
from xiangfeng.feedback.models import ENDED, Category, Photo, Report, ReportState, Side
from xiangfeng.history.actions import record
from xiangfeng.notifications.actions import notify
from xiangfeng.workflow.flow import hold

S = ReportState
MOST_PARTS = 5
COPIED = (
    "unit", "channel", "privacy", "category", "norm", "about", "site", "village", "place", "x", "y", "latitude", "longitude",
    "came_on", "accept_due_on", "upper_due_on", "shows_photos",
)  # fmt: skip


@transaction.atomic
def merge_report(row: Report, *, into: Report, actor: Actor, at: dt.datetime) -> None:
    """合并: ``row`` is dealt with and replied to together with ``into``, and so is whatever had been merged into ``row``.

    The sender of ``row`` sees progress and reply of the main one by their own receipt, never its text or who said it. The earlier deadline of
    the two holds, as long as nobody was replied to. Refuses itself, another unit's report, one that ended or was split, a part, and one that is in the hands of
    the unit complained of.
    """
    _check_main(row, into, actor)
    hold(into)
    told = handlers_of(row, at) if row.handler_id != row.unit_id else []
    go(row, "merge", actor=actor, at=at, merged_into=into, closed_at=at)
    Report.objects.filter(merged_into=row).update(merged_into=into)
    _hasten(into, row)
    add_step(row, "已合并", text="与另一件反映同一件事的一起办理，进展和答复接着在这里看", actor=actor, at=at)
    add_step(into, "并入一件", text=row.number, is_public=False, actor=actor, at=at)
    record(into, verb="并入一件", actor=actor, at=at, after={"编号": row.number, "期限": into.due_on})
    notify(told, text=f"群众反映 {row.number} 已并入另一件，不用单独办", url="/work/feedback/own/", at=at)


@transaction.atomic
def unmerge_report(row: Report, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """分开办理: take a 合并 back. ``row`` waits to be dispatched again, by its own term; it counts as taken in when it was merged. What had been
    merged into it before stays with the main one. Refuses an empty reason and one that names the sender, who reads it.
    """
    main = row.merged_into
    go(
        row, "unmerge", actor=actor, at=at, note=reason, merged_into=None, handler=row.unit, closed_at=None,
        accepted_at=row.accepted_at or row.closed_at, sent_at=None, sign_due_on=None, signed_at=None,
    )  # fmt: skip
    check_unnamed(row, reason, "理由")
    said = f"{reason.strip()}（{row.due_on.month}月{row.due_on.day}日前答复）"
    add_step(row, "分开办理", text=said, actor=actor, at=at)
    if main is not None:
        hold(main)
        _slow(main, row, at.date())
        add_step(main, "分出一件", text=row.number, is_public=False, actor=actor, at=at)
        record(main, verb="分出一件", actor=actor, at=at, after={"编号": row.number, "期限": main.due_on})


def _check_main(row: Report, into: Report, actor: Actor) -> None:
    if into.pk == row.pk:
        raise Refused("不能并入自己，请选另一件")
    if into.unit_id != row.unit_id:
        raise Refused(f"{into.number}由{into.unit.name}受理，只能并入同一个单位受理的")
    if into.state in ENDED:
        raise Refused(f"{into.number}已经是“{into.get_state_display()}”，请选还在办的")
    if row.parent_id or into.parent_id or row.parts.exists():
        raise Refused("拆分过的不能再合并，请用“关联”")
    if reason := own_case(into, actor):
        raise Refused(reason)
    if into.handler_id != into.unit_id:
        check_not_about(row, into.handler)


def _hasten(into: Report, row: Report) -> None:
    """Nobody waits longer because somebody else had said it later; ``row`` keeps what the deadline was."""
    if not into.is_open or into.first_replied_at is not None or row.due_on >= into.due_on:
        return
    row.hastened_from = into.due_on
    Report.objects.filter(pk=row.pk).update(hastened_from=row.hastened_from)
    _set_due(into, row.due_on, first=min(row.due_on, into.first_due_on))


def _set_due(row: Report, due_on: dt.date, *, first: dt.date, **more: Any) -> None:
    row.due_on, row.first_due_on = due_on, first
    Report.objects.filter(pk=row.pk).update(due_on=due_on, first_due_on=first, **more)


def _slow(main: Report, row: Report, today: dt.date) -> None:
    """Take back what merging ``row`` did to the deadline of ``main``, as far as no other merged one asks for it."""
    was, row.hastened_from = row.hastened_from, None
    Report.objects.filter(pk=row.pk).update(hastened_from=None)
    if was is None:
        return
    if main.due_on != row.due_on or not main.is_open or main.first_replied_at is not None:
        main.merged.filter(hastened_from=row.due_on).update(hastened_from=was)
        return
    other = main.merged.filter(due_on__lt=was).order_by("due_on", "pk").first()
    if other is not None:
        Report.objects.filter(pk=other.pk).update(hastened_from=was)
    due = other.due_on if other is not None else was
    first = due if main.first_due_on == row.due_on else main.first_due_on
    _set_due(main, due, first=first, was_late=main.was_late and today > due)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of a report that said several: in the office's words, for whoever handles it."""

    text: str
    kind: str = ""
    category: Category | None = None


@transaction.atomic
def split_report(row: Report, *, parts: Sequence[Part], actor: Actor, at: dt.datetime) -> list[Report]:
    """拆分: each part is a report of its own, to be handed to its own unit; the sender keeps one receipt, which shows them all.

    The whole is kept by the receiving unit and replied to when every part is. Who said it stays with the whole. Refuses fewer than two parts
    and more than five, words that name the sender, a part, and what was handed out already.
    """
    texts = [one.text.strip() for one in parts]
    if not 2 <= len(texts) <= MOST_PARTS or not all(texts):
        raise Refused(f"请写 2 到 {MOST_PARTS} 件，每件写清是什么事")
    if row.parent_id:
        raise Refused("这件就是拆出来的，不能再拆")
    if row.state not in (S.NEW, S.ACCEPTED):
        raise Refused("派单、办理以前才能拆分；已派出的先收回")
    for text in texts:
        check_unnamed(row, text, "拆出的内容")
    if row.state == S.NEW:
        go(row, "accept", actor=actor, at=at, accepted_at=at)
        add_step(row, "已受理", actor=actor, at=at)
    go(row, "keep", actor=actor, at=at, signed_at=at)
    made = [_part(row, one, actor, at) for one in parts]
    add_step(
        row, "分成几件办理", text=f"里面有 {len(made)} 件事，分别交办，都答复后一起看得到", actor=actor, at=at
    )
    record(row, verb="拆分", actor=actor, at=at, after={"拆出": [one.number for one in made]})
    return made


def _part(row: Report, part: Part, actor: Actor, at: dt.datetime) -> Report:
    kind = part.kind or row.kind
    due = term_due(row, kind, row.came_on, upper=row.upper_due_on)
    category = part.category or row.category
    given: dict[str, Any] = {name: getattr(row, name) for name in COPIED} | {"category": category}
    made = Report.objects.create(
        **given, parent=row, handler=row.unit, number=next_number(row.unit, "反映", year=at.year), state=S.ACCEPTED,
        kind=kind, text=part.text.strip(), received_at=at, accepted_at=at, due_on=due, first_due_on=due,
        registrar=actor.name[:40],
    )  # fmt: skip
    Photo.objects.bulk_create(
        Photo(report=made, attachment_id=one.attachment_id, side=Side.SENDER)
        for one in row.photos.filter(side=Side.SENDER).order_by("id")
    )
    add_step(made, "已受理", text=f"{due.month}月{due.day}日前答复", actor=actor, at=at)
    record(made, verb="拆出一件", actor=actor, at=at, after={"原件": row.number, "期限": due})
    return made


def settle_parent(part: Report, *, actor: Actor, at: dt.datetime) -> None:
    """Reply to the whole when the last of its parts was replied to or sent away; nothing for a report that is no part.

    Where the whole cannot be replied to by itself (a suggestion of which nobody said whether it is taken), the office is told. Call it
    in the transaction that moved the part.
    """
    if part.parent_id is None:
        return
    whole = Report.objects.select_related("unit", "handler", "about").get(pk=part.parent_id)
    rows = list(whole.parts.order_by("id"))
    if whole.state != S.HANDLING or any(one.is_open for one in rows):
        return
    hold(whole)
    if REPORT.reason_against(whole, "reply_self", actor):
        text = f"{whole.number} 拆出的几件都答复了，请答复原件"
        notify(people_of(whole.unit, MANAGE, at), text=text, url=url_of(whole), at=at)
        return
    said = "\n".join(f"{number}．{_result(one)}" for number, one in enumerate(rows, start=1))
    go(
        whole, "reply_self", actor=actor, at=at, reply=said, replied_by=actor.name[:40], replied_at=at,
        first_replied_at=whole.first_replied_at or at, replier=whole.replier or whole.handler,
    )  # fmt: skip
    add_step(whole, "已答复", text="几件都有了答复", actor=actor, at=at)


def _result(part: Report) -> str:
    what = part.text if len(part.text) <= 40 else f"{part.text[:40]}…"
    out = f"{part.get_state_display()}，{part.exit_to}{'：' if part.exit_to else ''}{part.exit_reason}"
    return f"{what}\n{part.reply or out}"


@transaction.atomic
def relate_reports(row: Report, other: Report, *, actor: Actor, at: dt.datetime) -> None:
    """关联, both ways: each page names the other, nothing else changes. Refuses itself, what is related already and who manages only one."""
    _check_both(row, other, actor)
    if row.related.filter(pk=other.pk).exists():
        raise Refused(f"和 {other.number} 已经关联了")
    row.related.add(other)
    _record_both(row, other, "关联", actor, at)


@transaction.atomic
def unrelate_reports(row: Report, other: Report, *, actor: Actor, at: dt.datetime) -> None:
    """Take a 关联 back, both ways. Refuses what is not related and who manages only one."""
    _check_both(row, other, actor)
    if not row.related.filter(pk=other.pk).exists():
        raise Refused(f"和 {other.number} 没有关联")
    row.related.remove(other)
    _record_both(row, other, "取消关联", actor, at)


def _check_both(row: Report, other: Report, actor: Actor) -> None:
    if row.pk == other.pk:
        raise Refused("不能和自己关联，请选另一件")
    for one in (row, other):
        if not may(actor, MANAGE, one.unit):
            raise Refused(f"{one.number}不由您受理，不能关联")
        if reason := own_case(one, actor):
            raise Refused(reason)


def _record_both(row: Report, other: Report, verb: str, actor: Actor, at: dt.datetime) -> None:
    for one, that in ((row, other), (other, row)):
        record(one, verb=verb, actor=actor, at=at, after={"编号": that.number})
