"""Two versions of a plan in words, for their difference."""

from __future__ import annotations

from xiangfeng.goals.check import number
from xiangfeng.goals.difference import Change, Entry, compare
from xiangfeng.goals.models import Plan
from xiangfeng.goals.queries.board import board_of, goals_of


def entries_of(plan: Plan) -> list[Entry]:
    """The goals of one version with their fields as people read them. One query."""
    found = []
    for line in board_of(list(goals_of(plan)), is_live=False):
        goal = line.goal
        fields = {
            "目标": goal.title, "指标": goal.indicator, "目标值": goal.goal_text, "权重": number(goal.weight),
            "牵头单位": goal.unit.name if goal.unit else "", "配合单位": goal.helpers, "责任领导": goal.leader,
            "完成时限": str(goal.due_on or ""), "文明类别": goal.tags,
        }  # fmt: skip
        title = f"{goal.title}（{goal.unit.name}）" if goal.parent_id and goal.unit else goal.title
        found.append(Entry(goal.line, line.label, title, fields))
    return found


def changes_between(old: Plan, new: Plan) -> list[Change]:
    """What ``new`` changes against ``old``, the plan's own texts first. Two queries."""
    texts = {
        "依据的上级文件号": "upper_number",
        "指导思想": "guidance",
        "保障措施": "safeguards",
        "名称": "title",
    }
    fields = tuple(
        (title, getattr(old, name), getattr(new, name))
        for title, name in texts.items()
        if getattr(old, name) != getattr(new, name)
    )
    own = [Change("changed", "", "计划文字", fields)] if fields else []
    return own + compare(entries_of(old), entries_of(new))
