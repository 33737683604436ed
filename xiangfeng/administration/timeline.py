"""History entries as the pages draw them: a timeline, and before and after side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from xiangfeng.access.actor import Actor
from xiangfeng.access.roles import ROLES
from xiangfeng.history.models import Entry
from xiangfeng.history.queries import VIEW

# Field names as they are recorded, in the words of the screens.
WORDS = {
    "name": "名称",
    "full_name": "全称",
    "kind": "类型",
    "group": "参评类别",
    "code": "代码",
    "document_code": "机关代字",
    "seq": "排序",
    "parent": "上级单位",
    "is_active": "在用",
    "title": "岗位",
    "role": "角色",
    "phone": "联系电话",
    "unit": "所在单位",
    "username": "账号",
    "from_date": "任职起",
    "to_date": "任职止",
    "basis": "文号",
    "date": "日期",
    "mark": "标记",
    "days": "天数",
    "replaced": "替换的天数",
    "address": "登录地址",
    "state": "状态",
    "note": "说明",
    "text": "内容",
    "points": "分值",
    "value": "得分",
    "raw": "原始记录",
    "reason": "理由",
    "rank": "名次",
    "created": "新建",
    "changed": "更新",
}


def moment(at: dt.datetime) -> str:
    """A moment as people here write it: 2026年11月23日 10:05."""
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def day(date: dt.date | None) -> str:
    """A day with its year, for what lies years back: 2026年11月23日."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def events_of(entries: Iterable[Entry], actor: Actor) -> list[dict[str, Any]]:
    """Entries for the timeline component; with a link for who may look into the history."""
    may_look = actor.can(VIEW)
    return [
        {
            "when": moment(entry.at),
            "who": entry.actor_name,
            "text": entry.verb,
            "url": reverse("administration:history_entry", args=[entry.pk]) if may_look else "",
            "note": entry.note,
            "tone": "",
        }
        for entry in entries
    ]


def said(name: str, value: Any) -> str:
    """A recorded value in words."""
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "role" and value in ROLES:
        return ROLES[value].title
    if isinstance(value, dict):
        return "；".join(f"{WORDS.get(key, key)}：{said(key, part)}" for key, part in value.items())
    if isinstance(value, list):
        return "；".join(said(name, part) for part in value)
    return str(value)


def comparison(entry: Entry) -> list[tuple[str, str, str, bool]]:
    """(word, before, after, is changed) for everything recorded on both sides, in order of first mention."""
    before, after = _as_dict(entry.before), _as_dict(entry.after)
    rows = []
    for name in [*before, *(name for name in after if name not in before)]:
        old = said(name, before[name]) if name in before else ""
        new = said(name, after[name]) if name in after else ""
        rows.append((WORDS.get(name, name), old, new, old != new))
    return rows


def details(entry: Entry) -> list[tuple[str, str]]:
    """Whatever else was recorded."""
    return [(WORDS.get(name, name), said(name, value)) for name, value in _as_dict(entry.data).items()]


def _as_dict(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    return value if isinstance(value, dict) else {"text": value}
