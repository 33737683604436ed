"""Which findings may be seen, which go to the score sheet, what waits and what is found."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, Count, DateField, Min, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from xiangfeng.access.actor import Actor
from xiangfeng.findings.models import Finding, FindingPhoto, FindingState, Notice
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.queries.waits import own_units

VIEW, VIEW_OWN, RECORD = "findings.view", "findings.view_own", "findings.record"
LIVE = ~Q(state=FindingState.VOID)
_ALONG = ("unit", "lead", "site", "norm", "task", "notice", "same_as")


def findings_for(actor: Actor) -> QuerySet[Finding]:
    """Findings the actor may see: those against units in reach, or against their own; the latest first."""
    scope = Finding.scope
    rows = Finding.objects.filter(scope.q(actor, VIEW) | scope.q(actor, VIEW_OWN))
    return rows.select_related(*_ALONG).order_by("-found_on", "-id")


def own_findings_for(actor: Actor) -> QuerySet[Finding]:
    """What was found at the actor's very own units and still counts, the latest first."""
    rows = findings_for(actor).filter(lead_id__in=own_units(actor, VIEW_OWN)).filter(LIVE)
    return rows.select_related("same_as__task").prefetch_related(photos())


def photos() -> Prefetch[Any]:
    """The photos with their files, by one query."""
    return Prefetch("photos", FindingPhoto.objects.select_related("attachment").order_by("id"))


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """整改通知书 to units in reach or to the actor's own, the latest first."""
    scope = Notice.scope
    rows = Notice.objects.filter(scope.q(actor, VIEW) | scope.q(actor, VIEW_OWN))
    return rows.select_related("unit", "lead").order_by("-issued_at", "-id")


def for_sheet(unit: Unit, start: dt.date, end: dt.date) -> list[Finding]:
    """What ``unit`` found from ``start`` to ``end`` and takes points off for on the month's sheet, in the order of the sheet's
    villages: not what was 撤销, but 并入 and 只记不改 as well, for each carries its own deduction. Two queries; the caller has
    checked the right."""
    rows = Finding.objects.filter(LIVE, unit=unit, found_on__gte=start, found_on__lte=end).exclude(
        indicator=""
    )
    rows = rows.select_related("lead", "site", "norm", "task").prefetch_related(photos())
    return list(rows.order_by("lead__path", "indicator", "found_on", "id"))


def candidates_for(finding: Finding) -> list[Finding]:
    """What a finding may be 并入 by hand: the latest of the same unit that are being dealt with."""
    rows = Finding.objects.filter(
        lead=finding.lead, state__in=(FindingState.RECORDED, FindingState.ASSIGNED)
    ).exclude(pk=finding.pk)
    rows = rows.filter(Q(task=None) | ~Q(task__state__in=("done", "cancelled", "skipped")))
    return list(rows.select_related("site").order_by("-found_on", "-id")[:30])


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """For who deals with findings: one row for each unit with findings that nobody has decided about; ``extra`` is how many."""
    offices = own_units(actor, RECORD)
    if not offices:
        return ()
    rows = (
        Finding.objects.filter(unit_id__in=offices, state=FindingState.RECORDED)
        .order_by()
        .values("lead_id", "lead__name")
        .annotate(
            source_=Value("findings.finding"),
            state_=Value("recorded"),
            day=Cast(Value(None), DateField()),
            title=Value(""),
            extra=Concat(Cast(Count("pk"), CharField()), Value("|"), Cast(Min("found_on"), CharField())),
        )
    )
    return (rows.values_list("source_", "lead_id", "state_", "day", "title", "lead__name", "extra"),)


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Findings by number, words, place, unit, norm and who found them; 整改通知书 by their number."""
    names = ("number", "text", "place", "site__name", "lead__name", "norm__code", "found_by", "source_text")
    found = Q(pk__in=[])
    for name in names:
        found |= Q(**{f"{name}__icontains": text})
    rows = findings_for(actor).filter(found).select_related(None).order_by()
    detail = Concat("number", Value("　"), "lead__name", output_field=CharField())
    return (rows.values_list(Value("findings.finding"), "pk", "text", detail, "found_on"),)
