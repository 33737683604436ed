"""Writing down what was found; the same fault found again goes to the finding that is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.attachments.actions import Upload, store_file
from xiangfeng.attachments.models import Attachment
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.documents.actions import next_number
from xiangfeng.findings.models import Finding, FindingPhoto, FindingState, Source
from xiangfeng.findings.sameness import is_same_fault
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Norm
from xiangfeng.sites.models import Site
from xiangfeng.tasks.actions import add_kept
from xiangfeng.tasks.models import CLOSED, FileRole, TaskState
from xiangfeng.workflow.flow import hold

LONGEST_TEXT = 400
CHANGEABLE = (FindingState.RECORDED, FindingState.LINKED)
INSPECT = "inspections.inspect"
PRESSED_TWICE = dt.timedelta(minutes=2)
"""Whoever registers the very same within this time pressed the button twice."""


class Facts(TypedDict, total=False):
    """What else may be said of a finding."""

    source: str
    site: Site | None
    place: str
    norm: Norm | None
    item_code: str
    count: int
    points: Decimal
    indicator: str
    source_text: str
    source_url: str
    found_by: str


@transaction.atomic
def record_finding(
    unit: Unit,
    *,
    lead: Unit,
    text: str,
    found_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    right: str = "findings.record",
    origin_key: str = "",
    photos: Iterable[Attachment] = (),
    **said: Unpack[Facts],
) -> Finding:
    """Write down a fault that ``unit`` found and ``lead`` answers for; ``points`` are taken off for all ``count`` places.

    ``origin_key`` names the row it came from: a second call with it changes the finding while nothing was decided about it
    (待处理, 并入) and gives it as it is afterwards. The same fault at the same place within SAME_FINDING_DAYS, or while the earlier
    one is being mended, is 并入 the earlier finding; found again after 销号 it is 待处理 and says so (``came_back``).

    Refuses who does not hold ``right`` on ``unit`` (of inspectors it is asked where they look: a township's people may go along for the
    county), a unit or a site outside it, an empty or overlong text, and a day that has not come.
    """
    if not may(actor, right, lead if right == INSPECT else unit):
        raise Refused(f"您不能替{unit.name}登记检查发现")
    facts: dict[str, Any] = {"lead": lead, "text": text.strip(), "found_on": found_on, **_facts(said, actor)}
    _check(unit, facts, at)
    row = _known(origin_key)
    if row is not None and row.unit_id != unit.pk:
        raise Refused(f"这条记录已经由{row.unit.name}登记过")
    if row is None:
        row = _write(unit, facts, origin_key, actor, at)
    elif row.state in CHANGEABLE:
        _change(row, facts, actor, at)
    for photo in photos if row.state != FindingState.VOID else ():
        add_photo(row, photo, actor=actor, at=at)
    return row


def _facts(said: Facts, actor: Actor) -> dict[str, Any]:
    """What was said, cut to its columns, with what stands for what was not said."""
    url = said.get("source_url", "")
    return {
        "source": said.get("source", Source.INSPECTION),
        "source_text": said.get("source_text", "").strip()[:120],
        # Only an address of this site: people press it.
        "source_url": url[:200] if url.startswith("/") and url[1:2] not in ("/", "\\") else "",
        "site": said.get("site"),
        "place": said.get("place", "").strip()[:100],
        "norm": said.get("norm"),
        "item_code": said.get("item_code", "")[:20],
        "count": said.get("count", 1),
        "points": said.get("points", Decimal(0)),
        "indicator": said.get("indicator", "")[:40],
        "found_by": (said.get("found_by") or actor.name)[:80],
    }


def _known(origin_key: str) -> Finding | None:
    if not origin_key:
        return None
    return Finding.objects.filter(origin_key=origin_key).select_related("unit", "lead", "site").first()


def _check(unit: Unit, facts: dict[str, Any], at: dt.datetime) -> None:
    lead, site = facts["lead"], facts["site"]
    if not lead.path.startswith(unit.path):
        raise Refused(f"“{lead.name}”不归{unit.name}管，不能列为责任单位")
    if site is not None and not site.unit.path.startswith(lead.path):
        raise Refused(f"点位“{site.name}”由{site.unit.name}负责，责任单位不能选{lead.name}")
    if not facts["text"]:
        raise Refused("请写清发现了什么问题")
    if len(facts["text"]) > LONGEST_TEXT:
        raise Refused(f"问题太长，请写在{LONGEST_TEXT}字以内")
    if facts["found_on"] > at.date():
        raise Refused("发现日期还没有到，请核对")
    if facts["count"] < 1 or facts["points"] < 0:
        raise Refused("处数至少1，扣分不能小于0")


def _write(unit: Unit, facts: dict[str, Any], origin_key: str, actor: Actor, at: dt.datetime) -> Finding:
    row = Finding(unit=unit, origin_key=origin_key, created_by_id=actor.user_id, created_at=at, **facts)
    earlier = earlier_of(row)
    if earlier is not None:
        row.same_as = earlier
        if _is_mended_before(earlier, row.found_on):
            earlier = None
        else:
            row.state, row.task = FindingState.LINKED, earlier.task
    row.number = next_number(unit, "发现", year=at.year)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        # The same form was sent twice in this very moment; the other one has written it.
        known = _known(origin_key)
        if known is None:
            raise Stale from error
        return known
    note = f"和 {earlier.number} 是同一问题，自动并入" if earlier is not None else ""
    after = {"责任单位": row.lead.name, "问题": row.text}
    record(row, verb="登记发现", actor=actor, at=at, note=note, after=after)
    return row


def _change(row: Finding, facts: dict[str, Any], actor: Actor, at: dt.datetime) -> None:
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if not changed:
        return
    hold(row)
    before = _in_words(row, changed)
    for name in changed:
        setattr(row, name, facts[name])
    row.save(update_fields=changed)
    record(row, verb="改发现", actor=actor, at=at, before=before, after=_in_words(row, changed))


def _in_words(row: Finding, names: Iterable[str]) -> dict[str, str]:
    fields = {one.name: str(one.verbose_name) for one in Finding._meta.fields}
    return {fields[name]: str(getattr(row, name)) for name in names}


def earlier_of(row: Finding) -> Finding | None:
    """The finding that was there before and is the same fault, by its root; None when there is none or it was all settled long
    ago. One query."""
    days = settings.SAME_FINDING_DAYS
    near = Q(
        found_on__gte=row.found_on - dt.timedelta(days=days),
        found_on__lte=row.found_on + dt.timedelta(days=days),
    )
    open_task = Q(task__isnull=False) & ~Q(task__state__in=CLOSED)
    states = (FindingState.RECORDED, FindingState.ASSIGNED, FindingState.LINKED)
    rows = (
        Finding.objects.filter(near | open_task, lead=row.lead, site=row.site, state__in=states)
        .exclude(pk=row.pk)
        .select_related("task", "same_as__task", "site")
        .order_by("-found_on", "-id")
    )
    found = next((one for one in rows if is_same_fault(row, one)), None)
    if found is None or found.state != FindingState.LINKED:
        return found
    return found.same_as


def _is_mended_before(earlier: Finding, day: dt.date) -> bool:
    """Whether it was 销号 (or taken back) by ``day``: then what is found now is there anew and has to be mended anew."""
    task = earlier.task
    if task is None or task.state not in CLOSED:
        return False
    return task.state != TaskState.DONE or task.closed_on is None or task.closed_on <= day


@transaction.atomic
def add_photo(finding: Finding, attachment: Attachment, *, actor: Actor, at: dt.datetime) -> FindingPhoto:
    """A photo of the fault; the same one a second time changes nothing. It goes along to the task when there is one already.

    Keep it as a file of the finding's ``lead`` (`store_file(unit=finding.lead)`), or the village may not open it. Refuses
    what is no picture and a finding that was struck out.
    """
    if not (may(actor, "findings.record", finding) or may(actor, INSPECT, finding)):
        raise Refused("您不能给这条发现加照片")
    if finding.state == FindingState.VOID:
        raise Refused("这条发现已经撤销，不能再加照片")
    if not attachment.is_image:
        raise Refused("请选照片，别的文件放在整改任务里")
    row, is_new = FindingPhoto.objects.get_or_create(finding=finding, attachment=attachment)
    if is_new:
        record(finding, verb="加照片", actor=actor, at=at, after={"照片": attachment.name})
    if is_new and finding.state == FindingState.ASSIGNED and finding.task is not None:
        add_kept(finding.task, [attachment], role=FileRole.BEFORE, actor=actor, at=at)
    return row


@transaction.atomic
def register_finding(
    unit: Unit,
    *,
    lead: Unit,
    text: str,
    found_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    uploads: Iterable[Upload] = (),
    **said: Unpack[Facts],
) -> Finding:
    """`record_finding` by hand, with photos as they come from the browser; kept as files of the responsible unit. The same once more
    within `PRESSED_TWICE` is the same finding: it would be 并入 itself and take its points off twice."""
    facts = {"lead": lead, "text": text.strip(), "found_on": found_on, **_facts(said, actor)}
    mine = Finding.objects.filter(**facts, unit=unit, created_by=actor.user_id).exclude(
        state=FindingState.VOID
    )
    if twin := mine.filter(created_at__gte=at - PRESSED_TWICE).select_related("same_as").first():
        return twin
    row = record_finding(unit, lead=lead, text=text, found_on=found_on, actor=actor, at=at, **said)
    for upload in uploads:
        add_upload(row, upload, actor=actor, at=at)
    return row


@transaction.atomic
def add_upload(finding: Finding, upload: Upload, *, actor: Actor, at: dt.datetime) -> FindingPhoto:
    """Keep a photo as a file of the responsible unit, and with the finding; refuses what `add_photo` refuses."""
    kept = store_file(upload, unit=finding.lead, actor=actor, at=at, purpose="检查照片")
    return add_photo(finding, kept, actor=actor, at=at)


@transaction.atomic
def edit_finding(
    finding: Finding,
    *,
    lead: Unit,
    text: str,
    found_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    **said: Unpack[Facts],
) -> None:
    """Change what was written down by hand while nothing was decided about it.

    Refuses what came from a check sheet (it is changed there), what is dealt with already, and who may not record for the
    unit that found it. Another responsible unit or place does not undo a 并入: that is done by 解除并入.
    """
    if not may(actor, "findings.record", finding.unit):
        raise Refused(f"这是{finding.unit.name}查出来的，由{finding.unit.name}改")
    if finding.origin_key.startswith("inspections."):
        raise Refused("这一条来自检查表，请在检查表里改")
    if finding.state not in CHANGEABLE:
        raise Refused(f"现在是“{finding.get_state_display()}”，不能再改")
    if finding.state == FindingState.LINKED and lead.pk != finding.lead_id:
        raise Refused("已并入同一单位的问题，先解除并入再改责任单位")
    facts: dict[str, Any] = {"lead": lead, "text": text.strip(), "found_on": found_on, **_facts(said, actor)}
    del facts["source_url"], facts["item_code"]
    _check(finding.unit, facts, at)
    _change(finding, facts, actor, at)
