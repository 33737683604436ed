"""What the search finds of units, people and 考评, in the shape of the union over all apps."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate

from xiangfeng.access.actor import Actor
from xiangfeng.assessments.models import Entry, Period, SchemeVersion
from xiangfeng.orgs.models import Person, Unit

COLUMNS = ("source", "pk", "title", "detail", "at")
NO_DAY = Cast(Value(None), DateField())


def found_by(actor: Actor, word: str) -> tuple[QuerySet[Any, Any], ...]:
    """Units and people by name – never by phone –, months, a village's own results, schemes."""
    branches = (
        _units(actor, word),
        _people(actor, word),
        _months(actor, word),
        _results(actor, word),
        _schemes(actor, word),
    )
    return tuple(branch.order_by().values_list(*COLUMNS) for branch in branches)


def _joined(*parts: Any) -> Concat:
    """Texts, and columns by name with a leading ``@``, as one text."""
    pieces = [Cast(part[1:], CharField()) if part.startswith("@") else Value(part) for part in parts]
    return Concat(*pieces, output_field=CharField())


def _units(actor: Actor, word: str) -> QuerySet[Any, Any]:
    rows = Unit.objects.within(actor, "orgs.view").filter(
        Q(name__icontains=word) | Q(full_name__icontains=word) | Q(code__icontains=word)
    )
    return rows.annotate(source=Value("orgs.unit"), title=F("name"), detail=F("full_name"), at=NO_DAY)


def _people(actor: Actor, word: str) -> QuerySet[Any, Any]:
    rows = Person.objects.within(actor, "orgs.view")
    rows = rows.filter(Q(name__icontains=word) | Q(unit__name__icontains=word))
    return rows.annotate(source=Value("orgs.person"), title=F("name"), detail=F("unit__name"), at=NO_DAY)


def _months(actor: Actor, word: str) -> QuerySet[Any, Any]:
    """By unit, by month as people write it, by the number of the 通报."""
    number = _joined(
        "@bulletin__unit__document_code", "〔", "@bulletin__issued_year", "〕", "@bulletin__serial", "号"
    )
    rows = Period.objects.within(actor, "assessments.view").annotate(
        title=_joined("@unit__name", " ", "@year", "年", "@month", "月考评"), number=number
    )
    rows = rows.filter(Q(title__icontains=word) | Q(bulletin__serial__isnull=False, number__icontains=word))
    return rows.annotate(
        source=Value("assessments.period"), detail=Value("打分、排名和通报"), at=TruncDate("opened_at")
    )


def _results(actor: Actor, word: str) -> QuerySet[Any, Any]:
    rows = Entry.objects.within(actor, "assessments.view_own").annotate(
        title=_joined("@unit__name", " ", "@period__year", "年", "@period__month", "月成绩")
    )
    return rows.filter(title__icontains=word).annotate(
        source=Value("assessments.entry"), detail=Value("本单位得分和扣分"), at=TruncDate("period__opened_at")
    )


def _schemes(actor: Actor, word: str) -> QuerySet[Any, Any]:
    rows = SchemeVersion.objects.within(actor, "assessments.view").filter(name__icontains=word)
    return rows.annotate(
        source=Value("assessments.scheme"),
        title=F("name"),
        detail=_joined("@year", "年度，第 ", "@version", " 版"),
        at=TruncDate("updated_at"),
    )
