"""The apps that put rows into 我的待办 and into the search. A new app is one line of ``APPS`` and its two imports.

An app gives ``queries.waiting_for(actor, today=)`` and ``waiting.describe(row, actor, today)`` for what waits, and
``queries.found_by(actor, text)`` and ``waiting.link(source, pk)`` for what is found. Where nothing waits or is found,
the query gives no branches.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple, Protocol

from django.db.models import QuerySet

import xiangfeng.advice.queries
import xiangfeng.advice.waiting
import xiangfeng.duties.queries
import xiangfeng.duties.waiting
import xiangfeng.feedback.queries
import xiangfeng.feedback.waiting
import xiangfeng.findings.queries
import xiangfeng.findings.waiting
import xiangfeng.goals.queries
import xiangfeng.goals.waiting
import xiangfeng.inspections.queries
import xiangfeng.inspections.waiting
import xiangfeng.leadership.queries
import xiangfeng.leadership.waiting
import xiangfeng.letters.queries
import xiangfeng.letters.waiting
import xiangfeng.meetings.queries
import xiangfeng.meetings.waiting
import xiangfeng.notices.queries
import xiangfeng.notices.waiting
import xiangfeng.pledges.queries
import xiangfeng.pledges.waiting
import xiangfeng.regulations.queries
import xiangfeng.regulations.waiting
import xiangfeng.sites.queries
import xiangfeng.sites.waiting
import xiangfeng.supervision.queries
import xiangfeng.supervision.waiting
import xiangfeng.surveys.queries
import xiangfeng.surveys.waiting
import xiangfeng.tasks.queries
import xiangfeng.tasks.waiting
import xiangfeng.upkeep.queries
import xiangfeng.upkeep.waiting
from xiangfeng.access.actor import Actor

Branches = tuple[QuerySet[Any, Any], ...]


class Queries(Protocol):
    """What of one app waits and is found, each as branches of the union over all apps."""

    def waiting_for(self, actor: Actor, *, today: dt.date) -> Branches: ...

    def found_by(self, actor: Actor, text: str) -> Branches: ...


class Words(Protocol):
    """A row of one app in words (None when it is not for this person), and where it is read."""

    def describe(self, row: Any, actor: Actor, today: dt.date) -> dict[str, Any] | None: ...

    def link(self, source: str, pk: int) -> str: ...


class App(NamedTuple):
    """One app's two modules."""

    queries: Queries
    words: Words


APPS: dict[str, App] = {
    "leadership": App(xiangfeng.leadership.queries, xiangfeng.leadership.waiting),
    "regulations": App(xiangfeng.regulations.queries, xiangfeng.regulations.waiting),
    "duties": App(xiangfeng.duties.queries, xiangfeng.duties.waiting),
    "sites": App(xiangfeng.sites.queries, xiangfeng.sites.waiting),
    "tasks": App(xiangfeng.tasks.queries, xiangfeng.tasks.waiting),
    "findings": App(xiangfeng.findings.queries, xiangfeng.findings.waiting),
    "goals": App(xiangfeng.goals.queries, xiangfeng.goals.waiting),
    "pledges": App(xiangfeng.pledges.queries, xiangfeng.pledges.waiting),
    "meetings": App(xiangfeng.meetings.queries, xiangfeng.meetings.waiting),
    "advice": App(xiangfeng.advice.queries, xiangfeng.advice.waiting),
    "notices": App(xiangfeng.notices.queries, xiangfeng.notices.waiting),
    "feedback": App(xiangfeng.feedback.queries, xiangfeng.feedback.waiting),
    "supervision": App(xiangfeng.supervision.queries, xiangfeng.supervision.waiting),
    "surveys": App(xiangfeng.surveys.queries, xiangfeng.surveys.waiting),
    "letters": App(xiangfeng.letters.queries, xiangfeng.letters.waiting),
    "upkeep": App(xiangfeng.upkeep.queries, xiangfeng.upkeep.waiting),
    "inspections": App(xiangfeng.inspections.queries, xiangfeng.inspections.waiting),
}

KINDS = {
    "tasks.task": "任务",
    "tasks.extension": "延期申请",
    "tasks.campaign": "专项工作",
    "findings.finding": "检查发现",
    "inspections.inspection": "检查",
    "inspections.visit": "检查表",
    "inspections.checkplan": "检查计划",
    "meetings.meeting": "会议",
    "meetings.resolution": "议定事项",
    "meetings.attendance": "会议回执",
    "advice.proposal": "建议单",
    "advice.instruction": "批示",
    "advice.problem": "问题",
    "advice.guidance": "指导调研",
    "upkeep.job": "周期作业",
    "upkeep.routine": "作业安排",
    "upkeep.record": "作业记录",
    "upkeep.item": "环境台账",
    "notices.notice": "公告公示",
    "notices.objection": "公示异议",
    "feedback.report": "群众反映",
    "feedback.extension": "反映延期",
    "supervision.box": "意见箱",
    "supervision.opening": "意见箱开箱",
    "supervision.term": "聘书",
    "supervision.supervisor": "社会监督员",
    "surveys.survey": "问卷",
    "letters.letter": "一封信",
    "pledges.pledge": "责任书",
    "pledges.supplement": "补充协议",
    "goals.programme": "创建方案",
    "goals.plan": "年度计划",
    "goals.goal": "目标",
    "goals.evaluation": "评估",
    "goals.reading": "评估阅知",
    "duties.duty": "义务",
    "duties.occurrence": "制度义务",
    "regulations.regulation": "制度",
    "regulations.article": "制度条款",
    "leadership.group": "领导小组",
    "leadership.member": "领导小组成员",
    "leadership.village": "村包干",
    "leadership.work": "重点工作",
    "sites.site": "点位",
    "assessments.period": "考评",
    "assessments.objection": "异议",
    "assessments.entry": "成绩",
    "assessments.scheme": "指标体系",
    "orgs.unit": "单位",
    "orgs.person": "人员",
}
"""What the rows of a source are called."""
ORDER = tuple(KINDS)
"""The order of the kinds in the search."""


def words_of(source: str) -> Words:
    """The words of the app that a row's source names."""
    return APPS[source.partition(".")[0]].words
