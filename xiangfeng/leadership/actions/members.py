"""Seats of the leading group: appoint, change, end, hand over (A1.1, A2.1, D5.1, G2.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.numbering import chinese_date
from xiangfeng.history.actions import record
from xiangfeng.leadership.models import Charge, GroupPost, Member
from xiangfeng.orgs.models import Person, Unit

MANAGE = "leadership.manage"
FIELDS = (
    "title",
    "post",
    "represents",
    "division",
    "duty",
    "liability",
    "reward",
    "basis",
    "seq",
    "from_date",
)
KEY_POSTS = (GroupPost.CHIEF, GroupPost.DEPUTY)
WORDS = {
    "title": "职务",
    "post": "小组职务",
    "represents": "成员单位",
    "division": "分工",
    "duty": "任务",
    "liability": "责任",
    "reward": "奖惩",
    "basis": "任职文号",
    "seq": "排序",
    "from_date": "起",
}


def allowed(actor: Actor, unit: Unit) -> None:
    """Refuses who does not keep the leading group of ``unit``."""
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能改{unit.name}的领导小组、分工和包干，请联系它的创建办")


def hold_group(unit: Unit) -> None:
    """Let nobody else change this group until the transaction ends: the two rules about overlaps need to see all seats."""
    Unit.objects.filter(pk=unit.pk).update(seq=F("seq"))


def checked(row: models.Model) -> None:
    """Run the row's own rules; gives the first broken one as a plain sentence."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


def day_text(day: dt.date | None) -> str:
    return chinese_date(day) if day else "至今"


@transaction.atomic
def appoint_member(
    unit: Unit, *, person: Person, post: str, from_date: dt.date, actor: Actor, at: dt.datetime, **fields: Any
) -> Member:
    """Seat ``person`` in the leading group from a day on.

    Refuses a second 组长 in the same days, the same person twice in the same days and somebody who is not of this
    unit or below it. The seat may have an end from the start (``to_date``).
    """
    allowed(actor, unit)
    if not person.unit.path.startswith(unit.path):
        raise Refused(f"{person.name}不是{unit.name}及下属单位的人，请先在“人员与任职”里登记")
    represents = fields.get("represents")
    if represents is not None and not represents.path.startswith(unit.path):
        raise Refused(f"“{represents.name}”不在{unit.name}下面，不能作成员单位")
    hold_group(unit)
    member = Member(unit=unit, person=person, post=post, from_date=from_date, **fields)
    if not member.seq:
        member.seq = _next_seq(unit)
    _check_overlaps(member)
    checked(member)
    member.save()
    record(
        member, verb="任领导小组成员", actor=actor, at=at,
        after={"小组职务": member.get_post_display(), "起": from_date, "任职文号": member.basis},
    )  # fmt: skip
    return member


def _next_seq(unit: Unit) -> int:
    return (Member.objects.filter(unit=unit).aggregate(models.Max("seq"))["seq__max"] or 0) + 1


def _check_overlaps(member: Member) -> None:
    """No second 组长 and nobody twice, on any day of the seat."""
    others = (
        Member.objects.filter(unit=member.unit).exclude(pk=member.pk).exclude(to_date__lt=member.from_date)
    )
    if member.to_date is not None:
        others = others.filter(from_date__lte=member.to_date)
    twin = others.filter(person=member.person).order_by("from_date").first()
    if twin is not None:
        raise Refused(
            f"{member.person.name}在这段时间已是{twin.get_post_display()}（{day_text(twin.from_date)}起），"
            "不用重复任；要改小组职务，请修改原来那一行或先办结"
        )
    if member.post != GroupPost.CHIEF:
        return
    chief = others.filter(post=GroupPost.CHIEF).select_related("person").order_by("from_date").first()
    if chief is not None:
        raise Refused(
            f"组长只能有 1 名：{chief.person.name}从{day_text(chief.from_date)}起是组长。"
            f"换人请在{chief.person.name}那一行用“换届”，一步办结并接任"
        )


@transaction.atomic
def edit_member(member: Member, *, revision: int, actor: Actor, at: dt.datetime, **fields: Any) -> Member:
    """Change what a seat says: 小组职务, 分工's four fields, 任职文号, first day.

    Refuses what would make a second 组长; :class:`Stale` when somebody else changed the seat since it was read.
    """
    allowed(actor, member.unit)
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"no fields of a seat: {unknown}")
    hold_group(member.unit)
    before = {name: getattr(member, name) for name in fields}
    for name, value in fields.items():
        setattr(member, name, value)
    changed = {name: value for name, value in before.items() if getattr(member, name) != value}
    if not changed:
        return member
    _check_overlaps(member)
    checked(member)
    written = {name: getattr(member, name) for name in changed} | {"revision": revision + 1}
    if not Member.objects.filter(pk=member.pk, revision=revision).update(**written):
        raise Stale("这一行刚被别人改过，请刷新后再改")
    member.revision = revision + 1
    record(
        member, verb="修改领导小组成员", actor=actor, at=at,
        before={WORDS[name]: _said(value) for name, value in changed.items()},
        after={WORDS[name]: _said(getattr(member, name)) for name in changed},
    )  # fmt: skip
    return member


