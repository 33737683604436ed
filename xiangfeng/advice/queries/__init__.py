"""What may be seen of 批示, 建议单, 问题 and 指导调研, with the chain in both directions; what waits (`inbox`), what is found."""

from xiangfeng.advice.queries.inbox import found_by, waiting_for
from xiangfeng.advice.queries.rows import (
    guidance_for,
    instructions_for,
    instructions_on,
    own_guidance_for,
    problems_for,
    proposals_for,
    readable_guidance,
    tasks_behind,
    units_below,
    units_guided_by,
)

__all__ = [
    "found_by",
    "guidance_for",
    "instructions_for",
    "instructions_on",
    "own_guidance_for",
    "problems_for",
    "proposals_for",
    "readable_guidance",
    "tasks_behind",
    "units_below",
    "units_guided_by",
    "waiting_for",
]
