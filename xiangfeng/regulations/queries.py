"""What may be seen of 制度 and norms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, CharField, Count, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from xiangfeng.access.actor import Actor
from xiangfeng.base.paths import WIDTH, ancestors
from xiangfeng.orgs.models import Unit
from xiangfeng.regulations.models import Article, Level, Norm, Regulation, RegulationState
from xiangfeng.web.rows import found_rows, joined, waiting_rows

VIEW, MANAGE = "regulations.view", "regulations.manage"
REVIEW, ENACT = "regulations.review", "regulations.enact"
ANY = (VIEW, MANAGE, REVIEW, ENACT)
BINDING = (RegulationState.IN_FORCE, RegulationState.REPEALED)


def regulations_for(actor: Actor) -> QuerySet[Regulation]:
    """Adopted 制度 for everybody whom they bind, drafts for those who write, review and adopt them."""
    seen = Q(pk__in=[])
    for capability in ANY:
        seen |= Regulation.scope.q(actor, capability)
    rows = Regulation.objects.filter(seen).select_related("unit", "attachment")
    return rows.order_by("unit__path", "number", "-version")


def counted_regulations_for(actor: Actor) -> QuerySet[Regulation]:
    """The same with the number of 条, for the list."""
    count = Count("articles", filter=Q(articles__level=Level.ARTICLE))
    return regulations_for(actor).annotate(article_count=count)


def standing(rows: QuerySet[Regulation], day: dt.date) -> QuerySet[Regulation]:
    """Those that bind on ``day``."""
    ends = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return rows.filter(ends, state__in=BINDING, effective_on__lte=day)


def with_text(rows: QuerySet[Regulation]) -> QuerySet[Regulation]:
    """The rows with their articles in order, in one more query."""
    return rows.prefetch_related(Prefetch("articles", Article.objects.order_by("seq"), to_attr="text_rows"))


def articles_of(regulation: Regulation) -> list[Article]:
    """The text in order."""
    return list(Article.objects.filter(regulation=regulation).order_by("seq"))


def versions_of(regulation: Regulation, actor: Actor) -> QuerySet[Regulation]:
    """All versions of the same 制度 that the actor may see, latest first."""
    rows = regulations_for(actor).filter(unit_id=regulation.unit_id, number=regulation.number)
    return rows.order_by("-version")


def found_articles(actor: Actor, words: str, *, day: dt.date, everywhere: bool) -> QuerySet[Article]:
    """Articles that hold every word, in what binds on ``day`` – or everywhere the actor may look."""
    seen = regulations_for(actor)
    return articles_with(words, seen if everywhere else standing(seen, day))


def articles_with(words: str, regulations: QuerySet[Regulation]) -> QuerySet[Article]:
    """Articles of ``regulations`` that hold every word, or whose title does and they some of them."""
    rows = Article.objects.filter(regulation__in=regulations.order_by())
    anywhere = Q(pk__in=[])  # a word of the title alone would list every article of that 制度
    for word in words.split()[:5]:
        inside = Q(text__icontains=word) | Q(label__iexact=word)
        rows = rows.filter(inside | Q(regulation__title__icontains=word))
        anywhere |= inside
    rows = rows.filter(anywhere).select_related("regulation__unit")
    return rows.order_by("regulation__unit__path", "regulation__number", "-regulation__version", "seq")


def open_regulations(day: dt.date) -> QuerySet[Regulation]:
    """What everybody may read: the 制度 of active units that bind on ``day``. No draft, nothing adopted for later."""
    rows = standing(Regulation.objects.filter(unit__is_active=True), day).select_related("unit")
    return rows.order_by("unit__path", "number", "-version")


def successor(pk: int, day: dt.date) -> Regulation | None:
    """The version that binds on ``day`` in the place of the adopted one with ``pk``, which no longer does."""
    old = Regulation.objects.filter(pk=pk, state__in=BINDING).first()
    return open_regulations(day).filter(unit=old.unit_id, number=old.number).first() if old else None


def norms_within(actor: Actor) -> QuerySet[Norm]:
    """The norms that hold where the actor works."""
    return Norm.objects.within(actor, VIEW).select_related("unit").order_by("unit__path", "code")


def norms_for(unit: Unit) -> QuerySet[Norm]:
    """The norms in use that hold for ``unit``: kept by the root of its tree."""
    paths = ancestors(unit.path, with_self=True)
    return Norm.objects.filter(unit__path__in=paths, is_active=True).order_by("code")


def root_of(actor: Actor) -> Unit | None:
    """The root of the tree in which the actor works: whose norms they go by."""
    home = actor.home
    return Unit.objects.filter(path=home.path[:WIDTH]).first() if home else None


def waiting_for(actor: Actor, *, today: dt.date) -> tuple[QuerySet[Any, Any], ...]:
    """What waits for review, for the meeting's facts and for adoption; what came back to its drafter; what one sent in.

    ``extra``: who sent it in and, behind a colon, ``facts`` while meeting or 施行日 are still to be filled in.
    """
    if not any(actor.can(one) for one in (MANAGE, REVIEW, ENACT)):
        return ()
    rows = Regulation.objects.filter(
        Q(Regulation.scope.q(actor, REVIEW), state=RegulationState.REVIEW)
        | Q(Regulation.scope.q(actor, ENACT), state=RegulationState.REVIEWED)
        | Q(Regulation.scope.q(actor, MANAGE), state=RegulationState.REVIEWED)
        | Q(state__in=(RegulationState.DRAFT, RegulationState.REVIEW), submitted_by_id=actor.user_id or 0)
    )
    lacks = Q(deliberation="") | Q(deliberated_on__isnull=True) | Q(effective_on__isnull=True)
    facts = Case(When(lacks, then=Value("facts")), default=Value(""), output_field=CharField())
    extra = joined(Cast(Coalesce("submitted_by_id", 0), CharField()), ":", facts)
    return (waiting_rows(rows, "regulations.regulation", title="title", unit="unit__name", extra=extra),)


def found_by(actor: Actor, text: str) -> tuple[QuerySet[Any, Any], ...]:
    """制度 by number, name, unit and owner; articles by their text."""
    if not any(actor.can(one) for one in ANY):
        return ()
    seen = regulations_for(actor).select_related(None).order_by()
    named = seen.filter(
        Q(number__icontains=text)
        | Q(title__icontains=text)
        | Q(unit__name__icontains=text)
        | Q(owner__icontains=text)
    )
    inside = Article.objects.filter(
        Q(text__icontains=text), regulation__in=seen.filter(state=RegulationState.IN_FORCE)
    )
    number, place = joined("@number", "　", "@unit__name"), joined("@regulation__title", " ", "@label")
    return (
        found_rows(named, "regulations.regulation", title="title", detail=number, at="effective_on"),
        found_rows(inside, "regulations.article", title=place, detail="text", at="regulation__effective_on"),
    )