def _said(value: Any) -> Any:
    return value.name if isinstance(value, Unit) else value


def gap_after(member: Member, to_date: dt.date) -> str:
    """What the group lacks from the day after ``to_date`` if this seat ends then; "" when nothing."""
    if member.post not in KEY_POSTS:
        return ""
    day = to_date + dt.timedelta(days=1)
    others = Member.objects.filter(unit=member.unit, post=member.post).exclude(pk=member.pk).on(day)
    if others.exists():
        return ""
    what = "组长" if member.post == GroupPost.CHIEF else "分管"
    return f"{day_text(day)}起，{member.unit.name}领导小组就没有{what}了"


@transaction.atomic
def end_member(
    member: Member,
    *,
    to_date: dt.date,
    accepts_gap: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> Member:
    """End a seat on its last day; the row stays, so that the list of any past day can be read back.

    What the person holds (包干) ends with it. Ending the only 组长 or the last 分管 leaves the group incomplete: that is
    refused with a plain warning unless ``accepts_gap``. A day already set may be brought forward, never put off.
    """
    allowed(actor, member.unit)
    hold_group(member.unit)
    if member.to_date is not None and to_date > member.to_date:
        raise Refused(f"任期已定在{day_text(member.to_date)}止，不能往后延；要续任请重新任职")
    gap = gap_after(member, to_date)
    if gap and not accepts_gap:
        raise Refused(f"{gap}。有人接任请用“换届”；确实要暂时空缺，请勾选“知道会空缺，仍要办结”")
    _close(member, to_date)
    ended = _end_charges(member, to_date, actor, at)
    data = {"包干一并办结": ended} if ended else None
    record(member, verb="办结领导小组任期", actor=actor, at=at, note=gap, after={"止": to_date}, data=data)
    return member


def _close(member: Member, to_date: dt.date) -> None:
    member.to_date = to_date
    member.revision += 1
    checked(member)
    written = {"to_date": to_date, "revision": member.revision}
    if not Member.objects.filter(pk=member.pk, revision=member.revision - 1).update(**written):
        raise Stale("这一行刚被别人改过，请刷新后再改")


def _running_charges(member: Member, to_date: dt.date) -> list[Charge]:
    rows = Charge.objects.filter(unit=member.unit, person=member.person).exclude(to_date__lte=to_date)
    return list(rows.select_related("target", "work", "person", "unit").order_by("id"))


def _end_charges(member: Member, to_date: dt.date, actor: Actor, at: dt.datetime) -> list[str]:
    ended = []
    for charge in _running_charges(member, to_date):
        if charge.from_date > to_date:
            record(charge, verb="取消包干", actor=actor, at=at, note=f"{member.person.name}任期办结")
            charge.delete()
        else:
            charge.to_date = to_date
            charge.save(update_fields=["to_date"])
            record(charge, verb="办结包干", actor=actor, at=at, after={"止": to_date})
        ended.append(str(charge.target or charge.work))
    return ended


@transaction.atomic
def replace_member(
    member: Member,
    *,
    person: Person,
    on: dt.date,
    title: str = "",
    basis: str = "",
    takes_division: bool = True,
    takes_charges: bool = True,
    actor: Actor,
    at: dt.datetime,
) -> Member:
    """换届: end a seat on the day before ``on`` and seat the successor from ``on``, in one step.

    The successor takes over the 小组职务 and, unless told otherwise, the 分工 and the 包干. Refuses oneself as successor
    and a day on or before the first day of the seat; nothing is ended when the successor cannot be seated.
    """
    allowed(actor, member.unit)
    if person.pk == member.person_id:
        raise Refused(f"接任的还是{person.name}，不用换届")
    if on <= member.from_date:
        raise Refused(f"{member.person.name}从{day_text(member.from_date)}起任职，接任日期要在这以后")
    last = on - dt.timedelta(days=1)
    held = _running_charges(member, last) if takes_charges else []
    end_member(member, to_date=last, accepts_gap=True, actor=actor, at=at)
    names = ("division", "duty", "liability", "reward") if takes_division else ()
    successor = appoint_member(
        member.unit, person=person, post=member.post, from_date=on, title=title, basis=basis,
        represents=member.represents, seq=member.seq, actor=actor, at=at,
        **{name: getattr(member, name) for name in names},
    )  # fmt: skip
    for charge in held:
        taken = Charge(
            unit=member.unit, person=person, target=charge.target, work=charge.work, from_date=max(on, charge.from_date)
        )  # fmt: skip
        checked(taken)
        taken.save()
        record(taken, verb="接过包干", actor=actor, at=at, after={"原包干领导": member.person.name, "起": on})
    return successor
