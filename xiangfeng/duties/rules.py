"""What a duty asks, said in plain words: 每季度，期末当天截止，提前10个工作日变黄. Pure: no database."""

from __future__ import annotations

from typing import Protocol

from xiangfeng.duties.models import DueRule, Frequency

PER_YEAR = {"week": 52, "month": 12, "quarter": 4, "half": 2, "year": 1, "triennial": 0}
NEXT = {"week": "次周所在月的", "month": "次月", "quarter": "下季度第一个月", "half": "下半年或次年第一个月"}


class Rule(Protocol):
    """The fields of a duty, or of a form about to become one, that make up its rule."""

    frequency: str
    due_rule: str
    due_month: int | None
    due_day: int | None
    due_workdays: int | None
    is_grace_to_month_end: bool
    warn_workdays: int


def due_words(rule: Rule) -> str:
    """Until when, in words."""
    if rule.due_rule == DueRule.NEXT_DAY:
        return f"{NEXT.get(rule.frequency, '次年1月')}{rule.due_day}日前"
    if rule.due_rule == DueRule.FIXED:
        return f"当年{rule.due_month}月{rule.due_day}日前"
    if rule.due_rule == DueRule.WORKDAYS:
        return f"期满后{rule.due_workdays}个工作日内"
    return {
        "week": "周日当天截止",
        "month": "月底当天截止",
        "quarter": "季末当天截止",
        "half": "6月30日、12月31日截止",
        "year": "年底当天截止",
    }.get(rule.frequency, "期末当天截止")


def in_words(rule: Rule) -> str:
    """The whole rule as one sentence, as it stands under the form and on the duty's page."""
    red = "过了期限先亮黄灯，当月底还没有做就转红" if rule.is_grace_to_month_end else "过了期限转红"
    warn = f"提前{rule.warn_workdays}个工作日变黄" if rule.warn_workdays else "到期当天变黄"
    return f"{Frequency(rule.frequency).label}，{due_words(rule)}，{warn}，{red}。"


def why_this_day(rule: Rule, end_words: str) -> str:
    """How the due day of one span follows from the rule."""
    return f"这一期到{end_words}止，按“{due_words(rule)}”算出。"


def problem(rule: Rule) -> tuple[str, str] | None:
    """The field that is missing or wrong for the chosen due rule, and what to do; None when the rule is whole."""
    if rule.due_rule == DueRule.WORKDAYS and not rule.due_workdays:
        return "due_workdays", "填期满后几个工作日内要做完"
    if rule.due_rule in (DueRule.NEXT_DAY, DueRule.FIXED) and not 1 <= (rule.due_day or 0) <= 31:
        return "due_day", "填几日（1到31）"
    if rule.due_rule == DueRule.FIXED:
        if rule.frequency != Frequency.YEAR:
            return "due_rule", "“当年几月几日”只用于每年一次的义务，其他频次请选“期末当天”或“下月几日”"
        if not 1 <= (rule.due_month or 0) <= 12:
            return "due_month", "填几月（1到12）"
    if rule.is_grace_to_month_end and rule.due_rule != DueRule.NEXT_DAY:
        return "is_grace_to_month_end", "月底前只亮黄灯，只能和“下月几日”一起用"
    return None
