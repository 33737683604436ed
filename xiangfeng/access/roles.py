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
    "leadership.view": "看领导小组、分工和包干",
    "leadership.manage": "维护领导小组、分工和包干",
    "regulations.view": "看制度和行为规范",
    "regulations.manage": "起草、修订制度，维护行为规范",
    "regulations.review": "合法性审核",
    "regulations.enact": "批准制度施行、废止",
    "duties.view": "看义务日历和制度落实情况",
    "duties.manage": "设义务，排义务日历",
    "duties.exempt": "批准某次义务免办或合并",
    "tasks.view": "看任务和督办",
    "tasks.view_own": "看本单位的任务",
    "tasks.assign": "立项、交办任务",
    "tasks.handle": "签收任务，反馈进展，报完成",
    "tasks.urge": "催办",
    "tasks.judge": "核查、销号、退回",
    "tasks.decide": "批准延期、短时限任务和跳过阶段",
    "sites.view": "看点位和检查表",
    "sites.view_own": "看本单位的点位",
    "sites.manage": "维护点位、类型和检查表",
    "findings.view": "看检查发现的问题",
    "findings.view_own": "看本单位被发现的问题",
    "findings.record": "登记问题，转整改",
    "inspections.view": "看检查计划、抽签和检查表",
    "inspections.view_own": "看本单位的检查结果",
    "inspections.manage": "排检查计划，组织检查，抽签",
    "inspections.approve": "批准检查计划和超次检查",
    "inspections.inspect": "到现场检查，填检查表",
    "upkeep.view": "看日常作业和环境台账",
    "upkeep.view_own": "看本单位的日常作业和环境台账",
    "upkeep.manage": "安排日常作业，维护环境台账",
    "upkeep.record": "记本单位的日常作业",
    "notices.view": "看公告公示和异议",
    "notices.manage": "起草公告公示，答复异议",
    "notices.issue": "签发、撤回公告公示",
    "goals.view": "看目标和计划",
    "goals.view_own": "看本单位的目标",
    "goals.manage": "编制方案、计划，分解目标",
    "goals.approve": "批准计划",
    "goals.report": "填报目标进展",
    "pledges.view": "看责任书",
    "pledges.view_own": "看本单位的责任书",
    "pledges.manage": "生成责任书和补充协议，上传扫描件",
    "pledges.sign": "代表本单位签责任书",
    "pledges.countersign": "代表上级签责任书",
    "meetings.view": "看会议",
    "meetings.attend": "看请本单位参加的会议，回执",
    "meetings.manage": "办会：通知、签到、纪要",
    "meetings.issue": "签发会议通知和纪要",
    "advice.view": "看建议单、批示、问题和指导调研记录",
    "advice.view_own": "看对本单位的指导调研记录",
    "advice.submit": "提建议单，登记问题，记指导调研",
    "advice.instruct": "批示",
    "advice.handle": "协调处理问题",
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


_BASICS = ("orgs.view", "assessments.view", "attachments.view")
_LOOK = (
    *_BASICS,
    "leadership.view",
    "regulations.view",
    "duties.view",
    "tasks.view",
    "sites.view",
    "findings.view",
    "inspections.view",
    "upkeep.view",
    "notices.view",
    "goals.view",
    "pledges.view",
    "meetings.view",
    "advice.view",
)
# Rights of those who are assessed; whoever assesses gives them, but has none of them.
OF_THE_ASSESSED = frozenset(
    {
        "assessments.view_own",
        "assessments.object",
        "attachments.view_own",
        "tasks.view_own",
        "sites.view_own",
        "findings.view_own",
        "inspections.view_own",
        "upkeep.view_own",
        "advice.view_own",
        "goals.view_own",
        "pledges.view_own",
        "pledges.sign",
        "meetings.attend",
    }
)
_OWN = (*sorted(OF_THE_ASSESSED), "regulations.view", "tasks.handle", "goals.report", "upkeep.record")
_OFFICE = (
    "orgs.manage",
    "assessments.manage",
    "assessments.score",
    "leadership.manage",
    "regulations.manage",
    "duties.manage",
    "tasks.assign",
    "tasks.handle",
    "tasks.urge",
    "tasks.judge",
    "sites.manage",
    "findings.record",
    "inspections.manage",
    "inspections.inspect",
    "upkeep.manage",
    "upkeep.record",
    "notices.manage",
    "goals.manage",
    "goals.report",
    "pledges.manage",
    "meetings.manage",
    "advice.submit",
    "advice.handle",
)
_DECIDE = (
    "assessments.issue",
    "assessments.reopen",
    "history.view",
    "regulations.enact",
    "duties.exempt",
    "tasks.assign",
    "tasks.urge",
    "tasks.judge",
    "tasks.decide",
    "inspections.approve",
    "inspections.inspect",
    "notices.issue",
    "goals.approve",
    "pledges.countersign",
    "meetings.issue",
    "advice.instruct",
)

ROLES: dict[str, Role] = {
    "head": _role("主要负责人", *_LOOK, *_DECIDE),
    "leader": _role("分管领导", *_LOOK, *_DECIDE, "assessments.finalise"),
    "member": _role("班子成员", *_LOOK, "tasks.urge", "advice.instruct", "inspections.inspect"),
    "director": _role(
        "创建办主任",
        *_LOOK,
        *_OFFICE,
        "assessments.review",
        "assessments.finalise",
        "assessments.reopen",
        "assessments.answer",
        "meetings.issue",
        "history.view",
    ),
    "clerk": _role("创建办干事", *_LOOK, *_OFFICE),
    "assessor": _role(
        "考评员",
        *_BASICS,
        "assessments.score",
        "sites.view",
        "inspections.view",
        "inspections.inspect",
        "findings.view",
    ),
    "liaison": _role("责任单位联络员", "orgs.view", *_OWN),
    "village": _role("村（社区）负责人", *_OWN),
    "supervisor": _role("社会监督员"),
    "legal": _role("法制审核员", *_LOOK, "regulations.review"),
    "finance": _role("财政所", *_LOOK),
    "county": _role(
        "县文明办",
        *_LOOK,
        "calendars.manage",
        "assessments.manage",
        "regulations.manage",
        "tasks.assign",
        "tasks.urge",
        "tasks.judge",
        "sites.manage",
        "findings.record",
        "inspections.manage",
        "inspections.inspect",
        "notices.manage",
    ),
    "system_admin": _role("系统管理员", "orgs.view", "orgs.manage", "accounts.manage", "calendars.manage"),
    "security_admin": _role("安全管理员", "orgs.view", "security.manage"),
    "audit_admin": _role("审计管理员", "history.view", "history.audit"),
}
