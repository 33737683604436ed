"""Adding, changing and stopping sites; what the last check gave."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused, Stale
from xiangfeng.base.paths import ancestors, covers, successor
from xiangfeng.history.actions import record
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.sites.models import Site, SiteType
from xiangfeng.sites.queries import MANAGE

FIELDS = ("unit", "type", "code", "name", "address", "keeper", "x", "y", "note")
TITLES = {field.name: str(field.verbose_name) for field in Site._meta.fields}


@transaction.atomic
def add_site(
    unit: Unit,
    *,
    type: SiteType,
    name: str,
    actor: Actor,
    at: dt.datetime,
    code: str = "",
    address: str = "",
    keeper: str = "",
    x: Decimal | None = None,
    y: Decimal | None = None,
    note: str = "",
) -> Site:
    """A new site for which ``unit`` answers. Without ``code`` it gets the township's next number.

    Refuses a code that the unit already has, a type that does not hold for the unit, and one coordinate without the other.
    """
    if not may(actor, MANAGE, unit):
        raise Refused(f"您不能给“{unit.name}”登记点位")
    if not unit.is_active:
        raise Refused(f"“{unit.name}”已停用，请选别的责任单位")
    site = Site(
        unit=unit, type=type, code=code.strip() or next_code(unit), name=name.strip(), address=address.strip(),
        keeper=keeper.strip(), x=x, y=y, note=note.strip(),
    )  # fmt: skip
    if not type.is_active:
        raise Refused(f"类型“{type.name}”已停用，请选别的类型")
    _check(site)
    _save(site)
    record(site, verb="登记点位", actor=actor, at=at, after=_shown(site, FIELDS))
    return site


@transaction.atomic
def edit_site(site: Site, *, revision: int, actor: Actor, at: dt.datetime, **fields: Any) -> Site:
    """Change a site as the person saw it; nothing is written or recorded when nothing changes.

    Refuses what `add_site` refuses, and a unit that is not the actor's. :class:`Stale` when somebody was faster.
    """
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"no such fields: {unknown}")
    if not may(actor, MANAGE, site):
        raise Refused(f"您不能改“{site.unit.name}”的点位")
    if site.revision != revision:
        raise Stale("这个点位刚被别人改过，请刷新后再改")
    before = _shown(site, fields)
    for name, value in fields.items():
        setattr(site, name, value.strip() if isinstance(value, str) else value)
    after = _shown(site, fields)
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return site
    if not may(actor, MANAGE, site.unit):
        raise Refused(f"您不能给“{site.unit.name}”登记点位")
    if not site.code:
        raise Refused("编号不能空着")
    _check(site)
    _save(site, revision=revision)
    record(
        site, verb="改点位", actor=actor, at=at,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip
    return site


def _check(site: Site) -> None:
    if not site.name:
        raise Refused("请写点位的名称")
    if not covers(site.type.unit.path, site.unit.path):
        raise Refused(f"类型“{site.type.name}”是{site.type.unit.name}的，{site.unit.name}不能用")
    if (site.x is None) != (site.y is None):
        raise Refused("坐标要么两个都填，要么都不填")


def _save(site: Site, *, revision: int | None = None) -> None:
    try:
        with transaction.atomic():
            if revision is None:
                site.save()
                return
            values = {name: getattr(site, name) for name in FIELDS}
            rows = Site.objects.filter(pk=site.pk, revision=revision)
            if not rows.update(revision=F("revision") + 1, **values):
                raise Stale("这个点位刚被别人改过，请刷新后再改")
            site.revision = revision + 1
    except IntegrityError as error:
        raise Refused(f"{site.unit.name}已有编号“{site.code}”的点位，请换一个编号") from error


def _shown(site: Site, names: Any) -> dict[str, str]:
    """What is recorded, in words, by the titles of the form."""
    return {TITLES[name]: _text(getattr(site, name)) for name in names}


def _text(value: Any) -> str:
    # 104.1 as typed and 104.100000 as stored are the same coordinate.
    return "" if value is None else f"{value:.6f}" if isinstance(value, Decimal) else str(value)


def next_code(unit: Unit) -> str:
    """The next free number among all sites of the unit's township (of the county, for a unit above any): 001, 002 …"""
    paths = ancestors(unit.path, with_self=True)
    home = Unit.objects.filter(path__in=paths, kind=UnitKind.TOWNSHIP).order_by("path").first() or unit
    codes = Site.objects.filter(unit__path__gte=home.path, unit__path__lt=successor(home.path))
    numbers = [int(code) for code in codes.order_by("pk").values_list("code", flat=True) if _is_number(code)]
    return f"{max(numbers, default=0) + 1:03d}"


def _is_number(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) <= 9


@transaction.atomic
def stop_site(site: Site, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Take a site out of use; its past stays. Refuses without a reason."""
    _use(site, is_active=False, verb="停用点位", reason=reason, actor=actor, at=at)


@transaction.atomic
def restore_site(site: Site, *, actor: Actor, at: dt.datetime) -> None:
    """Put a site back into use."""
    _use(site, is_active=True, verb="恢复点位", reason="", actor=actor, at=at)


def _use(site: Site, *, is_active: bool, verb: str, reason: str, actor: Actor, at: dt.datetime) -> None:
    if not may(actor, MANAGE, site):
        raise Refused(f"您不能改“{site.unit.name}”的点位")
    if not is_active and not reason.strip():
        raise Refused("停用要写明理由")
    rows = Site.objects.filter(pk=site.pk, is_active=not is_active)
    if not rows.update(is_active=is_active, revision=F("revision") + 1):
        raise Stale
    site.is_active, site.revision = is_active, site.revision + 1
    record(site, verb=verb, actor=actor, at=at, note=reason.strip())


def note_result(site: Site, *, score: Decimal, full: Decimal, on: dt.date) -> bool:
    """A check of ``on`` gave ``score`` of ``full`` points; gives whether it is the latest known one and was taken.

    The right to say so is asked, and the history written, where the check is handed in.
    """
    earlier = Q(last_checked_on__isnull=True) | Q(last_checked_on__lte=on)
    rows = Site.objects.filter(earlier, pk=site.pk)
    if not rows.update(last_score=score, last_full=full, last_checked_on=on):
        return False
    site.last_score, site.last_full, site.last_checked_on = score, full, on
    return True


def reset_result(
    site: Site, *, score: Decimal | None = None, full: Decimal | None = None, on: dt.date | None = None
) -> None:
    """Put the last result back to what an earlier check gave, or to nothing: when a handed-in check is opened again."""
    Site.objects.filter(pk=site.pk).update(last_score=score, last_full=full, last_checked_on=on)
    site.last_score, site.last_full, site.last_checked_on = score, full, on
