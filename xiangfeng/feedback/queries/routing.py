"""Which unit a report is proposed to, and what the rules of a unit would have done of late."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from django.db.models import Count

from xiangfeng.feedback.models import Report, Route
from xiangfeng.feedback.routing import Case, Place, Rule, first_fit
from xiangfeng.orgs.models import Unit

PREVIEW_DAYS = 90


def rules_of(unit: Unit) -> list[Rule]:
    """The rules of ``unit`` in their order, those to a unit that is no longer in use left out. One query."""
    rows = Route.objects.filter(unit=unit).select_related("handler").order_by("seq", "id")
    return [
        Rule(row.pk, row.category_id, row.village_id, _place(row.handler))
        for row in rows
        if row.handler is None or row.handler.is_active
    ]


def handler_for(report: Report) -> Unit | None:
    """The unit the rules propose for ``report``; None when none fits. Two queries at most."""
    village = report.village or (report.site.unit if report.site else None)
    about = report.about.path if report.about else ""
    found = first_fit(rules_of(report.unit), Case(report.category_id, _place(village), about))
    return Unit.objects.filter(pk=found[1].pk, is_active=True).first() if found else None


def _place(unit: Unit | None) -> Place | None:
    return Place(unit.pk, unit.path) if unit else None


def preview(unit: Unit, *, today: dt.date) -> dict[int, list[tuple[str, int]]]:
    """“这条规则最近 90 天会派给谁”: by rule the units and how many of the last ``PREVIEW_DAYS`` days' reports each would have got;
    under 0 those that no rule fits. Three queries, whatever there is.
    """
    rules = rules_of(unit)
    since = today - dt.timedelta(days=PREVIEW_DAYS)
    groups = (
        Report.objects.filter(unit=unit, came_on__gt=since, came_on__lte=today, parent=None)
        .order_by()
        .values_list("category_id", "village_id", "village__path", "site__unit_id", "site__unit__path", "about__path")
        .annotate(count=Count("pk"))
    )  # fmt: skip
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for category_id, village_id, path, site_unit_id, site_path, about, count in groups:
        village = Place(village_id, path) if path else Place(site_unit_id, site_path) if site_path else None
        fit = first_fit(rules, Case(category_id, village, about or ""))
        found[fit[0].pk if fit else 0][fit[1].pk if fit else 0] += count
    ids = {pk for counts in found.values() for pk in counts}
    names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {
        rule: [(names.get(pk, ""), count) for pk, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
        for rule, counts in found.items()
    }  # fmt: skip
