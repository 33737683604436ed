"""What the search finds of units, people and 考评, in the shape of the union over all apps."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import TruncDate

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import Entry, Period, SchemeVersion
from xiangfeng.orgs.models import Person, Unit
from xiangfeng.web.rows import found_rows, joined


def found_by(actor: Actor, word: str) -> tuple[QuerySet[Any, Any], ...]:
    """Units and people by name – never by phone –, months, a village's own results, schemes."""
    return (
        _units(actor, word),
        _people(actor, word),
        _months(actor, word),
        _results(actor, word),
        _schemes(actor, word),
    )


def _units(actor: Actor, word: str) -> QuerySet[Any, Any]:
    rows = Unit.objects.within(actor, "orgs.view").filter(
        Q(name__icontains=word) | Q(full_name__icontains=word) | Q(code__icontains=word)
    )
    return found_rows(rows, "orgs.unit", title="name", detail="full_name")


def _people(actor: Actor, word: str) -> QuerySet[Any, Any]:
    rows = Person.objects.within(actor, "orgs.view")
    rows = rows.filter(Q(name__icontains=word) | Q(unit__name__icontains=word))
    return found_rows(rows, "orgs.person", title="name", detail="unit__name")


def _months(actor: Actor, word: str) -> QuerySet[Any, Any]:
    """By unit, by month as people write it, by the number of the 通报."""
    number = joined(
        "@bulletin__unit__document_code", "〔", "@bulletin__issued_year", "〕", "@bulletin__serial", "号"
    )
    title = joined("@unit__name", " ", "@year", "年", "@month", "月考评")
    rows = Period.objects.within(actor, "assessments.view").annotate(title=title, number=number)
    rows = rows.filter(Q(title__icontains=word) | Q(bulletin__serial__isnull=False, number__icontains=word))
    return found_rows(
        rows,
        "assessments.period",
        title="title",
        detail=Value("打分、排名和通报"),
        at=TruncDate("opened_at"),
    )


def _results(actor: Actor, word: str) -> QuerySet[Any, Any]:
    title = joined("@unit__name", " ", "@period__year", "年", "@period__month", "月成绩")
    rows = Entry.objects.within(actor, "assessments.view_own").annotate(title=title)
    return found_rows(
        rows.filter(title__icontains=word),
        "assessments.entry",
        title="title",
        detail=Value("本单位得分和扣分"),
        at=TruncDate("period__opened_at"),
    )


def _schemes(actor: Actor, word: str) -> QuerySet[Any, Any]:
    rows = SchemeVersion.objects.within(actor, "assessments.view").filter(name__icontains=word)
    return found_rows(
        rows,
        "assessments.scheme",
        title="name",
        detail=joined("@year", "年度，第 ", "@version", " 版"),
        at=TruncDate("updated_at"),
    )
