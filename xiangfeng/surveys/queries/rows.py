"""Lists of 问卷, for those who work with them and for everybody."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q, QuerySet

from xiangfeng.access.actor import Actor
from xiangfeng.orgs.models import Unit, UnitKind
from xiangfeng.orgs.queries import subtree_of
from xiangfeng.surveys.flow import VIEW
from xiangfeng.surveys.models import Batch, Code, Question, Survey, SurveyState, Words
from xiangfeng.visitors.codes import code_digest

VILLAGES = (UnitKind.VILLAGE, UnitKind.COMMUNITY)


def surveys_for(actor: Actor) -> QuerySet[Survey]:
    """问卷 the actor may see, the latest first."""
    return Survey.objects.within(actor, VIEW).select_related("unit").order_by("-created_at", "-id")


def public_surveys(today: dt.date) -> QuerySet[Survey]:
    """What everybody may see: running ones within their days, then those whose results are public, the latest first."""
    running = Q(state=SurveyState.RUNNING, opens_on__lte=today, closes_on__gte=today)
    rows = Survey.objects.filter(running | Q(published_on__isnull=False))
    return rows.select_related("unit").order_by("-closes_on", "-id")


def known_publicly() -> QuerySet[Survey]:
    """Those whose address may be opened: running, ended or public; what is still written is not there for anybody outside."""
    states = (SurveyState.RUNNING, SurveyState.CLOSED, SurveyState.PUBLISHED, SurveyState.FILED)
    return Survey.objects.filter(state__in=states).select_related("unit")


def code_known(code: str) -> Code | None:
    """The slip with this code, with its survey and quota; None when there is none."""
    rows = Code.objects.filter(digest=code_digest(code))
    return rows.select_related("batch__survey__unit", "batch__quota__unit").first()


def questions_of(survey: Survey) -> list[Question]:
    """Its questions in their order, each with the one on which it hangs."""
    return list(survey.questions.select_related("depends").order_by("place", "id"))


def villages_of(unit: Unit) -> QuerySet[Unit]:
    """The villages and communities below ``unit``, in tree order."""
    return subtree_of(unit).filter(is_active=True, kind__in=VILLAGES)


def batches_of(survey: Survey) -> QuerySet[Batch]:
    """Its batches of slips with how many codes are ``used``, oldest first."""
    rows = survey.batches.select_related("quota__unit")
    return rows.annotate(used=Count("codes", filter=Q(codes__is_used=True))).order_by("id")


def words_of(survey: Survey) -> QuerySet[Words]:
    """What people wrote in their own words, by question and then in no order of time; nothing before the end."""
    rows = Words.objects.filter(question__survey=survey) if survey.is_ended else Words.objects.none()
    return rows.select_related("question").order_by("question__place", "id")
