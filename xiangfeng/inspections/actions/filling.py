"""Filling a checklist, on the desktop and from a phone: answers, photos, handing in, reopening (A4.1b).

A visit is held for the length of each action, so that two people who fill the same form come one after the other.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from decimal import Decimal
from typing import Any

from django.db import transaction

from xiangfeng.access.actor import Actor
from xiangfeng.attachments.actions import Ready, share_file, store_file
from xiangfeng.attachments.actions import Upload as FileUpload
from xiangfeng.base.errors import Refused
from xiangfeng.findings.actions import add_photo, record_finding, void_finding
from xiangfeng.findings.models import Finding, FindingState, Source
from xiangfeng.history.actions import record
from xiangfeng.inspections.models import Answer, Clash, Photo, Verdict, Visit, VisitState
from xiangfeng.inspections.queries.filling import INSPECT, first_day_of, items_of, reason_against, reason_shut
from xiangfeng.inspections.reckoning import taken, tally
from xiangfeng.regulations.models import Norm
from xiangfeng.sites.actions import note_result, reset_result
from xiangfeng.workflow.flow import fire, hold

MOST_PLACES = 99
MOST_PHOTOS = 9
"""Of one item."""
FEWEST_INSPECTORS = 2
MENDED = "检查表退回改过，这一项没有问题"


def url_of(visit: Visit) -> str:
    return f"/work/inspections/visits/{visit.pk}/"


def key_of(answer: Answer) -> str:
    """By which the finding of an answer is found again."""
    return f"inspections.answer:{answer.pk}"


def text_of(answer: Answer) -> dict[str, Any]:
    """An answer as a clash shows it and the phone keeps it."""
    return {
        "verdict": answer.verdict,
        "count": answer.count,
        "note": answer.note,
        "by": answer.by,
        "revision": answer.revision,
    }


# --- answers -------------------------------------------------------------------------------------------------------


@transaction.atomic
def fill_answer(
    visit: Visit,
    item: str,
    *,
    verdict: str,
    count: int = 0,
    note: str = "",
    actor: Actor,
    at: dt.datetime,
    device: str = "",
    turn: int = 0,
    seen: int | None = None,
    filled_at: dt.datetime | None = None,
) -> Answer | Clash:
    """Write what was found on one item; gives the answer that stands, or the :class:`Clash` where somebody else changed it.

    ``seen`` is the revision of the answer as it was read before filling (0: there was none; None: overwrite knowingly).
    ``device`` and ``turn`` number what one phone fills: an earlier turn that arrives later changes nothing. What a phone
    filled before somebody else handed the form in becomes a clash too, so that it is not lost; the desktop is refused.

    Refuses who may not fill the form (see ``reason_against``), a form that is not open, an item that is not in it, a count out
    of range.
    """
    fields = _checked(visit, item, verdict, count, note, actor)
    hold(visit)
    row = visit.answers.filter(item=item).first()
    if row is not None and device and row.device == device and turn <= row.turn:
        return row
    if row is not None and all(getattr(row, name) == value for name, value in fields.items()):
        return _touched(row, device, turn)
    if visit.state == VisitState.HANDED_IN:
        if not device:
            raise Refused("这张表已经交了，要改先退回")
        return _clash(visit, item, row, fields, actor, at)
    is_ours = row is not None and bool(device) and row.device == device
    if not is_ours and seen is not None and seen != (row.revision if row else 0):
        return _clash(visit, item, row, fields, actor, at)
    when = min(filled_at, at) if filled_at else at
    return _write(visit, item, row, fields | {"device": device, "turn": turn, "filled_at": when}, actor, at)


def _checked(visit: Visit, code: str, verdict: str, count: int, note: str, actor: Actor) -> dict[str, Any]:
    """The columns of an answer, refused where they cannot be one."""
    if reason := reason_against(visit, actor) or reason_shut(visit):
        raise Refused(reason)
    item = items_of(visit).get(code)
    if item is None:
        raise Refused("检查表里没有这一项，请刷新后再填")
    if verdict not in Verdict.values:
        raise Refused("请选“没问题”“有问题”或“不涉及”")
    places = count if verdict == Verdict.BAD else 0
    if verdict == Verdict.BAD and not 1 <= places <= MOST_PLACES:
        raise Refused(f"有问题的要写处数，1到{MOST_PLACES}处")
    said = note.strip()
    if len(said) > 200:
        raise Refused("问题写得太长，请写在200字以内")
    return {"verdict": verdict, "count": places, "note": said, "points": taken(item, places)}


def _touched(row: Answer, device: str, turn: int) -> Answer:
    """The same was said once more: nothing changes but the phone's number, when it is the same phone's."""
    if device and row.device == device and turn > row.turn:
        Answer.objects.filter(pk=row.pk).update(turn=turn)
        row.turn = turn
    return row


def _write(
    visit: Visit, item: str, row: Answer | None, fields: dict[str, Any], actor: Actor, at: dt.datetime
) -> Answer:
    before = text_of(row) if row else None
    row = row or Answer(visit=visit, item=item, revision=0)
    for name, value in (fields | {"by": actor.name[:40], "saved_at": at}).items():
        setattr(row, name, value)
    row.revision += 1
    row.save()
    record(
        visit,
        verb="填检查项",
        actor=actor,
        at=at,
        note=f"{item} {row.get_verdict_display()}",
        before=before,
        after=text_of(row),
    )
    return row


def _clash(
    visit: Visit, item: str, row: Answer | None, fields: dict[str, Any], actor: Actor, at: dt.datetime
) -> Clash:
    """Keep what came second beside what stands; the same second one again is the same clash."""
    other = {"verdict": fields["verdict"], "count": fields["count"], "note": fields["note"]}
    stands = text_of(row) if row else {}
    for known in visit.clashes.filter(item=item, settled_at=None, by=actor.name[:40]).order_by("id"):
        if known.other == other:
            return known
    made: Clash = visit.clashes.create(item=item, stands=stands, other=other, by=actor.name[:40], at=at)
    record(visit, verb="填写冲突", actor=actor, at=at, note=item, before=stands, after=other)
    return made


# --- photos --------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep_photo(
    visit: Visit,
    item: str,
    upload: FileUpload | Ready,
    *,
    key: uuid.UUID,
    taken_at: dt.datetime | None = None,
    actor: Actor,
    at: dt.datetime,
) -> Photo:
    """Keep a photo of one item, once for each ``key``; one that comes after handing in joins its finding. Only then is it a file of the village:
    until the form is handed in nobody there sees where somebody looks.

    Refuses who may not fill the form, a form that is not open, an item that is not in it, what is no picture, and the
    tenth photo of an item.
    """
    if reason := reason_against(visit, actor) or reason_shut(visit):
        raise Refused(reason)
    if item not in items_of(visit):
        raise Refused("检查表里没有这一项，请刷新后再传")
    hold(visit)
    if known := Photo.objects.filter(key=key).select_related("attachment").first():
        if known.visit_id != visit.pk:
            raise Refused("这张照片是另一张检查表的")
        return known
    if visit.photos.filter(item=item).count() >= MOST_PHOTOS:
        raise Refused(f"一项最多 {MOST_PHOTOS} 张照片")
    kept = store_file(
        upload, unit=visit.site.unit, actor=actor, at=at, purpose="检查照片", is_restricted=True
    )
    if not kept.is_image:
        raise Refused("这不是照片，请传图片")
    when = min(taken_at, at) if taken_at else None
    photo: Photo = visit.photos.create(item=item, key=key, attachment=kept, taken_at=when, by=actor.name[:40])
    record(visit, verb="传检查照片", actor=actor, at=at, note=items_of(visit)[item]["title"])
    if visit.state == VisitState.HANDED_IN:
        _join(visit, photo, actor, at)
    return photo


def _join(visit: Visit, photo: Photo, actor: Actor, at: dt.datetime) -> None:
    """A photo that comes late goes to the finding of its item, if there is one."""
    answer = visit.answers.filter(item=photo.item, verdict=Verdict.BAD).first()
    rows = Finding.objects.select_related("unit", "lead").exclude(state=FindingState.VOID)
    finding = rows.filter(origin_key=key_of(answer)).first() if answer else None
    if finding is not None:
        kept = share_file(photo.attachment, unit=finding.lead, actor=actor, at=at)
        add_photo(finding, kept, actor=actor, at=at)


# --- handing in ----------------------------------------------------------------------------------------------------


def names_in(text: str) -> list[str]:
    """The inspectors in one line of names, each once."""
    return list(dict.fromkeys(part for part in re.split(r"[\s、，,；;/]+", text) if part))


def lacks_of(visit: Visit) -> list[str]:
    """What keeps a form from being handed in, in words; each item is named by its place in the form."""
    answers = {row.item: row for row in visit.answers.order_by("id")}
    pictured = set(visit.photos.order_by().values_list("item", flat=True))
    items = list(enumerate(items_of(visit).values(), 1))
    found = []
    if empty := [number for number, item in items if item["code"] not in answers]:
        found.append(f"第{_listed(empty)}项还没有查")
    bare = [
        number
        for number, item in items
        if item.get("needs_photo")
        and item["code"] not in pictured
        and item["code"] in answers
        and answers[item["code"]].verdict == Verdict.BAD
    ]
    if bare:
        found.append(f"第{_listed(bare)}项有问题，按要求要拍照")
    if answers and all(row.verdict == Verdict.SKIP for row in answers.values()):
        found.append("没有一项查过；不用查的点位请标“不查了”")
    if visit.clashes.filter(settled_at=None).exists():
        found.append("有两人填得不一样的，先选定用哪一份")
    return found


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:6])) + (f"等{len(numbers)}" if len(numbers) > 6 else "")


@transaction.atomic
def hand_in_visit(
    visit: Visit,
    *,
    visited_on: dt.date,
    inspectors: str,
    present: str = "",
    is_confirmed: bool = False,
    remark: str = "",
    is_typed_back: bool = False,
    actor: Actor,
    at: dt.datetime,
) -> Visit:
    """Hand the form in: the score is reckoned, each fault becomes a finding (or the one it already is), the site keeps the result.

    Refuses who may not fill it, a form that is not open, fewer than two inspectors, a day to come or before it was handed out, a
    confirmation without a name, and what
    ``lacks_of`` names: an item not looked at, a photo that is demanded, a clash not settled.
    """
    names = _who(visit, visited_on, inspectors, present if is_confirmed else None, actor, at)
    hold(visit)
    if lacks := lacks_of(visit):
        raise Refused("；".join(lacks))
    answers = list(visit.answers.order_by("id"))
    result = tally(items_of(visit).values(), {row.item: (row.verdict, row.count) for row in answers})
    fire(
        visit,
        "hand_in",
        actor=actor,
        at=at,
        visited_on=visited_on,
        inspectors="、".join(names)[:80],
        present=present.strip()[:40],
        is_confirmed=is_confirmed,
        remark=remark.strip()[:300],
        is_typed_back=is_typed_back,
        score=result.score,
        full=result.full,
        handed_in_at=at,
        handed_in_by_id=actor.user_id,
    )
    _settle_findings(visit, answers, actor, at)
    note_result(visit.site, score=result.score, full=result.full, on=visited_on)
    return visit


def _who(
    visit: Visit,
    visited_on: dt.date,
    inspectors: str,
    confirmed_by: str | None,
    actor: Actor,
    at: dt.datetime,
) -> list[str]:
    """The inspectors; refused where the head or the foot of the form cannot stand."""
    if reason := reason_against(visit, actor) or reason_shut(visit):
        raise Refused(reason)
    names = names_in(inspectors)
    if len(names) < FEWEST_INSPECTORS:
        raise Refused("检查要两个人以上，请写全检查人")
    if visited_on > at.date():
        raise Refused("检查日期还没有到，请核对")
    if visited_on < (first := first_day_of(visit.inspection)):
        raise Refused(f"这次检查{first.year}年{first.month}月{first.day}日才派发，请核对检查日期")
    if confirmed_by is not None and not confirmed_by.strip():
        raise Refused("被检单位已确认的，请写在场人姓名")
    return names


def _settle_findings(visit: Visit, answers: list[Answer], actor: Actor, at: dt.datetime) -> None:
    """Findings as the answers have it: made or updated for the faults, taken back for what is none any more."""
    photos: dict[str, list[Any]] = {}
    for photo in visit.photos.select_related("attachment").order_by("id"):
        photos.setdefault(photo.item, []).append(photo.attachment)
    items = items_of(visit)
    norms = Norm.objects.in_bulk({item["norm"] for item in items.values() if item.get("norm")})
    rows = Finding.objects.filter(origin_key__in=[key_of(answer) for answer in answers])
    known = {row.origin_key: row for row in rows.select_related("unit", "lead", "task").order_by("id")}
    for answer in answers:
        finding = known.get(key_of(answer))
        # What the office struck out stays struck out.
        if finding is not None and finding.state == FindingState.VOID:
            continue
        if answer.verdict == Verdict.BAD:
            item = items[answer.item]
            told = [
                share_file(one, unit=visit.site.unit, actor=actor, at=at)
                for one in photos.get(answer.item, [])
            ]
            _record(visit, answer, item, norms.get(item.get("norm")), told, actor, at)
        elif finding is not None:
            void_finding(finding, reason=MENDED, right=INSPECT, actor=actor, at=at)


def _record(
    visit: Visit,
    answer: Answer,
    item: dict[str, Any],
    norm: Norm | None,
    photos: list[Any],
    actor: Actor,
    at: dt.datetime,
) -> None:
    assert visit.visited_on is not None
    record_finding(
        visit.inspection.unit,
        lead=visit.site.unit,
        text=answer.note or item["title"],
        found_on=visit.visited_on,
        source=Source.INSPECTION if visit.inspection.is_announced else Source.SECRET,
        right=INSPECT,
        origin_key=key_of(answer),
        site=visit.site,
        norm=norm,
        item_code=item["code"],
        count=answer.count,
        points=Decimal(answer.points),
        indicator=item.get("indicator", ""),
        source_text=visit.inspection.title,
        source_url=url_of(visit),
        found_by=visit.inspectors,
        photos=photos,
        actor=actor,
        at=at,
    )


@transaction.atomic
def reopen_visit(visit: Visit, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Take a form that was handed in up again, with a reason; its findings stay until it is handed in again.

    The site's last result is that of the check before again. Refuses one whose inspection is over, and what the flow refuses.
    """
    if shut := reason_shut(visit):
        raise Refused(shut)
    day = visit.visited_on
    fire(visit, "reopen", actor=actor, at=at, note=reason, handed_in_at=None, score=None, full=None)
    if visit.site.last_checked_on != day:
        return
    before = visit.site.visits.filter(state=VisitState.HANDED_IN).order_by("-visited_on", "-id").first()
    if before is None:
        reset_result(visit.site)
    else:
        reset_result(visit.site, score=before.score, full=before.full, on=before.visited_on)
