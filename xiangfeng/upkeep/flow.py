"""What a person decides about a job; that it is done the records decide (`actions.settling`)."""

from __future__ import annotations

from xiangfeng.upkeep.models import JobState
from xiangfeng.workflow.flow import Flow, move

JOB = Flow(
    "upkeep.Job",
    JobState,
    move(
        "excuse",
        "免做",
        JobState.OPEN,
        JobState.EXCUSED,
        needs="upkeep.manage",
        note=True,
        effect="这一次不用做，写明理由，不算逾期。",
    ),
    move(
        "restore",
        "恢复应做",
        JobState.EXCUSED,
        JobState.OPEN,
        needs="upkeep.manage",
        effect="撤回免做，这一次仍要做。",
    ),
)
