"""What one finding's page says: steps, timeline, the way it went. Pure but for the rows it is given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from xiangfeng.findings.models import Finding, FindingState
from xiangfeng.history.models import Entry
from xiangfeng.tasks.page import steps_of

WAITS = {FindingState.RECORDED: "等{}定怎么办"}
TONES = {"退回重办": "bad", "核查通过，销号": "ok", "报完成": "now", "催办": "bad", "撤销": "bad"}


def steps(row: Finding) -> list[dict[str, str]]:
    """发现→转整改→签收→整改提交→核查销号, or how it ended otherwise."""
    found = {"title": f"发现 {row.found_on.month}月{row.found_on.day}日", "state": "done"}
    if row.state == FindingState.LINKED:
        ends = steps_of(row.task)[-2:] if row.task else []
        return [found, {"title": "并入已有问题", "state": "done"}, *ends]
    if row.task is not None:
        _, *rest = steps_of(row.task)
        return [found, *rest]
    if row.state == FindingState.RECORDED:
        rest = [{"title": title, "state": ""} for title in ("签收", "整改提交", "核查销号")]
        return [found, {"title": "定怎么办", "state": "now"}, *rest]
    return [found, {"title": row.get_state_display(), "state": "now"}]


def events(row: Finding, entries: Iterable[Entry]) -> list[dict[str, str]]:
    """What was done to the finding and to its 整改, latest first; what is waited for stands above it."""
    said = []
    if row.state == FindingState.RECORDED:
        text = WAITS[FindingState.RECORDED].format(row.unit.name)
        said.append({"when": "", "who": "", "text": text, "note": "", "tone": "next"})
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.pk), reverse=True):
        said.append(
            {
                "when": f"{localtime(entry.at):%-m月%-d日 %H:%M}",
                "who": entry.actor_name,
                "text": entry.verb,
                "note": entry.note,
                "tone": TONES.get(entry.verb, ""),
            }
        )
    return said


def summary(rows: Iterable[Finding]) -> dict[str, Any]:
    """A village's findings in figures: how many, points off, 待处理, being mended, 销号."""
    counted = list(rows)
    tasks = [row.task for row in counted if row.state == FindingState.ASSIGNED and row.task is not None]
    return {
        "count": len(counted),
        "places": sum(row.count for row in counted),
        "points": sum(row.points for row in counted),
        "waiting": sum(row.state == FindingState.RECORDED for row in counted),
        "open": sum(task.is_open for task in tasks),
        "done": sum(task.state == "done" for task in tasks),
    }
