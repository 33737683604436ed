"""The step bar of a period: 筹备 → 打分 → 复核 → 定稿排名 → 发通报."""

from __future__ import annotations

from xiangfeng.assessments.models import Period, PeriodState

STEPS = (
    (PeriodState.DRAFT, "筹备"),
    (PeriodState.SCORING, "打分"),
    (PeriodState.REVIEW, "复核"),
    (PeriodState.FINAL, "定稿排名"),
    (PeriodState.PUBLISHED, "发通报"),
)


def steps_of(period: Period) -> list[dict[str, str]]:
    """Each step with its state ``done``, ``now`` or nothing; a 定稿 period is at 发通报, a published one is done."""
    reached = [state for state, _ in STEPS].index(PeriodState(period.state))
    if period.state == PeriodState.PUBLISHED:
        reached = len(STEPS)
    elif period.state == PeriodState.FINAL:
        reached += 1
    return [
        {"title": title, "state": "done" if place < reached else "now" if place == reached else ""}
        for place, (_, title) in enumerate(STEPS)
    ]
