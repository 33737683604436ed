"""Reading for other systems: which units take part, which kinds of matters, which requests; and the keys for the staff.

A unit takes part while it, or a unit above it, has a key that is not revoked. Listed are only the reports that came over this interface:
what people told the township itself is nobody else's business.
"""

from __future__ import annotations

import hashlib

from django.db.models import OuterRef, Q, QuerySet, Subquery

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import successor
from xiangfeng.feedback.models import ENDED, Category, Channel, Report, Step
from xiangfeng.feedback.queries.open import categories_for
from xiangfeng.open311.asking import Wanted
from xiangfeng.open311.models import ORIGIN, ApiKey
from xiangfeng.open311.wire import Fault
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import assessed_units_of

MANAGE = "open311.manage"
RECEIVING = (UnitKind.PROVINCE, UnitKind.CITY, UnitKind.COUNTY, UnitKind.TOWNSHIP)


def keys_for(actor: Actor) -> QuerySet[ApiKey]:
    """The keys the actor manages."""
    return ApiKey.objects.within(actor, MANAGE).select_related("unit")


def receivers_for(actor: Actor) -> QuerySet[Unit]:
    """The units for which the actor may give out a key."""
    return Unit.objects.within(actor, MANAGE).filter(kind__in=RECEIVING, is_active=True).order_by("path")


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.strip().encode("utf-8", "replace")).hexdigest()


def key_by(text: str) -> ApiKey | None:
    """The key a client sent, or None: unknown and revoked are the same."""
    if not text.strip():
        return None
    found = ApiKey.objects.filter(digest=digest_of(text), revoked_at=None, unit__is_active=True)
    return found.select_related("unit").first()


def jurisdictions() -> list[Unit]:
    """The units that take part, in tree order."""
    reached = Q(pk__in=[])
    for path in ApiKey.objects.filter(revoked_at=None).values_list("unit__path", flat=True).distinct():
        reached |= Q(path__gte=path, path__lt=successor(path))
    return list(Unit.objects.filter(reached, kind__in=RECEIVING, is_active=True).order_by("path"))


def jurisdiction_id(unit: Unit) -> str:
    """How a unit is called over the interface: by its code, else its 机关代字, else our own number."""
    return unit.code or unit.document_code or str(unit.pk)


def find_jurisdiction(wanted: str, default: Unit | None = None) -> Unit:
    """The unit a client means. With one unit there is nothing to say, and what is said is ignored; ``default`` is the unit of
    the client's key. Faults: 404 unknown, 400 not said although there are several."""
    units, wanted = jurisdictions(), wanted.strip()
    if len(units) == 1:
        return units[0]
    if not wanted and default is not None:
        return default
    if not wanted:
        raise Fault(400 if units else 404, "没有给出 jurisdiction_id" if units else "这里没有开放接口")
    for name in (jurisdiction_id, lambda unit: unit.document_code, lambda unit: str(unit.pk)):
        for unit in units:
            if name(unit) == wanted:
                return unit
    raise Fault(404, f"没有 jurisdiction_id“{wanted[:40]}”")


def find_service(unit: Unit, code: str) -> Category:
    """The category with this code, or a 404."""
    for row in categories_for(unit):
        if row.code == code:
            return row
    raise Fault(404, f"没有 service_code“{code[:40]}”")


def villages_of(unit: Unit) -> list[Unit]:
    """The villages one can name as the place."""
    return list(assessed_units_of(unit))


def requests_of(unit: Unit) -> QuerySet[Report]:
    """The reports to ``unit`` that came over the interface, the latest first; ``updated_at`` is the time of the last step."""
    last = Step.objects.filter(report=OuterRef("pk"), is_public=True).order_by("-at", "-id")
    rows = Report.objects.filter(unit=unit, channel=Channel.MACHINE, origin_key__startswith=ORIGIN)
    return (
        rows.select_related("unit", "handler", "village", "category")
        .annotate(updated_at=Subquery(last.values("at")[:1]))
        .order_by("-received_at", "-id")
    )


def listed(unit: Unit, ask: Wanted) -> QuerySet[Report]:
    """The requests a client asks for, one page of them. A number that does not exist is left out."""
    rows = requests_of(unit)
    if ask.numbers:
        plain = [int(one) for one in ask.numbers if one.isascii() and one.isdigit() and len(one) <= 18]
        rows = rows.filter(pk__in=plain[: ask.size])
    else:
        rows = rows.filter(received_at__gte=ask.since, received_at__lte=ask.until)
        if ask.services:
            rows = rows.filter(category__code__in=ask.services)
        if len(set(ask.statuses)) == 1:
            ended = Q(state__in=ENDED)
            rows = rows.filter(ended if ask.statuses[0] == "closed" else ~ended)
    first = (ask.page - 1) * ask.size
    return rows[first : first + ask.size]


def find_request(unit: Unit, number: str) -> Report:
    """One request by its number, or a 404."""
    plain = number if number.isascii() and number.isdigit() and len(number) <= 18 else "0"
    row = requests_of(unit).filter(pk=int(plain)).first()
    if row is None:
        raise Fault(404, f"没有 service_request_id“{number[:40]}”")
    return row
