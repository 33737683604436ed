"""Doors to the builder: the questions of a draft, one question, the standard set, how it looks on a phone."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xiangfeng.administration.staff.pages import form_page
from xiangfeng.base.errors import Refused
from xiangfeng.surveys.actions import questions as actions
from xiangfeng.surveys.flow import MANAGE, VIEW
from xiangfeng.surveys.forms import QuestionForm
from xiangfeng.surveys.models import Kind, Question, Survey, SurveyState
from xiangfeng.surveys.queries import questions_of
from xiangfeng.surveys.shown import shown
from xiangfeng.surveys.staff.shared import crumbs, managed, seen
from xiangfeng.surveys.standard import STANDARD
from xiangfeng.web.doors import StaffRequest, attempt, fill, find, needs

CONDITIONS = (Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE)
SIMPLE = ("kind", "text", "hint", "is_satisfaction", "is_required", "depends")


@needs(MANAGE)
def questions(request: StaffRequest, pk: int) -> HttpResponse:
    """The questions of one questionnaire, each with what may be done to it, and the standard set to take from."""
    row = managed(request, pk)
    context = {
        "row": row,
        "questions": shown(questions_of(row)),
        "standard": STANDARD,
        "can_edit": row.state == SurveyState.DRAFT,
        "kinds": Kind.choices,
    }
    return render(request, "surveys/staff/questions.html", context)


def _url(row: Survey, place: int = 0) -> str:
    anchor = f"#q-{place}" if place else ""
    return reverse("surveys:questions", args=[row.pk]) + anchor


def _form(request: StaffRequest, row: Survey, before: int | None, **initial: Any) -> QuestionForm:
    earlier = row.questions.filter(kind__in=CONDITIONS)
    earlier = earlier.filter(place__lt=before) if before is not None else earlier
    return QuestionForm(request.POST or None, earlier=earlier.order_by("place"), initial=initial)


@needs(MANAGE)
def question_new(request: StaffRequest, pk: int) -> HttpResponse:
    """A new question at the end; ``?kind=`` chooses beforehand."""
    row = managed(request, pk)
    form = _form(request, row, None, kind=request.GET.get("kind", Kind.SINGLE))
    if request.method == "POST":
        act = partial(actions.add_question, row, actor=request.actor, at=request.at)
        if made := fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, f"已加第{made.place}题")
            return redirect(_url(row, made.place))
    return _page(request, row, form, "加题目", "加上")


@needs(MANAGE)
def question_edit(request: StaffRequest, pk: int, question: int) -> HttpResponse:
    """Change one question."""
    row = managed(request, pk)
    one = find(Question.objects.filter(survey=row).select_related("survey"), pk=question)
    initial = {name: getattr(one, name) for name in SIMPLE} | {
        "options": "\n".join(one.options),
        "lines": "\n".join(one.lines),
        "depends_on": ",".join(map(str, one.depends_on)),
    }
    form = _form(request, row, one.place, **initial)
    if request.method == "POST":
        act = partial(actions.change_question, one, actor=request.actor, at=request.at)
        if fill(form, lambda: act(**form.cleaned_data)):
            messages.success(request, "已保存")
            return redirect(_url(row, one.place))
    return _page(request, row, form, f"改第{one.place}题", "保存")


def _page(request: StaffRequest, row: Survey, form: QuestionForm, title: str, submit: str) -> HttpResponse:
    way = [*crumbs(row), ("题目", _url(row))]
    return form_page(request, form, title=title, submit=submit, crumbs=way)


@require_POST
@needs(MANAGE)
def question_act(request: StaffRequest, pk: int, question: int) -> HttpResponse:
    """``verb``: up, down, copy or delete."""
    row = managed(request, pk)
    one = find(Question.objects.filter(survey=row).select_related("survey"), pk=question)
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    acts: dict[str, Any] = {
        "up": partial(actions.move_question, one, by=-1, **who),
        "down": partial(actions.move_question, one, by=1, **who),
        "copy": partial(actions.copy_question, one, **who),
        "delete": partial(actions.delete_question, one, **who),
    }
    verb, place = request.POST.get("verb", ""), one.place
    words = {"up": "已上移", "down": "已下移", "copy": "已复制到后面", "delete": "已删除"}
    is_done = attempt(request, acts.get(verb, _no_such), done=words.get(verb, ""))
    by = {"up": -1, "down": 1, "copy": 1, "delete": -1}.get(verb, 0) if is_done else 0
    return redirect(_url(row, max(1, place + by)))


def _no_such() -> None:
    raise Refused("没有这个动作，请刷新页面")


@require_POST
@needs(MANAGE)
def standard(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the ticked questions (``key``) of the standard set."""
    row, keys = managed(request, pk), request.POST.getlist("key")
    act = partial(actions.add_standard, row, keys, actor=request.actor, at=request.at)
    attempt(request, act, done="已加到后面，可以再改")
    return redirect(_url(row))


@needs(VIEW)
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """As people will see it, at the width of a phone; nothing can be sent from here."""
    row = seen(request, pk)
    context = {"row": row, "questions": shown(questions_of(row))}
    return render(request, "surveys/staff/preview.html", context)
