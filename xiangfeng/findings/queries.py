"""Which findings may be seen, which go to the score sheet, what waits and what is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Count, Min, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Cast

from xiangfeng.access.actor import Actor
from xiangfeng.findings.models import Finding, FindingPhoto, FindingState, Notice
from xiangfeng.orgs.models import Unit
from xiangfeng.tasks.models import CLOSED
from xiangfeng.tasks.queries.waits import own_units
from xiangfeng.web.rows import NOTHING, found_rows, holding, joined, waiting_rows

VIEW, VIEW_OWN, RECORD = "findings.view", "findings.view_own", "findings.record"
LIVE = ~Q(state=FindingState.VOID)
_ALONG = ("unit", "lead", "site", "norm", "task", "notice", "same_as")


def findings_for(actor: Actor) -> QuerySet[Finding]:
    """Findings the actor may see: those against units in reach, or against their own; the latest first."""
    scope = Finding.scope
    rows = Finding.objects.filter(scope.q(actor, VIEW) | scope.q(actor, VIEW_OWN))
    return rows.select_related(*_ALONG).order_by("-found_on", "-id")


def by_unit(rows: Iterable[Finding]) -> list[tuple[Unit, list[Finding]]]:
    """Rows in groups by their responsible unit, in the order of the tree."""
    groups: dict[int, tuple[Unit, list[Finding]]] = {}
    for row in rows:
        groups.setdefault(row.lead_id, (row.lead, []))[1].append(row)
    return sorted(groups.values(), key=lambda group: group[0].path)


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
    rows = Notice.objects.filter(scope.q(actor, VIEW) | scope.q(actor, VIEW_OWN)).annotate(
        total=Count("findings"),
        done=Count("findings", filter=Q(findings__task__state="done")),
        signed=Count("findings", filter=Q(findings__task__accepted_at__isnull=False)),
    )
    return rows.select_related("unit", "lead").order_by("-issued_at", "-id")


def listed_on(notice: Notice) -> list[Finding]:
    """What a notice lists, in the order of places; the caller has checked the notice."""
    rows = notice.findings.select_related("site", "norm", "task", "lead")
    return list(rows.order_by("site__code", "place", "id"))


def chosen(actor: Actor, pks: Iterable[int]) -> list[Finding]:
    """The findings that were ticked and that the actor may deal with, in the order of villages."""
    rows = (
        Finding.objects.within(actor, RECORD).filter(pk__in=list(pks)).select_related(*_ALONG, "lead__parent")
    )
    return list(rows.order_by("lead__path", "found_on", "pk"))


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
    rows = rows.filter(Q(task=None) | ~Q(task__state__in=CLOSED))
    return list(rows.select_related("site").order_by("-found_on", "-id")[:30])


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """For who deals with findings: one row for each unit with findings that nobody has decided about; ``extra`` is how many."""
    offices = own_units(actor, RECORD)
    if not offices:
        return ()
    rows: Any = Finding.objects.filter(unit_id__in=offices, state=FindingState.RECORDED).order_by()
    rows = rows.values("lead_id", "lead__name").annotate(total=Count("pk"), since=Min("found_on"))
    extra = joined(Cast("total", CharField()), "|", Cast("since", CharField()))
    return (
        waiting_rows(
            rows,
            "findings.finding",
            pk="lead_id",
            state=Value("recorded", output_field=CharField()),
            title=NOTHING,
            unit="lead__name",
            extra=extra,
        ),
    )


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """Findings by number, words, place, unit, norm and who found them."""
    names = ("number", "text", "place", "site__name", "lead__name", "norm__code", "found_by", "source_text")
    rows = findings_for(actor).filter(holding(text, *names)).select_related(None)
    detail = joined("@number", "　", "@lead__name")
    return (found_rows(rows, "findings.finding", title="text", detail=detail, at="found_on"),)
