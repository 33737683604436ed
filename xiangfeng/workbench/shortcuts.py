"""The quick buttons at the top of 我的待办, and what an empty list says, by role."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from xiangfeng.access.actor import Actor


class Shortcut(NamedTuple):
    """A button: shown to who holds ``needs``."""

    title: str
    icon: str
    url_name: str
    needs: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


SHORTCUTS = (
    Shortcut("登记问题", "alert-triangle", "advice:problem_new", "advice.submit"),
    Shortcut("新建任务", "clipboard-plus", "tasks:new", "tasks.assign"),
    Shortcut("提意见", "message-2", "supervision:own_new", "supervision.file"),
    Shortcut("办会", "calendar-event", "meetings:new", "meetings.manage"),
)
MOST = 3

# Whose list is empty for a reason of their own is told that reason; the first role that fits speaks.
EMPTY = {
    "security_admin": "安全管理员没有业务待办。有账号被锁定时，在“登录锁定”里处理。",
    "audit_admin": "审计管理员没有业务待办。要查谁做了什么，看“操作记录”。",
    "system_admin": "系统管理员没有业务待办。放假安排快用完时，这里会提醒您录入。",
    "supervisor": "您是社会监督员，平时没有要办的事。看到问题点“提意见”，办到哪一步、怎么答复的，在“我的监督”里看。",
    "finance": "财政所没有固定待办。经费预算、奖励兑现轮到您时，会出现在这里。",
    "legal": "有制度送来合法性审核时，会出现在这里。",
    "assessor": "有考评期在打分时，会出现在这里。",
}
USUAL = "考评、任务、会议、责任书和制度义务轮到您时，会出现在这里。"


def shortcuts_for(actor: Actor) -> list[Shortcut]:
    """The buttons of what this person begins most often."""
    return [one for one in SHORTCUTS if actor.can(one.needs)][:MOST]


def empty_text(actor: Actor) -> str:
    """Why nothing waits for this person and when something will."""
    roles = {grant.role for grant in actor.grants}
    return next((text for role, text in EMPTY.items() if roles == {role}), USUAL)
