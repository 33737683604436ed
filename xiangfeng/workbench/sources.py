"""The apps that put rows into 我的待办 and into the search. A new app is one word here.

An app gives ``queries.waiting_for(actor, today=)`` and ``waiting.describe(row, actor, today)`` for what waits, and
``queries.found_by(actor, text)`` and ``waiting.link(source, pk)`` for what is found.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from django.utils.module_loading import module_has_submodule

APPS = ("leadership", "regulations", "duties", "tasks", "goals", "pledges", "meetings", "advice")

KINDS = {
    "tasks.task": "任务",
    "tasks.extension": "延期申请",
    "tasks.campaign": "专项工作",
    "meetings.meeting": "会议",
    "meetings.resolution": "议定事项",
    "meetings.attendance": "会议回执",
    "advice.proposal": "建议单",
    "advice.instruction": "批示",
    "advice.problem": "问题",
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


def _module(app: str, name: str) -> ModuleType | None:
    package = import_module(f"xiangfeng.{app}")
    return import_module(f"xiangfeng.{app}.{name}") if module_has_submodule(package, name) else None


def offered(name: str) -> list[Callable[..., Any]]:
    """The function ``queries.<name>`` of every app that has one."""
    found = []
    for app in APPS:
        module = _module(app, "queries")
        function = getattr(module, name, None)
        if function is not None:
            found.append(function)
    return found


def waiting_module(source: str) -> Any:
    """The ``waiting`` module of the app that a row's source names."""
    return _module(source.partition(".")[0], "waiting")
