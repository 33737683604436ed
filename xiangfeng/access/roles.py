"""Roles and what they may do: the one table. A new role is one entry; a new right is one word in it.

Basis: users.md §8.1 of the domain notes (the townships' posts) and GB/T 22239 (system, security and audit
administrators kept apart: none of the three holds a right over the work itself).
"""

from __future__ import annotations

from dataclasses import dataclass

CAPABILITIES = {
    "orgs.view": "看单位、人员和任职",
    "orgs.manage": "维护单位、人员和任职",
    "accounts.manage": "开通、停用账号，重置密码",
    "security.manage": "查看并解除登录锁定，设置安全要求",
    "history.view": "看操作记录并验证",
    "history.audit": "看登录、退出和账号变动的记录",
    "calendars.manage": "维护工作日历",
    "attachments.view": "看佐证文件",
    "attachments.view_own": "看本单位的佐证文件",
    "assessments.view": "看考评、打分表和排名",
    "assessments.view_own": "看本单位的成绩和扣分",
    "assessments.manage": "设指标体系，开考评期，定参评名单",
    "assessments.score": "打分",
    "assessments.review": "复核打分",
    "assessments.finalise": "定稿排名",
    "assessments.issue": "签发通报",
    "assessments.reopen": "定稿后重新打开",
    "assessments.object": "对本单位得分提出异议",
    "assessments.answer": "答复异议",
}


@dataclass(frozen=True, slots=True)
class Role:
    """A title people know and the capabilities that come with it."""

    title: str
    capabilities: frozenset[str]


def _role(title: str, *capabilities: str) -> Role:
    unknown = set(capabilities) - set(CAPABILITIES)
    if unknown:
        raise ValueError(f"角色“{title}”引用了没有登记的权限项：{'、'.join(sorted(unknown))}")
    return Role(title, frozenset(capabilities))


_LOOK = ("orgs.view", "assessments.view", "attachments.view")
_OWN = ("assessments.view_own", "assessments.object", "attachments.view_own")
OF_THE_ASSESSED = frozenset(
    _OWN
)  # rights of those who are assessed; whoever assesses gives them, but has none of them

ROLES: dict[str, Role] = {
    "head": _role("主要负责人", *_LOOK, "assessments.issue", "assessments.reopen", "history.view"),
    "leader": _role(
        "分管领导", *_LOOK, "assessments.finalise", "assessments.issue", "assessments.reopen", "history.view"
    ),
    "member": _role("班子成员", *_LOOK),
    "director": _role(
        "创建办主任",
        *_LOOK,
        "orgs.manage",
        "assessments.manage",
        "assessments.score",
        "assessments.review",
        "assessments.finalise",
        "assessments.reopen",
        "assessments.answer",
        "history.view",
    ),
    "clerk": _role("创建办干事", *_LOOK, "orgs.manage", "assessments.manage", "assessments.score"),
    "assessor": _role("考评员", *_LOOK, "assessments.score"),
    "liaison": _role("责任单位联络员", "orgs.view", *_OWN),
    "village": _role("村（社区）负责人", *_OWN),
    "supervisor": _role("社会监督员"),
    "legal": _role("法制审核员", *_LOOK),
    "finance": _role("财政所", *_LOOK),
    "county": _role("县文明办", *_LOOK, "calendars.manage", "assessments.manage"),
    "system_admin": _role("系统管理员", "orgs.view", "orgs.manage", "accounts.manage", "calendars.manage"),
    "security_admin": _role("安全管理员", "orgs.view", "security.manage"),
    "audit_admin": _role("审计管理员", "history.view", "history.audit"),
}
