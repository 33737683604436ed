"""What may be seen of 批示, 建议单 and 问题, with the chain in both directions; what waits (`inbox`), what is found."""

from xiangfeng.advice.queries.inbox import found_by, waiting_for
from xiangfeng.advice.queries.rows import (
    instructions_for,
    instructions_on,
    problems_for,
    proposals_for,
    tasks_behind,
    units_below,
)

__all__ = [
    "found_by",
    "instructions_for",
    "instructions_on",
    "problems_for",
    "proposals_for",
    "tasks_behind",
    "units_below",
    "waiting_for",
]
