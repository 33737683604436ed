"""The questions of a 问卷 while it is written: add, change, copy, move, delete, take from the standard set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F

from xiangfeng.access.actor import Actor
from xiangfeng.access.scope import may
from xiangfeng.base.errors import Refused
from xiangfeng.history.actions import record
from xiangfeng.surveys.flow import MANAGE
from xiangfeng.surveys.marks import MOST_OPTIONS
from xiangfeng.surveys.models import POINTS, SATISFACTION, Kind, Question, Survey, SurveyState
from xiangfeng.surveys.standard import STANDARD
from xiangfeng.workflow.flow import hold

MOST_QUESTIONS, WIDEST = 50, 500
NEEDS_OPTIONS = (Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX)


@transaction.atomic
def add_question(survey: Survey, *, actor: Actor, at: dt.datetime, **fields: Any) -> Question:
    """Put a question at the end. ``fields``: kind, text, hint, options, lines, is_required, is_satisfaction, depends, depends_on.

    Refuses a questionnaire that is no longer written, too many questions, and what no question may be (see `_checked`).
    """
    _check(survey, actor)
    rows = survey.questions.order_by("-place")
    last = rows.first()
    if rows.count() >= MOST_QUESTIONS:
        raise Refused(f"一份问卷最多{MOST_QUESTIONS}题；题太多，人家不愿意填")
    one = Question(survey=survey, place=last.place + 1 if last else 1)
    _set(one, fields)
    record(survey, verb="加题目", actor=actor, at=at, after={"题目": str(one)})
    return one


@transaction.atomic
def change_question(one: Question, *, actor: Actor, at: dt.datetime, **fields: Any) -> Question:
    """Change a question. Refuses as `add_question`, and to take away options on which another question hangs."""
    _check(one.survey, actor)
    before = str(one)
    _set(one, fields)
    for other in one.followers.order_by("place"):
        if not set(other.depends_on) <= set(range(1, len(one.options) + 1)):
            raise Refused(f"第{other.place}题的显示条件用到这题的选项，先改那一题")
        if one.kind not in (Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE):
            raise Refused(f"第{other.place}题的显示条件用到这题，题型只能是单选、多选或量表")
    record(one.survey, verb="改题目", actor=actor, at=at, before={"题目": before}, after={"题目": str(one)})
    return one


@transaction.atomic
def copy_question(one: Question, *, actor: Actor, at: dt.datetime) -> Question:
    """The same question once more, right behind it."""
    _check(one.survey, actor)
    if one.survey.questions.count() >= MOST_QUESTIONS:
        raise Refused(f"一份问卷最多{MOST_QUESTIONS}题")
    one.survey.questions.filter(place__gt=one.place).update(place=F("place") + 1)
    made = Question.objects.get(pk=one.pk)
    made.pk, made.place, made._state.adding = None, one.place + 1, True
    made.save()
    record(one.survey, verb="加题目", actor=actor, at=at, after={"题目": str(made)})
    return made


@transaction.atomic
def move_question(one: Question, *, by: int, actor: Actor, at: dt.datetime) -> Question:
    """One place up (-1) or down (1). Refuses to move it past the question on which it hangs, or one that hangs on it."""
    _check(one.survey, actor)
    rows = one.survey.questions
    other = rows.filter(place__lt=one.place).last() if by < 0 else rows.filter(place__gt=one.place).first()
    if other is None:
        raise Refused("已经在头上了" if by < 0 else "已经在最后了")
    if one.depends_id == other.pk or other.depends_id == one.pk:
        raise Refused("显示条件用到的题要排在前面，不能换过来")
    one.place, other.place = other.place, one.place
    Question.objects.bulk_update([one, other], ["place"])
    record(one.survey, verb="移题目", actor=actor, at=at, after={"题目": str(one)})
    return one


@transaction.atomic
def delete_question(one: Question, *, actor: Actor, at: dt.datetime) -> None:
    """Take a question away. Refuses one on which another hangs."""
    _check(one.survey, actor)
    if other := one.followers.order_by("place").first():
        raise Refused(f"第{other.place}题的显示条件用到这题，先改那一题")
    text, place = str(one), one.place
    one.delete()
    one.survey.questions.filter(place__gt=place).update(place=F("place") - 1)
    record(one.survey, verb="删题目", actor=actor, at=at, before={"题目": text})


@transaction.atomic
def add_standard(survey: Survey, keys: Iterable[str], *, actor: Actor, at: dt.datetime) -> int:
    """Put the chosen questions of the standard set at the end, in its order; gives how many. Refuses none chosen."""
    wanted = set(keys)
    chosen = [one for one in STANDARD if one.key in wanted]
    if not chosen:
        raise Refused("请勾选要用的题")
    made: dict[str, Question] = {}
    for one in chosen:
        fields = one.fields()
        if one.depends in made:
            fields |= {"depends": made[one.depends], "depends_on": list(one.depends_on)}
        made[one.key] = add_question(survey, actor=actor, at=at, **fields)
    return len(made)


def _check(survey: Survey, actor: Actor) -> None:
    if not may(actor, MANAGE, survey):
        raise Refused("您不能改这份问卷")
    if survey.state != SurveyState.DRAFT:
        raise Refused(f"现在是“{survey.get_state_display()}”，题目不能改；要改请截止后另编一版")
    hold(survey)


def _set(one: Question, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(one, name, value)
    _complete(one)
    _refuse_bad(one)
    _check_condition(one)
    one.save()
    width = sum(other.width for other in one.survey.questions.all())
    if width > WIDEST:
        raise Refused("选项和矩阵行加起来太多了，请拆成两份问卷")


def _complete(one: Question) -> None:
    if one.kind == Kind.SCALE:
        one.options = list(POINTS)
    if one.kind not in (Kind.SINGLE, Kind.MATRIX):
        one.is_satisfaction = False
    if one.is_satisfaction:
        one.options = list(SATISFACTION)
    if one.kind != Kind.MATRIX:
        one.lines = []
    if one.kind == Kind.OPEN:
        one.options = []
    if one.depends is None:
        one.depends_on = []


def _refuse_bad(one: Question) -> None:
    if not one.text.strip():
        raise Refused("请写题目")
    if one.kind in NEEDS_OPTIONS and not 2 <= len(one.options) <= MOST_OPTIONS:
        raise Refused(f"选项要有 2 到 {MOST_OPTIONS} 个，一行一个")
    if one.kind == Kind.MATRIX and not 1 <= len(one.lines) <= 20:
        raise Refused("矩阵要写明各行，1 到 20 行，一行一个")
    if len(set(one.options)) < len(one.options) or len(set(one.lines)) < len(one.lines):
        raise Refused("有两个一样的选项，请改一个")
    if any(len(str(text)) > 60 for text in (*one.options, *one.lines)):
        raise Refused("选项太长，每个请写在60字以内")


def _check_condition(one: Question) -> None:
    on = one.depends
    if on is None:
        return
    if on.survey_id != one.survey_id or on.place >= one.place:
        raise Refused("显示条件只能用前面的题")
    if on.kind not in (Kind.SINGLE, Kind.MULTIPLE, Kind.SCALE):
        raise Refused("显示条件只能用单选、多选或量表题")
    if not one.depends_on:
        raise Refused("请选哪些选项时才显示这道题")
    if not set(one.depends_on) <= set(range(1, len(on.options) + 1)):
        raise Refused(f"第{on.place}题没有这些选项")
